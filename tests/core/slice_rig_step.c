#include <inttypes.h>

#include "tests/core/slice_rig.h"

const char *rig_step(struct rig *rig, size_t i)
{
	struct buf text = buf_in(rig->arena);
	const struct slice_step *step;

	if (i >= rig->slice.steps.len)
		return "none";
	step = &rig->slice.steps.at[i];
	buf_printf(&text, "P%" PRId64 " %s %" PRId64 " staff %d round %d stage %d",
		step->payment->id, step->move->step, step->event, step->staff_id, step->round,
		step->stage);
	if (step->fund != NULL && step->payable != NULL)
		buf_printf(&text, " %.*s %.*s", SPAN_ARG(step->fund->code),
			SPAN_ARG(step->payable->code));
	return buf_cstr(&text);
}

struct account rig_explained(const struct slice *slice, const struct account *account)
{
	struct account sum = {.credited = 0};

	for (size_t i = 0; i < slice->transfers.len; i++) {
		const struct transfer *t = &slice->transfers.at[i];
		bool lands = t->phase == TRANSFER_POST || t->phase == TRANSFER_SETTLE;
		bool frees = t->phase == TRANSFER_SETTLE || t->phase == TRANSFER_RELEASE;
		int64_t landed = lands              ? t->amount_pence
			: t->phase == TRANSFER_BACK ? -t->amount_pence
						    : 0;

		if (t->to == account)
			sum.credited += landed;
		if (t->from != account)
			continue;
		sum.debited += landed;
		sum.reserved += t->phase == TRANSFER_RESERVE ? t->amount_pence
			: frees                              ? -t->amount_pence
							     : 0;
	}
	return sum;
}
