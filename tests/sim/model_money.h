/* What the model says of money; and what its parts share. */
#ifndef BURSAR_TESTS_SIM_MODEL_MONEY_H
#define BURSAR_TESTS_SIM_MODEL_MONEY_H

#include "tests/sim/model.h"

json_t *model_money_of_person(
	struct model *model, const struct step *step, size_t person, int *ret_status);
json_t *model_money_of_payment(struct model *model, const struct step *step, int *ret_status);
json_t *model_money_of_fund(struct model *model, const struct step *step, int *ret_status);

/* An answer to which members are added; counts the event unless the step is dry. */
json_t *model_recorded(struct model *model, const struct step *step, int *ret_status);
void model_set_day(json_t *answer, const char *name, struct date date);

#endif
