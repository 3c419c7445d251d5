/* What the administrator does: the offer, staff, and the first event of all. */
#include "core/decide/decide.h"

#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "tests/check.h"
#include "tests/core/events_doc.h"
#include "tests/core/slice_rig.h"

#define TEXT(effective, code) RIG_OFFER_TOP(effective) RIG_LINE(code, "kind: in-kind")

static const char *publish(struct rig *rig, const char *text)
{
	struct command command = rig_command(rig, COMMAND_OFFER_PUBLISH, RIG_ADMIN);

	command.offer_publish.offer = offer_read(
		rig->arena, rig->arena, span_of(text), faults_new(rig->arena, "offer.yaml"));
	command.offer_publish.text = span_of(text);
	command.offer_publish.json = SPAN("{}");
	assert(command.offer_publish.offer != NULL);
	command.offer_publish.offer->digest = hash_sha256(command.offer_publish.text);
	return rig_decide(rig, &command);
}

TEST(offer_published)
{
	struct rig *rig = rig_empty();
	const char *text = TEXT("2019-07-01", "line");
	const struct offer_book *before = rig->slice.offers;
	const struct slice_offer *made;
	struct digest sha256 = hash_sha256(span_of(text));
	char digest[DIGEST_HEX + 1];

	CHECK_TEXT("recorded", publish(rig, text));
	hash_hex(&sha256, digest);
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

/* What comes after it knows the new offer. */
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

static struct command staff_add(struct rig *rig, unsigned roles)
{
	struct command command = rig_command(rig, COMMAND_STAFF_ADD, RIG_ADMIN);

	command.staff_add.roles = roles;
	command.staff_add.name = SPAN("Somebody");
	return command;
}

static struct command staff_renew(struct rig *rig, int32_t staff_id)
{
	struct command command = rig_command(rig, COMMAND_STAFF_RENEW, RIG_ADMIN);

	command.staff_renew.id = staff_id;
	return command;
}

static struct digest print_of(char letter)
{
	struct digest print;

	memset(print.bytes, letter, DIGEST_BYTES);
	return print;
}

static struct command staff_claim(struct rig *rig, int32_t staff_id, char secret, char certificate)
{
	struct command command = rig_command(rig, COMMAND_STAFF_CLAIM, staff_id);

	command.staff_claim.code.staff_id = staff_id;
	memset(command.staff_claim.code.secret, secret, INVITATION_SECRET);
	command.fingerprint = print_of(certificate);
	return command;
}

#define PRINT_A "6161616161616161616161616161616161616161616161616161616161616161"

TEST(staff_added)
{
	struct rig *rig = rig_new();
	struct command command = staff_add(rig, ROLE_AUDITOR | ROLE_ADVISER);
	const struct slice_invitation *invitation;
	const struct slice_staff *staff;

	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_SPAN(RIG_HEAD("100", "staff-added", "5") "\"staff\":8,\"roles\":[\"adviser\","
						       "\"auditor\"],\"until\":\"2019-07-"
						       "08\"}",
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
	CHECK_INT(9, rig->slice.staff_id_next);
	CHECK_INT(0, rig->slice.new_certificates.len);
	CHECK_INT(1, rig->slice.new_invitations.len);
	invitation = rig->slice.new_invitations.at[0];
	CHECK(invitation == slice_invitation(&rig->slice, 8));
	CHECK_INT(100, invitation->event);
	CHECK_INT(rig_day("2019-07-08").day, invitation->until.day);
	/* Nobody can have seen its code yet, whose letters are not made. */
	command = staff_claim(rig, 8, '\0', 'a');
	CHECK_TEXT("not found invitation", rig_decide(rig, &command));
	rig_free(rig);
}

TEST(staff_renewed)
{
	struct rig *rig = rig_new();
	struct command command = staff_renew(rig, 9);

	CHECK_TEXT("not found staff", rig_decide(rig, &command));
	rig_invite(rig, RIG_ADVISER, 7, 'A', RIG_TODAY);
	command = staff_renew(rig, RIG_ADVISER);
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_SPAN(RIG_HEAD("100", "staff-renewed", "5") "\"staff\":1,\"until\":\"2019-07-08\"}",
		rig->outcome.event);
	CHECK_INT(1, rig->slice.new_invitations.len);
	/* The invitation before it is void. */
	command = staff_claim(rig, RIG_ADVISER, 'A', 'a');
	CHECK_TEXT("not found invitation", rig_decide(rig, &command));
	rig_free(rig);
}

TEST(staff_claimed)
{
	struct rig *rig = rig_new();
	struct command command = staff_claim(rig, RIG_ADVISER, 'A', 'a');
	const struct slice_certificate *certificate;

	rig_invite(rig, RIG_ADVISER, 7, 'A', RIG_TODAY);
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_SPAN(RIG_HEAD("100", "staff-claimed", "1") "\"staff\":1,\"invitation\":7,"
							 "\"certificate\":\"" PRINT_A "\"}",
		rig->outcome.event);
	CHECK_INT(1, rig->slice.new_certificates.len);
	certificate = &rig->slice.new_certificates.at[0];
	CHECK_INT(RIG_ADVISER, certificate->staff_id);
	CHECK_INT(100, certificate->event);
	CHECK_INT(7, certificate->invitation);
	CHECK(hash_eq(&command.fingerprint, &certificate->fingerprint));
	CHECK_INT(0, rig->slice.new_staff.len);
	rig_free(rig);
}

TEST(claims_refused)
{
	static const struct {
		const char *name;
		int32_t staff_id;
		char secret, certificate;
		const char *says;
	} rows[] = {
		{"a wrong code", RIG_ADVISER, 'B', 'a', "not found invitation"},
		{"another's code", RIG_MANAGER, 'A', 'a', "not found invitation"},
		{"nobody invited", RIG_FINANCE, 'A', 'a', "not found invitation"},
		{"nobody at all", 99, 'A', 'a', "not found invitation"},
		{"gone", RIG_GONE, 'G', 'a', "not found invitation"},
		{"lapsed", RIG_MANAGER, 'M', 'a', "invalid /code"},
		{"registered here or elsewhere", RIG_ADVISER, 'A', 'r', "exists"},
		{"registered, and a wrong code", RIG_ADVISER, 'B', 'r', "exists"},
		{"sound", RIG_ADVISER, 'A', 'a', "recorded"},
		{"used in this batch", RIG_ADVISER, 'A', 'b', "invalid /code"},
		{"with a certificate of this batch", RIG_ADMIN, 'D', 'a', "exists"},
		{"on its last day", RIG_ADMIN, 'D', 'd', "recorded"},
	};
	struct rig *rig = rig_new();
	struct digest registered = print_of('r');

	slice_put_fingerprint(&rig->slice, &registered);
	rig_invite(rig, RIG_ADVISER, 7, 'A', "2019-07-08");
	rig_invite(rig, RIG_MANAGER, 8, 'M', "2019-06-30");
	rig_invite(rig, RIG_GONE, 9, 'G', "2019-07-08");
	rig_invite(rig, RIG_ADMIN, 10, 'D', RIG_TODAY);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct command command =
			staff_claim(rig, rows[i].staff_id, rows[i].secret, rows[i].certificate);
		bool records = strcmp(rows[i].says, "recorded") == 0;
		const char *before = rig_dump(rig);

		check_row("%s", rows[i].name);
		CHECK_TEXT(rows[i].says, rig_decide(rig, &command));
		CHECK(records != (strcmp(before, rig_dump(rig)) == 0));
	}
	rig_free(rig);
}

/* The answer that was lost is given again; without the key it was used before. */
TEST(claimed_again)
{
	struct rig *rig = rig_new();
	struct command command = staff_claim(rig, RIG_ADVISER, 'A', 'a');

	rig_invite(rig, RIG_ADVISER, 7, 'A', RIG_TODAY);
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK(rig->outcome.replayed);
	command = staff_claim(rig, RIG_ADVISER, 'A', 'a');
	CHECK_TEXT("exists", rig_decide(rig, &command));
	rig_free(rig);
}

TEST(authority_opened)
{
	struct rig *rig = rig_empty();
	struct command command = staff_add(rig, ROLE_ADMIN);
	static const struct offer_book none;
	struct outcome outcome;
	struct slice slice;

	slice_init(&slice, rig->arena, 1, SPAN("testshire"), &none);
	slice.staff_id_next = 1;
	command.staff_id = 1;
	command.fingerprint = print_of('a');
	decide_authority_open(&slice, &command, &outcome);
	CHECK_INT(OUTCOME_RECORDED, outcome.kind);
	CHECK(outcome.recorded);
	CHECK_SPAN(RIG_HEAD("0", "authority-opened", "1") "\"authority\":\"testshire\",\"staff\":1,"
							  "\"roles\":[\"admin\"],"
							  "\"certificate\":\"" PRINT_A "\"}",
		outcome.event);
	CHECK_TEXT("", events_doc_fault(rig->arena, outcome.event));
	CHECK_INT(1, slice.size);
	CHECK_TEXT("authority-opened", slice.events.at[0].kind);
	CHECK(slice_staff(&slice, 1) != NULL && slice.staff_id_next == 2);
	CHECK_INT(1, slice.new_certificates.len);
	CHECK_INT(0, slice.new_certificates.at[0].invitation);
	CHECK_INT(0, slice.new_invitations.len);
	rig_free(rig);
}
