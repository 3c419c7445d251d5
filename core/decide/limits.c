#include "core/decide/limits.h"

#include "base/arena.h"

/* Roles that give or take part in approvals. */
enum { ROLES_ASKED = ROLE_MANAGER | ROLE_FINANCE };

/* By the day of the event, as roles are. */
static const struct delegation *rules_today(const struct deciding *d)
{
	return delegation_on(d->slice->rules, deciding_day(d));
}

static bool has_part(const struct delegation *rules, enum delegation_part part)
{
	return rules != NULL && rules->parts[part].len > 0;
}

/* The largest of the rows of a part that a set of roles has; NULL: none. */
static const struct delegation_row *largest(const struct delegation *rules,
	enum delegation_part part, unsigned roles, struct span entitlement)
{
	const struct delegation_row *best = NULL;

	for (unsigned n = 0; n < ROLES; n++) {
		const struct delegation_row *row;

		if ((roles & (unsigned)role_at(n)) == 0)
			continue;
		row = delegation_row_for(rules, part, role_at(n), ROLE_NONE, entitlement);
		if (row != NULL && (best == NULL || row->up_to_pence > best->up_to_pence))
			best = row;
	}
	return best;
}

/* One place each: the one has the one role of the row, and the other the other. */
static bool fill(const struct delegation_row *row, unsigned one, unsigned other)
{
	return ((one & (unsigned)row->role) != 0 && (other & (unsigned)row->with) != 0) ||
		((one & (unsigned)row->with) != 0 && (other & (unsigned)row->role) != 0);
}

/* The largest pair's row that two sets of roles fill. */
static const struct delegation_row *largest_pair(
	const struct delegation *rules, unsigned one, unsigned other, struct span entitlement)
{
	const struct delegation_rows *rows = &rules->parts[DELEGATION_SECOND];
	const struct delegation_row *best = NULL;

	for (size_t i = 0; i < rows->len; i++) {
		const struct delegation_row *row = &rows->list[i];

		if (fill(row, one, other) &&
			delegation_row_for(rules, DELEGATION_SECOND, row->role, row->with,
				entitlement) == row &&
			(best == NULL || row->up_to_pence > best->up_to_pence))
			best = row;
	}
	return best;
}

static bool reaches(const struct delegation_row *row, int64_t asked_pence)
{
	return row != NULL && row->up_to_pence >= asked_pence;
}

static struct limits_within within_of(enum delegation_part part, const struct delegation_row *row,
	struct span entitlement, int64_t asked_pence)
{
	return (struct limits_within){.part = part,
		.row = row,
		.entitlement = row == NULL || row->entitlements_len == 0 ? SPAN_NONE : entitlement,
		.asked_pence = asked_pence};
}

int16_t limits_approval(const struct delegation *rules, unsigned roles, unsigned first,
	struct span entitlement, int64_t asked_pence, struct limits_within *ret_within)
{
	struct limits_within unseen, *within = ret_within == NULL ? &unseen : ret_within;
	const struct delegation_row *alone, *pair;

	*within = (struct limits_within){.asked_pence = asked_pence};
	if (!has_part(rules, DELEGATION_APPROVE))
		return 1;
	alone = largest(rules, DELEGATION_APPROVE, roles, entitlement);
	pair = largest_pair(
		rules, roles, first == ROLE_NONE ? (unsigned)ROLE_ANY : first, entitlement);
	if (reaches(alone, asked_pence) && !(first != ROLE_NONE && reaches(pair, asked_pence))) {
		*within = within_of(DELEGATION_APPROVE, alone, entitlement, asked_pence);
		return 1;
	}
	if (reaches(pair, asked_pence)) {
		*within = within_of(DELEGATION_SECOND, pair, entitlement, asked_pence);
		return first == ROLE_NONE ? 2 : 1;
	}
	*within = pair == NULL || (alone != NULL && alone->up_to_pence >= pair->up_to_pence)
		? within_of(DELEGATION_APPROVE, alone, entitlement, asked_pence)
		: within_of(DELEGATION_SECOND, pair, entitlement, asked_pence);
	return 0;
}

/* Each role that could give this approval by itself. */
static unsigned could(const struct delegation *rules, unsigned first, struct span entitlement,
	int64_t asked_pence)
{
	unsigned roles = 0;

	for (unsigned n = 0; n < ROLES; n++)
		if ((role_at(n) & ROLES_ASKED) != 0 &&
			limits_approval(rules, role_at(n), first, entitlement, asked_pence, NULL) >
				0)
			roles |= role_at(n);
	return roles;
}

static void add_above(
	struct deciding *d, const struct limits_within *within, unsigned roles_that_could)
{
	struct reason *reason = reason_add(&d->reasons, REASON_ABOVE_YOUR_LIMIT);

	reason->limit_pence = within->row == NULL ? 0 : within->row->up_to_pence;
	reason->asked_pence = within->asked_pence;
	reason->roles = roles_that_could;
}

/* Whether an approval of a day still counts today. */
static bool counts(struct date day, int months, struct date today)
{
	struct date end;

	return !date_plus_months(day, months, &end) || date_cmp(end, today) > 0;
}

/* What became of it in this batch is known here alone. */
static bool has_ended(const struct slice *slice, int64_t payment_id)
{
	const struct slice_payment *payment = slice_payment(slice, payment_id);

	return payment != NULL && payment_state_is_closed(payment->state) &&
		payment->state != PAYMENT_PAID;
}

static int64_t sum_of(const struct deciding *d, const struct slice_payment *payment, int months)
{
	const struct slice_approved *approved =
		slice_approved(d->slice, payment->person, d->command->staff_id);
	int64_t sum_pence = 0;

	for (size_t i = 0; approved != NULL && i < approved->list.len; i++) {
		const struct slice_approved_payment *each = &approved->list.at[i];

		if (each->payment_id != payment->id && !has_ended(d->slice, each->payment_id) &&
			counts(each->day, months, deciding_day(d)))
			sum_pence += each->amount_pence;
	}
	return sum_pence;
}

/* Of the rows of one's roles that which leaves most. */
static struct limits_person person_of(const struct deciding *d, const struct slice_payment *payment,
	const struct delegation *rules, unsigned roles)
{
	const struct delegation_rows *rows =
		rules == NULL ? NULL : &rules->parts[DELEGATION_PER_PERSON];
	struct limits_person best = {.row = NULL};

	for (size_t i = 0; rows != NULL && i < rows->len; i++) {
		const struct delegation_row *row = &rows->list[i];
		int64_t sum_pence;

		if ((roles & (unsigned)row->role) == 0)
			continue;
		sum_pence = sum_of(d, payment, row->months);
		if (best.row == NULL ||
			row->up_to_pence - sum_pence > best.row->up_to_pence - best.sum_pence)
			best = (struct limits_person){row, sum_pence};
	}
	return best;
}

static void judge_person(
	struct deciding *d, const struct limits_person *person, int64_t asked_pence)
{
	struct reason *reason;
	int64_t left_pence;

	if (person->row == NULL || person->sum_pence + asked_pence <= person->row->up_to_pence)
		return;
	left_pence = person->row->up_to_pence - person->sum_pence;
	reason = reason_add(&d->reasons, REASON_ABOVE_PERSON_LIMIT);
	reason->limit_pence = person->row->up_to_pence;
	reason->left_pence = left_pence > 0 ? left_pence : 0;
	reason->asked_pence = asked_pence;
	reason->months = person->row->months;
}

static bool has_approved(const struct deciding *d, const struct slice_payment *payment)
{
	for (size_t i = 0; i < payment->approved_by.len; i++)
		if (payment->approved_by.at[i].staff_id == d->command->staff_id)
			return true;
	return false;
}

struct limits limits_approve(struct deciding *d, const struct slice_payment *payment)
{
	struct limits limits = {.rules = rules_today(d), .roles = deciding_roles(d), .needed = 1};
	bool second = payment->approved_by.len > 0;
	unsigned first = second ? payment->approved_by.at[0].roles : (unsigned)ROLE_NONE;
	int16_t fits;

	d->financial_rules = limits.rules == NULL ? 0 : limits.rules->version;
	fits = limits_approval(limits.rules, limits.roles, first, payment->entitlement,
		payment->amount_pence, &limits.within);
	limits.person = person_of(d, payment, limits.rules, limits.roles);
	if (second)
		limits.needed = payment->approved_by.at[0].needed;
	else if (fits == 2)
		limits.needed = 2;
	limits.completes = second || fits != 2;
	if (reason_has(&d->reasons, REASON_WRONG_STATE))
		return limits;
	if (has_approved(d, payment))
		reason_add(&d->reasons, REASON_APPROVED_ALREADY);
	else if (fits == 0)
		add_above(d, &limits.within,
			could(limits.rules, first, payment->entitlement, payment->amount_pence));
	judge_person(d, &limits.person, payment->amount_pence);
	return limits;
}

void limits_write_within(struct json *event, const struct limits_within *within)
{
	const struct delegation_row *row = within->row;

	if (row == NULL)
		return;
	json_open(event, "within", '{');
	json_word(event, "row", delegation_part_word(within->part));
	if (within->part == DELEGATION_SECOND) {
		json_word(event, "first", role_word(row->role));
		json_word(event, "and", role_word(row->with));
	} else {
		json_word(event, "role", role_word(row->role));
	}
	if (within->entitlement.at != NULL)
		json_text(event, "entitlement", within->entitlement);
	json_int(event, "up_to_pence", row->up_to_pence);
	json_int(event, "asked_pence", within->asked_pence);
	json_close(event, '}');
}

static void write_person(
	struct json *event, const struct limits_person *person, int64_t asked_pence)
{
	if (person->row == NULL)
		return;
	json_open(event, "person_limit", '{');
	json_word(event, "role", role_word(person->row->role));
	json_int(event, "up_to_pence", person->row->up_to_pence);
	json_int(event, "months", person->row->months);
	json_int(event, "sum_pence", person->sum_pence);
	json_int(event, "asked_pence", person->sum_pence + asked_pence);
	json_close(event, '}');
}

void limits_write(
	struct json *event, const struct limits *limits, const struct slice_payment *payment)
{
	if (payment->approved_by.len > 0) {
		json_open(event, "approvals", '[');
		for (size_t i = 0; i < payment->approved_by.len; i++) {
			json_open(event, NULL, '{');
			json_int(event, "event", payment->approved_by.at[i].event);
			json_int(event, "by", payment->approved_by.at[i].staff_id);
			json_close(event, '}');
		}
		json_close(event, ']');
	}
	deciding_write_roles(event, limits->roles);
	limits_write_within(event, &limits->within);
	write_person(event, &limits->person, payment->amount_pence);
}

void limits_keep(struct deciding *d, struct slice_payment *payment, const struct limits *limits)
{
	struct slice_approved *approved =
		slice_approved_new(d->slice, payment->person, d->command->staff_id);

	*VEC_PUSH(d->slice->arena, &payment->approved_by) =
		(struct slice_approval){.event = d->number,
			.staff_id = d->command->staff_id,
			.roles = limits->roles,
			.needed = limits->needed};
	for (size_t i = 0; i < approved->list.len; i++) {
		if (approved->list.at[i].payment_id == payment->id) {
			approved->list.at[i].day = deciding_day(d);
			return;
		}
	}
	*VEC_PUSH(d->slice->arena, &approved->list) =
		(struct slice_approved_payment){.payment_id = payment->id,
			.amount_pence = payment->amount_pence,
			.day = deciding_day(d)};
}

struct limits_within limits_award(struct deciding *d, const struct judge_request *request)
{
	const struct delegation *rules = rules_today(d);
	struct span entitlement = d->command->entitlement;
	int64_t asked_pence = request->room.awarded_pence + d->command->amount_pence;
	struct limits_within within = {.row = NULL};
	unsigned roles_that_could = 0;

	d->financial_rules = rules == NULL ? 0 : rules->version;
	if (!has_part(rules, DELEGATION_AWARD))
		return within;
	within = within_of(DELEGATION_AWARD,
		largest(rules, DELEGATION_AWARD, deciding_roles(d), entitlement), entitlement,
		asked_pence);
	if (reaches(within.row, asked_pence))
		return within;
	for (unsigned n = 0; n < ROLES; n++)
		if (reaches(delegation_row_for(
				    rules, DELEGATION_AWARD, role_at(n), ROLE_NONE, entitlement),
			    asked_pence))
			roles_that_could |= role_at(n);
	add_above(d, &within, roles_that_could);
	return within;
}
