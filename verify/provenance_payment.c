/* Payments: what was asked for, by whom it was approved, and where it ended. A row says which event
 * moved it last, so it is kept from its request until then. */
#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "core/account.h"
#include "core/payment.h"
#include "core/period.h"
#include "core/sheet.h"
#include "verify/provenance_rows.h"

/* -1: no such step, or none before the head. */
struct going {
	int64_t approved_event, closed_event;
	int64_t last_event; /* of the last step, beyond the head or not */
	int64_t amount_pence, requester;
	enum payment_state state;
	struct digest content;
	struct digest about; /* person and line */
	struct digest fund;  /* of code and year */
	/* By the events until now. */
	enum payment_state now;
	int64_t round, approvals;
};

void provenance_payments_begin(struct provenance *p)
{
	p->payments.value_size = sizeof(struct going);
}

static struct digest digest_of(const char *text)
{
	return hash_sha256(span_of(text));
}

static struct digest about(const json_t *object)
{
	const struct span parts[] = {span_of(member_text(object, "person")), SPAN("\n"),
		span_of(member_text(object, "entitlement"))};

	return hash_sha256_parts(parts, ARRAY_LEN(parts));
}

static void wrong(struct provenance *p, const char *says)
{
	findings_add(p->findings, "the payment row of event %" PRId64 ": %s", p->number, says);
}

/* The same bytes as core/decide/decide_payment.c hashes when it is asked for: the payee by its
 * commitment. */
static void check_content(struct provenance *p)
{
	char text[1024];
	const char *payee = member_text(p->event, "payee");
	struct digest content;
	char hex[DIGEST_HEX + 1];
	bool said = *payee != '\0';
	char paid_to[PAID_TO_TEXT];
	int len;

	provenance_content_paid_to(p, paid_to);
	len = snprintf(text, sizeof(text),
		"{\"content\":\"bursar/payment/%s\",\"person\":\"%s\",\"entitlement\":\"%s\","
		"\"amount\":%" PRId64 ",\"payee\":%s%s%s,\"on\":\"%s\"%s}",
		*paid_to == '\0' ? "v1" : "v2", member_text(p->event, "person"),
		member_text(p->event, "entitlement"), member_int(p->event, "amount"),
		said ? "\"" : "", said ? payee : "null", said ? "\"" : "",
		member_text(p->event, "on"), paid_to);
	if (len < 0 || (size_t)len >= sizeof(text)) {
		wrong(p, "what its event says is too long to be a payment");
		return;
	}
	content = hash_sha256((struct span){text, (size_t)len});
	hash_hex(&content, hex);
	member_same_text(p, "payment", "content", hex, member_text(p->event, "content"));
}

static void check_accounts(struct provenance *p, const json_t *row)
{
	int64_t n = member_int(row, "reserve_n");
	const json_t *reserve =
		n < 0 ? NULL : json_array_get(json_object_get(p->event, "transfers"), (size_t)n);

	if (strcmp(member_text(reserve, "phase"), "reserve") != 0 ||
		!json_equal(
			json_object_get(reserve, "amount"), json_object_get(row, "amount_pence")))
		wrong(p, "its reserve_n is not the place of its reserve in the event");
	member_same(
		p, "payment", "cap", json_object_get(row, "cap"), json_object_get(reserve, "from"));
	member_same(p, "payment", "drawn", json_object_get(row, "drawn"),
		json_object_get(reserve, "to"));
}

static void check_year(struct provenance *p, const json_t *row)
{
	char year[PERIOD_KEY_MAX] = "";
	struct date on;

	if (date_parse(span_of(member_text(p->event, "on")), &on))
		period_key(PERIOD_FINANCIAL_YEAR, on, year);
	member_same_text(p, "payment", "year", member_text(row, "year"), year);
}

/* A fund and what is payable from it, or neither. */
static bool is_pair(const char *fund, const char *payable)
{
	struct account_name from, to;

	if (*fund == '\0' || *payable == '\0')
		return *fund == *payable;
	return account_name_read(span_of(fund), &from) && from.kind == ACCOUNT_FUND &&
		account_name_read(span_of(payable), &to) && to.kind == ACCOUNT_PAYABLE &&
		span_eq(from.name, to.name) && span_eq(from.period, to.period);
}

static struct digest fund_digest(struct span code, struct span year)
{
	const struct span parts[] = {code, SPAN(":"), year};

	return hash_sha256_parts(parts, ARRAY_LEN(parts));
}

/* The fund of a row; is_pair says whether it is one. */
static struct digest fund_of_row(const char *fund)
{
	struct account_name name;

	(void)!account_name_read(span_of(fund), &name);
	return fund_digest(name.name, name.period);
}

/* Whether the columns of a row are those of its state, whatever the events will say. */
static bool is_state(const json_t *row, enum payment_state state)
{
	return (member_int(row, "approved_event") >= 0) == payment_state_is_funded(state) &&
		(member_int(row, "closed_event") >= 0) == payment_state_is_closed(state);
}

static int64_t before_head(const struct provenance *p, const json_t *row, const char *name)
{
	int64_t event = member_int(row, name);

	return event < p->size ? event : -1;
}

void provenance_payment(struct provenance *p, const json_t *row)
{
	const char *fund = member_text(row, "fund");
	struct going going = {
		.approved_event = before_head(p, row, "approved_event"),
		.closed_event = before_head(p, row, "closed_event"),
		.last_event = member_int(row, "last_event"),
		.amount_pence = member_int(row, "amount_pence"),
		.requester = member_int(row, "requester"),
		.about = about(p->event),
		.content = digest_of(member_text(p->event, "content")),
		.fund = fund_of_row(fund),
		.now = PAYMENT_REQUESTED,
		.round = 1,
	};

	check_content(p);
	provenance_paid_to(p, row);
	check_accounts(p, row);
	check_year(p, row);
	if (!payment_state_of_word(span_of(member_text(row, "state")), &going.state) ||
		!is_state(row, going.state) ||
		(member_int(row, "approved_event") >= 0) != (*fund != '\0') ||
		!is_pair(fund, member_text(row, "payable")))
		wrong(p, "its state, events and accounts do not belong together");
	if ((going.approved_event >= 0 && going.approved_event <= p->number) ||
		(going.closed_event >= 0 && going.closed_event <= going.approved_event) ||
		(going.closed_event >= 0 && going.closed_event <= p->number) ||
		going.last_event < going.approved_event || going.last_event < going.closed_event)
		wrong(p, "its steps are not in their order");
	else if (going.last_event >= 0 &&
		/* There already, if the row stands twice: that was said. */
		pending_add(&p->payments, p->number, 0, &going) && going.last_event >= p->size)
		p->payments_beyond++;
}

static bool is_adding(const struct payment_move *move)
{
	return move->approvals == PAYMENT_ADDS;
}

static bool is_reserving(const struct payment_move *move)
{
	return strstr(move->phases, "reserve") != NULL;
}

/* The move of the event, from a state; from any, if it is none. NULL if there is no such move. */
static const struct payment_move *move_of(const struct provenance *p, enum payment_state was)
{
	const char *becomes = member_text(p->event, "state");

	for (size_t i = 0; i < payment_moves_len; i++) {
		const struct payment_move *move = &payment_moves[i];

		if ((was == PAYMENT_STATES || was == move->was) &&
			strcmp(sheet_of(move->command)->event, p->kind) == 0 &&
			strcmp(payment_state_word(move->becomes), becomes) == 0)
			return move;
	}
	return NULL;
}

static void same_int(struct provenance *p, const json_t *row, const char *name, int64_t said)
{
	int64_t there = json_is_null(json_object_get(row, name)) ? 0 : member_int(row, name);

	if (there != said)
		findings_add(p->findings,
			"the step row of event %" PRId64 ": its %s is %" PRId64
			", and by the events %" PRId64,
			p->number, name, there, said);
}

void provenance_step(struct provenance *p, const json_t *row)
{
	const struct payment_move *move = move_of(p, PAYMENT_STATES);
	const struct going *going = pending_at(&p->payments, member_int(p->event, "payment"), 0);
	const json_t *reserve = json_array_get(json_object_get(p->event, "transfers"), 0);

	if (move == NULL)
		return; /* which is said at the event's end */
	member_same_text(p, "step", "step", member_text(row, "step"), move->step);
	member_same(p, "step", "content", json_object_get(row, "content"),
		is_adding(move) ? json_object_get(p->event, "content") : NULL);
	if (!is_reserving(move))
		reserve = NULL;
	member_same(
		p, "step", "fund", json_object_get(row, "fund"), json_object_get(reserve, "from"));
	member_same(p, "step", "payable", json_object_get(row, "payable"),
		json_object_get(reserve, "to"));
	member_same(p, "step", "until", json_object_get(row, "until"),
		move->command == COMMAND_PAYMENT_DEFER ? json_object_get(p->event, "until") : NULL);
	member_same(p, "step", "roles", json_object_get(row, "roles"),
		is_adding(move) ? json_object_get(p->event, "roles") : NULL);
	member_same(p, "step", "needed", json_object_get(row, "needed"),
		is_adding(move) ? json_object_get(p->event, "needed") : NULL);
	member_same(p, "step", "rules", json_object_get(row, "rules"),
		is_adding(move) ? json_object_get(p->event, "financial_rules") : NULL);
	if (going == NULL)
		return;
	same_int(p, row, "round", going->round);
	same_int(p, row, "stage", is_adding(move) ? going->approvals + 1 : 0);
}

void provenance_award(struct provenance *p, const json_t *row)
{
	struct account_name cap = {.kind = ACCOUNT_CAP,
		.name = span_of(member_text(p->event, "entitlement")),
		.period = span_of(member_text(p->event, "period"))};
	struct account_name there = {.kind = ACCOUNT_KINDS};
	struct arena *arena = p->findings->arena;

	if (uuid_parse(span_of(member_text(p->event, "person")), &cap.person) &&
		account_name_read(span_of(member_text(row, "cap")), &there) &&
		there.kind == ACCOUNT_CAP && uuid_eq(cap.person, there.person) &&
		span_eq(cap.name, there.name) && span_eq(cap.period, there.period))
		return;
	member_same_text(p, "award", "cap", member_text(row, "cap"),
		arena_printf(arena, "%.*s", SPAN_ARG(account_code(arena, &cap))));
}

/* The fund that an approval's event names. */
static struct digest fund_of(const json_t *event)
{
	const json_t *fund = json_object_get(event, "fund");

	return fund_digest(span_of(member_text(fund, "code")), span_of(member_text(fund, "year")));
}

static void differs(struct provenance *p, int64_t payment, const char *what)
{
	findings_add(p->findings, "event %" PRId64 " (%s): the row of payment P%" PRId64 " has %s",
		p->number, p->kind, payment, what);
}

static void compare(struct provenance *p, int64_t payment, const struct going *going,
	const struct payment_move *move)
{
	struct digest subject = about(p->event), fund, content;

	if (going->amount_pence != member_int(p->event, "amount") ||
		!hash_eq(&going->about, &subject))
		differs(p, payment, "another person, line or amount");
	fund = fund_of(p->event);
	content = digest_of(member_text(p->event, "content"));
	if (is_reserving(move) && !hash_eq(&going->fund, &fund))
		differs(p, payment, "another fund");
	if (!is_adding(move))
		return;
	if (!hash_eq(&going->content, &content) ||
		going->requester != member_int(p->event, "requester"))
		differs(p, payment, "another content or requester than was approved");
}

const struct payment_move *provenance_move_of(const char *kind)
{
	for (size_t i = 0; i < payment_moves_len; i++)
		if (strcmp(sheet_of(payment_moves[i].command)->event, kind) == 0)
			return &payment_moves[i];
	return NULL;
}

/* Whether the payment's row names the event for what it did. */
static bool is_named(const struct going *going, const struct payment_move *move, int64_t event)
{
	if (is_reserving(move) && going->approved_event != event)
		return false;
	return !payment_state_is_closed(move->becomes) ||
		(going->closed_event == event && going->state == move->becomes);
}

/* The event says the state before it, unless that is where its moves usually begin. */
static void check_was(struct provenance *p, int64_t payment, const struct payment_move *move)
{
	const char *said = member_text(p->event, "was");
	bool usual = move->was == payment_begins(move->command);

	if (strcmp(said, usual ? "" : payment_state_word(move->was)) != 0)
		differs(p, payment, "another state before it than it says");
}

static void advance(struct going *going, const struct payment_move *move)
{
	going->now = move->becomes;
	if (is_adding(move))
		going->approvals++;
	if (move->approvals != PAYMENT_DROPS)
		return;
	going->round++;
	going->approvals = 0;
}

void provenance_move(struct provenance *p)
{
	int64_t payment = member_int(p->event, "payment");
	const struct payment_move *move;
	struct going *found, going;

	if (provenance_move_of(p->kind) == NULL)
		return;
	found = pending_at(&p->payments, payment, 0);
	if (found == NULL) {
		differs(p, payment, "no such step");
		return;
	}
	move = move_of(p, found->now);
	if (move == NULL) {
		differs(p, payment, "no state before it that this step leads on from");
		return;
	}
	check_was(p, payment, move);
	advance(found, move);
	going = *found;
	if (p->number >= going.last_event)
		(void)!pending_take(&p->payments, payment, 0, &going);
	if (!is_named(&going, move, p->number)) {
		differs(p, payment, "another event for this step");
		return;
	}
	compare(p, payment, &going, move);
}

void provenance_left(struct provenance *p)
{
	struct going going;
	int64_t payment, more = (int64_t)p->payments.count - p->payments_beyond;

	/* All are counted, and no more looked for than can be shown. */
	for (int i = 0; i < FINDINGS_SHOWN_MAX && more > 0;) {
		if (!pending_any(&p->payments, &payment, &going))
			return;
		if (going.last_event >= p->size)
			continue;
		findings_add(p->findings,
			"payment P%" PRId64 ": its row says that event %" PRId64
			" moved it, which did not",
			payment, going.last_event);
		more--;
		i++;
	}
	p->findings->count += more;
}
