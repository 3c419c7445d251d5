/* The log by itself: instants, days, which events belong to one command, and the key that each
 * command has. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "core/date.h"
#include "verify/provenance_rows.h"

enum {
	MAKERS_MIN = 1024,
	GAP_MAX = 1000000,    /* of numbers that a log may lack and still be followed */
	KEY_OF_AUTHORITY = -1 /* whose keys imports have (docs/http.md, Key-Scope) */
};

static bool is_further(const struct provenance *p)
{
	return json_object_get(p->event, "with") != NULL;
}

/* Several events of one command: following numbers, one instant, one person, and each further one
 * names the first. */
static void check_with(struct provenance *p)
{
	int64_t by = member_int(p->event, "by");

	if (!is_further(p)) {
		p->first = p->number;
		p->first_by = by;
	} else if (member_int(p->event, "with") != p->first || p->number != p->last + 1 ||
		by != p->first_by || member_int(p->event, "at") != p->last_at) {
		findings_add(p->findings,
			"event %" PRId64 ": it is of no command that the event before it is of",
			p->number);
	}
	p->last = p->number;
}

static void keep_maker(struct provenance *p)
{
	int64_t by = member_int(p->event, "by");

	if (p->number < p->makers_len || p->number >= p->size ||
		p->number - p->makers_len > GAP_MAX)
		return;
	if (p->number >= p->makers_room) {
		int64_t room = p->makers_room == 0 ? MAKERS_MIN : p->makers_room * 2;

		room = room > p->number ? room : p->number + 1;
		p->makers = realloc(p->makers, (size_t)room * sizeof(*p->makers));
		if (p->makers == NULL)
			arena_no_memory((size_t)room * sizeof(*p->makers));
		p->makers_room = room;
	}
	while (p->makers_len < p->number)
		p->makers[p->makers_len++] = 0;
	/* The key of a further event is the first one's. */
	p->makers[p->makers_len++] = by > 0 && by <= INT32_MAX && !is_further(p) ? (int32_t)by : 0;
}

static void check_instant(struct provenance *p)
{
	int64_t at = member_int(p->event, "at");
	char day[DATE_TEXT + 1];

	if (at < p->last_at)
		findings_add(
			p->findings, "event %" PRId64 " lies before its predecessor", p->number);
	p->last_at = at;
	date_format(date_london(at), day);
	if (strcmp(day, member_text(p->event, "day")) != 0)
		findings_add(p->findings, "event %" PRId64 " is of %s and says %.20s", p->number,
			day, member_text(p->event, "day"));
}

void provenance_log_event(struct provenance *p)
{
	keep_maker(p);
	check_with(p);
	check_instant(p);
}

void provenance_key(struct provenance *p, int64_t event, int64_t staff)
{
	int32_t maker;

	maker = event < 0 || event >= p->makers_len ? 0 : p->makers[event];
	if (maker == 0) {
		findings_add(p->findings,
			"a key of staff %" PRId64 " names event %" PRId64
			", which the log does not have",
			staff, event);
	} else if (maker < 0) {
		findings_add(p->findings, "event %" PRId64 " has two keys", event);
	} else {
		if (staff != maker && staff != KEY_OF_AUTHORITY)
			findings_add(p->findings,
				"the key of event %" PRId64 " is that of staff %" PRId64
				", and the event is by %" PRId32,
				event, staff, maker);
		p->makers[event] = -maker;
	}
}

void provenance_finish(struct provenance *p, bool keys)
{
	provenance_left(p);
	provenance_staff_left(p);
	for (int64_t i = 0; keys && i < p->makers_len; i++)
		if (p->makers[i] > 0)
			findings_add(p->findings, "event %" PRId64 " has no key", i);
}
