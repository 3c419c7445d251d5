/* A command about many payments, made up as there is none yet: a header event and one each. */
#include "core/decide/deciding.h"

#include <string.h>

#include "base/arena.h"
#include "tests/check.h"
#include "tests/core/slice_rig.h"

enum { PAYMENTS = 3 };

struct run {
	struct rig *rig;
	struct command command;
	struct outcome outcome;
	struct deciding deciding;
	int64_t first; /* the header's number */
};

/* Three payments that are approved, and a command that pays them all. */
static struct run run_new(void)
{
	struct run run = {.rig = rig_new()};
	struct rig *rig = run.rig;

	rig_person(rig, "A", "2000-01-01", CATEGORY_RELEVANT);
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 5000));
	for (int i = 0; i < PAYMENTS; i++) {
		CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 100 + i, RIG_TODAY));
		CHECK_TEXT("recorded",
			rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, rig_last(rig)));
	}
	run.command = rig_command(rig, COMMAND_PAYMENT_PAY, RIG_FINANCE);
	run.first = rig->slice.size;
	return run;
}

static struct deciding *begin(struct run *run)
{
	struct slice *slice = &run->rig->slice;

	run->deciding = (struct deciding){.slice = slice,
		.command = &run->command,
		.outcome = &run->outcome,
		.number = slice->size,
		.reasons = reasons_in(slice->arena),
		.transfers = transfers_in(slice->arena)};
	return &run->deciding;
}

static struct slice_payment *paid(const struct run *run, int i)
{
	return slice_payment(&run->rig->slice, run->first - 2 * (PAYMENTS - i));
}

static void gather(struct deciding *d, const struct slice_payment *payment, int64_t pence)
{
	deciding_more(d);
	ledger_resolve(&d->transfers, TRANSFER_SETTLE, payment->cap, payment->drawn, pence,
		(struct ledger_reserve){payment->id, payment->reserve_n});
	ledger_resolve(&d->transfers, TRANSFER_SETTLE, payment->fund, payment->payable, pence,
		(struct ledger_reserve){payment->approved_event, 0});
}

/* Whether the header was recorded, and so all that follow. */
static bool record(struct run *run, struct deciding *d)
{
	struct json event = deciding_open(d);

	json_int(&event, "payments", PAYMENTS);
	if (!deciding_close(d, &event, &(struct subject){.amount_pence = 1}))
		return false;
	for (int i = 0; i < PAYMENTS; i++) {
		event = deciding_open_next(d, "payment-paid");
		json_int(&event, "payment", paid(run, i)->id);
		deciding_close_next(d, &event);
		deciding_step(d, paid(run, i), payment_move(PAYMENT_APPROVED, COMMAND_PAYMENT_PAY),
			NULL, NULL);
	}
	return true;
}

TEST(deciding_of_several_events)
{
	struct run run = run_new();
	struct slice *slice = &run.rig->slice;
	struct deciding *d = begin(&run);
	size_t before = slice->events.len, keys = slice->new_keys.len;
	struct span bytes;
	const struct slice_key *key;
	const char *nonce = RIG_NONCE;

	for (int i = 0; i < PAYMENTS; i++)
		gather(d, paid(&run, i), paid(&run, i)->amount_pence);
	CHECK(record(&run, d));
	CHECK_INT(before + 1 + PAYMENTS, slice->events.len);
	CHECK_INT(run.first + 1 + PAYMENTS, slice->size);
	CHECK_INT(OUTCOME_RECORDED, run.outcome.kind);
	CHECK(run.outcome.recorded);
	/* The outcome is the header's, and so is the one key. */
	bytes = slice->events.at[before].bytes;
	CHECK(span_eq(bytes, run.outcome.event));
	CHECK(json_get(bytes, "transfers").at == NULL && json_get(bytes, "with").at == NULL);
	CHECK_SPAN(nonce, json_get(bytes, "nonce"));
	CHECK_INT(keys + 1, slice->new_keys.len);
	key = slice_key(slice, RIG_FINANCE, run.command.key);
	CHECK(key != NULL && key->event == run.first);
	for (int i = 0; i < PAYMENTS; i++) {
		const struct slice_event *event = &slice->events.at[before + 1 + (size_t)i];
		const struct transfer *settle =
			&slice->transfers.at[slice->transfers.len - 2 * (size_t)(PAYMENTS - i)];
		int64_t number = run.first + 1 + i, with = 0;

		check_row("payment %d", i);
		CHECK_INT(number, event->number);
		CHECK_TEXT("payment-paid", event->kind);
		CHECK_INT(PAYMENT_PAID, paid(&run, i)->state);
		CHECK_INT(number, slice->steps.at[PAYMENTS + i].event);
		CHECK(slice->steps.at[PAYMENTS + i].payment == paid(&run, i));
		CHECK(json_get_int(event->bytes, "with", &with));
		CHECK_INT(run.first, with);
		CHECK(!span_eq(
			json_get(event->bytes, "nonce"), json_get(event[-1].bytes, "nonce")));
		CHECK_INT(number, settle->event);
		CHECK_INT(0, settle->n);
		CHECK_INT(paid(&run, i)->id, settle->resolves_event);
		CHECK_INT(number, settle[1].event);
		CHECK_INT(1, settle[1].n);
		CHECK_INT(paid(&run, i)->approved_event, settle[1].resolves_event);
	}
	CHECK_TEXT("303-0-0", rig_account(run.rig, "payable:care:2019-20"));
	CHECK_TEXT("303-0-0", rig_account(run.rig, "drawn:by-lifetime"));
	rig_check_books(run.rig);
	rig_free(run.rig);
}

/* One does not fit, though those before it do; a dry run; a refusal, which is one event. */
TEST(deciding_of_several_events_or_none)
{
	static const struct {
		const char *what;
		bool dry_run, breaks, refused;
		enum outcome_kind kind;
	} rows[] = {
		{"breaks", false, true, false, OUTCOME_BUG},
		{"breaks in a dry run", true, true, false, OUTCOME_BUG},
		{"dry run", true, false, false, OUTCOME_RECORDED},
		{"refused in a dry run", true, false, true, OUTCOME_REFUSED},
		{"refused", false, false, true, OUTCOME_REFUSED},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct run run = run_new();
		struct slice *slice = &run.rig->slice;
		const char *before = rig_dump(run.rig);
		struct deciding *d = begin(&run);

		check_row("%s", rows[i].what);
		run.command.dry_run = rows[i].dry_run;
		for (int j = 0; j < PAYMENTS; j++)
			gather(d, paid(&run, j),
				paid(&run, j)->amount_pence +
					(rows[i].breaks && j == PAYMENTS - 1));
		if (rows[i].refused)
			reason_add(&d->reasons, REASON_NOT_YOUR_OWN);
		CHECK(!record(&run, d));
		CHECK_INT(rows[i].kind, run.outcome.kind);
		if (rows[i].refused && !rows[i].dry_run) {
			CHECK_INT(run.first + 1, slice->size);
			CHECK_INT(run.first, slice->refusals.at[0].event);
			CHECK_TEXT("5000-0-303", rig_account(run.rig, "fund:care:2019-20"));
		} else {
			CHECK_TEXT(before, rig_dump(run.rig));
		}
		rig_free(run.rig);
	}
}

/* A reserve of one event is settled by the next; what the next makes is found by the one after. */
TEST(deciding_events_build_on_those_before)
{
	struct run run = run_new();
	struct slice *slice = &run.rig->slice;
	struct deciding *d = begin(&run);
	struct account *grantor =
		deciding_account(d, &(struct account_name){.kind = ACCOUNT_GRANTOR});
	struct account_name fund = {
		.kind = ACCOUNT_FUND, .name = SPAN("new"), .period = SPAN("2020-21")};
	struct account_name payable = {
		.kind = ACCOUNT_PAYABLE, .name = SPAN("new"), .period = SPAN("2020-21")};
	struct account *made;
	struct json event;

	deciding_more(d);
	made = deciding_account(d, &fund);
	CHECK_INT((run.first + 1) * 16, made->id);
	ledger_add(&d->transfers, TRANSFER_POST, grantor, made, 500);
	ledger_add(&d->transfers, TRANSFER_RESERVE, made, deciding_account(d, &payable), 500);
	deciding_more(d);
	CHECK(deciding_account(d, &fund) == made);
	CHECK_INT((run.first + 2) * 16,
		deciding_account(
			d, &(struct account_name){.kind = ACCOUNT_DRAWN, .name = SPAN("x")})
			->id);
	ledger_resolve(&d->transfers, TRANSFER_SETTLE, made, deciding_account(d, &payable), 500,
		(struct ledger_reserve){run.first + 1, 1});
	event = deciding_open(d);
	CHECK(deciding_close(d, &event, NULL));
	CHECK(slice_account(slice, SPAN("fund:new:2020-21")) == NULL);
	event = deciding_open_next(d, "fund-credited");
	deciding_close_next(d, &event);
	CHECK_TEXT("500-0-500", rig_account(run.rig, "fund:new:2020-21"));
	CHECK(slice_account(slice, SPAN("drawn:x")) == NULL);
	event = deciding_open_next(d, "payment-paid");
	deciding_close_next(d, &event);
	CHECK_TEXT("500-500-0", rig_account(run.rig, "fund:new:2020-21"));
	CHECK_TEXT("0-0-0", rig_account(run.rig, "drawn:x"));
	rig_check_books(run.rig);
	rig_free(run.rig);
}

/* As many accounts as an event can number, in each event; one more is told, and none is made. */
TEST(deciding_many_accounts)
{
	for (int many = DECIDING_ACCOUNTS_OF_EVENT; many <= DECIDING_ACCOUNTS_OF_EVENT + 1;
		many++) {
		struct run run = run_new();
		struct slice *slice = &run.rig->slice;
		struct deciding *d = begin(&run);
		size_t before = slice->new_accounts.len;
		struct json event;

		check_row("%d", many);
		for (int i = 0; i < 2 * many; i++) {
			struct span name = span_of(arena_printf(slice->arena, "x%d", i));

			if (i == many)
				deciding_more(d);
			deciding_account(
				d, &(struct account_name){.kind = ACCOUNT_DRAWN, .name = name});
		}
		event = deciding_open(d);
		CHECK_INT(many == DECIDING_ACCOUNTS_OF_EVENT, deciding_close(d, &event, NULL));
		if (many == DECIDING_ACCOUNTS_OF_EVENT) {
			event = deciding_open_next(d, "payment-paid");
			deciding_close_next(d, &event);
			CHECK_INT(before + 2 * (size_t)many, slice->new_accounts.len);
			CHECK_INT((run.first + 1) * 16 + 15,
				slice->new_accounts.at[before + 2 * (size_t)many - 1]->id);
		} else {
			CHECK_INT(OUTCOME_BUG, run.outcome.kind);
			CHECK_INT(before, slice->new_accounts.len);
		}
		rig_free(run.rig);
	}
}

/* As large as an event may be, recorded or refused, and a byte more: then it is invalid, and
 * nothing has changed. */
TEST(deciding_large_events)
{
	for (int refused = 0; refused <= 1; refused++)
		for (size_t more = 0; more <= 1; more++) {
			struct run run = run_new();
			struct slice *slice = &run.rig->slice;
			const char *before = rig_dump(run.rig);
			size_t len = 0;

			check_row("%s, %zu more", refused == 1 ? "refused" : "recorded", more);
			/* First to see how long it is without the filling, then with it. */
			for (int filled = 0; filled <= 1; filled++) {
				struct deciding *d = begin(&run);
				size_t fill = filled == 1 ? EVENT_BYTES_MAX + more - len : 0;
				char *text = arena_alloc(slice->arena, fill + 1);
				struct json event;

				memset(text, 'x', fill);
				run.command.dry_run = filled == 0;
				if (refused == 1)
					reason_add(&d->reasons, REASON_WRONG_STATE);
				event = deciding_open(d);
				json_text(&event, "text", (struct span){text, fill});
				deciding_close(d, &event, &(struct subject){.payment_id = 1});
				len = run.outcome.event.len;
			}
			if (more == 0) {
				CHECK_INT(EVENT_BYTES_MAX, len);
				CHECK_INT(refused == 1 ? OUTCOME_REFUSED : OUTCOME_RECORDED,
					run.outcome.kind);
				CHECK_INT(run.first + 1, slice->size);
			} else {
				CHECK_INT(OUTCOME_INVALID, run.outcome.kind);
				CHECK_TEXT(before, rig_dump(run.rig));
			}
			rig_free(run.rig);
		}
}
