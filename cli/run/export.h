/* bursar export: the daemon's exports, streamed to standard output or into a file that is there
 * only when it is whole. */
#ifndef BURSAR_CLI_RUN_EXPORT_H
#define BURSAR_CLI_RUN_EXPORT_H

#include "cli/words/action.h"

action_run export_run;

#endif
