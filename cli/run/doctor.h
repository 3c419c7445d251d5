/* bursar doctor: everything between a person and the daemon, one line each, with what to do where
 * something is wrong. */
#ifndef BURSAR_CLI_RUN_DOCTOR_H
#define BURSAR_CLI_RUN_DOCTOR_H

#include "cli/words/action.h"

action_run doctor_run;

#endif
