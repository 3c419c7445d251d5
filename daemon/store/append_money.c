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

	for (size_t i = 0; i < a->slice->payments_touched.len; i++) {
		struct slice_payment *payment = a->slice->payments_touched.at[i];

		if (!payment->is_new)
			continue;
		/* Moved within its batch, it is inserted as requested and moved after. */
		payment->is_new = false;
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
	if (id->count > 0)
		connection_add(a->connection, "add_payments", &binds);
}

void append_approvals(const struct append *a)
{
	struct binds binds = append_binds(a);
	struct bind *payment = bind_array(&binds, BIND_INT8),
		    *content = bind_array(&binds, BIND_BYTEA);
	struct bind *requester = bind_array(&binds, BIND_INT4),
		    *approver = bind_array(&binds, BIND_INT4);
	struct bind *stage = bind_array(&binds, BIND_INT2), *event = bind_array(&binds, BIND_INT8);

	if (a->slice->approvals.len == 0)
		return;
	for (size_t i = 0; i < a->slice->approvals.len; i++) {
		const struct slice_approval *approval = &a->slice->approvals.at[i];

		bind_add_int(payment, approval->payment->id);
		bind_add_digest(content, &approval->payment->content);
		bind_add_int(requester, approval->payment->requester);
		bind_add_int(approver, approval->approver);
		bind_add_int(stage, 1);
		bind_add_int(event, approval->event);
	}
	connection_add(a->connection, "add_approvals", &binds);
}

void append_moves(const struct append *a, enum payment_state through)
{
	struct binds binds = append_binds(a);
	struct bind *id = bind_array(&binds, BIND_INT8), *state = bind_array(&binds, BIND_TEXT);
	struct bind *fund = bind_array(&binds, BIND_INT8), *payable = bind_array(&binds, BIND_INT8);
	struct bind *approved = bind_array(&binds, BIND_INT8),
		    *closed = bind_array(&binds, BIND_INT8);

	for (size_t i = 0; i < a->slice->payments_touched.len; i++) {
		struct slice_payment *payment = a->slice->payments_touched.at[i];
		bool halfway = through == PAYMENT_APPROVED && payment->state == PAYMENT_PAID &&
			payment->approved_here;

		if (!payment->changed || (through == PAYMENT_APPROVED) != halfway)
			continue;
		/* One approved and paid in a batch takes both steps, as the database demands. */
		payment->changed = halfway;
		payment->approved_here = false;
		bind_add_int(id, payment->id);
		bind_add_word(
			state, payment_state_word(halfway ? PAYMENT_APPROVED : payment->state));
		append_number(fund, payment->fund == NULL ? 0 : payment->fund->id);
		append_number(payable, payment->payable == NULL ? 0 : payment->payable->id);
		append_number(approved, payment->approved_event);
		append_number(closed, halfway ? 0 : payment->closed_event);
	}
	if (id->count > 0)
		connection_add(a->connection, "move_payments", &binds);
}
