/* How each answer is shown (docs/http.md, "Reading"). */
#ifndef BURSAR_CLI_SHOW_VIEWS_H
#define BURSAR_CLI_SHOW_VIEWS_H

#include "cli/show/view.h"

extern const struct view view_me;
extern const struct view view_staff;
extern const struct view view_staff_member;
extern const struct view view_report_staff;
extern const struct view view_people;
extern const struct view view_found;
extern const struct view view_person;
extern const struct view view_categories;
extern const struct view view_awards;
extern const struct view view_facts;
extern const struct view view_entitlements;
extern const struct view view_statement;
extern const struct view view_caps;
extern const struct view view_refusals;
extern const struct view view_payments;
extern const struct view view_payment;
extern const struct view view_payees;
extern const struct view view_funds;
extern const struct view view_budget;

#endif
