/* What the administrator does: the offer, staff, and the first event of all. */
#include "core/decide.h"

#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "tests/check.h"
#include "tests/core/slice_rig.h"

#define TEXT(effective, code) RIG_OFFER_TOP(effective) RIG_LINE(code, "kind: in-kind")

static const char *publish(struct rig *rig, const char *text)
{
	struct command command = rig_command(rig, COMMAND_OFFER_PUBLISH, RIG_ADMIN);

	command.offer = offer_read(
		rig->arena, rig->arena, span_of(text), faults_new(rig->arena, "offer.yaml"));
	command.offer_text = span_of(text);
	command.offer_json = SPAN("{}");
	assert(command.offer != NULL);
	command.offer->digest = hash_sha256(command.offer_text);
	return rig_decide(rig, &command);
}

TEST(offer_published)
{
	struct rig *rig = rig_empty();
	const char *text = TEXT("2019-07-01", "line");
	const struct offer_book *before = rig->slice.offers;
	const struct slice_offer *made;
	char digest[2 * DIGEST_BYTES + 1];

	CHECK_TEXT("recorded", publish(rig, text));
	for (size_t i = 0; i < DIGEST_BYTES; i++)
		(void)snprintf(digest + 2 * i, 3, "%02x", hash_sha256(span_of(text)).bytes[i]);
	CHECK_SPAN(arena_printf(rig->arena,
			   RIG_HEAD("100", "offer-published", "5") "\"version\":1,"
								   "\"effective\":\"2019-07-01\","
								   "\"sha256\":\"%s\"}",
			   digest),
		rig->outcome.event);
	/* In a book of its own. */
	CHECK_INT(0, before->len);
	if (!CHECK_INT(1, rig->slice.offers->len) || !CHECK_INT(1, rig->slice.new_offers.len))
		return;
	made = &rig->slice.new_offers.at[0];
	CHECK(made->offer == rig->slice.offers->versions[0]);
	CHECK_INT(1, made->offer->version);
	CHECK_INT(100, made->event);
	CHECK_SPAN(text, made->text);
	CHECK_SPAN("{}", made->json);
	rig_free(rig);
}

TEST(offer_published_again)
{
	struct rig *rig = rig_empty();
	const char *after;

	CHECK_TEXT("recorded", publish(rig, TEXT("2019-04-01", "one")));
	after = rig_dump(rig);
	CHECK_TEXT("exists", publish(rig, TEXT("2019-04-01", "one")));
	CHECK_TEXT("invalid /text", publish(rig, TEXT("2019-03-31", "two")));
	CHECK_TEXT("invalid /text",
		publish(rig,
			"authority: othershire\nname: O\ntitle: O\neffective: 2019-05-01\n"
			"source: a\nentitlements:\n"
			"  - {code: line, name: L, says: L., offered: no}\n"));
	CHECK_TEXT(after, rig_dump(rig));
	CHECK_TEXT("recorded", publish(rig, TEXT("2019-04-01", "two")));
	CHECK_TEXT("recorded", publish(rig, TEXT("2019-08-01", "three")));
	CHECK_TEXT("exists", publish(rig, TEXT("2019-08-01", "three")));
	if (!CHECK_INT(3, rig->slice.offers->len))
		return;
	for (int i = 0; i < 3; i++)
		CHECK_INT(i + 1, rig->slice.offers->versions[i]->version);
	rig_free(rig);
}

/* The book holds so many versions of so many bytes each. */
static void published(struct rig *rig, size_t len, size_t bytes)
{
	struct offer_book *book = ARENA_NEW(rig->arena, struct offer_book);

	book->versions = ARENA_ARRAY(rig->arena, const struct offer *, len);
	for (; book->len < len; book->len++) {
		struct offer *offer = ARENA_NEW(rig->arena, struct offer);

		offer->version = (int32_t)book->len + 1;
		offer->effective = rig_day("2018-04-01");
		offer->bytes = bytes;
		book->versions[book->len] = offer;
	}
	rig->slice.offers = book;
}

TEST(offer_published_as_often_as_there_is_room)
{
	struct rig *rig = rig_empty();
	const char *text = TEXT("2019-04-01", "one");

	published(rig, OFFER_VERSIONS_MAX - 1, 0);
	CHECK_TEXT("recorded", publish(rig, text));
	published(rig, OFFER_VERSIONS_MAX, 0);
	CHECK_TEXT("invalid /text", publish(rig, text));
	published(rig, 1, OFFER_VERSIONS_BYTES_MAX - strlen(text));
	CHECK_TEXT("recorded", publish(rig, text));
	published(rig, 1, OFFER_VERSIONS_BYTES_MAX - strlen(text) + 1);
	CHECK_TEXT("invalid /text", publish(rig, text));
	rig_free(rig);
}

/* In one batch the next command knows the new offer. */
TEST(offer_serves_the_next_command)
{
	struct rig *rig = rig_empty();

	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	CHECK_TEXT("refused not-offered", rig_request(rig, "A", "line", 100, RIG_TODAY));
	CHECK_TEXT("recorded", publish(rig, TEXT("2019-07-01", "line")));
	CHECK_TEXT("refused not-yet-payable", rig_request(rig, "A", "line", 100, RIG_TODAY));
	CHECK_TEXT("refused not-offered", rig_request(rig, "A", "line", 100, "2019-06-30"));
	rig_free(rig);
}

static struct command staff_add(struct rig *rig, unsigned roles, const char *certificate)
{
	struct command command = rig_command(rig, COMMAND_STAFF_ADD, RIG_ADMIN);

	command.roles = roles;
	command.staff_name = SPAN("Somebody");
	memset(command.fingerprint.bytes, certificate[0], DIGEST_BYTES);
	return command;
}

#define PRINT_A "6161616161616161616161616161616161616161616161616161616161616161"

TEST(staff_added)
{
	struct rig *rig = rig_new();
	struct command command = staff_add(rig, ROLE_AUDITOR | ROLE_ADVISER, "a");
	const struct slice_staff *staff;

	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_SPAN(RIG_HEAD("100", "staff-added", "5") "\"staff\":8,\"roles\":[\"adviser\","
						       "\"auditor\"],\"certificate\":\"" PRINT_A
						       "\"}",
		rig->outcome.event);
	staff = slice_staff(&rig->slice, 8);
	CHECK_INT(1, rig->slice.new_staff.len);
	CHECK(staff != NULL);
	if (staff == NULL)
		return;
	CHECK(rig->slice.new_staff.at[0] == staff);
	CHECK_INT(ROLE_AUDITOR | ROLE_ADVISER, staff->roles);
	CHECK(staff->active && staff->is_new);
	CHECK_SPAN("Somebody", staff->name);
	CHECK_INT(100, staff->event);
	CHECK_INT(0, memcmp(staff->fingerprint.bytes, command.fingerprint.bytes, DIGEST_BYTES));
	/* And may work at once. */
	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	command = rig_command(rig, COMMAND_PAYMENT_REQUEST, 8);
	command.ref = SPAN("A");
	command.code = SPAN("by-lifetime");
	command.amount_pence = 1;
	command.on = rig_day(RIG_TODAY);
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	rig_free(rig);
}

TEST(staff_twice)
{
	struct rig *rig = rig_new();
	struct command command = staff_add(rig, ROLE_ADVISER, "a");
	const char *after;

	CHECK_TEXT("recorded", rig_decide(rig, &command));
	after = rig_dump(rig);
	command = staff_add(rig, ROLE_MANAGER, "a");
	CHECK_TEXT("exists", rig_decide(rig, &command));
	CHECK_TEXT(after, rig_dump(rig));
	command = staff_add(rig, ROLE_MANAGER, "b");
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_INT(10, rig->slice.staff_id_next);
	/* One that was loaded, as by an earlier batch. */
	command = staff_add(rig, ROLE_MANAGER, "c");
	slice_put_fingerprint(&rig->slice, &command.fingerprint);
	CHECK_TEXT("exists", rig_decide(rig, &command));
	rig_free(rig);
}

TEST(authority_opened)
{
	struct rig *rig = rig_empty();
	struct command command = staff_add(rig, ROLE_ADMIN, "a");
	static const struct offer_book none;
	struct outcome outcome;
	struct slice slice;

	slice_init(&slice, rig->arena, 1, SPAN("testshire"), &none);
	slice.staff_id_next = 1;
	command.staff_id = 1;
	decide_authority_open(&slice, &command, &outcome);
	CHECK_INT(OUTCOME_RECORDED, outcome.kind);
	CHECK(outcome.recorded);
	CHECK_SPAN(RIG_HEAD("0", "authority-opened", "1") "\"authority\":\"testshire\",\"staff\":1,"
							  "\"roles\":[\"admin\"],"
							  "\"certificate\":\"" PRINT_A "\"}",
		outcome.event);
	CHECK_INT(1, slice.size);
	CHECK_TEXT("authority-opened", slice.events.at[0].kind);
	CHECK(slice_staff(&slice, 1) != NULL && slice.staff_id_next == 2);
	rig_free(rig);
}
