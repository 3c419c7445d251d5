#include "tests/fuzz/world.h"

#include <string.h>

#include "base/arena.h"
#include "base/fault.h"
#include "tests/fuzz/fuzz.h"

static const char offer_text[] =
	"authority: leicester\n"
	"name: Leicester City Council\n"
	"title: What we offer\n"
	"effective: 2018-04-01\n"
	"source: seed.txt\n"
	"rates: {benefit: [{from: 2018-04-01, amount: \"57.90\", source: law}]}\n"
	"facts:\n"
	"  contact-details: Current telephone number given to the adviser\n"
	"  in-prison: In prison\n"
	"  pathway-plan: {says: A current pathway plan, holds: 6 months}\n"
	"funds:\n"
	"  - {code: duty-to-25, name: Support to 25, ages: {from: 21, until: 25}}\n"
	"  - {code: leaving-care, name: Leaving care budget, ages: {from: 16, until: 21}}\n"
	"entitlements:\n"
	"  - {code: home, name: Home, ages: {from: 18, until: 25}, categories: [relevant,\n"
	"     former-relevant], cap: {amount: \"2000.00\", per: lifetime}, fund: [duty-to-25,\n"
	"     leaving-care], says: Home}\n"
	"  - {code: phone, name: Phone, ages: {from: 16, until: 21}, categories: "
	"[former-relevant],\n"
	"     needs: [contact-details], pays: {every: month, amount: \"15.00\"}, cap: {amount:\n"
	"     \"15.00\", per: month}, fund: leaving-care, says: Phone}\n"
	"  - {code: lessons, name: Lessons, ages: {from: 17, until: 25}, categories:\n"
	"     [former-relevant], also: [{category: eligible, needs: [contact-details]}], needs:\n"
	"     [pathway-plan, not: in-prison], cap: {by: award, per: financial-year},\n"
	"     fund: [duty-to-25, leaving-care], says: Lessons}\n"
	"  - {code: weekly, name: Weekly, ages: {from: 16, until: 21}, categories: [relevant],\n"
	"     pays: {every: week, rate: benefit}, fund: leaving-care, says: Weekly}\n"
	"  - {code: floor, name: Floor, ages: {from: 16, until: 21}, categories: [relevant],\n"
	"     pays: {every: week, floor: {rate: benefit, plus: \"30.00\"}}, fund: leaving-care,\n"
	"     says: Floor}\n"
	"  - {code: gym, name: Gym, kind: in-kind, ages: {from: 16, until: 21}, categories:\n"
	"     [former-relevant], says: Gym}\n"
	"  - {code: rent, name: Rent, kind: guarantee, ages: {from: 16, until: 21}, categories:\n"
	"     [former-relevant], cap: {by: award, per: lifetime}, says: Rent}\n"
	"  - {code: birthday, name: Birthday, offered: no, says: \"No.\"}\n";

/* Read once; whoever leaves the process leaves it. */
static const struct offer_book *own_book(void)
{
	static struct offer_book book;
	static const struct offer *versions[1];

	if (book.len > 0)
		return &book;
	static struct arena *kept;
	kept = arena_new(FUZZ_ARENA_BYTES);
	struct offer *offer = offer_read(kept, kept, SPAN(offer_text), faults_new(kept, "offer"));
	assert(offer != NULL);
	offer->version = 1;
	versions[0] = offer;
	book = (struct offer_book){.versions = versions, .len = 1};
	return &book;
}

static void add_staff(struct world *world, int32_t id)
{
	struct slice_staff *staff = ARENA_NEW(world->arena, struct slice_staff);

	*staff = (struct slice_staff){
		.id = id, .roles = ROLE_ANY, .active = true, .name = SPAN("Asha")};
	slice_put_staff(&world->slice, staff);
}

void world_begin(struct world *world, struct arena *arena, const struct offer_book *book)
{
	*world = (struct world){.arena = arena, .at_us = INT64_C(1561982400000000)};
	slice_init(&world->slice, arena, 1, SPAN("leicester"), book == NULL ? own_book() : book);
	world->slice.size = 100;
	world->slice.staff_id_next = 3;
	add_staff(world, WORLD_ADMIN);
	add_staff(world, WORLD_MANAGER);
	const struct wire_input person = {
		.body = SPAN("{\"ref\":\"CL-1\",\"born\":\"1999-05-03\",\"category\":"
			     "\"former-relevant\",\"since\":\"2017-05-03\"}")};
	bool sound = world_play(world, COMMAND_PERSON_ADD, &person);
	assert(sound && world->slice.size == 101);
	if (book != NULL)
		return;
	const struct wire_input payment = {
		.body = SPAN("{\"ref\":\"CL-1\",\"entitlement\":\"home\",\"amount_pence\":1000}")};
	sound = world_play(world, COMMAND_PAYMENT_REQUEST, &payment);
	assert(sound && world->slice.size == 102);
}

static struct span reply_to(struct world *world, struct command command,
	const struct wire_input *input, bool *ret_sound, bool *ret_recorded)
{
	struct buf out = buf_in(world->arena);
	struct wire_problem problem;
	struct outcome outcome;

	*ret_sound = wire_decode(world->arena, input, &command, &problem);
	*ret_recorded = false;
	if (!*ret_sound) {
		int status = wire_reply_problem(&out, &problem, "r1");
		assert(status >= 400 && status < 500);
		return buf_done(&out);
	}
	command.request = hash_sha256(input->body);
	decide(&world->slice, &command, &outcome);
	*ret_recorded = outcome.recorded;
	struct wire_words words = {
		.offers = world->slice.offers, .authority = SPAN("Leicester"), .request_id = "r1"};
	const char *trouble = NULL;
	int status = wire_reply(&out, &command, &outcome, &words, &trouble);
	assert(trouble == NULL && status < 500);
	return buf_done(&out);
}

bool world_play(struct world *world, enum command_kind kind, const struct wire_input *input)
{
	struct command command = {.kind = kind,
		.authority_id = 1,
		.staff_id = kind == COMMAND_PAYMENT_APPROVE ? WORLD_MANAGER : WORLD_ADMIN,
		.dry_run = kind == COMMAND_ENTITLEMENTS,
		.at_us = world->at_us,
		.key = {{(uint8_t)++world->keys, 1}}};
	bool sound = false, recorded = false, again = false;

	world->at_us += 1000000;
	fuzz_is_json(reply_to(world, command, input, &sound, &recorded));
	if (!sound)
		return false;
	int64_t size = world->slice.size;
	fuzz_is_json(reply_to(world, command, input, &sound, &again));
	assert(sound && again == recorded && (!recorded || world->slice.size == size));
	return true;
}
