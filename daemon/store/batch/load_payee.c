#include "daemon/store/batch/load_payee.h"

#include "base/arena.h"
#include "daemon/store/pq/bind.h"
#include "daemon/store/pq/query.h"
#include "daemon/store/sealing.h"

static int32_t staff_or_none(const PGresult *result, int row, int column)
{
	return value_is_null(result, row, column) ? 0 : (int32_t)value_int(result, row, column);
}

bool load_put_payees(struct slice *slice, const struct store_authority *authority,
	const PGresult *result, const char **ret_error)
{
	for (int row = 0; result != NULL && row < PQntuples(result); row++) {
		struct slice_payee *payee;

		if (slice_payee_by_id(slice, value_int(result, row, PAYEE_payee_id)) != NULL)
			continue;
		payee = ARENA_NEW(slice->arena, struct slice_payee);
		*payee = (struct slice_payee){.id = value_int(result, row, PAYEE_payee_id),
			.key_id = value_uuid(result, row, PAYEE_key_id),
			.code = value_dup(slice->arena, result, row, PAYEE_code),
			.ended = value_bool(result, row, PAYEE_ended)};
		if (!value_is_null(result, row, PAYEE_creditor_event))
			payee->creditor = (struct slice_creditor){
				.event = value_int(result, row, PAYEE_creditor_event),
				.given = value_bool(result, row, PAYEE_creditor_given),
				.by = staff_or_none(result, row, PAYEE_set_by),
				.proposer = staff_or_none(result, row, PAYEE_proposer)};
		if (!sealing_open_key(slice->arena, &authority->wrapping_key, payee->key_id,
			    value_span(result, row, PAYEE_wrapped_key), &payee->key)) {
			*ret_error = arena_printf(slice->arena,
				"payee %lld does not open with this authority's key",
				(long long)payee->id);
			return false;
		}
		slice_put_payee(slice, payee);
	}
	return true;
}

void load_person_creditor(const PGresult *result, int row, struct slice_person *person)
{
	if (!value_is_null(result, row, PERSON_creditor_event))
		person->creditor = (struct slice_creditor){
			.event = value_int(result, row, PERSON_creditor_event),
			.given = value_bool(result, row, PERSON_creditor_given),
			.by = staff_or_none(result, row, PERSON_set_by),
			.proposer = staff_or_none(result, row, PERSON_proposer)};
}

bool load_paid_to(
	struct slice *slice, const PGresult *result, int row, struct slice_payment *payment)
{
	payment->by_hand = value_bool(result, row, PAYMENT_by_hand);
	if (!value_is_null(result, row, PAYMENT_creditor_set))
		payment->creditor = (struct slice_creditor){
			.event = value_int(result, row, PAYMENT_creditor_set),
			.by = staff_or_none(result, row, PAYMENT_set_by),
			.proposer = staff_or_none(result, row, PAYMENT_proposer)};
	if (value_is_null(result, row, PAYMENT_payee_id))
		return true;
	payment->payee = slice_payee_by_id(slice, value_int(result, row, PAYMENT_payee_id));
	return payment->payee != NULL;
}
