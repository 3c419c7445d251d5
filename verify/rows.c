#include "verify/rows.h"

#include <string.h>

#include "base/text.h"

json_t *row_load(struct span line)
{
	json_error_t error;
	json_t *object = json_loadb(line.at, line.len, JSON_REJECT_DUPLICATES, &error);

	if (json_is_object(object))
		return object;
	json_decref(object);
	return NULL;
}

static bool get_int(const json_t *object, const char *name, int64_t *ret_number)
{
	const json_t *value = json_object_get(object, name);

	if (!json_is_integer(value))
		return false;
	*ret_number = json_integer_value(value);
	return true;
}

static bool get_text(const json_t *object, const char *name, const char **ret_text)
{
	const json_t *value = json_object_get(object, name);

	if (!json_is_string(value))
		return false;
	/* Names of accounts, books and days: a terminal may see them. */
	struct span text = {json_string_value(value), json_string_length(value)};
	if (text_wrong(text, false) != NULL)
		return false;
	*ret_text = text.at;
	return true;
}

static bool get_phase(const json_t *object, enum transfer_phase *ret_phase)
{
	const char *word;

	return get_text(object, "phase", &word) && ledger_phase_of_word(span_of(word), ret_phase);
}

/* What both forms of a transfer share; resolves and undoes are read before. */
static bool read_common(const json_t *object, const char *amount_name, struct row_transfer *row)
{
	if (!get_int(object, "n", &row->n) || !get_phase(object, &row->phase) ||
		!get_text(object, "from", &row->from) || !get_text(object, "to", &row->to) ||
		!get_int(object, amount_name, &row->amount_pence))
		return false;
	bool resolves = row->phase == TRANSFER_SETTLE || row->phase == TRANSFER_RELEASE;
	return row->amount_pence > 0 && resolves == (row->resolves_event >= 0) &&
		resolves == (row->resolves_n >= 0) &&
		(row->undoes_event >= 0) == (row->undoes_n >= 0) &&
		(row->undoes_event < 0 || row->phase == TRANSFER_BACK);
}

/* An integer; absent or null is -1. */
static bool get_optional(const json_t *object, const char *name, int64_t *ret_number)
{
	const json_t *value = json_object_get(object, name);

	if (value == NULL || json_is_null(value)) {
		*ret_number = -1;
		return true;
	}
	return get_int(object, name, ret_number) && *ret_number >= 0;
}

bool row_read_transfer(const json_t *line, struct row_transfer *ret_row)
{
	struct row_transfer row;

	if (!get_int(line, "event", &row.event) || !get_text(line, "day", &row.day) ||
		!get_text(line, "book", &row.book) ||
		!get_optional(line, "resolves_event", &row.resolves_event) ||
		!get_optional(line, "resolves_n", &row.resolves_n) ||
		!get_optional(line, "undoes_event", &row.undoes_event) ||
		!get_optional(line, "undoes_n", &row.undoes_n) ||
		!read_common(line, "amount_pence", &row))
		return false;
	*ret_row = row;
	return true;
}

/* "resolves":[341,1]; -1 and -1 if it is not there. */
static bool get_place(const json_t *transfer, const char *name, int64_t *ret_event, int64_t *ret_n)
{
	const json_t *place = json_object_get(transfer, name);
	const json_t *event = json_array_get(place, 0), *n = json_array_get(place, 1);

	*ret_event = *ret_n = -1;
	if (place == NULL)
		return true;
	if (json_array_size(place) != 2 || !json_is_integer(event) || !json_is_integer(n))
		return false;
	*ret_event = json_integer_value(event);
	*ret_n = json_integer_value(n);
	return true;
}

bool row_read_inner(
	const json_t *transfer, int64_t event, const char *day, struct row_transfer *ret_row)
{
	struct row_transfer row = {.event = event, .day = day};

	if (!get_place(transfer, "resolves", &row.resolves_event, &row.resolves_n) ||
		!get_place(transfer, "undoes", &row.undoes_event, &row.undoes_n) ||
		!read_common(transfer, "amount", &row))
		return false;
	*ret_row = row;
	return true;
}

bool row_read_balance(const json_t *line, struct row_balance *ret_row)
{
	struct row_balance row;
	const json_t *floor = json_object_get(line, "floor");
	const json_t *base = json_object_get(line, "base_pence");

	row.has_floor = json_is_integer(floor);
	row.floor_pence = row.has_floor ? json_integer_value(floor) : 0;
	if (!row.has_floor && floor != NULL && !json_is_null(floor))
		return false;
	row.has_base = json_is_integer(base);
	row.base_pence = row.has_base ? json_integer_value(base) : 0;
	if (!get_int(line, "size", &row.size) || !get_text(line, "account", &row.account) ||
		!get_text(line, "book", &row.book) ||
		!get_int(line, "credited_pence", &row.credited_pence) ||
		!get_int(line, "debited_pence", &row.debited_pence) ||
		!get_int(line, "reserved_pence", &row.reserved_pence))
		return false;
	*ret_row = row;
	return true;
}
