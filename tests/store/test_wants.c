/* What is looked for before a batch is decided. */
#include <string.h>

#include "base/arena.h"
#include "base/fault.h"
#include "daemon/store/batch/wants.h"
#include "tests/check.h"

static const char offer_text[] =
	"authority: leicester\nname: Leicester\ntitle: Offer\neffective: 2018-04-01\nsource: seed\n"
	"funds: [{code: care, name: Care}, {code: gift, name: Gift}]\n"
	"entitlements: [{code: home, name: Home, says: Home, ages: {from: 16, until: 25},\n"
	"  categories: [relevant], cap: {amount: \"10.00\", per: month}, fund: [care, gift]}]\n";

static bool looks_for(const struct wants *wants, const char *code)
{
	return memmem(wants->codes->bytes.at, wants->codes->bytes.len, code, strlen(code)) != NULL;
}

/* One batch may hold a request and its approval: somebody who guesses the number did not wait for
 * the answer. */
TEST(wants_what_an_approval_in_the_batch_draws_on)
{
	struct arena *arena = arena_new(1 << 24);
	struct offer *offer =
		offer_read(arena, arena, SPAN(offer_text), faults_new(arena, "offer"));
	const struct offer *versions[] = {offer};
	struct offer_book book = {versions, 1};
	struct store_authority authority = {.id = 1, .offers = &book};
	struct command request = {.kind = COMMAND_PAYMENT_REQUEST,
		.ref = SPAN("CL-1"),
		.entitlement = SPAN("home"),
		.on = date_of(2020, 3, 31)};
	const struct command *commands[] = {&request};
	struct load load = {
		.arena = arena, .authority = &authority, .commands = commands, .commands_len = 1};
	struct wants *wants;

	assert(offer != NULL);
	wants = wants_of(&load);
	CHECK(looks_for(wants, "offer:home"));
	CHECK(looks_for(wants, "drawn:home"));
	CHECK(looks_for(wants, "fund:care:2019-20"));
	CHECK(looks_for(wants, "fund:gift:2019-20"));
	CHECK(looks_for(wants, "payable:care:2019-20"));
	CHECK(looks_for(wants, "payable:gift:2019-20"));
	CHECK_INT(6, wants->codes->count);
	arena_free(arena);
}
