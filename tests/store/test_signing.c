/*
 * Who signs in, and the authorities that are known for it, against a libpq that plays what it is
 * told.
 */
#include <string.h>

#include "base/buf.h"
#include "daemon/store/store.h"
#include "tests/check.h"
#include "tests/store/fake_pq.h"
#include "tests/store/lanes_rig.h"

static enum status told_who;

static void on_asked(void *context, enum status status, const struct store_staff *staff)
{
	(void)context;
	(void)staff;
	told_who = status;
	rig.signed_in = true;
}

static enum status who(uint8_t chance)
{
	struct credential credential = {.digest.bytes = {1, chance}};

	rig.signed_in = false;
	store_sign_in(rig.store, &credential, on_asked, NULL);
	rig_until(rig_signed_in);
	return told_who;
}

TEST(signing_in_serves_the_next_whatever_happened)
{
	uint8_t chance = 1;

	rig_begin(1, 10, 0);
	for (size_t i = 0; i < ILLS; i++) {
		check_row("%s", rig_ills[i].name);
		fake_will("sign_in", 0, rig_ills[i].turn, rig_ills[i].sqlstate);
		CHECK_INT(rig_ills[i].read, who(chance++));
		CHECK_INT(0, fake.waiting);
		rig_until(rig_all_up);
		CHECK_INT(OK, who(chance++));
	}
	rig_end();
}

/* --- what is remembered --- */

static uint64_t looked_up;

/* Whether somebody was looked up for it. */
static bool asks(uint8_t chance)
{
	uint64_t before = looked_up;

	CHECK_INT(OK, who(chance));
	looked_up = store_figures(rig.store).sign_ins;
	return looked_up > before;
}

/* Who signed in before the staff changed does so anew, whoever of the daemon hears of it first. */
TEST(signing_in_again_after_staff_changed)
{
	rig_begin(1, 10, 0);
	looked_up = store_figures(rig.store).sign_ins;
	CHECK(asks(9));
	CHECK(!asks(9));
	fake.staff_serial++;
	/* A batch of the authority's hears of it. */
	rig_submit(1, true);
	rig_until(rig_all_told);
	CHECK(asks(9));
	CHECK(!asks(9));
	/* Of another council's nothing is forgotten. */
	rig_submit(2, true);
	rig_until(rig_all_told);
	CHECK(!asks(9));
	rig_end();
}

static struct store_staff suspended;

static void on_suspended(void *context, enum status status, const struct store_staff *staff)
{
	(void)context;
	told_who = status;
	rig.signed_in = true;
	suspended = *staff;
}

TEST(signing_in_of_somebody_suspended)
{
	struct credential credential = {.digest.bytes = {1, 8}};

	rig_begin(1, 10, 0);
	fake.suspended = true;
	rig.signed_in = false;
	store_sign_in(rig.store, &credential, on_suspended, NULL);
	rig_until(rig_signed_in);
	CHECK_INT(OK, told_who);
	CHECK_INT(0, suspended.staff_id);
	CHECK(suspended.suspended);
	fake.suspended = false;
	rig_end();
}

/* --- authorities --- */

static bool is_known(void)
{
	return store_authority(rig.store, 1) != NULL && rig_all_up();
}

/* Before anybody has signed in. */
TEST(authorities_are_known_at_start)
{
	rig_begin_unknown();
	rig_until(is_known);
	for (int id = 1; id < FAKE_AUTHORITIES_MAX; id++)
		CHECK(store_authority(rig.store, id) != NULL);
	rig_submit(2, false);
	rig_until(rig_all_told);
	CHECK_INT(OUTCOME_RECORDED, rig.told[0]);
	rig_end();
}

/* Whatever happens to the question, who signs in is served, and the question asked again. */
TEST(authorities_are_asked_for_until_they_are_known)
{
	for (size_t i = 0; i < ILLS; i++) {
		check_row("%s", rig_ills[i].name);
		rig_begin_unknown();
		fake_will("authorities", 0, rig_ills[i].turn, rig_ills[i].sqlstate);
		rig_until(rig_all_up);
		/* A connection that was lost asks again by itself. */
		if (rig_ills[i].turn == FAKE_LOST_EARLY || rig_ills[i].turn == FAKE_SILENT)
			rig_until(is_known);
		CHECK_INT(OK, who(1));
		CHECK_INT(0, fake.waiting);
		CHECK(store_authority(rig.store, 1) != NULL);
		rig_end();
	}
}

static struct store_staff found;

static void on_found(void *context, enum status status, const struct store_staff *staff)
{
	on_asked(context, status, staff);
	if (status == OK)
		found = *staff;
}

static int32_t find(const char *code)
{
	rig.signed_in = false;
	found = (struct store_staff){.authority_id = -1};
	store_find_authority(rig.store, span_of(code), on_found, NULL);
	rig_until(rig_signed_in);
	CHECK_INT(0, found.staff_id);
	return found.authority_id;
}

/* An authority is added while the daemon runs. */
TEST(authorities_added_later_are_found)
{
	struct credential credential = {.digest.bytes = {3, 1}};

	rig_begin_unknown();
	fake.authorities = 1;
	rig_until(is_known);
	CHECK_INT(1, find("council-1"));
	CHECK_INT(0, find("council-2"));
	CHECK(store_authority(rig.store, 2) == NULL);
	fake.authorities = 2;
	CHECK_INT(2, find("council-2"));
	CHECK_INT(0, find("council-3"));
	fake.authorities = 3;
	rig.signed_in = false;
	store_sign_in(rig.store, &credential, on_asked, NULL);
	rig_until(rig_signed_in);
	CHECK_INT(OK, told_who);
	CHECK(store_authority(rig.store, 3) != NULL);
	rig_end();
}

/* Nobody of an authority whose key cannot be read is signed in, until it can. */
TEST(authorities_without_a_key_wait_for_it)
{
	rig_begin_unknown();
	rig_hide_key(1, true);
	rig_until(is_known);
	CHECK_INT(STATUS_SEAL_BROKEN, who(1));
	rig.signed_in = false;
	store_find_authority(rig.store, SPAN("council-1"), on_asked, NULL);
	rig_until(rig_signed_in);
	CHECK_INT(STATUS_SEAL_BROKEN, told_who);
	CHECK_INT(2, find("council-2"));
	rig_hide_key(1, false);
	CHECK_INT(OK, who(1));
	CHECK_INT(1, find("council-1"));
	rig_end();
}

/* A key file that is another authority's, as after a mistaken restore, is as good as none. */
TEST(authorities_with_the_wrong_key_serve_nothing)
{
	struct buf remarks;

	rig_begin_unknown();
	rig_check_key(1, false);
	rig_check_key(2, true);
	rig_until(is_known);
	CHECK_INT(STATUS_SEAL_BROKEN, who(1));
	CHECK_INT(STATUS_SEAL_BROKEN, who(2)); /* however often */
	CHECK_INT(2, find("council-2"));
	CHECK_INT(3, find("council-3"));
	remarks = buf_in(rig.arena);
	store_remarks(rig.store, &remarks);
	CHECK_TEXT("authority 1: its key file cannot be used, so nothing of it is served; see the "
		   "log\nauthority 3: no key check value, so another key would not be noticed; run "
		   "bursard migrate\n",
		buf_cstr(&remarks));
	rig_end();
}

/* A certificate of an authority that is not there: a bug of the database, said. */
TEST(authorities_that_are_not_there)
{
	rig_begin_unknown();
	fake.authorities = 0;
	rig_until(rig_all_up);
	CHECK_INT(STATUS_DB_REFUSED, who(1));
	rig_end();
}
