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
