/* bursar audit balance: fetches what verify/audit.h computes with, and says what came out. */
#ifndef BURSAR_CLI_RUN_AUDIT_H
#define BURSAR_CLI_RUN_AUDIT_H

#include "cli/words/action.h"

action_run audit_run;

#endif
