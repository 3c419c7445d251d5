/* bursar rules check and rules show: a rules file looked at here, and the published rules as people
 * read them. */
#ifndef BURSAR_CLI_SHOW_RULES_H
#define BURSAR_CLI_SHOW_RULES_H

#include "cli/show/view.h"
#include "cli/words/action.h"

action_run rules_check;
extern const struct view rules_view, rules_list_view;

#endif
