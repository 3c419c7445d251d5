/* Payees, and what the purchase ledger knows somebody by. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "verify/provenance_rows.h"

/* The payee that the event is about: the one it adds, or names; -1: none. */
static int64_t payee_of(const struct provenance *p)
{
	return strcmp(p->kind, "payee-added") == 0 ? p->number
						   : member_int(p->event, "payee_added");
}

static void wrong(struct provenance *p, const char *word, const char *says)
{
	findings_add(p->findings, "the %s row of event %" PRId64 " %s", word, p->number, says);
}

void provenance_payee_change(struct provenance *p, const json_t *row)
{
	if (json_is_true(json_object_get(row, "named")) !=
			(*member_text(p->event, "details") != '\0') ||
		json_is_true(json_object_get(row, "ended")) != (member_int(p->event, "ended") == 1))
		wrong(p, "payee-change", "says another change than the event");
}

void provenance_creditor(struct provenance *p, const json_t *row)
{
	if (member_int(row, "payee") != payee_of(p))
		wrong(p, "creditor", "is of another payee than the event");
	if (json_is_true(json_object_get(row, "given")) !=
		(*member_text(p->event, "creditor") != '\0'))
		wrong(p, "creditor", "gives one where the event takes it, or takes it");
}

void provenance_payee_text(struct provenance *p, const json_t *row)
{
	if (member_int(row, "payee") != payee_of(p))
		wrong(p, "text", "is of another payee than the event");
}

void provenance_paid_to(struct provenance *p, const json_t *row)
{
	const json_t *paid_to = json_object_get(p->event, "paid_to");

	member_same(p, "payment", "payee", json_object_get(row, "payee"),
		json_object_get(paid_to, "payee_added"));
	member_same(p, "payment", "creditor_set", json_object_get(row, "creditor_set"),
		json_object_get(paid_to, "creditor_set"));
}

void provenance_content_paid_to(const struct provenance *p, char ret_text[PAID_TO_TEXT])
{
	const json_t *paid_to = json_object_get(p->event, "paid_to");
	int64_t payee = member_int(paid_to, "payee_added");
	int64_t set = member_int(paid_to, "creditor_set");

	ret_text[0] = '\0';
	if (payee >= 0 && set >= 0)
		snprintf(ret_text, PAID_TO_TEXT,
			",\"paid_to\":{\"payee_added\":%" PRId64 ",\"creditor_set\":%" PRId64 "}",
			payee, set);
	else if (payee >= 0 || set >= 0)
		snprintf(ret_text, PAID_TO_TEXT, ",\"paid_to\":{\"%s\":%" PRId64 "}",
			payee >= 0 ? "payee_added" : "creditor_set", payee >= 0 ? payee : set);
}
