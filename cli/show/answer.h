/* Sending the request of an action, for one item or several, and showing what came back. */
#ifndef BURSAR_CLI_SHOW_ANSWER_H
#define BURSAR_CLI_SHOW_ANSWER_H

#include "cli/exit.h"

struct session;

/* Asks where the action asks, builds, sends, follows further pages, shows. Of several items, each
 * is sent whatever became of the one before, but for a daemon out of reach or a role that does not
 * serve. */
enum exit_status answer_run(struct session *session);

#endif
