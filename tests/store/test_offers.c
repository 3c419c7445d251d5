/* Published offers in memory: read once each, shared by the books of all serials. */
#include <endian.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "daemon/store/offers.h"
#include "tests/check.h"

enum { ARENA_BYTES = 8 << 20, INT4_OID = 23, TEXT_OID = 25 };

/* What PostgreSQL answers to load_offers: of first to last, of which newest is the latest. */
static PGresult *answer(int first, int last, int newest, const char *text)
{
	PGresult *rows = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);

	PGresAttDesc columns[] = {
		{.name = (char[]){"version"}, .format = 1, .typid = INT4_OID, .typlen = 4},
		{.name = (char[]){"text"}, .format = 1, .typid = TEXT_OID, .typlen = -1},
		{.name = (char[]){"newest"}, .format = 1, .typid = INT4_OID, .typlen = 4},
	};

	assert(PQsetResultAttrs(rows, ARRAY_LEN(columns), columns));
	for (int i = first; i <= last; i++) {
		uint32_t version = htobe32((uint32_t)i), end = htobe32((uint32_t)newest);

		PQsetvalue(rows, i - first, 0, (char *)&version, sizeof(version));
		PQsetvalue(rows, i - first, 1, (char *)(uintptr_t)text, (int)strlen(text));
		PQsetvalue(rows, i - first, 2, (char *)&end, sizeof(end));
	}
	return rows;
}

static struct offers *with(
	const struct offers *before, PGresult *rows, int32_t serial, struct buf *ret_error)
{
	struct offers *offers = offers_with(before, rows, serial, ret_error);

	PQclear(rows);
	return offers;
}

static struct arena *begin(void)
{
	hash_begin();
	return arena_new(ARENA_BYTES);
}

static void end(struct arena *arena)
{
	arena_free(arena);
	hash_end();
}

static const char small[] = "authority: derby\nname: Derby\ntitle: A\neffective: 2018-04-01\n"
			    "source: a\nentitlements:\n"
			    "- {code: gift, name: Gift, says: A., offered: no}\n";

TEST(offers_of_a_serial)
{
	struct arena *arena = begin();
	struct buf error = buf_in(arena);
	struct offers *none = with(NULL, answer(1, 0, 0, small), 0, &error);
	struct offers *two = with(none, answer(1, 2, 2, small), 2, &error);
	struct offers *three, *same;

	CHECK_INT(0, none->book.len);
	CHECK_INT(0, offers_newest(none));
	CHECK_INT(2, two->serial);
	CHECK_INT(2, offers_newest(two));
	/* Of the next serial the third is read, and the others are those that were read before. */
	three = with(two, answer(3, 3, 3, small), 3, &error);
	CHECK_INT(3, three->serial);
	if (CHECK_INT(3, three->book.len)) {
		CHECK(three->book.versions[0] == two->book.versions[0]);
		CHECK(three->book.versions[1] == two->book.versions[1]);
		CHECK_INT(3, three->book.versions[2]->version);
	}
	/* Whoever still works with an older book is not disturbed. */
	offers_release(none);
	offers_use(two);
	offers_release(two);
	CHECK_SPAN("derby", two->book.versions[1]->authority);
	offers_release(two);
	CHECK_SPAN("derby", three->book.versions[1]->authority);
	/* What another lane has fetched meanwhile is not taken twice. */
	same = with(three, answer(2, 3, 3, small), 3, &error);
	CHECK_INT(3, same->book.len);
	offers_release(same);
	offers_release(three);
	CHECK_INT(0, error.len);
	end(arena);
}

TEST(offers_in_parts)
{
	struct arena *arena = begin();
	struct buf error = buf_in(arena);
	struct offers *first = with(NULL, answer(1, 2, 5, small), 5, &error);
	struct offers *last;

	/* Not yet those of the serial: it is asked for again. */
	CHECK_INT(0, first->serial);
	CHECK_INT(2, offers_newest(first));
	last = with(first, answer(3, 5, 5, small), 5, &error);
	CHECK_INT(5, last->serial);
	offers_release(first);
	offers_release(last);
	end(arena);
}

TEST(offers_that_cannot_be_read)
{
	struct arena *arena = begin();
	struct buf error = buf_in(arena);
	struct offers *good = with(NULL, answer(1, 1, 1, small), 1, &error);

	CHECK(with(good, answer(2, 2, 2, "authority: [\n"), 2, &error) == NULL);
	CHECK_SPAN("version 2: offer:2:1: the text ends before a bracket or brace is closed; close "
		   "what is open\n",
		buf_done(&error));
	CHECK_INT(1, good->book.len);
	offers_release(good);
	end(arena);
}

/* Once all versions lay in one arena of 64 MiB, and the one that did not fit ended the daemon. */
TEST(offers_as_many_as_may_be_published)
{
	struct arena *arena = begin();
	struct buf error = buf_in(arena), text = buf_in(arena);
	struct offers *offers = with(NULL, answer(1, 0, 0, small), 0, &error);

	buf_text(&text, small);
	for (int i = 0; i < 160; i++)
		buf_printf(&text, "- {code: gift-%d, name: Gift, says: A., offered: no}\n", i);
	for (int version = 1; version <= OFFER_VERSIONS_MAX; version += 100) {
		struct offers *more =
			with(offers, answer(version, version + 99, version + 99, buf_cstr(&text)),
				version + 99, &error);

		offers_release(offers);
		offers = more;
	}
	CHECK_INT(OFFER_VERSIONS_MAX, offers_newest(offers));
	offers_release(offers);
	end(arena);
}

static const char limits[] = "authority: derby\ntitle: A\neffective: 2018-04-01\nsource: a\n"
			     "approve: [{role: manager, up-to: \"5.00\"}]\n";

/* Published beside offers, with a serial of their own. */
TEST(offers_have_rules)
{
	struct arena *arena = begin();
	struct buf error = buf_in(arena);
	struct offers *none = with(NULL, answer(1, 1, 1, small), 1, &error);
	PGresult *part = answer(1, 2, 3, limits), *rest = answer(2, 3, 3, limits);
	struct offers *first = with(none, answer(2, 1, 1, small), 1, &error);
	struct offers *last;

	CHECK_INT(0, offers_newest_rules(first));
	CHECK(offers_add_rules(first, part, 3, &error));
	/* Not yet those of the serial. */
	CHECK_INT(0, first->rules_serial);
	CHECK_INT(2, offers_newest_rules(first));
	last = with(first, answer(2, 1, 1, small), 1, &error);
	CHECK(offers_add_rules(last, rest, 3, &error));
	CHECK_INT(3, last->rules_serial);
	CHECK_INT(1, last->serial);
	if (CHECK_INT(3, last->rules.len)) {
		CHECK(last->rules.versions[0] == first->rules.versions[0]);
		CHECK_INT(3, last->rules.versions[2]->version);
	}
	offers_release(none);
	offers_release(first);
	CHECK_SPAN("derby", last->rules.versions[1]->authority);
	CHECK_INT(0, error.len);
	PQclear(part);
	PQclear(rest);
	part = answer(4, 4, 4, "authority: [\n");
	first = with(last, answer(2, 1, 1, small), 1, &error);
	CHECK(!offers_add_rules(first, part, 4, &error));
	CHECK_SPAN("version 4 of the financial rules: rules:2:1: the text ends before a bracket or "
		   "brace is closed; close what is open\n",
		buf_done(&error));
	offers_release(first);
	offers_release(last);
	PQclear(part);
	end(arena);
}
