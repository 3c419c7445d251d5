#include "verify/audit.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "tests/check.h"

enum { ARENA_BYTES = 4 * 1024 * 1024, LINES_MAX = 32 };

/* A log that is right: a fund credited, a payment of £12.50 requested, approved and paid, one of
 * £7.00 requested and declined, one of £3.00 left open. Each test changes one line of it. */
static const char *const sound_events[] = {
	"{\"v\":1,\"n\":0,\"t\":\"authority-added\",\"day\":\"2019-04-01\"}",
	"{\"v\":1,\"n\":1,\"t\":\"fund-credited\",\"day\":\"2019-04-01\",\"transfers\":[{\"n\":0,"
	"\"phase\":"
	"\"post\",\"from\":\"grantor\",\"to\":\"fund\",\"amount\":100000}]}",
	"{\"v\":1,\"n\":2,\"t\":\"payment-requested\",\"day\":\"2019-04-02\",\"transfers\":[{\"n\":"
	"0,"
	"\"phase\":\"post\",\"from\":\"offer\",\"to\":\"cap\",\"amount\":5000},{\"n\":1,\"phase\":"
	"\"reserve\",\"from\":\"cap\",\"to\":\"drawn\",\"amount\":1250}]}",
	"{\"v\":1,\"n\":3,\"t\":\"payment-approved\",\"day\":\"2019-04-02\",\"transfers\":[{\"n\":"
	"0,"
	"\"phase\":\"reserve\",\"from\":\"fund\",\"to\":\"payable\",\"amount\":1250}]}",
	"{\"v\":1,\"n\":4,\"t\":\"payment-requested\",\"day\":\"2019-04-02\",\"transfers\":[{\"n\":"
	"0,"
	"\"phase\":\"reserve\",\"from\":\"cap\",\"to\":\"drawn\",\"amount\":700}]}",
	"{\"v\":1,\"n\":5,\"t\":\"payment-paid\",\"day\":\"2019-04-03\",\"transfers\":[{\"n\":0,"
	"\"phase\":"
	"\"settle\",\"from\":\"cap\",\"to\":\"drawn\",\"amount\":1250,\"resolves\":[2,1]},{\"n\":1,"
	"\"phase\":\"settle\",\"from\":\"fund\",\"to\":\"payable\",\"amount\":1250,\"resolves\":[3,"
	"0]}]}",
	"{\"v\":1,\"n\":6,\"t\":\"payment-declined\",\"day\":\"2019-04-03\",\"transfers\":[{\"n\":"
	"0,"
	"\"phase\":\"release\",\"from\":\"cap\",\"to\":\"drawn\",\"amount\":700,\"resolves\":[4,0]}"
	"]}",
	"{\"v\":1,\"n\":7,\"t\":\"payment-requested\",\"day\":\"2019-04-04\",\"transfers\":[{\"n\":"
	"0,"
	"\"phase\":\"reserve\",\"from\":\"cap\",\"to\":\"drawn\",\"amount\":300}]}",
	NULL,
};

#define ROW(event, n, day, phase, book, from, to, amount, resolves)                                \
	"{\"event\":" #event ",\"n\":" #n ",\"day\":\"2019-04-" day "\",\"phase\":\"" phase        \
	"\",\"book\":\"" book "\",\"from\":\"" from "\",\"to\":\"" to                              \
	"\",\"amount_pence\":" #amount resolves "}"
#define NO_RESOLVES        ",\"resolves_event\":null,\"resolves_n\":null"
#define RESOLVES(event, n) ",\"resolves_event\":" #event ",\"resolves_n\":" #n

static const char *const sound_ledger[] = {
	ROW(1, 0, "01", "post", "money", "grantor", "fund", 100000, NO_RESOLVES),
	ROW(2, 0, "02", "post", "allowance", "offer", "cap", 5000, ""),
	ROW(2, 1, "02", "reserve", "allowance", "cap", "drawn", 1250, NO_RESOLVES),
	ROW(3, 0, "02", "reserve", "money", "fund", "payable", 1250, NO_RESOLVES),
	ROW(4, 0, "02", "reserve", "allowance", "cap", "drawn", 700, NO_RESOLVES),
	ROW(5, 0, "03", "settle", "allowance", "cap", "drawn", 1250, RESOLVES(2, 1)),
	ROW(5, 1, "03", "settle", "money", "fund", "payable", 1250, RESOLVES(3, 0)),
	ROW(6, 0, "03", "release", "allowance", "cap", "drawn", 700, RESOLVES(4, 0)),
	ROW(7, 0, "04", "reserve", "allowance", "cap", "drawn", 300, NO_RESOLVES),
	NULL,
};

#define BALANCE(size, account, book, floor, credited, debited, reserved)                           \
	"{\"size\":" #size ",\"account\":\"" account "\",\"book\":\"" book "\",\"floor\":" #floor  \
	",\"credited_pence\":" #credited ",\"debited_pence\":" #debited                            \
	",\"reserved_pence\":" #reserved "}"

static const char *const sound_balances[] = {
	BALANCE(8, "grantor", "money", null, 0, 100000, 0),
	BALANCE(8, "fund", "money", 0, 100000, 1250, 0),
	BALANCE(8, "payable", "money", 0, 1250, 0, 0),
	BALANCE(8, "bank", "money", null, 0, 0, 0),
	BALANCE(8, "offer", "allowance", null, 0, 5000, 0),
	BALANCE(8, "cap", "allowance", 0, 5000, 1250, 300),
	BALANCE(8, "drawn", "allowance", 0, 1250, 0, 0),
	NULL,
};

struct lines {
	const char *at[LINES_MAX];
	size_t next;
};

static struct lines lines_of(const char *const *sound)
{
	struct lines lines = {.next = 0};

	for (size_t i = 0; sound[i] != NULL; i++)
		lines.at[i] = sound[i];
	return lines;
}

static bool next(void *source, struct span *ret_line)
{
	struct lines *lines = source;

	if (lines->at[lines->next] == NULL)
		return false;
	*ret_line = span_of(lines->at[lines->next++]);
	return true;
}

/* What to change: an occurrence of a text in a line; to NULL: the line goes; copy: it stands twice.
 */
struct change {
	size_t line;
	const char *text, *to;
	bool twice;
};

static void apply(struct arena *arena, struct lines *lines, const struct change *change)
{
	const char *old = lines->at[change->line];
	size_t len = 0;

	while (lines->at[len] != NULL)
		len++;
	if (change->twice) {
		memmove(&lines->at[change->line + 1], &lines->at[change->line],
			(len - change->line + 1) * sizeof(lines->at[0]));
		return;
	}
	if (change->to == NULL) {
		memmove(&lines->at[change->line], &lines->at[change->line + 1],
			(len - change->line) * sizeof(lines->at[0]));
		return;
	}
	const char *found = strstr(old, change->text);
	if (!CHECK(found != NULL))
		return;
	lines->at[change->line] = arena_printf(arena, "%.*s%s%s", (int)(found - old), old,
		change->to, found + strlen(change->text));
}

static const struct audit_report *run(
	struct audit *audit, struct lines *events, struct lines *ledger, struct lines *balances)
{
	const struct audit_report *report;

	hash_begin();
	int64_t size = audit_balances(audit, (struct audit_source){next, balances}, -1);
	CHECK(size == 8 || size == 9 || size == 0);
	/* Rows are test_provenance.c's. */
	audit_log(audit, &(struct audit_lines){.events = {next, events}, .ledger = {next, ledger}},
		NULL);
	report = audit_finish(audit);
	hash_end();
	return report;
}

TEST(sound_log_has_no_difference)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct lines events = lines_of(sound_events);
	struct lines ledger = lines_of(sound_ledger);
	struct lines balances = lines_of(sound_balances);
	struct audit *audit = audit_new(arena);
	const struct audit_report *report = run(audit, &events, &ledger, &balances);

	CHECK_INT(0, report->findings.count);
	CHECK_INT(8, report->events);
	CHECK_INT(9, report->transfers);
	CHECK_INT(7, report->accounts);
	CHECK_TEXT("money", report->books[0].name);
	CHECK_INT(101250, report->books[0].credited_pence);
	CHECK_INT(101250, report->books[0].debited_pence);
	CHECK_INT(0, report->books[0].reserved_pence);
	CHECK_INT(6250, report->books[1].credited_pence);
	CHECK_INT(300, report->books[1].reserved_pence);
	audit_free(audit);
	arena_free(arena);
}

TEST(empty_log_has_no_difference)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct lines none = {.next = 0};
	struct audit *audit = audit_new(arena);

	CHECK_INT(0, run(audit, &none, &none, &none)->findings.count);
	audit_free(audit);
	arena_free(arena);
}

/* Which of the three a change is made in. */
enum where { EVENTS, LEDGER, BALANCES };

struct tampering {
	const char *what;
	enum where where;
	struct change change;
	const char *says; /* the first difference, or a part of it */
	int64_t differences;
};

static const struct tampering tamperings[] = {
	{"amount in an event", EVENTS, {7, "\"amount\":300", "\"amount\":301", false},
		"transfer 7.0 of the ledger is not that of the event", 2},
	{"amount in the ledger", LEDGER, {8, ":300", ":299", false},
		"transfer 7.0 of the ledger is not that of the event", 1},
	{"phase in the ledger", LEDGER, {0, "post", "reserve", false}, "transfer 1.0 of the ledger",
		1},
	{"account in the ledger", LEDGER, {0, "\"fund\"", "\"bank\"", false}, "transfer 1.0 of the",
		1},
	{"giver in the ledger", LEDGER, {0, "grantor", "bank", false}, "transfer 1.0 of the", 1},
	{"day in the ledger", LEDGER, {0, "04-01", "04-02", false}, "transfer 1.0 of the ledger",
		1},
	{"book in the ledger", LEDGER, {0, "money", "allowance", false}, "transfer 1.0 of the", 1},
	{"resolved event in the ledger", LEDGER, {5, "event\":2", "event\":4", false},
		"transfer 5.0", 1},
	{"resolved number in the ledger", LEDGER, {5, "_n\":1", "_n\":0", false}, "transfer 5.0",
		1},
	{"transfer missing in the ledger", LEDGER, {2, NULL, NULL, false},
		"transfer 2.1 of the event is not in the ledger", 1},
	{"last transfer missing in the ledger", LEDGER, {8, NULL, NULL, false},
		"transfer 7.0 of the event is not in the ledger", 1},
	{"transfer twice in the ledger", LEDGER, {2, NULL, NULL, true},
		"transfer 2.1 of the ledger is in no event", 1},
	{"last transfer twice in the ledger", LEDGER, {8, NULL, NULL, true},
		"transfer 7.0 of the ledger is in no event", 1},
	{"ledger line of another form", LEDGER, {8, "\"n\"", "\"m\"", false},
		"a line of the ledger is not of its form", 2},
	{"event missing", EVENTS, {0, NULL, NULL, false}, "event 0 is missing", 1},
	{"event with transfers missing", EVENTS, {4, NULL, NULL, false}, "event 4 is missing", 4},
	{"last event missing", EVENTS, {7, NULL, NULL, false},
		"transfer 7.0 of the ledger is in no", 3},
	{"event twice", EVENTS, {0, NULL, NULL, true}, "event 0 stands where 1 should", 1},
	{"number of an event", EVENTS, {0, "\"n\":0", "\"n\":9", false},
		"events 0 to 8 are missing", -1},
	{"event of another form", EVENTS, {0, "{", "[", false},
		"a line of the events is not of its form", 2},
	{"resolved twice", EVENTS, {6, "[4,0]", "[2,1]", false},
		"event 6.0 resolves 2.1, which is no open reserve", 2},
	{"resolved what never was", EVENTS, {6, "[4,0]", "[4,1]", false},
		"event 6.0 resolves 4.1, which", 2},
	{"resolved with another amount", EVENTS, {6, ":700", ":650", false},
		"event 6.0 resolves 4.0 with another amount", 3},
	{"resolved from another account", EVENTS,
		{6, "\"from\":\"cap\"", "\"from\":\"offer\"", false},
		"event 6.0 resolves 4.0 with another amount or other accounts", 4},
	{"half a resolution in the ledger", LEDGER,
		{5, "\"resolves_n\":1", "\"resolves_n\":null", false},
		"a line of the ledger is not of its form", 2},
	{"resolved to another account", EVENTS, {6, "drawn", "offer", false},
		"event 6.0 resolves 4.0 with another amount or other accounts", 2},
	{"settle without resolves", EVENTS, {6, ",\"resolves\":[4,0]", "", false},
		"event 6: its transfer 0 is not of its form", 3},
	{"reserve with resolves", EVENTS, {7, ":300", ":300,\"resolves\":[4,0]", false},
		"event 7: its transfer 0 is not of its form", 3},
	{"number of a transfer", EVENTS, {7, "{\"n\":0", "{\"n\":1", false},
		"event 7: its transfer 0 is not of its form", 3},
	{"amount of nothing", EVENTS, {7, ":300", ":0", false},
		"event 7: its transfer 0 is not of its form", 3},
	{"between the books", EVENTS, {7, "drawn", "bank", false},
		"event 7.0 moves from cap to bank, which cannot be", 2},
	{"to itself", EVENTS, {7, "drawn", "cap", false}, "event 7.0 moves from cap to cap", 2},
	{"credited off by a penny", BALANCES, {1, "100000", "100001", false},
		"account fund: the balance says 100001p credited, its transfers give 100000p", 2},
	{"debited off by a penny", BALANCES, {5, "1250", "1249", false},
		"account cap: the balance says 1249p debited", 2},
	{"reserved off by a penny", BALANCES, {5, "300", "301", false},
		"account cap: the balance says 301p reserved", 1},
	{"balance missing", BALANCES, {6, NULL, NULL, false}, "event 2.1 moves from cap to drawn",
		7},
	{"balance without transfers missing", BALANCES, {3, NULL, NULL, false}, NULL, 0},
	{"balance nobody made", BALANCES, {3, ":0,\"debited", ":1,\"debited", false},
		"account bank: the balance says 1p credited, its transfers give 0p", 2},
	{"balance twice", BALANCES, {3, NULL, NULL, true}, "account bank stands twice", 1},
	{"balance of another head", BALANCES, {6, "\"size\":8", "\"size\":9", false},
		"the balances are of different heads: 8 and 9", 2},
	{"balance of another book", BALANCES, {3, "money", "spare", false},
		"account bank is of a book", 1},
	{"balance of another form", BALANCES, {3, "\"size\"", "\"sise\"", false},
		"a line of the balances is not of its form", 1},
	{"floor above what is there", BALANCES, {5, "\"floor\":0", "\"floor\":3051", false},
		"account cap is 1p below its floor after event 4", 1},
	{"floor at what is there", BALANCES, {5, "\"floor\":0", "\"floor\":3050", false}, NULL, 0},
};

TEST(every_tampering_shows)
{
	for (size_t i = 0; i < ARRAY_LEN(tamperings); i++) {
		const struct tampering *row = &tamperings[i];
		struct arena *arena = arena_new(ARENA_BYTES);
		struct lines lines[] = {
			lines_of(sound_events), lines_of(sound_ledger), lines_of(sound_balances)};
		check_row("%s", row->what);
		apply(arena, &lines[row->where], &row->change);
		struct audit *audit = audit_new(arena);
		const struct audit_report *report = run(audit, &lines[0], &lines[1], &lines[2]);
		if (row->differences >= 0)
			CHECK_INT(row->differences, report->findings.count);
		if (row->says != NULL && CHECK(report->findings.count > 0)) {
			const char *says = report->findings.shown[0];
			CHECK_TEXT(row->says,
				arena_strndup(arena, says, strnlen(says, strlen(row->says))));
		}
		audit_free(audit);
		arena_free(arena);
	}
}

/* What cancels out in every sum must show all the same. */
TEST(consistent_lie_shows)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct lines events = lines_of(sound_events);
	struct lines ledger = lines_of(sound_ledger);
	struct lines balances = lines_of(sound_balances);
	const struct change in_event = {1, "100000", "100001", false};
	const struct change in_ledger = {0, "100000", "100001", false};
	const struct change in_grantor = {0, "100000", "100001", false};

	apply(arena, &events, &in_event);
	apply(arena, &ledger, &in_ledger);
	apply(arena, &balances, &in_grantor);
	struct audit *audit = audit_new(arena);
	const struct audit_report *report = run(audit, &events, &ledger, &balances);
	CHECK_INT(2, report->findings.count);
	CHECK_TEXT("account fund: the balance says 100000p credited, its transfers give 100001p",
		report->findings.shown[0]);
	audit_free(audit);
	arena_free(arena);
}

TEST(twenty_are_shown_and_all_are_counted)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct lines events = {.next = 0}, ledger = {.next = 0}, balances = {.next = 0};

	for (size_t i = 0; i < FINDINGS_SHOWN_MAX + 1; i++)
		ledger.at[i] = sound_ledger[0];
	struct audit *audit = audit_new(arena);
	const struct audit_report *report = run(audit, &events, &ledger, &balances);
	CHECK_INT(FINDINGS_SHOWN_MAX + 1, report->findings.count);
	CHECK(report->findings.shown[FINDINGS_SHOWN_MAX - 1] != NULL);
	audit_free(audit);
	arena_free(arena);
}
