/* Who may act, and as what: by the events that add, change, suspend and reinstate, which their rows
 * must agree with. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "core/sheet.h"
#include "verify/provenance_rows.h"

enum { STAFF_MAX = 1000000, STANDINGS_MIN = 64 };

/* NULL for a number that nobody can have. */
static struct standing *standing_of(struct provenance *p, int64_t staff)
{
	if (staff < 1 || staff > STAFF_MAX)
		return NULL;
	if (staff >= p->standings_len) {
		int64_t len = p->standings_len == 0 ? STANDINGS_MIN : 2 * p->standings_len;

		len = len > staff ? len : staff + 1;
		p->standings = realloc(p->standings, (size_t)len * sizeof(*p->standings));
		if (p->standings == NULL)
			arena_no_memory((size_t)len * sizeof(*p->standings));
		memset(p->standings + p->standings_len, 0,
			(size_t)(len - p->standings_len) * sizeof(*p->standings));
		p->standings_len = len;
	}
	return &p->standings[staff];
}

static unsigned roles_in(const json_t *list)
{
	unsigned roles = 0;
	enum role role;
	size_t i;
	const json_t *word;

	json_array_foreach(list, i, word)
	{
		if (json_is_string(word) && role_of_word(span_of(json_string_value(word)), &role))
			roles |= role;
	}
	return roles;
}

static void change_role(struct provenance *p, struct standing *of)
{
	struct slice_role change = {.event = p->number,
		.holds = member_int(p->event, "holds") == 1,
		.has_until = json_object_get(p->event, "until") != NULL};

	if (role_of_word(span_of(member_text(p->event, "role")), &change.role) &&
		date_parse(span_of(member_text(p->event, "from")), &change.from) &&
		(!change.has_until ||
			date_parse(span_of(member_text(p->event, "until")), &change.until)))
		*VEC_PUSH(p->findings->arena, &of->staff.changes) = change;
	else
		findings_add(
			p->findings, "event %" PRId64 " changes no role that there is", p->number);
}

static void suspend(struct provenance *p, struct standing *of, bool suspends)
{
	if (of->suspended == suspends)
		findings_add(
			p->findings, "event %" PRId64 " (%s) changes nothing", p->number, p->kind);
	of->suspended = suspends;
}

/* ROLE_NONE: anybody, or a kind that is not known. */
static unsigned roles_for(const struct provenance *p)
{
	bool refused = strcmp(p->kind, "refused") == 0;
	const char *word = refused ? member_text(p->event, "command") : p->kind;

	for (unsigned kind = 0; kind < COMMANDS; kind++) {
		const struct sheet *sheet = sheet_of((enum command_kind)kind);

		if (strcmp(refused ? sheet->word : sheet->event, word) == 0)
			return sheet->roles;
	}
	return ROLE_NONE;
}

static struct drop *drop_of(struct provenance *p, int64_t credential)
{
	struct drop *drop;

	for (size_t i = 0; i < p->drops.len; i++)
		if (p->drops.at[i].credential == credential)
			return &p->drops.at[i];
	drop = VEC_PUSH(p->findings->arena, &p->drops);
	drop->credential = credential;
	return drop;
}

/* By the day of the event. What a second person confirmed is judged by the first one's role. */
static void check_by(struct provenance *p, const struct standing *by)
{
	unsigned roles = roles_for(p);
	struct date day;

	if (by->suspended)
		findings_add(p->findings,
			"event %" PRId64 " is by staff %" PRId64 ", who was suspended", p->number,
			member_int(p->event, "by"));
	if (by->is_added && roles != ROLE_NONE && json_object_get(p->event, "proposal") == NULL &&
		date_parse(span_of(member_text(p->event, "day")), &day) &&
		(slice_roles_on(&by->staff, day) & roles) == 0)
		findings_add(p->findings,
			"event %" PRId64 " (%s) is by staff %" PRId64
			", who had none of its roles on that day",
			p->number, p->kind, member_int(p->event, "by"));
}

void provenance_staff_event(struct provenance *p)
{
	const struct standing *by = standing_of(p, member_int(p->event, "by"));
	struct standing *of = NULL;

	/* One after the other: the next may move the first. */
	if (by != NULL)
		check_by(p, by);
	of = standing_of(p, member_int(p->event, "staff"));
	if (of == NULL)
		return;
	if (strcmp(p->kind, "staff-added") == 0 || strcmp(p->kind, "authority-opened") == 0) {
		of->is_added = true;
		of->staff.roles = roles_in(json_object_get(p->event, "roles"));
	} else if (strcmp(p->kind, "staff-changed") == 0) {
		change_role(p, of);
	} else if (strcmp(p->kind, "staff-credential-dropped") == 0) {
		drop_of(p, member_int(p->event, "credential"))->event = p->number;
	} else if (strcmp(p->kind, "staff-suspended") == 0) {
		suspend(p, of, true);
	} else if (strcmp(p->kind, "staff-reinstated") == 0) {
		suspend(p, of, false);
	}
}

void provenance_staff(struct provenance *p, const json_t *row)
{
	struct standing *standing = standing_of(p, member_int(row, "staff"));

	if (standing == NULL)
		return;
	standing->has_row = true;
	standing->row_active = json_is_true(json_object_get(row, "active"));
}

void provenance_suspension(struct provenance *p, const json_t *row)
{
	if (json_is_true(json_object_get(row, "suspended")) !=
		(strcmp(p->kind, "staff-suspended") == 0))
		findings_add(p->findings,
			"the suspension row of event %" PRId64 " says the contrary of its event",
			p->number);
}

void provenance_certificate(struct provenance *p, const json_t *row)
{
	int64_t dropped = member_int(row, "dropped");

	if (dropped >= 0)
		drop_of(p, p->number)->row = dropped;
}

void provenance_role(struct provenance *p, const json_t *row)
{
	if (json_is_true(json_object_get(row, "holds")) != (member_int(p->event, "holds") == 1))
		findings_add(p->findings,
			"the role row of event %" PRId64 " says the contrary of its event",
			p->number);
}

void provenance_staff_left(struct provenance *p)
{
	for (size_t i = 0; i < p->drops.len; i++) {
		const struct drop *drop = &p->drops.at[i];

		if (drop->row != drop->event)
			findings_add(p->findings,
				"the certificate row of event %" PRId64
				" was dropped by event %" PRId64 ", and by the events by %" PRId64,
				drop->credential, drop->row, drop->event);
	}
	for (int64_t staff = 1; staff < p->standings_len; staff++) {
		const struct standing *standing = &p->standings[staff];

		if (standing->has_row && standing->row_active == standing->suspended)
			findings_add(p->findings,
				"the row of staff %" PRId64 " says that they %s, and the events do "
				"not",
				staff, standing->row_active ? "may act" : "are gone");
	}
}
