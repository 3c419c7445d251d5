/* What becomes of those who sign in. */
#include "core/decide/decide.h"

#include "tests/check.h"
#include "tests/core/slice_rig.h"

static const char *suspend(struct rig *rig, int32_t by, int32_t staff_id)
{
	struct command command = rig_command(rig, COMMAND_STAFF_SUSPEND, by);

	command.staff_suspend.id = staff_id;
	rig_text(&command.staff_suspend.reason, "agreed");
	return rig_decide(rig, &command);
}

static const char *reinstate(struct rig *rig, int32_t by, int32_t staff_id)
{
	struct command command = rig_command(rig, COMMAND_STAFF_REINSTATE, by);

	command.staff_reinstate.id = staff_id;
	rig_text(&command.staff_reinstate.reason, "agreed");
	return rig_decide(rig, &command);
}

static const char *request_by(struct rig *rig, int32_t by)
{
	struct command command = rig_command(rig, COMMAND_PAYMENT_REQUEST, by);

	command.ref = SPAN("A");
	command.entitlement = SPAN("by-lifetime");
	command.on = rig_day(RIG_TODAY);
	command.amount_pence = 100;
	return rig_decide(rig, &command);
}

TEST(staff_suspended)
{
	struct rig *rig = rig_new();

	CHECK_TEXT("recorded", suspend(rig, RIG_ADMIN, RIG_ADVISER));
	CHECK_SPAN(RIG_HEAD("100", "staff-suspended", "5") "\"staff\":1,\"reason\":"
							   "\"" RIG_MAC_AGREED "\",\"rules\":3}",
		rig->outcome.event);
	CHECK(!slice_staff(&rig->slice, RIG_ADVISER)->active);
	CHECK(slice_changes_staff(&rig->slice));
	if (CHECK_INT(1, rig->slice.suspensions.len)) {
		CHECK_INT(100, rig->slice.suspensions.at[0].event);
		CHECK_INT(RIG_ADVISER, rig->slice.suspensions.at[0].staff_id);
		CHECK(rig->slice.suspensions.at[0].suspended);
	}
	/* Sealed under the authority's key: it is about nobody else. */
	if (CHECK_INT(1, rig->slice.texts.len))
		CHECK(rig->slice.texts.at[0].person == NULL);
	CHECK_TEXT("recorded", reinstate(rig, RIG_ADMIN, RIG_ADVISER));
	CHECK_SPAN(RIG_HEAD("101", "staff-reinstated", "5") "\"staff\":1,\"reason\":"
							    "\"" RIG_MAC_AGREED "\",\"rules\":3}",
		rig->outcome.event);
	CHECK(slice_staff(&rig->slice, RIG_ADVISER)->active);
	CHECK(!rig->slice.suspensions.at[1].suspended);
	rig_free(rig);
}

TEST(staff_suspended_by_whom)
{
	static const struct {
		int32_t by, staff_id;
		const char *suspends, *reinstates;
	} rows[] = {
		{RIG_ADMIN, RIG_AUDITOR, "recorded", "recorded"},
		{RIG_MANAGER, RIG_AUDITOR, "recorded", "not your role"},
		{RIG_DEPUTY, RIG_ADMIN, "recorded", "not your role"},
		{RIG_ADVISER, RIG_AUDITOR, "not your role", "not your role"},
		{RIG_FINANCE, RIG_AUDITOR, "not your role", "not your role"},
		{RIG_AUDITOR, RIG_FINANCE, "not your role", "not your role"},
		{RIG_GONE, RIG_AUDITOR, "not your role", "not your role"},
		{RIG_ADMIN, 99, "not found staff", "not found staff"},
		{RIG_ADMIN, RIG_GONE, "exists", "recorded"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = rig_new();

		check_row("%d suspends %d", rows[i].by, rows[i].staff_id);
		CHECK_TEXT(rows[i].suspends, suspend(rig, rows[i].by, rows[i].staff_id));
		CHECK_TEXT(rows[i].reinstates, reinstate(rig, rows[i].by, rows[i].staff_id));
		rig_free(rig);
	}
}

/* Each changes what was so, and a batch's later commands find it. */
TEST(staff_suspended_can_do_nothing)
{
	struct rig *rig = rig_new();
	struct command dry = rig_command(rig, COMMAND_STAFF_SUSPEND, RIG_ADMIN);
	const char *before;

	rig_facts(rig, rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT), "fact-a@2019-01-01");
	CHECK_TEXT("exists", reinstate(rig, RIG_ADMIN, RIG_ADVISER));
	dry.staff_suspend.id = RIG_ADVISER;
	rig_text(&dry.staff_suspend.reason, "agreed");
	dry.dry_run = true;
	before = rig_dump(rig);
	CHECK_TEXT("recorded", rig_decide(rig, &dry));
	CHECK_TEXT(before, rig_dump(rig));
	CHECK(!slice_changes_staff(&rig->slice));
	CHECK_TEXT("recorded", request_by(rig, RIG_ADVISER));
	CHECK_TEXT("recorded", suspend(rig, RIG_MANAGER, RIG_ADVISER));
	CHECK_TEXT("exists", suspend(rig, RIG_MANAGER, RIG_ADVISER));
	CHECK_TEXT("not your role", request_by(rig, RIG_ADVISER));
	CHECK_TEXT("recorded", request_by(rig, RIG_DEPUTY));
	CHECK_TEXT("recorded", reinstate(rig, RIG_ADMIN, RIG_ADVISER));
	CHECK_TEXT("recorded", request_by(rig, RIG_ADVISER));
	/* Whoever suspends themself is suspended. */
	CHECK_TEXT("recorded", suspend(rig, RIG_ADMIN, RIG_ADMIN));
	CHECK_TEXT("not your role", reinstate(rig, RIG_ADMIN, RIG_ADMIN));
	rig_free(rig);
}

/* --- roles with days --- */

/* "manager@2019-07-01..2019-07-14", "-manager@2019-07-01": given or taken from a day to the last.
 */
static const char *change(struct rig *rig, int32_t staff_id, const char *says)
{
	struct command command = rig_command(rig, COMMAND_STAFF_CHANGE, RIG_ADMIN);
	struct command_staff_change *asked = &command.staff_change;
	struct span word = span_of(says), from, until = SPAN_NONE;
	bool gives = word.at[0] != '-';
	enum role role = ROLE_NONE;
	size_t len;

	word = span_from(word, gives ? 0 : 1);
	len = span_find(word, '@');
	from = span_from(word, len + 1);
	CHECK(role_of_word(span_slice(word, 0, len), &role));
	if (from.len > DATE_TEXT)
		until = span_from(from, DATE_TEXT + 2);
	asked->id = staff_id;
	asked->has_role = gives;
	asked->has_without = !gives;
	asked->role = gives ? role : ROLE_NONE;
	asked->without = gives ? ROLE_NONE : role;
	asked->has_from = from.len > 0;
	if (from.len > 0)
		CHECK(date_parse(span_slice(from, 0, DATE_TEXT), &asked->from));
	asked->has_until = until.at != NULL;
	if (until.at != NULL)
		CHECK(date_parse(until, &asked->until));
	rig_text(&asked->reason, "agreed");
	return rig_decide(rig, &command);
}

/* The days from the rig's today. */
static void go(struct rig *rig, int days)
{
	rig->at_us = RIG_NOON_US + INT64_C(86400000000) * days;
}

TEST(staff_changed)
{
	struct rig *rig = rig_new();

	CHECK_TEXT("recorded", change(rig, RIG_AUDITOR, "manager@2019-07-02..2019-07-14"));
	CHECK_SPAN(RIG_HEAD("100", "staff-changed",
			   "5") "\"staff\":4,\"role\":\"manager\",\"holds\":1,\"from\":"
				"\"2019-07-02\",\"until\":\"2019-07-14\",\"reason\":"
				"\"" RIG_MAC_AGREED "\",\"rules\":3}",
		rig->outcome.event);
	CHECK_TEXT("recorded", change(rig, RIG_AUDITOR, "-auditor@"));
	CHECK_SPAN(RIG_HEAD("101", "staff-changed",
			   "5") "\"staff\":4,\"role\":\"auditor\",\"from\":\"2019-07-01\","
				"\"reason\":\"" RIG_MAC_AGREED "\",\"rules\":3}",
		rig->outcome.event);
	CHECK(slice_changes_staff(&rig->slice));
	if (CHECK_INT(2, rig->slice.staff_roles.len)) {
		CHECK_INT(RIG_AUDITOR, rig->slice.staff_roles.at[0].staff_id);
		CHECK_INT(100, rig->slice.staff_roles.at[0].change.event);
		CHECK_INT(ROLE_MANAGER, rig->slice.staff_roles.at[0].change.role);
		CHECK(!rig->slice.staff_roles.at[1].change.holds);
	}
	CHECK_INT(2, rig->slice.texts.len);
	rig_free(rig);
}

TEST(staff_changes_that_are_none)
{
	struct rig *rig = rig_new();
	struct command command = rig_command(rig, COMMAND_STAFF_CHANGE, RIG_ADMIN);
	const char *before = rig_dump(rig);

	CHECK_TEXT("not found staff", change(rig, 99, "manager@"));
	CHECK_TEXT("invalid /from", change(rig, RIG_AUDITOR, "manager@2019-06-30"));
	CHECK_TEXT("invalid /until", change(rig, RIG_AUDITOR, "manager@2019-07-02..2019-07-01"));
	command.staff_change.id = RIG_AUDITOR;
	rig_text(&command.staff_change.reason, "agreed");
	CHECK_TEXT("invalid /role", rig_decide(rig, &command));
	command.staff_change.has_role = command.staff_change.has_without = true;
	command.staff_change.role = command.staff_change.without = ROLE_MANAGER;
	CHECK_TEXT("invalid /role", rig_decide(rig, &command));
	CHECK_TEXT(before, rig_dump(rig));
	CHECK_TEXT("recorded", change(rig, RIG_AUDITOR, "manager@2019-07-01..2019-07-01"));
	rig_free(rig);
}

/* A role on its first and last day and the days beside them; the latest that covers a day counts.
 */
TEST(staff_roles_have_days)
{
	static const struct {
		const char *name, *first, *second;
		int days;
		const char *suspends; /* a manager may, and the auditor of old may not */
	} rows[] = {
		{"as added", NULL, NULL, 0, "not your role"},
		{"before the first day", "manager@2019-07-03..2019-07-05", NULL, 1,
			"not your role"},
		{"on the first day", "manager@2019-07-03..2019-07-05", NULL, 2, "recorded"},
		{"on the last day", "manager@2019-07-03..2019-07-05", NULL, 4, "recorded"},
		{"the day after", "manager@2019-07-03..2019-07-05", NULL, 5, "not your role"},
		{"for good", "manager@2019-07-03", NULL, 5000, "recorded"},
		{"taken within", "manager@2019-07-01", "-manager@2019-07-03..2019-07-03", 2,
			"not your role"},
		{"and again", "manager@2019-07-01", "-manager@2019-07-03..2019-07-03", 3,
			"recorded"},
		{"given within", "-manager@2019-07-01", "manager@2019-07-03..2019-07-03", 2,
			"recorded"},
		{"and again no more", "-manager@2019-07-01", "manager@2019-07-03..2019-07-03", 3,
			"not your role"},
		{"another role", "finance@2019-07-01", NULL, 0, "not your role"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = rig_new();

		check_row("%s", rows[i].name);
		if (rows[i].first != NULL)
			CHECK_TEXT("recorded", change(rig, RIG_AUDITOR, rows[i].first));
		if (rows[i].second != NULL)
			CHECK_TEXT("recorded", change(rig, RIG_AUDITOR, rows[i].second));
		go(rig, rows[i].days);
		CHECK_TEXT(rows[i].suspends, suspend(rig, RIG_AUDITOR, RIG_FINANCE));
		rig_free(rig);
	}
}

/* Whoever loses the last role is still there, and may nothing. */
TEST(staff_without_a_role)
{
	struct rig *rig = rig_new();

	rig_facts(rig, rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT), "fact-a@2019-01-01");
	CHECK_TEXT("recorded", request_by(rig, RIG_ADVISER));
	CHECK_TEXT("recorded", change(rig, RIG_ADVISER, "-adviser@"));
	CHECK_TEXT("not your role", request_by(rig, RIG_ADVISER));
	CHECK_TEXT("recorded", request_by(rig, RIG_DEPUTY));
	rig_free(rig);
}

/* A log that is ahead: by the day its event would have, as whoever reads it judges. */
TEST(staff_roles_by_the_event)
{
	struct rig *rig = rig_new();

	CHECK_TEXT("recorded", change(rig, RIG_AUDITOR, "manager@2019-07-03..2019-07-03"));
	CHECK_TEXT("not your role", suspend(rig, RIG_AUDITOR, RIG_FINANCE));
	rig->slice.last_at_us = RIG_NOON_US + INT64_C(86400000000) * 2;
	CHECK_TEXT("recorded", suspend(rig, RIG_AUDITOR, RIG_FINANCE));
	rig_free(rig);
}

/* --- credentials --- */

static const char *drop(struct rig *rig, int32_t staff_id, int64_t credential, const char *reason)
{
	struct command command = rig_command(rig, COMMAND_STAFF_DROP_CREDENTIAL, RIG_ADMIN);

	command.staff_drop_credential.id = staff_id;
	command.staff_drop_credential.credential = credential;
	if (reason != NULL)
		rig_text(&command.staff_drop_credential.reason, reason);
	return rig_decide(rig, &command);
}

TEST(staff_credential_dropped)
{
	struct rig *rig = rig_new();

	rig_credential(rig, RIG_ADVISER, 7, false);
	rig_credential(rig, RIG_ADVISER, 9, false);
	rig_credential(rig, RIG_ADVISER, 8, true);
	CHECK_TEXT("recorded", drop(rig, RIG_ADVISER, 7, NULL));
	CHECK_SPAN(RIG_HEAD("100", "staff-credential-dropped",
			   "5") "\"staff\":1,\"credential\":7,\"rules\":3}",
		rig->outcome.event);
	CHECK_INT(0, rig->slice.texts.len);
	CHECK(slice_changes_staff(&rig->slice));
	if (CHECK_INT(1, rig->slice.credential_ends.len)) {
		CHECK_INT(100, rig->slice.credential_ends.at[0].event);
		CHECK_INT(RIG_ADVISER, rig->slice.credential_ends.at[0].staff_id);
		CHECK_INT(7, rig->slice.credential_ends.at[0].credential);
	}
	CHECK_TEXT("exists", drop(rig, RIG_ADVISER, 7, NULL));
	CHECK_TEXT("exists", drop(rig, RIG_ADVISER, 8, NULL));
	CHECK_TEXT("not found credential", drop(rig, RIG_ADVISER, 10, NULL));
	CHECK_TEXT("not found credential", drop(rig, RIG_MANAGER, 9, NULL));
	CHECK_TEXT("not found staff", drop(rig, 99, 9, NULL));
	CHECK_TEXT("recorded", drop(rig, RIG_ADVISER, 9, "agreed"));
	CHECK_SPAN(RIG_HEAD("101", "staff-credential-dropped",
			   "5") "\"staff\":1,\"credential\":9,\"reason\":"
				"\"" RIG_MAC_AGREED "\",\"rules\":3}",
		rig->outcome.event);
	rig_free(rig);
}

/* Of oneself anybody, of others an admin. */
TEST(staff_renewed_by_whom)
{
	static const struct {
		int32_t by, staff_id;
		const char *says;
	} rows[] = {
		{RIG_ADVISER, RIG_ADVISER, "recorded"},
		{RIG_AUDITOR, RIG_AUDITOR, "recorded"},
		{RIG_ADVISER, RIG_MANAGER, "not your role"},
		{RIG_DEPUTY, RIG_ADMIN, "not your role"},
		{RIG_DEPUTY, 99, "not your role"},
		{RIG_ADMIN, RIG_ADVISER, "recorded"},
		{RIG_ADMIN, 99, "not found staff"},
		{RIG_GONE, RIG_GONE, "not your role"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = rig_new();
		struct command command = rig_command(rig, COMMAND_STAFF_RENEW, rows[i].by);

		check_row("%d of %d", rows[i].by, rows[i].staff_id);
		command.staff_renew.id = rows[i].staff_id;
		CHECK_TEXT(rows[i].says, rig_decide(rig, &command));
		rig_free(rig);
	}
}
