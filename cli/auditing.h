/* bursar audit balance: fetches what audit.h computes with, and says what came out. */
#ifndef BURSAR_CLI_AUDITING_H
#define BURSAR_CLI_AUDITING_H

#include "cli/action.h"

action_run auditing_run;

#endif
