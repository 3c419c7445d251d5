#include "daemon/store/batch/load_approved.h"

#include "base/arena.h"
#include "daemon/store/pq/form.h"
#include "daemon/store/pq/query.h"

void load_put_approvals(struct slice *slice, const PGresult *rows)
{
	for (int row = 0; rows != NULL && row < PQntuples(rows); row++) {
		struct slice_payment *payment =
			slice_payment(slice, value_int(rows, row, APPROVAL_payment_id));

		if (payment == NULL)
			continue;
		/* A payment that two commands of the batch are about is loaded twice. */
		if (payment->approved_by.len == (size_t)payment->approvals)
			continue;
		*VEC_PUSH(slice->arena, &payment->approved_by) =
			(struct slice_approval){.event = value_int(rows, row, APPROVAL_event),
				.staff_id = (int32_t)value_int(rows, row, APPROVAL_staff_id),
				.roles = (unsigned)value_int(rows, row, APPROVAL_roles),
				.needed = (int16_t)value_int(rows, row, APPROVAL_needed)};
	}
}

void load_put_approved(struct slice *slice, const PGresult *rows)
{
	for (int row = 0; rows != NULL && row < PQntuples(rows); row++) {
		const struct slice_person *person =
			slice_person_by_id(slice, value_uuid(rows, row, APPROVED_person_id));

		if (person == NULL)
			continue;
		*VEC_PUSH(slice->arena,
			&slice_approved_new(
				slice, person, (int32_t)value_int(rows, row, APPROVED_staff_id))
				 ->list) = (struct slice_approved_payment){
			.payment_id = value_int(rows, row, APPROVED_payment_id),
			.amount_pence = value_int(rows, row, APPROVED_amount_pence),
			.day = value_date(rows, row, APPROVED_day)};
	}
}
