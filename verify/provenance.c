#include "verify/provenance.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "core/date.h"
#include "verify/provenance_rows.h"

enum {
	PAIRS_MAX = 12,
	SHOWN_TEXT_MAX = 80,
};

#define BIT(n) (UINT64_C(1) << (n))
_Static_assert(ROW_KINDS <= 64, "a set of kinds of rows is the bits of a uint64_t");

static void check_event(struct provenance *p, const json_t *row);
static void check_text(struct provenance *p, const json_t *row);
static void check_category(struct provenance *p, const json_t *row);
static void check_fact_end(struct provenance *p, const json_t *row);
static void check_offer(struct provenance *p, const json_t *row);
static void check_refusal(struct provenance *p, const json_t *row);

/* A member of the row and the event's that it must equal; the same name if only one is given. */
struct pair {
	const char *row, *event;
};

static const struct row_form {
	const char *word;
	struct pair pairs[PAIRS_MAX];
	void (*check)(struct provenance *p, const json_t *row); /* the rest; or NULL */
} row_forms[ROW_KINDS] = {
	[ROW_EVENT] = {"event", {{"at", NULL}, {"day", NULL}, {"kind", "t"}, {"staff", "by"}},
		check_event},
	[ROW_STAFF] = {"staff", {{"staff", NULL}, {"roles", NULL}}, provenance_staff},
	[ROW_CERTIFICATE] = {"certificate",
		{{"staff", NULL}, {"sha256", "certificate"}, {"invitation", NULL}},
		provenance_certificate},
	[ROW_CREDENTIAL_END] = {"credential-end", {{"staff", NULL}, {"credential", NULL}}, NULL},
	[ROW_INVITATION] = {"invitation", {{"staff", NULL}, {"until", NULL}}, NULL},
	[ROW_ROLE] = {"role", {{"staff", NULL}, {"role", NULL}, {"from", NULL}, {"until", NULL}},
		provenance_role},
	[ROW_SUSPENSION] = {"suspension", {{"staff", NULL}}, provenance_suspension},
	[ROW_PERSON] = {"person", {{"person", NULL}}, NULL},
	[ROW_TEXT] = {"text", {{"person", NULL}}, check_text},
	[ROW_CATEGORY] = {"category", {{"person", NULL}, {"category", NULL}}, check_category},
	[ROW_FACT] = {"fact",
		{{"person", NULL}, {"fact", NULL}, {"from", NULL}, {"until", NULL},
			{"amount_pence", "amount"}, {"every", NULL}},
		NULL},
	[ROW_FACT_END] = {"fact-end", {{"person", NULL}, {"fact", NULL}}, check_fact_end},
	[ROW_OFFER] = {"offer", {{"version", NULL}, {"effective", NULL}, {"sha256", NULL}},
		check_offer},
	[ROW_RULES] = {"rules", {{"version", NULL}, {"effective", NULL}, {"sha256", NULL}},
		provenance_rules},
	[ROW_RULE_LIMIT] = {"rule-limit", {{"version", NULL}}, provenance_rule_limit},
	[ROW_AWARD] = {"award",
		{{"person", NULL}, {"entitlement", NULL}, {"on", NULL}, {"period", NULL},
			{"amount_pence", "amount"}},
		provenance_award},
	[ROW_PAYMENT] = {"payment",
		{{"person", NULL}, {"entitlement", NULL}, {"amount_pence", "amount"}, {"on", NULL},
			{"age", NULL}, {"category", NULL}, {"replaces", NULL}, {"offer", NULL},
			{"content", NULL}, {"requester", "by"}, {"period", NULL}},
		provenance_payment},
	[ROW_APPROVAL] = {"approval",
		{{"payment", NULL}, {"content", NULL}, {"requester", NULL}, {"approver", "by"}},
		NULL},
	[ROW_STEP] = {"step", {{"payment", NULL}, {"state", NULL}, {"staff", "by"}},
		provenance_step},
	[ROW_REFUSAL] = {"refusal",
		{{"person", NULL}, {"payment", NULL}, {"entitlement", NULL},
			{"amount_pence", "amount"}},
		check_refusal},
	[ROW_PAYEE] = {"payee", {{"event", "n"}}, NULL},
	[ROW_PAYEE_CHANGE] = {"payee-change", {{"payee_added", NULL}}, provenance_payee_change},
	[ROW_CREDITOR] = {"creditor", {{"person", NULL}, {"staff", "by"}, {"proposer", NULL}},
		provenance_creditor},
};

/* The rows that an event of a kind has, unless it is a step of a payment: each once, and some at
 * least once. A certificate it has if it names one, an invitation if it is about staff and says
 * until when, and texts for those it commits to. */
static const struct event_form {
	const char *kind;
	uint64_t once, some;
} event_forms[] = {
	{"authority-opened", BIT(ROW_STAFF), 0},
	{"staff-added", BIT(ROW_STAFF), 0}, /* with a certificate, or an invitation to claim one */
	{"staff-renewed", 0, 0},
	{"staff-claimed", 0, 0},
	{"staff-credential-dropped", BIT(ROW_CREDENTIAL_END), 0},
	{"staff-changed", BIT(ROW_ROLE), 0},
	{"staff-suspended", BIT(ROW_SUSPENSION), 0},
	{"staff-reinstated", BIT(ROW_SUSPENSION), 0},
	{"offer-published", BIT(ROW_OFFER), 0},
	{"rules-published", BIT(ROW_RULES), 0}, /* and a rule-limit for each of their limits */
	{"person-added", BIT(ROW_PERSON) | BIT(ROW_CATEGORY), 0},
	{"category-recorded", BIT(ROW_CATEGORY), 0},
	{"fact-recorded", BIT(ROW_FACT), 0},
	{"fact-ended", 0, BIT(ROW_FACT_END)},
	{"award-made", BIT(ROW_AWARD), 0},
	{"payment-requested", BIT(ROW_PAYMENT), 0},
	{"fund-credited", 0, 0},
	{"fund-debited", 0, 0},
	{"fund-moved", 0, 0},
	{"payee-added", BIT(ROW_PAYEE), 0}, /* with a creditor-ref, or without */
	{"payee-changed", BIT(ROW_PAYEE_CHANGE), 0},
	{"person-creditor-set", 0, 0},
	{"refused", BIT(ROW_REFUSAL), 0},
};

static const char *const text_fields[] = {
	"payee", "reason", "evidence", "value", "despite", "details", "creditor"};

/* --- members --- */

const char *member_text(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text == NULL ? "" : text;
}

int64_t member_int(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);

	return json_is_integer(value) ? json_integer_value(value) : -1;
}

static bool is_null(const json_t *value)
{
	return value == NULL || json_is_null(value);
}

/* In the arena, short enough for a sentence. */
static const char *shown(struct provenance *p, const json_t *value)
{
	char *text = is_null(value) ? NULL : json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	const char *kept = text == NULL ? "nothing"
					: arena_printf(p->findings->arena, "%.*s%s", SHOWN_TEXT_MAX,
						  text, strlen(text) > SHOWN_TEXT_MAX ? "…" : "");

	free(text);
	return kept;
}

void member_same(struct provenance *p, const char *word, const char *name, const json_t *there,
	const json_t *said)
{
	if (is_null(there) ? is_null(said) : json_equal(there, said))
		return;
	/* Beyond those that are shown the sentence is not worth its memory. */
	if (p->findings->count >= FINDINGS_SHOWN_MAX)
		findings_add(p->findings, "…");
	else
		findings_add(p->findings,
			"the %s row of event %" PRId64 ": its %s is %s, and by the event %s", word,
			p->number, name, shown(p, there), shown(p, said));
}

void member_same_text(struct provenance *p, const char *word, const char *name, const char *there,
	const char *said)
{
	if (strcmp(there, said) != 0)
		findings_add(p->findings,
			"the %s row of event %" PRId64 ": its %s is %.80s, and by the event %.80s",
			word, p->number, name, there, said);
}

/* --- one row --- */

static void check_event(struct provenance *p, const json_t *row)
{
	member_same_text(p, "event", "leaf", member_text(row, "leaf"), p->leaf);
}

static void check_text(struct provenance *p, const json_t *row)
{
	const char *field = member_text(row, "field");

	provenance_payee_text(p, row);
	for (size_t i = 0; i < ARRAY_LEN(text_fields); i++) {
		if (strcmp(field, text_fields[i]) != 0 || is_null(json_object_get(p->event, field)))
			continue;
		p->texts |= BIT(i);
		return;
	}
	findings_add(p->findings, "a text row names event %" PRId64 ", which has no %.40s",
		p->number, field);
}

static void check_category(struct provenance *p, const json_t *row)
{
	bool added = strcmp(p->kind, "person-added") == 0;

	member_same(p, "category", "from", json_object_get(row, "from"),
		json_object_get(p->event, added ? "since" : "from"));
}

static void check_fact_end(struct provenance *p, const json_t *row)
{
	struct date on;
	char last[DATE_TEXT + 1] = "";

	if (date_parse(span_of(member_text(p->event, "on")), &on))
		date_format(date_plus_days(on, -1), last);
	member_same_text(p, "fact-end", "until", member_text(row, "until"), last);
	if (member_int(row, "of") >= p->number)
		findings_add(p->findings,
			"the fact-end row of event %" PRId64 " ends the fact of event %" PRId64
			", which is none before it",
			p->number, member_int(row, "of"));
}

static void check_offer(struct provenance *p, const json_t *row)
{
	const json_t *text = json_object_get(row, "text");
	struct digest digest =
		hash_sha256((struct span){json_string_value(text), json_string_length(text)});
	char hex[DIGEST_HEX + 1];

	hash_hex(&digest, hex);
	member_same_text(p, "offer", "text's SHA-256", hex, member_text(p->event, "sha256"));
}

static bool has_reason(const json_t *reasons, const char *code)
{
	size_t i;
	const json_t *reason;

	json_array_foreach(reasons, i, reason)
	{
		const char *word = json_is_string(reason) ? json_string_value(reason)
							  : member_text(reason, "code");

		if (strcmp(word, code) == 0)
			return true;
	}
	return false;
}

/* The row has each code once, the event each reason with its figures. */
static void check_refusal(struct provenance *p, const json_t *row)
{
	const json_t *there = json_object_get(row, "reasons");
	const json_t *said = json_object_get(p->event, "reasons");
	bool same = true;
	size_t i;
	const json_t *reason;

	json_array_foreach(there, i, reason)
	{
		same = same && json_is_string(reason) &&
			has_reason(said, json_string_value(reason));
	}
	json_array_foreach(said, i, reason)
	{
		same = same && has_reason(there, member_text(reason, "code"));
	}
	if (!same || json_array_size(there) == 0)
		member_same(p, "refusal", "reasons", there, said);
	/* An event about a payment that is there does not say its date again. */
	if (!is_null(json_object_get(p->event, "on")))
		member_same(p, "refusal", "on", json_object_get(row, "on"),
			json_object_get(p->event, "on"));
}

/* --- one event --- */

struct provenance *provenance_new(struct findings *findings, int64_t size)
{
	struct provenance *p = calloc(1, sizeof(*p));

	assert(p != NULL);
	p->findings = findings;
	p->size = size;
	p->last_at = INT64_MIN;
	p->first = -1;
	p->last = -1;
	provenance_payments_begin(p);
	return p;
}

void provenance_free(struct provenance *p)
{
	if (p == NULL)
		return;
	pending_free(&p->payments);
	if (p->rules_arena != NULL)
		arena_free(p->rules_arena);
	free(p->makers);
	free(p->standings);
	free(p);
}

void provenance_begin(
	struct provenance *p, const json_t *event, int64_t number, const struct digest *leaf)
{
	p->event = event;
	p->number = number;
	p->kind = member_text(event, "t");
	p->texts = 0;
	memset(p->seen, 0, sizeof(p->seen));
	hash_hex(leaf, p->leaf);
	provenance_log_event(p);
	provenance_staff_event(p);
}

static const struct event_form *form_of(const struct provenance *p)
{
	static const struct event_form step = {"", BIT(ROW_STEP), 0};
	static const struct event_form approval = {"", BIT(ROW_APPROVAL) | BIT(ROW_STEP), 0};
	const struct payment_move *move = provenance_move_of(p->kind);

	if (move != NULL)
		return move->approvals == PAYMENT_ADDS ? &approval : &step;
	for (size_t i = 0; i < ARRAY_LEN(event_forms); i++)
		if (strcmp(event_forms[i].kind, p->kind) == 0)
			return &event_forms[i];
	return NULL;
}

static uint64_t once_of(const struct provenance *p, const struct event_form *form)
{
	uint64_t once = form->once | BIT(ROW_EVENT);

	if (!is_null(json_object_get(p->event, "certificate")))
		once |= BIT(ROW_CERTIFICATE);
	if ((strcmp(p->kind, "staff-added") == 0 || strcmp(p->kind, "staff-renewed") == 0) &&
		!is_null(json_object_get(p->event, "until")))
		once |= BIT(ROW_INVITATION);
	/* A payee's may be null: it has none any more. */
	if (strcmp(p->kind, "refused") != 0 && json_object_get(p->event, "creditor") != NULL)
		once |= BIT(ROW_CREDITOR);
	return once;
}

/* As many as the text says, which provenance_rules.c counts. */
static uint64_t many_of(const struct provenance *p)
{
	return strcmp(p->kind, "rules-published") == 0 ? BIT(ROW_RULE_LIMIT) : 0;
}

static uint64_t texts_of(const struct provenance *p)
{
	uint64_t texts = 0;

	/* What was refused is not kept. */
	if (strcmp(p->kind, "refused") == 0)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(text_fields); i++)
		if (!is_null(json_object_get(p->event, text_fields[i])))
			texts |= BIT(i);
	return texts;
}

/* What a row says twice over is what its event says. */
static void same_pairs(struct provenance *p, const struct row_form *form, const json_t *row)
{
	for (unsigned i = 0; i < PAIRS_MAX && form->pairs[i].row != NULL; i++) {
		const struct pair *pair = &form->pairs[i];
		const char *member = pair->event == NULL ? pair->row : pair->event;

		member_same(p, form->word, pair->row, json_object_get(row, pair->row),
			json_object_get(p->event, member));
	}
}

void provenance_row(struct provenance *p, const json_t *row)
{
	const char *word = member_text(row, "row");
	const struct event_form *event = form_of(p);

	for (unsigned kind = 0; kind < ROW_KINDS; kind++) {
		const struct row_form *form = &row_forms[kind];

		if (strcmp(form->word, word) != 0)
			continue;
		p->seen[kind]++;
		if (event == NULL)
			return;
		if (kind != ROW_TEXT &&
			((once_of(p, event) | event->some | many_of(p)) & BIT(kind)) == 0) {
			findings_add(p->findings,
				"a row of %s names event %" PRId64 ", which is %.40s", word,
				p->number, p->kind);
			return;
		}
		same_pairs(p, form, row);
		if (form->check != NULL)
			form->check(p, row);
		return;
	}
	findings_add(p->findings,
		"event %" PRId64 ": a row of %.40s is of no kind that this bursar knows", p->number,
		word);
}

void provenance_end(struct provenance *p)
{
	const struct event_form *form = form_of(p);

	if (form == NULL) {
		findings_add(p->findings,
			"event %" PRId64
			" is of the kind %.40s, which this bursar does not know; a "
			"newer one may",
			p->number, p->kind);
		return;
	}
	for (unsigned kind = 0; kind < ROW_KINDS; kind++) {
		bool once = (once_of(p, form) & BIT(kind)) != 0;

		if ((once || (form->some & BIT(kind)) != 0) && p->seen[kind] == 0)
			findings_add(p->findings, "event %" PRId64 " (%s) has no row of %s",
				p->number, p->kind, row_forms[kind].word);
		else if (once && p->seen[kind] > 1)
			findings_add(p->findings, "event %" PRId64 " (%s) has %u rows of %s",
				p->number, p->kind, p->seen[kind], row_forms[kind].word);
	}
	for (size_t i = 0; i < ARRAY_LEN(text_fields); i++)
		if ((texts_of(p) & ~p->texts & BIT(i)) != 0)
			findings_add(p->findings, "event %" PRId64 " (%s) has no row of its %s",
				p->number, p->kind, text_fields[i]);
	provenance_rules_end(p);
	provenance_move(p);
}

/* --- keys --- */
