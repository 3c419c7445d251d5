/* bursar export: the daemon's exports, streamed to standard output or into a file that is there
 * only when it is whole. */
#ifndef BURSAR_CLI_EXPORTING_H
#define BURSAR_CLI_EXPORTING_H

#include "cli/action.h"

action_run exporting_run;

#endif
