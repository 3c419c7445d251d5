/*
 * Lanes and readers against a libpq that plays what it is told: in each phase of a batch the
 * connection is lost, the database refuses, gives up or says nothing. What the jobs are told must
 * be true of what was committed, and the next command must be served.
 */
#include <stdio.h>
#include <string.h>

#include <event2/event.h>

#include "base/arena.h"
#include "base/fault.h"
#include "core/offer/offer.h"
#include "daemon/store/pq/query.h"
#include "daemon/store/store.h"
#include "tests/check.h"
#include "tests/store/fake_pq.h"
#include "tests/store/lanes_rig.h"

/* --- each phase, and what may happen in it --- */

static const struct {
	const char *name, *statement;
	bool look;
	enum fake_turn turn;
	const char *sqlstate;
	enum outcome_kind told;
	int committed;
} phases[] = {
	{"loading, lost", "head_lock", false, FAKE_LOST_EARLY, NULL, OUTCOME_BUSY, 0},
	{"loading, silent", "head_lock", false, FAKE_SILENT, NULL, OUTCOME_BUSY, 0},
	{"loading, locked", "head_lock", false, FAKE_REFUSED, "55P03", OUTCOME_BUSY, 0},
	{"loading, read-only", "head_lock", false, FAKE_REFUSED, "25006", OUTCOME_BUSY, 0},
	{"loading, cancelled", "load_people", false, FAKE_REFUSED, "57014", OUTCOME_BUSY, 0},
	{"loading, no memory", "load_people", false, FAKE_REFUSED, "53200", OUTCOME_BUSY, 0},
	{"loading, shut down", "load_people", false, FAKE_FATAL, "57P01", OUTCOME_BUSY, 0},
	{"loading, a bug", "load_people", false, FAKE_REFUSED, "42P01", OUTCOME_BUG, 0},
	{"appending, lost before", "add_event", false, FAKE_LOST_EARLY, NULL, OUTCOME_UNKNOWN, 0},
	{"appending, lost after", "add_event", false, FAKE_LOST_LATE, NULL, OUTCOME_UNKNOWN, 1},
	{"appending, silent", "add_event", false, FAKE_SILENT, NULL, OUTCOME_UNKNOWN, 0},
	{"appending, guarded", "add_event", false, FAKE_REFUSED, "BU004", OUTCOME_BUG, 0},
	{"appending, full", "add_person_private", false, FAKE_REFUSED, "53100", OUTCOME_BUSY, 0},
	{"appending, read-only", "add_person_private", false, FAKE_REFUSED, "25006", OUTCOME_BUSY,
		0},
	{"appending, cancelled", "add_person_private", false, FAKE_REFUSED, "57014", OUTCOME_BUSY,
		0},
	{"appending, deadlock", "add_person_private", false, FAKE_REFUSED, "40P01", OUTCOME_BUSY,
		0},
	{"appending, i/o", "add_person_private", false, FAKE_REFUSED, "58030", OUTCOME_BUSY, 0},
	{"appending, who knows", "add_person_private", false, FAKE_REFUSED, "40003",
		OUTCOME_UNKNOWN, 0},
	{"appending, shut down", "add_person_private", false, FAKE_FATAL, "57P01", OUTCOME_UNKNOWN,
		0},
	{"appending, aborted", "add_event", false, FAKE_ABORTED, NULL, OUTCOME_BUG, 0},
	{"fetching offers, lost", "load_offers", false, FAKE_LOST_EARLY, NULL, OUTCOME_BUSY, 0},
	{"fetching offers, silent", "load_offers", false, FAKE_SILENT, NULL, OUTCOME_BUSY, 0},
	{"fetching offers, refused", "load_offers", false, FAKE_REFUSED, "42P01", OUTCOME_BUSY, 0},
	{"fetching offers, shut down", "load_offers", false, FAKE_FATAL, "57P01", OUTCOME_BUSY, 0},
	{"ending, lost", "COMMIT", true, FAKE_LOST_EARLY, NULL, OUTCOME_BUSY, 0},
	{"ending, silent", "COMMIT", true, FAKE_SILENT, NULL, OUTCOME_BUSY, 0},
	{"ending, cancelled", "COMMIT", true, FAKE_REFUSED, "57014", OUTCOME_BUSY, 0},
};

static void check_phase(size_t i)
{
	int before;

	if (strcmp(phases[i].statement, "load_offers") == 0)
		fake.offer_serial++;
	before = (int)fake.committed[1];
	rig.told_len = rig.used = 0;
	fake.waiting = 0;
	fake_will(phases[i].statement, 0, phases[i].turn, phases[i].sqlstate);
	rig_submit(1, phases[i].look);
	if (!rig_until(rig_all_told) || !rig_until(rig_all_up))
		return;
	CHECK_INT(phases[i].told, rig.told[0]);
	CHECK_INT(0, fake.waiting);
	CHECK_INT(phases[i].committed, fake.committed[1] - before);
	/* Whatever happened, the next one is served, of this council and of another. */
	rig_submit(1, false);
	rig_submit(2, false);
	if (!rig_until(rig_all_told))
		return;
	CHECK_INT(OUTCOME_RECORDED, rig.told[1]);
	CHECK_INT(OUTCOME_RECORDED, rig.told[2]);
}

TEST(lanes_tell_the_truth_in_each_phase)
{
	for (int lanes = 1; lanes <= 2; lanes++) {
		rig_begin(lanes, 10, 0);
		for (size_t i = 0; i < ARRAY_LEN(phases); i++) {
			check_row("%s, lanes: %d", phases[i].name, lanes);
			check_phase(i);
		}
		rig_end();
	}
}

/* The batch was refused for a bug, and its ROLLBACK goes wrong as well. */
TEST(lanes_tell_the_truth_while_rolling_back)
{
	static const struct {
		enum fake_turn turn;
		const char *sqlstate;
	} rows[] = {{FAKE_LOST_EARLY, NULL}, {FAKE_SILENT, NULL}, {FAKE_REFUSED, "57014"},
		{FAKE_FATAL, "57P01"}};

	rig_begin(1, 10, 0);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%zu", i);
		rig.told_len = rig.used = 0;
		fake_will("add_event", 0, FAKE_REFUSED, "23514");
		fake_will("ROLLBACK", 0, rows[i].turn, rows[i].sqlstate);
		rig_submit(1, false);
		if (!rig_until(rig_all_told) || !rig_until(rig_all_up))
			break;
		CHECK_INT(OUTCOME_BUG, rig.told[0]);
		CHECK_INT(0, fake.committed[1]);
		rig_submit(2, false);
		rig_until(rig_all_told);
		CHECK_INT(OUTCOME_RECORDED, rig.told[1]);
	}
	rig_end();
}

/* --- connecting --- */

static bool is_twisted(void)
{
	const char *says = store_trouble(rig.store);

	return says != NULL && strstr(says, "column") != NULL;
}

/* Somebody changed the order in sql/lane, and not in query.def. */
TEST(lanes_do_not_serve_by_columns_that_changed_places)
{
	rig_begin(1, 10, 0);
	fake.twisted = "load_caps";
	fake.twist[0] = ACCOUNT_credited;
	fake.twist[1] = ACCOUNT_debited;
	fake_will("head_lock", 0, FAKE_LOST_EARLY, NULL);
	rig_submit(1, false);
	rig_until(is_twisted);
	CHECK(strstr(store_trouble(rig.store),
		      "the statement load_caps is not read as it answers: column 3 is debited "
		      "where credited is read") != NULL);
	rig_submit(1, false);
	rig_until(rig_all_told);
	CHECK_INT(OUTCOME_BUSY, rig.told[0]);
	CHECK_INT(OUTCOME_BUSY, rig.told[1]);
	CHECK_INT(0, fake.committed[1]);
	fake.twisted = NULL;
	rig_until(rig_all_up);
	rig_submit(1, false);
	rig_until(rig_all_told);
	CHECK_INT(OUTCOME_RECORDED, rig.told[2]);
	rig_end();
}

/* --- batches --- */

TEST(lanes_try_a_refused_batch_one_by_one)
{
	rig_begin(1, 10, 0);
	fake_will("add_event", 0, FAKE_REFUSED, "23514");
	fake_will("add_event", 1, FAKE_REFUSED, "23514");
	for (int i = 0; i < 3; i++)
		rig_submit(1, false);
	rig_until(rig_all_told);
	CHECK_INT(OUTCOME_RECORDED, rig.told[0]);
	CHECK_INT(OUTCOME_BUG, rig.told[1]);
	CHECK_INT(OUTCOME_RECORDED, rig.told[2]);
	CHECK_INT(2, fake.committed[1]);
	rig_end();
}

/* Of one command: another authority registered the same meanwhile, and it is decided again, once.
 */
TEST(lanes_decide_again_what_was_overtaken)
{
	for (int times = 1; times <= 2; times++) {
		check_row("%d", times);
		rig_begin(1, 10, 0);
		for (int i = 0; i < times; i++)
			fake_will("add_event", 0, FAKE_REFUSED, "23505");
		rig_submit(1, false);
		rig_until(rig_all_told);
		CHECK_INT(times == 1 ? OUTCOME_RECORDED : OUTCOME_BUG, rig.told[0]);
		CHECK_INT(times == 1, fake.committed[1]);
		CHECK_INT(0, fake.waiting);
		CHECK_INT(4, fake.flights_len);
		rig_submit(1, false);
		rig_until(rig_all_told);
		CHECK_INT(OUTCOME_RECORDED, rig.told[1]);
		rig_end();
	}
}

/* One by one, and then the database is ill: the rest is not tried, two seconds each. */
TEST(lanes_do_not_try_on_when_the_database_is_ill)
{
	rig_begin(1, 10, 0);
	fake_will("add_event", 0, FAKE_REFUSED, "23514");
	fake_will("head_lock", 1, FAKE_REFUSED, "55P03");
	for (int i = 0; i < 5; i++)
		rig_submit(1, false);
	rig_until(rig_all_told);
	for (int i = 0; i < 5; i++)
		CHECK_INT(OUTCOME_BUSY, rig.told[i]);
	CHECK_INT(0, fake.committed[1]);
	CHECK_INT(0, fake.waiting);
	rig_end();
}

/* What does not fit waits for the next batch, which is as small, and then grows again. */
TEST(lanes_leave_what_does_not_fit_to_the_next_batch)
{
	rig_begin(1, 20, 1);
	for (int i = 0; i < 5; i++)
		rig_submit(1, false);
	rig_until(rig_all_told);
	for (int i = 0; i < 5; i++) {
		CHECK_INT(OUTCOME_RECORDED, rig.told[i]);
		CHECK_INT(i, rig.order[i]);
	}
	CHECK_INT(10, fake.flights_len);
	CHECK_INT(5, fake.flights[0].commands);
	for (int i = 1; i < 10; i += 2)
		CHECK_INT(1, fake.flights[i].commands);
	rig_end();
}

static const char offer_text[] = "authority: council-1\nname: A\ntitle: A\neffective: 2018-04-01\n"
				 "source: a\nentitlements:\n"
				 "- {code: gift, name: Gift, says: A., offered: no}\n";

/* What follows a publication is loaded by the offer it makes. */
TEST(lanes_end_a_batch_with_a_publication)
{
	struct faults *faults;
	struct store_job *job;

	rig_begin(1, 20, 0);
	faults = faults_new(rig.arena, "offer");
	rig_submit(1, false);
	job = &rig.jobs[rig_submit(1, false)];
	job->command.kind = COMMAND_OFFER_PUBLISH;
	job->command.offer_publish.offer =
		offer_read(rig.arena, rig.arena, SPAN(offer_text), faults);
	job->command.offer_publish.text = SPAN(offer_text);
	job->command.offer_publish.json = SPAN("{}");
	if (!CHECK(job->command.offer_publish.offer != NULL))
		return;
	rig_submit(1, false);
	rig_submit(1, false);
	rig_until(rig_all_told);
	CHECK_INT(4, fake.flights_len);
	CHECK_INT(2, fake.flights[0].commands);
	CHECK_INT(2, fake.flights[2].commands);
	for (int i = 0; i < 4; i++)
		CHECK_INT(OUTCOME_RECORDED, rig.told[i]);
	rig_end();
}

/* --- turns --- */

/* One council floods: whoever comes later waits for the batch under way, and for no other. */
TEST(lanes_take_turns)
{
	int late;

	rig_begin(1, 2, 0);
	for (int i = 0; i < 20; i++)
		rig_submit(1, false);
	while (fake.flights_len == 0)
		event_base_loop(rig.base, EVLOOP_ONCE);
	late = rig_submit(2, false);
	rig_until(rig_all_told);
	CHECK_INT(1, fake.flights[0].authority);
	for (int i = 0; i < rig.told_len; i++)
		CHECK(rig.told[rig.order[i]] == OUTCOME_RECORDED);
	/* Those of the flood were there before, and so are all but one batch of them. */
	CHECK_INT(late, rig.order[20]);
	rig_end();
}

/* Batches of one council fail again and again: others go before what is left of it. */
TEST(lanes_let_others_go_before_one_that_fails)
{
	int late;

	rig_begin(1, 2, 0);
	for (int i = 0; i < 3; i++)
		fake_will("head_lock", 0, FAKE_REFUSED, "55P03");
	for (int i = 0; i < 6; i++)
		rig_submit(1, false);
	late = rig_submit(2, false);
	rig_until(rig_all_told);
	CHECK(rig.told[0] == OUTCOME_BUSY && rig.told[1] == OUTCOME_BUSY);
	CHECK_INT(late, rig.order[2]);
	rig_end();
}

/* --- clocks --- */

TEST(lanes_believe_no_clock_alone)
{
	static const struct {
		int64_t off_s;
		enum outcome_kind told;
	} rows[] = {
		{55, OUTCOME_RECORDED},
		{-55, OUTCOME_RECORDED},
		{70, OUTCOME_CLOCK},
		{-70, OUTCOME_CLOCK},
		{0, OUTCOME_RECORDED},
	};

	rig_begin(1, 10, 0);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t before = fake.committed[1];

		check_row("%lld s", (long long)rows[i].off_s);
		rig.told_len = rig.used = 0;
		fake.clock_off_us = rows[i].off_s * 1000000;
		rig_submit(1, false);
		rig_until(rig_all_told);
		CHECK_INT(rows[i].told, rig.told[0]);
		CHECK_INT(rows[i].told == OUTCOME_RECORDED, fake.committed[1] - before);
		CHECK_INT(rows[i].told == OUTCOME_CLOCK, store_trouble(rig.store) != NULL);
	}
	rig_end();
}

/* The clock was wrong when one came, and is right again. */
TEST(lanes_believe_no_instant_of_a_wrong_clock)
{
	int wrong;

	rig_begin(1, 10, 0);
	rig_submit(1, false);
	wrong = rig_submit(1, false);
	rig.jobs[wrong].command.at_us += INT64_C(10) * 365 * 86400 * 1000000;
	rig_submit(1, false);
	rig_until(rig_all_told);
	CHECK_INT(OUTCOME_RECORDED, rig.told[0]);
	CHECK_INT(OUTCOME_CLOCK, rig.told[wrong]);
	CHECK_INT(OUTCOME_RECORDED, rig.told[2]);
	CHECK_INT(2, fake.committed[1]);
	rig_end();
}

/* --- readers --- */

static bool is_read(void)
{
	return rig.read_done;
}

static char read_body[32];

static void on_read(void *context, enum status status, const struct store_rows *rows)
{
	(void)context;
	snprintf(read_body, sizeof(read_body), "%.*s",
		SPAN_ARG(status == OK ? rows->body : SPAN_NONE));
	rig.read = status;
	rig.read_done = true;
}

static enum status read_me_of(int authority)
{
	struct span params[] = {SPAN("2019-07-01")};

	rig.read_done = false;
	store_read(rig.store,
		&(struct store_question){.authority_id = authority,
			.staff_id = 1,
			.query = "me",
			.params = params,
			.params_len = ARRAY_LEN(params)},
		on_read, NULL);
	rig_until(is_read);
	return rig.read;
}

static enum status read_me(void)
{
	return read_me_of(1);
}

/* Row security and the query look at the rows of whoever asked. */
TEST(readers_read_for_their_council)
{
	rig_begin(1, 10, 0);
	CHECK_INT(OK, read_me_of(2));
	CHECK_TEXT("2 2", read_body);
	CHECK_INT(OK, read_me_of(1));
	CHECK_TEXT("1 1", read_body);
	CHECK_INT(OK, read_me_of(3));
	CHECK_TEXT("3 3", read_body);
	rig_end();
}

/* What the caller may can have changed: they sign in again, and the memory of before is none. */
TEST(readers_notice_that_staff_changed)
{
	rig_begin(1, 10, 0);
	CHECK_INT(OK, read_me());
	fake.staff_serial = 1;
	CHECK_INT(STATUS_STALE, read_me());
	fake.staff_serial = 0;
	rig_end();
}

TEST(readers_serve_the_next_whatever_happened)
{
	rig_begin(1, 10, 0);
	CHECK_INT(OK, read_me());
	for (size_t i = 0; i < ILLS; i++) {
		check_row("%s", rig_ills[i].name);
		fake_will("me", 0, rig_ills[i].turn, rig_ills[i].sqlstate);
		CHECK_INT(rig_ills[i].read, read_me());
		CHECK_INT(0, fake.waiting);
		rig_until(rig_all_up);
		CHECK_INT(OK, read_me());
		/* And its end goes wrong as well. */
		fake_will("me", 0, FAKE_REFUSED, "22P02");
		fake_will("ROLLBACK", 0, rig_ills[i].turn, rig_ills[i].sqlstate);
		CHECK_INT(STATUS_BAD_INPUT, read_me());
		rig_until(rig_all_up);
		CHECK_INT(OK, read_me());
		CHECK_INT(0, fake.waiting);
	}
	rig_end();
}
