/* Whether the comparison with docs/events.md, which every event of these tests goes through
 * (slice_rig.c), would see what it is there for. */
#include "tests/core/events_doc.h"

#include "base/arena.h"
#include "base/cc.h"
#include "tests/check.h"

enum { ARENA_BYTES = 1 << 20 };

#define HEAD(kind)                                                                                 \
	"{\"v\":1,\"n\":7,\"t\":\"" kind                                                           \
	"\",\"at\":1,\"day\":\"2019-07-01\",\"by\":3,\"nonce\":\"00\","
#define FUND_CREDIT "\"fund\":\"care\",\"year\":\"2019-20\",\"amount\":5,\"left\":5,\"reason\":null"
#define TRANSFER                                                                                   \
	"{\"n\":0,\"phase\":\"post\",\"from\":\"grantor\",\"to\":\"fund:care:2019-20\","           \
	"\"amount\":5"
#define PAID                                                                                       \
	"\"payment\":5,\"person\":\"p\",\"entitlement\":\"gift\",\"amount\":1,\"offer\":1,"        \
	"\"state\":"

TEST(events_doc_is_what_events_are)
{
	static const struct {
		const char *event, *fault;
	} rows[] = {
		{HEAD("fund-credited") FUND_CREDIT ",\"transfers\":[" TRANSFER "}]}", ""},
		{HEAD("fund-credited") "\"with\":6," FUND_CREDIT "}", ""},
		{HEAD("fund-credited") "\"year\":\"2019-20\",\"fund\":\"care\"}",
			"fund-credited has \"year\" where docs/events.md lists `fund`"},
		{HEAD("fund-credited") FUND_CREDIT ",\"note\":1}",
			"fund-credited has \"note\", which docs/events.md does not list, or not "
			"there"},
		{HEAD("fund-credited") "\"fund\":\"care\",\"year\":\"2019-20\",\"amount\":5,"
				       "\"left\":5}",
			"fund-credited lacks \"reason\" of docs/events.md"},
		{HEAD("fund-credited") FUND_CREDIT ",\"transfers\":[" TRANSFER ",\"why\":1}]}",
			"transfers has \"why\", which docs/events.md does not list, or not there"},
		{HEAD("refused") "\"command\":\"payment-pay\"," PAID
				 "\"paid\",\"rules\":2,\"reasons\":[{\"code\":\"wrong-state\","
				 "\"state\":\"paid\"}]}",
			""},
		{HEAD("refused") "\"command\":\"payment-pay\"," PAID
				 "\"paid\",\"rules\":2,\"reasons\":[{\"code\":\"wrong-state\"}]}",
			"wrong-state lacks \"state\" of docs/events.md"},
		{HEAD("payment-paid") PAID "\"paid\",\"reasons\":[]}",
			"command and reasons are of refused events, and of these alone"},
		{HEAD("fact-ended") "\"person\":\"a,\\\"b\",\"fact\":\"c\",\"on\":\"2019-07-01\"}",
			""},
	};
	struct arena *arena = arena_new(ARENA_BYTES);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].event);
		CHECK_TEXT(rows[i].fault, events_doc_fault(arena, span_of(rows[i].event)));
	}
	arena_free(arena);
}

/* What the code does not make yet is not among what it may make. */
TEST(events_doc_knows_no_kind_to_come)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	const char *fault =
		events_doc_fault(arena, SPAN(HEAD("run-taken") "\"through\":\"bank\"}"));

	CHECK(span_starts(span_of(fault), SPAN("docs/events.md does not know {")));
	arena_free(arena);
}
