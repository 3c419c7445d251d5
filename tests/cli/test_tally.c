/* The line at the end of many. */
#include "cli/show/tally.h"

#include <string.h>

#include "base/arena.h"
#include "tests/check.h"

static void check_line(const char *want, const struct tally *tally)
{
	char line[200] = "";
	FILE *out = fmemopen(line, sizeof(line), "w");

	CHECK(out != NULL);
	if (out == NULL)
		return;
	tally_print(tally, out);
	(void)fclose(out);
	CHECK_TEXT(want, line);
}

TEST(tally_of_many)
{
	static const char *const answers[] = {
		"{\"state\":\"approved\",\"amount_pence\":931000}",
		"{\"state\":\"second-needed\",\"amount_pence\":500000}",
		"{\"state\":\"approved\",\"amount_pence\":50}",
	};
	struct arena *arena = arena_new(1 << 16);
	struct tally tally = {.refused = 75};

	check_line("75 refused\n", &tally);
	for (size_t i = 0; i < ARRAY_LEN(answers); i++)
		tally_done(&tally, arena, span_of(answers[i]));
	check_line("2 approved, £9,310.50; 1 second-needed, £5,000.00; 75 refused\n", &tally);
	tally.refused = 0;
	tally.failed = 1;
	tally.untried = 2;
	check_line("2 approved, £9,310.50; 1 second-needed, £5,000.00; 1 not done; 2 not tried\n",
		&tally);
	arena_free(arena);
}

/* What was recorded and cannot be shown tells no state. */
TEST(tally_of_what_cannot_be_shown)
{
	struct arena *arena = arena_new(1 << 16);
	struct tally tally = {.refused = 0};

	tally_done(&tally, arena, SPAN("{\"recorded\":true,\"shown\":false}"));
	check_line("1 recorded, £0.00\n", &tally);
	arena_free(arena);
}
