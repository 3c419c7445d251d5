#include "daemon/store/append_rows.h"

void append_accounts(const struct append *a)
{
	struct binds binds = append_binds(a);
	struct bind *id = bind_array(&binds, BIND_INT8), *code = bind_array(&binds, BIND_TEXT);
	struct bind *book = bind_array(&binds, BIND_TEXT), *floor = bind_array(&binds, BIND_INT8);
	struct bind *person = bind_array(&binds, BIND_UUID), *line = bind_array(&binds, BIND_TEXT);
	struct bind *period = bind_array(&binds, BIND_TEXT), *base = bind_array(&binds, BIND_INT8);

	if (a->slice->new_accounts.len == 0)
		return;
	for (size_t i = 0; i < a->slice->new_accounts.len; i++) {
		const struct account *account = a->slice->new_accounts.at[i];

		bind_add_int(id, account->id);
		bind_add_span(code, account->code);
		bind_add_word(book, account_book_word(account_book(account->kind)));
		if (account_has_floor(account->kind))
			bind_add_int(floor, 0);
		else
			bind_add_null(floor);
		if (account->kind == ACCOUNT_CAP)
			bind_add_uuid(person, account->person);
		else
			bind_add_null(person);
		bind_add_span(line, account->entitlement);
		bind_add_span(period, account->period);
		/* PostgreSQL adds what transfers credit to it. */
		if (account->kind == ACCOUNT_CAP)
			bind_add_int(base, 0);
		else
			bind_add_null(base);
	}
	connection_add(a->connection, "add_accounts", &binds);
}

void append_transfers(const struct append *a)
{
	struct binds binds = append_binds(a);
	struct bind *event = bind_array(&binds, BIND_INT8), *n = bind_array(&binds, BIND_INT2);
	struct bind *phase = bind_array(&binds, BIND_TEXT), *from = bind_array(&binds, BIND_INT8);
	struct bind *to = bind_array(&binds, BIND_INT8), *amount = bind_array(&binds, BIND_INT8);
	struct bind *of_event = bind_array(&binds, BIND_INT8),
		    *of_n = bind_array(&binds, BIND_INT2);

	if (a->slice->transfers.len == 0)
		return;
	for (size_t i = 0; i < a->slice->transfers.len; i++) {
		const struct transfer *transfer = &a->slice->transfers.at[i];
		bool resolves =
			transfer->phase == TRANSFER_SETTLE || transfer->phase == TRANSFER_RELEASE;

		bind_add_int(event, transfer->event);
		bind_add_int(n, transfer->n);
		bind_add_word(phase, ledger_phase_word(transfer->phase));
		bind_add_int(from, transfer->from->id);
		bind_add_int(to, transfer->to->id);
		bind_add_int(amount, transfer->amount_pence);
		if (!resolves) {
			bind_add_null(of_event);
			bind_add_null(of_n);
			continue;
		}
		bind_add_int(of_event, transfer->resolves_event);
		bind_add_int(of_n, transfer->resolves_n);
	}
	connection_add(a->connection, "add_transfers", &binds);
}

void append_awards(const struct append *a)
{
	struct binds binds = append_binds(a);
	struct bind *event = bind_array(&binds, BIND_INT8), *person = bind_array(&binds, BIND_UUID);
	struct bind *code = bind_array(&binds, BIND_TEXT), *on = bind_array(&binds, BIND_DATE);
	struct bind *period = bind_array(&binds, BIND_TEXT),
		    *amount = bind_array(&binds, BIND_INT8);
	struct bind *cap = bind_array(&binds, BIND_INT8);

	if (a->slice->awards.len == 0)
		return;
	for (size_t i = 0; i < a->slice->awards.len; i++) {
		const struct slice_award *award = &a->slice->awards.at[i];

		bind_add_int(event, award->event);
		bind_add_uuid(person, award->person->id);
		bind_add_span(code, award->entitlement);
		bind_add_date(on, award->on);
		bind_add_span(period, award->period);
		bind_add_int(amount, award->amount_pence);
		bind_add_int(cap, award->cap->id);
	}
	connection_add(a->connection, "add_awards", &binds);
}

void append_payments(const struct append *a)
{
	struct binds binds = append_binds(a);
	struct bind *id = bind_array(&binds, BIND_INT8), *person = bind_array(&binds, BIND_UUID);
	struct bind *code = bind_array(&binds, BIND_TEXT), *amount = bind_array(&binds, BIND_INT8);
	struct bind *need = bind_array(&binds, BIND_DATE), *offer = bind_array(&binds, BIND_INT4);
	struct bind *content = bind_array(&binds, BIND_BYTEA),
		    *staff = bind_array(&binds, BIND_INT4);
	struct bind *period = bind_array(&binds, BIND_TEXT), *year = bind_array(&binds, BIND_TEXT);
	struct bind *cap = bind_array(&binds, BIND_INT8), *drawn = bind_array(&binds, BIND_INT8);
	struct bind *reserve = bind_array(&binds, BIND_INT2);

	if (a->slice->new_payments.len == 0)
		return;
	for (size_t i = 0; i < a->slice->new_payments.len; i++) {
		const struct slice_payment *payment = a->slice->new_payments.at[i];

		bind_add_int(id, payment->id);
		bind_add_uuid(person, payment->person->id);
		bind_add_span(code, payment->entitlement);
		bind_add_int(amount, payment->amount_pence);
		bind_add_date(need, payment->need);
		bind_add_int(offer, payment->offer_version);
		bind_add_digest(content, &payment->content);
		bind_add_int(staff, payment->requester);
		bind_add_span(period, payment->period);
		bind_add_span(year, payment->year);
		bind_add_int(cap, payment->cap->id);
		bind_add_int(drawn, payment->drawn->id);
		bind_add_int(reserve, payment->reserve_n);
	}
	connection_add(a->connection, "add_payments", &binds);
}

void append_steps(const struct append *a)
{
	struct binds binds = append_binds(a);
	struct bind *payment = bind_array(&binds, BIND_INT8),
		    *event = bind_array(&binds, BIND_INT8);
	struct bind *step = bind_array(&binds, BIND_TEXT), *becomes = bind_array(&binds, BIND_TEXT);
	struct bind *staff = bind_array(&binds, BIND_INT4), *round = bind_array(&binds, BIND_INT2);
	struct bind *stage = bind_array(&binds, BIND_INT2),
		    *content = bind_array(&binds, BIND_BYTEA);
	struct bind *fund = bind_array(&binds, BIND_INT8), *payable = bind_array(&binds, BIND_INT8);

	if (a->slice->steps.len == 0)
		return;
	for (size_t i = 0; i < a->slice->steps.len; i++) {
		const struct slice_step *each = &a->slice->steps.at[i];

		bind_add_int(payment, each->payment->id);
		bind_add_int(event, each->event);
		bind_add_word(step, each->move->step);
		bind_add_word(becomes, payment_state_word(each->move->becomes));
		bind_add_int(staff, each->staff_id);
		bind_add_int(round, each->round);
		append_number(stage, each->stage);
		if (each->stage == 0)
			bind_add_null(content);
		else
			bind_add_digest(content, &each->payment->content);
		append_number(fund, each->fund == NULL ? 0 : each->fund->id);
		append_number(payable, each->payable == NULL ? 0 : each->payable->id);
	}
	connection_add(a->connection, "add_steps", &binds);
}
