#include "base/status.h"
#include "tests/check.h"

TEST(status_every_failure_says_something_of_its_own)
{
	static const enum status all[] = {
		OK,

#define STATUS(name, text) STATUS_##name,
#include "base/status.def"
#undef STATUS
	};

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		check_row("status %zu", i);
		CHECK(span_of(status_text(all[i])).len > 0);
		for (size_t k = 0; k < i; k++)
			CHECK(!span_is(span_of(status_text(all[i])), status_text(all[k])));
	}
	CHECK_TEXT("the database cannot be reached", status_text(STATUS_DB_AWAY));
}
