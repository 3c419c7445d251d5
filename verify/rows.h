/* Lines of the exports, as JSON (docs/http.md, "Reading"). */
#ifndef BURSAR_VERIFY_ROWS_H
#define BURSAR_VERIFY_ROWS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"
#include "core/ledger.h"

/* A line of export/ledger, or a transfer inside an event. Texts live as long as the json_t they
 * were read from. */
struct row_transfer {
	int64_t event;
	int64_t n;
	const char *day;  /* NULL if the event does not say */
	const char *book; /* NULL inside an event */
	enum transfer_phase phase;
	const char *from, *to;
	int64_t amount_pence;
	int64_t resolves_event, resolves_n; /* -1 unless a settle or release */
	int64_t undoes_event, undoes_n;     /* -1 unless a back that names what it undoes */
};

/* A line of export/balances. */
struct row_balance {
	int64_t size;
	const char *account;
	const char *book;
	bool has_floor;
	int64_t floor_pence;
	int64_t credited_pence, debited_pence, reserved_pence;
	bool has_base; /* a cap has one */
	int64_t base_pence;
};

/* NULL if the line is not a JSON object. */
json_t *row_load(struct span line);
/* False if a member is missing or of another type, an amount is not above zero, or resolves or
 * undoes does not go with the phase. */
MUST_CHECK bool row_read_transfer(const json_t *line, struct row_transfer *ret_row);
MUST_CHECK bool row_read_balance(const json_t *line, struct row_balance *ret_row);
/* A transfer as events hold it: amount instead of amount_pence, resolves and undoes as pairs. event
 * and day are the event's. */
MUST_CHECK bool row_read_inner(
	const json_t *transfer, int64_t event, const char *day, struct row_transfer *ret_row);

#endif
