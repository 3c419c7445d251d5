/* The single values of files, bodies and paths: what is read and written again is the same value.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/parse.h"
#include "base/uuid.h"
#include "core/code.h"
#include "core/date.h"
#include "core/money.h"
#include "core/period.h"
#include "tests/fuzz/fuzz.h"

static void read_money(struct arena *arena, struct span bytes)
{
	int64_t pence = 0, again = 0;
	struct buf printed = buf_in(arena);

	if (money_parse(bytes, &pence) != NULL)
		return;
	assert(pence > 0 && pence <= MONEY_MAX_PENCE);
	money_print(&printed, pence);
	const char *wrong = money_parse(buf_done(&printed), &again);
	assert(wrong == NULL && again == pence);
}

void fuzz_values(struct span bytes)
{
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	struct date date, later;
	struct uuid uuid;
	char text[DATE_TEXT + 1];
	int64_t number = 0;
	uint32_t code = 0;

	read_money(arena, bytes);
	if (date_parse(bytes, &date)) {
		date_format(date, text);
		assert(span_is(bytes, text) && date_in_calendar(date));
		if (date_plus_months(date, 120, &later))
			assert(date_cmp(date, later) < 0 && date_in_calendar(later));
	}
	if (parse_int(bytes, INT64_MIN, INT64_MAX, &number))
		assert(span_is(bytes, arena_printf(arena, "%lld", (long long)number)));
	assert(parse_utf8(bytes, &code) <= bytes.len);
	if (uuid_parse(bytes, &uuid))
		assert(bytes.len == 36);
	if (code_is(bytes))
		assert(code_is_fact(bytes));
	(void)code_is_ref(bytes);
	arena_free(arena);
}
