#include "tests/core/slice_rig.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fault.h"
#include "base/json.h"
#include "base/parse.h"
#include "tests/check.h"
#include "tests/core/events_doc.h"

enum { ARENA_BYTES = 512 << 20 };

/* Rigs there are: hashing begins with the first and ends with the last. */
static int rigs;

struct rig *rig_empty(void)
{
	static const unsigned roles[RIG_STAFF_NEXT] = {0, ROLE_ADVISER, ROLE_MANAGER, ROLE_FINANCE,
		ROLE_AUDITOR, ROLE_ADMIN, ROLE_ADVISER | ROLE_MANAGER | ROLE_FINANCE, ROLE_ANY};
	struct arena *arena = arena_new(ARENA_BYTES);
	struct rig *rig = ARENA_NEW(arena, struct rig);

	rigs++;
	hash_begin();
	rig->arena = arena;
	rig->book.versions = rig->versions;
	rig->at_us = RIG_NOON_US;
	slice_init(&rig->slice, arena, 1, SPAN("testshire"), &rig->book);
	rig->slice.size = RIG_FIRST;
	rig->slice.staff_id_next = RIG_STAFF_NEXT;
	for (int32_t id = RIG_ADVISER; id < RIG_STAFF_NEXT; id++) {
		struct slice_staff *staff = ARENA_NEW(arena, struct slice_staff);

		*staff = (struct slice_staff){
			.id = id, .roles = roles[id], .active = id != RIG_GONE};
		slice_put_staff(&rig->slice, staff);
	}
	return rig;
}

struct rig *rig_new(void)
{
	struct rig *rig = rig_empty();
	struct buf text = buf_in(rig->arena);

	for (const char *const *piece = rig_offer; *piece != NULL; piece++)
		buf_text(&text, *piece);
	rig_publish(rig, buf_cstr(&text));
	return rig;
}

struct rig *rig_authority(const char *name)
{
	struct rig *rig = rig_empty();

	rig_publish(rig, rig_file(rig, "offers", name));
	rig->slice.authority_code = span_of(name);
	return rig;
}

void rig_free(struct rig *rig)
{
	arena_free(rig->arena);
	if (--rigs == 0)
		hash_end();
}

void rig_publish(struct rig *rig, const char *text)
{
	struct faults *faults = faults_new(rig->arena, "offer.yaml");
	struct offer *offer = offer_read(rig->arena, rig->arena, span_of(text), faults);
	struct buf out = buf_in(rig->arena);

	faults_print(faults, &out);
	CHECK_TEXT("", buf_cstr(&out));
	assert(offer != NULL && rig->book.len < RIG_VERSIONS_MAX);
	rig->versions[rig->book.len++] = offer;
	offer->version = (int32_t)rig->book.len;
}

struct date rig_day(const char *text)
{
	struct date day = {0};
	bool parsed = date_parse(span_of(text), &day);

	assert(parsed);
	return day;
}

struct uuid rig_uuid(unsigned n)
{
	struct uuid id;

	memset(id.bytes, (int)n, sizeof(id.bytes));
	return id;
}

struct slice_person *rig_person(
	struct rig *rig, const char *ref, const char *born, enum category category)
{
	struct slice_person *person = ARENA_NEW(rig->arena, struct slice_person);

	*person = (struct slice_person){
		.id = rig_uuid(++rig->people), .ref = span_of(ref), .born = rig_day(born)};
	if (category != CATEGORY_NONE)
		rig_category(rig, person, category, born, 1);
	slice_put_person(&rig->slice, person);
	return person;
}

void rig_category(struct rig *rig, struct slice_person *person, enum category category,
	const char *from, int64_t event)
{
	*VEC_PUSH(rig->arena, &person->categories) = (struct slice_category){
		.category = category, .from = rig_day(from), .event = event};
}

/* One of them, from its code to its last date. */
static void add_fact(struct rig *rig, struct slice_person *person, struct span text)
{
	struct slice_fact fact = {.event = (int64_t)person->facts.len + 10};
	size_t at = span_find(text, '@');
	bool parsed = date_parse(span_slice(text, at + 1, DATE_TEXT), &fact.from);

	fact.code = span_slice(text, 0, at);
	fact.has_until = text.len > at + 1 + DATE_TEXT;
	if (fact.has_until)
		parsed = parsed && date_parse(span_from(text, at + 3 + DATE_TEXT), &fact.until);
	assert(parsed);
	*VEC_PUSH(rig->arena, &person->facts) = fact;
}

void rig_facts(struct rig *rig, struct slice_person *person, const char *facts)
{
	for (struct span rest = span_of(facts); rest.len > 0;) {
		size_t len = span_find(rest, ' ');

		add_fact(rig, person, span_slice(rest, 0, len));
		rest = span_from(rest, len + 1 < rest.len ? len + 1 : rest.len);
	}
}

struct command rig_command(struct rig *rig, enum command_kind kind, int32_t staff_id)
{
	struct command command = {.kind = kind,
		.authority_id = 1,
		.staff_id = staff_id,
		.at_us = rig->at_us,
		.key = rig_uuid(0)};
	unsigned n = ++rig->keys;
	bool parsed = parse_hex(SPAN(RIG_NONCE), command.nonce, sizeof(command.nonce));

	assert(parsed);
	memcpy(command.key.bytes, &n, sizeof(n));
	command.request = hash_sha256((struct span){(const char *)&n, sizeof(n)});
	return command;
}

void rig_text(struct command_text *text, const char *words)
{
	uint8_t salt[COMMAND_SALT_BYTES];

	memset(salt, 0x5a, sizeof(salt));
	command_text_set(text, span_of(words), salt);
}

static const char *refused(struct rig *rig)
{
	struct buf says = buf_in(rig->arena);

	CHECK(reasons_read(rig->arena, json_get(rig->outcome.event, "reasons"), &rig->reasons));
	buf_text(&says, "refused");
	for (size_t i = 0; i < rig->reasons.len; i++)
		buf_printf(&says, " %s", reason_word(rig->reasons.list[i].code));
	return buf_cstr(&says);
}

const char *rig_decide(struct rig *rig, const struct command *command)
{
	struct command *kept = ARENA_NEW(rig->arena, struct command);

	*kept = *command;
	decide(&rig->slice, kept, &rig->outcome);
	/* A publication ends its batch: what comes next is loaded by the new version. */
	rig->slice.offers_loaded = rig->slice.offers;
	rig->slice.rules_loaded = rig->slice.rules;
	CHECK_TEXT("", events_doc_faults(rig->arena, &rig->slice, &rig->outcome));
	rig->reasons.len = 0;
	switch (rig->outcome.kind) {
	case OUTCOME_RECORDED:
		return "recorded";
	case OUTCOME_REFUSED:
		return refused(rig);
	case OUTCOME_LOOKED:
		return "looked";
	case OUTCOME_NOT_FOUND:
		return arena_printf(rig->arena, "not found %s", rig->outcome.where);
	case OUTCOME_INVALID:
		return arena_printf(rig->arena, "invalid %s", rig->outcome.where);
	case OUTCOME_EXISTS:
		return "exists";
	case OUTCOME_KEY_REUSED:
		return "key reused";
	case OUTCOME_NOT_YOUR_ROLE:
		return "not your role";
	case OUTCOME_UNKNOWN:
	case OUTCOME_BUSY:
	case OUTCOME_CLOCK:
	case OUTCOME_REFUSED_TOO_OFTEN:
	case OUTCOME_BUG:
		break;
	}
	return "not decided";
}

static const char *decide_money(struct rig *rig, struct command *command, const char *ref,
	const char *code, int64_t pence, const char *on)
{
	command->ref = span_of(ref);
	command->entitlement = span_of(code);
	command->amount_pence = pence;
	command->on = rig_day(on);
	return rig_decide(rig, command);
}

const char *rig_request(
	struct rig *rig, const char *ref, const char *code, int64_t pence, const char *on)
{
	struct command command = rig_command(rig, COMMAND_PAYMENT_REQUEST, RIG_ADVISER);

	return decide_money(rig, &command, ref, code, pence, on);
}

const char *rig_award(
	struct rig *rig, const char *ref, const char *code, int64_t pence, const char *on)
{
	struct command command = rig_command(rig, COMMAND_AWARD_MAKE, RIG_MANAGER);

	return decide_money(rig, &command, ref, code, pence, on);
}

const char *rig_credit(struct rig *rig, const char *fund, const char *year, int64_t pence)
{
	struct command command = rig_command(rig, COMMAND_FUND_CREDIT, RIG_FINANCE);

	command.fund_credit.code = span_of(fund);
	command.fund_credit.year = span_of(year);
	command.fund_credit.amount_pence = pence;
	return rig_decide(rig, &command);
}

const char *rig_move(struct rig *rig, enum command_kind kind, int32_t staff_id, int64_t payment)
{
	struct command command = rig_command(rig, kind, staff_id);

	command.payment_id = payment;
	return rig_decide(rig, &command);
}

int64_t rig_last(const struct rig *rig)
{
	return rig->slice.size - 1;
}

const struct reason *rig_reason(const struct rig *rig, enum reason_code code)
{
	static const struct reason none;

	for (size_t i = 0; i < rig->reasons.len; i++)
		if (rig->reasons.list[i].code == code)
			return &rig->reasons.list[i];
	CHECK(false);
	return &none;
}

static const char *figures(struct rig *rig, const struct account *account)
{
	if (account == NULL)
		return "none";
	return arena_printf(rig->arena, "%" PRId64 "-%" PRId64 "-%" PRId64, account->credited,
		account->debited, account->reserved);
}

const char *rig_account(struct rig *rig, const char *code)
{
	return figures(rig, slice_account(&rig->slice, span_of(code)));
}

const char *rig_cap(struct rig *rig, unsigned n, const char *code, const char *period)
{
	return figures(rig,
		slice_account(&rig->slice,
			account_code(rig->arena,
				&(struct account_name){ACCOUNT_CAP, rig_uuid(n), span_of(code),
					span_of(period)})));
}

static void dump_account(struct buf *out, const struct account *account)
{
	char person[UUID_TEXT + 1];

	uuid_format(account->person, person);
	buf_printf(out,
		"account %" PRId64 " %.*s %u %d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
		" %s %.*s %p %.*s %p\n",
		account->id, SPAN_ARG(account->code), (unsigned)account->kind, account->is_new,
		account->credited, account->debited, account->reserved, account->base_pence, person,
		SPAN_ARG(account->entitlement), (const void *)account->entitlement.at,
		SPAN_ARG(account->period), (const void *)account->period.at);
}

static void dump_person(struct buf *out, const struct slice_person *person)
{
	buf_printf(out, "person %.*s %zu %zu %d\n", SPAN_ARG(person->ref), person->facts.len,
		person->categories.len, person->is_new);
	for (size_t i = 0; i < person->facts.len; i++) {
		const struct slice_fact *fact = &person->facts.at[i];

		buf_printf(out, "fact %.*s %d %d %d %" PRId64 " %d %d%d\n", SPAN_ARG(fact->code),
			fact->from.day, fact->until.day, fact->has_until, fact->ended_event,
			fact->ended_until.day, fact->is_new, fact->end_is_new);
	}
}

static void dump_payment(struct buf *out, const struct slice_payment *payment)
{
	buf_printf(out, "payment %" PRId64 " %s %p %p %" PRId64 " %d %d\n", payment->id,
		payment_state_word(payment->state), (const void *)payment->fund,
		(const void *)payment->payable, payment->approved_event, payment->round,
		payment->approvals);
}

#define EACH(map, slot)                                                                            \
	for (const struct map_slot *slot = (map).slots; slot < (map).slots + (map).slots_len;      \
		slot++)                                                                            \
		if (slot->value != NULL)

const char *rig_dump(struct rig *rig)
{
	const struct slice *s = &rig->slice;
	struct buf out = buf_in(rig->arena);

	buf_printf(&out, "%" PRId64 " %" PRId64 " %p %zu %d\n", s->size, s->last_at_us,
		(const void *)s->offers, s->offers->len, s->staff_id_next);
	buf_printf(&out, "maps %zu %zu %zu %zu %zu %zu %zu %zu %zu\n", s->people_by_ref.count,
		s->people.count, s->accounts.count, s->accounts_by_id.count, s->payments.count,
		s->staff.count, s->keys.count, s->invitations.count, s->fingerprints.count);
	buf_printf(&out, "lists %zu %zu %zu %zu %zu %zu %zu %zu %zu %zu %zu %zu %zu %zu %zu\n",
		s->events.len, s->new_people.len, s->new_staff.len, s->new_invitations.len,
		s->new_certificates.len, s->texts.len, s->new_offers.len, s->new_accounts.len,
		s->transfers.len, s->awards.len, s->new_payments.len, s->steps.len, s->refusals.len,
		s->new_keys.len, s->people_touched.len);
	EACH(s->accounts, slot)
	dump_account(&out, slot->value);
	EACH(s->people, slot)
	dump_person(&out, slot->value);
	EACH(s->payments, slot)
	dump_payment(&out, slot->value);
	return buf_cstr(&out);
}

void rig_check_books(struct rig *rig)
{
	const struct slice *slice = &rig->slice;
	int64_t books[BOOKS] = {0};

	EACH(slice->accounts, slot)
	{
		const struct account *account = slot->value;
		struct account sum = rig_explained(slice, account);

		books[account_book(account->kind)] += account->credited - account->debited;
		CHECK_INT(sum.credited, account->credited);
		CHECK_INT(sum.debited, account->debited);
		CHECK_INT(sum.reserved, account->reserved);
		CHECK(account->reserved >= 0);
		CHECK(!account_has_floor(account->kind) || ledger_available(account) >= 0);
	}
	for (size_t i = 0; i < BOOKS; i++)
		CHECK_INT(0, books[i]);
	CHECK_INT(slice->size, RIG_FIRST + (int64_t)slice->events.len);
	for (size_t i = 0; i < slice->events.len; i++)
		CHECK_INT(RIG_FIRST + (int64_t)i, slice->events.at[i].number);
}

bool rig_dies(void (*run)(void))
{
	int wait_status = 0;
	pid_t child;

	(void)fflush(NULL);
	child = fork();
	assert(child >= 0);
	if (child == 0) {
		if (freopen("/dev/null", "w", stderr) != NULL)
			run();
		_exit(0);
	}
	assert(waitpid(child, &wait_status, 0) == child);
	return WIFSIGNALED(wait_status) && WTERMSIG(wait_status) == SIGABRT;
}
