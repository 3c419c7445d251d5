/* bursar offer check and offer show: an offer file looked at here, and the published offer as
 * people read it. */
#ifndef BURSAR_CLI_SHOW_LOCALOFFER_H
#define BURSAR_CLI_SHOW_LOCALOFFER_H

#include "cli/show/view.h"
#include "cli/words/action.h"

action_run localoffer_check;
extern const struct view localoffer_view;

#endif
