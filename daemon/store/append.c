#include "daemon/store/append.h"

#include "base/arena.h"
#include "core/reason.h"
#include "daemon/store/sealing.h"

/* An UPDATE in a CTE; 1 / 0 raises 22012 if it met fewer rows than named. */
#define ALL_ROWS(update, keys) \
	"WITH met AS (" update " RETURNING 1) SELECT 1 / (count(*) = cardinality(" keys "))::int FROM met"

const struct statement append_statements[] = {
	{"add_events",
		"INSERT INTO event SELECT $1::int, * FROM unnest($2::bigint[], $3::timestamptz[], $4::date[], "
		"$5::text[], $6::int[], $7::bytea[], $8::bytea[])"},
	{"add_staff",
		"INSERT INTO staff (authority_id, staff_id, name, roles, event) "
		"SELECT $1::int, id, name, string_to_array(roles, ' '), event "
		"FROM unnest($2::int[], $3::text[], $4::text[], $5::bigint[]) w (id, name, roles, event)"},
	{"add_certificates",
		"INSERT INTO staff_cert (authority_id, staff_id, fingerprint) "
		"SELECT $1::int, * FROM unnest($2::int[], $3::bytea[])"},
	{"add_people",
		"INSERT INTO person_private (authority_id, person_id, event, ref, wrapped_key, sealed) "
		"SELECT $1::int, * FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::bytea[], $6::bytea[])"},
	{"add_texts",
		"INSERT INTO person_text (authority_id, event, field, person_id, sealed) "
		"SELECT $1::int, * FROM unnest($2::bigint[], $3::text[], $4::uuid[], $5::bytea[])"},
	{"add_categories",
		"INSERT INTO category (authority_id, person_id, from_date, event, code) "
		"SELECT $1::int, * FROM unnest($2::uuid[], $3::date[], $4::bigint[], $5::text[])"},
	{"add_facts",
		"INSERT INTO fact (authority_id, person_id, code, event, from_date, until_date, ended_event) "
		"SELECT $1::int, * FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::date[], $6::date[], $7::bigint[])"},
	{"end_facts", ALL_ROWS("UPDATE fact f SET until_date = w.until_date, ended_event = w.ended_event "
			       "FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::date[], $6::bigint[]) "
			       "w (person_id, code, event, until_date, ended_event) WHERE f.authority_id = $1::int "
			       "AND f.person_id = w.person_id AND f.code = w.code AND f.event = w.event",
			      "$2::uuid[]")},
	{"add_offers",
		"INSERT INTO offer (authority_id, version, effective, digest, text, json, event) "
		"SELECT $1::int, * FROM unnest($2::int[], $3::date[], $4::bytea[], $5::text[], $6::text[], $7::bigint[])"},
	{"raise_offer_serial", ALL_ROWS("UPDATE log_head SET offer_serial = offer_serial + cardinality($2::int[]) "
					"WHERE authority_id = $1::int",
				       "ARRAY[1]")},
	{"add_accounts",
		"INSERT INTO account (authority_id, account_id, code, book, floor, person_id, entitlement, period, base_pence) "
		"SELECT $1::int, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::uuid[], "
		"$7::text[], $8::text[], $9::bigint[])"},
	{"rebase_accounts", ALL_ROWS("UPDATE account a SET base_pence = w.base_pence "
				     "FROM unnest($2::bigint[], $3::bigint[]) w (account_id, base_pence) "
				     "WHERE a.authority_id = $1::int AND a.account_id = w.account_id",
				    "$2::bigint[]")},
	{"add_transfers",
		"INSERT INTO transfer (authority_id, event, n, phase, from_account, to_account, amount_pence, "
		"resolves_event, resolves_n) SELECT $1::int, * FROM unnest($2::bigint[], $3::smallint[], $4::text[], "
		"$5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::smallint[])"},
	{"add_awards",
		"INSERT INTO award (authority_id, event, person_id, entitlement, on_date, period, amount_pence, account_id) "
		"SELECT $1::int, * FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::date[], $6::text[], "
		"$7::bigint[], $8::bigint[])"},
	{"add_payments",
		"INSERT INTO payment (authority_id, payment_id, person_id, entitlement, amount_pence, need_date, "
		"offer_version, content, requester, period, year, cap_account, drawn_account, reserve_n) "
		"SELECT $1::int, * FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::bigint[], $6::date[], "
		"$7::int[], $8::bytea[], $9::int[], $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::smallint[])"},
	{"add_approvals",
		"INSERT INTO approval (authority_id, payment_id, content, requester, approver, stage, event) "
		"SELECT $1::int, * FROM unnest($2::bigint[], $3::bytea[], $4::int[], $5::int[], $6::smallint[], $7::bigint[])"},
	{"move_payments",
		ALL_ROWS("UPDATE payment p SET state = w.state, fund_account = w.fund, payable_account = w.payable, "
			 "approved_event = w.approved, closed_event = w.closed "
			 "FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[]) "
			 "w (payment_id, state, fund, payable, approved, closed) "
			 "WHERE p.authority_id = $1::int AND p.payment_id = w.payment_id",
			"$2::bigint[]")},
	{"add_refusals",
		"INSERT INTO refusal (authority_id, event, person_id, payment_id, entitlement, amount_pence, reasons) "
		"SELECT $1::int, event, person_id, payment_id, entitlement, amount_pence, string_to_array(reasons, ' ') "
		"FROM unnest($2::bigint[], $3::uuid[], $4::bigint[], $5::text[], $6::bigint[], $7::text[]) "
		"w (event, person_id, payment_id, entitlement, amount_pence, reasons)"},
	{"add_keys",
		"INSERT INTO command_key (authority_id, staff_id, key, request, event) "
		"SELECT $1::int, * FROM unnest($2::int[], $3::uuid[], $4::bytea[], $5::bigint[])"},
};
const size_t append_statements_len = ARRAY_LEN(append_statements);

struct append {
	struct slice *slice;
	const struct store_authority *authority;
	struct connection *connection;
};

static struct binds begin(const struct append *a)
{
	struct binds binds = binds_in(a->slice->arena);

	bind_int4(&binds, a->authority->id);
	return binds;
}

static void add_uuid_or_null(struct bind *array, const struct slice_person *person)
{
	if (person == NULL)
		bind_add_null(array);
	else
		bind_add_uuid(array, person->id);
}

/* 0 stands for none. */
static void add_number_or_null(struct bind *array, int64_t number)
{
	if (number == 0)
		bind_add_null(array);
	else
		bind_add_int(array, number);
}

static void add_events(const struct append *a)
{
	struct binds binds = begin(a);
	struct bind *number = bind_array(&binds, BIND_INT8), *at = bind_array(&binds, BIND_INSTANT);
	struct bind *day = bind_array(&binds, BIND_DATE), *kind = bind_array(&binds, BIND_TEXT);
	struct bind *staff = bind_array(&binds, BIND_INT4), *bytes = bind_array(&binds, BIND_BYTEA);
	struct bind *leaf = bind_array(&binds, BIND_BYTEA);

	for (size_t i = 0; i < a->slice->events.len; i++) {
		const struct slice_event *event = &a->slice->events.at[i];

		bind_add_int(number, event->number);
		bind_add_instant(at, event->at_us);
		bind_add_date(day, date_london(event->at_us));
		bind_add_word(kind, event->kind);
		bind_add_int(staff, event->staff_id);
		bind_add_span(bytes, event->bytes);
		bind_add_digest(leaf, &event->leaf);
	}
	connection_add(a->connection, "add_events", &binds);
}

static struct span role_words(struct arena *arena, unsigned roles)
{
	struct buf words = buf_in(arena);

	for (unsigned n = 0; n < ROLES; n++) {
		if ((roles & role_at(n)) == 0)
			continue;
		if (words.len > 0)
			buf_char(&words, ' ');
		buf_text(&words, role_word(role_at(n)));
	}
	return buf_done(&words);
}

static void add_staff(const struct append *a)
{
	struct binds binds = begin(a), certificates = begin(a);
	struct bind *id = bind_array(&binds, BIND_INT4), *name = bind_array(&binds, BIND_TEXT);
	struct bind *roles = bind_array(&binds, BIND_TEXT), *event = bind_array(&binds, BIND_INT8);
	struct bind *owner = bind_array(&certificates, BIND_INT4);
	struct bind *print = bind_array(&certificates, BIND_BYTEA);

	if (a->slice->new_staff.len == 0)
		return;
	for (size_t i = 0; i < a->slice->new_staff.len; i++) {
		const struct slice_staff *staff = a->slice->new_staff.at[i];

		bind_add_int(id, staff->id);
		bind_add_span(name, staff->name);
		bind_add_span(roles, role_words(a->slice->arena, staff->roles));
		bind_add_int(event, staff->event);
		bind_add_int(owner, staff->id);
		bind_add_digest(print, &staff->fingerprint);
	}
	connection_add(a->connection, "add_staff", &binds);
	connection_add(a->connection, "add_certificates", &certificates);
}

static void add_people(const struct append *a)
{
	struct binds binds = begin(a);
	struct bind *id = bind_array(&binds, BIND_UUID), *event = bind_array(&binds, BIND_INT8);
	struct bind *ref = bind_array(&binds, BIND_TEXT), *key = bind_array(&binds, BIND_BYTEA);
	struct bind *sealed = bind_array(&binds, BIND_BYTEA);
	struct arena *arena = a->slice->arena;

	if (a->slice->new_people.len == 0)
		return;
	for (size_t i = 0; i < a->slice->new_people.len; i++) {
		const struct slice_person *person = a->slice->new_people.at[i];

		bind_add_uuid(id, person->id);
		bind_add_int(event, person->event);
		bind_add_span(ref, person->ref);
		bind_add_span(key, sealing_wrap(arena, &a->authority->wrapping_key, person));
		bind_add_span(sealed, sealing_person(arena, person));
	}
	connection_add(a->connection, "add_people", &binds);
}

static void add_texts(const struct append *a)
{
	struct binds binds = begin(a);
	struct bind *event = bind_array(&binds, BIND_INT8), *field = bind_array(&binds, BIND_TEXT);
	struct bind *person = bind_array(&binds, BIND_UUID), *sealed = bind_array(&binds, BIND_BYTEA);

	if (a->slice->texts.len == 0)
		return;
	for (size_t i = 0; i < a->slice->texts.len; i++) {
		const struct slice_text *text = &a->slice->texts.at[i];

		bind_add_int(event, text->event);
		bind_add_word(field, text->field);
		add_uuid_or_null(person, text->person);
		bind_add_span(sealed,
			sealing_text(a->slice->arena, &a->authority->wrapping_key, text));
	}
	connection_add(a->connection, "add_texts", &binds);
}

static void add_date_or_null(struct bind *array, bool there, struct date date)
{
	if (there)
		bind_add_date(array, date);
	else
		bind_add_null(array);
}

/* New categories of everybody touched; a person touched twice is written once, since is_new is taken back. */
static void add_categories(const struct append *a)
{
	struct binds binds = begin(a);
	struct bind *id = bind_array(&binds, BIND_UUID), *from = bind_array(&binds, BIND_DATE);
	struct bind *event = bind_array(&binds, BIND_INT8), *code = bind_array(&binds, BIND_TEXT);

	for (size_t i = 0; i < a->slice->people_touched.len; i++) {
		struct slice_person *person = a->slice->people_touched.at[i];

		for (size_t k = 0; k < person->categories.len; k++) {
			struct slice_category *category = &person->categories.at[k];

			if (!category->is_new)
				continue;
			category->is_new = false;
			bind_add_uuid(id, person->id);
			bind_add_date(from, category->from);
			bind_add_int(event, category->event);
			bind_add_word(code, category_word(category->category));
		}
	}
	if (id->count > 0)
		connection_add(a->connection, "add_categories", &binds);
}

static void add_facts(const struct append *a)
{
	struct binds binds = begin(a);
	struct bind *id = bind_array(&binds, BIND_UUID), *code = bind_array(&binds, BIND_TEXT);
	struct bind *event = bind_array(&binds, BIND_INT8), *from = bind_array(&binds, BIND_DATE);
	struct bind *until = bind_array(&binds, BIND_DATE), *ended = bind_array(&binds, BIND_INT8);

	for (size_t i = 0; i < a->slice->people_touched.len; i++) {
		struct slice_person *person = a->slice->people_touched.at[i];

		for (size_t k = 0; k < person->facts.len; k++) {
			struct slice_fact *fact = &person->facts.at[k];

			if (!fact->is_new)
				continue;
			fact->is_new = false;
			fact->changed = false;
			bind_add_uuid(id, person->id);
			bind_add_span(code, fact->code);
			bind_add_int(event, fact->event);
			bind_add_date(from, fact->from);
			add_date_or_null(until, fact->has_until, fact->until);
			add_number_or_null(ended, fact->ended_event);
		}
	}
	if (id->count > 0)
		connection_add(a->connection, "add_facts", &binds);
}

static void end_facts(const struct append *a)
{
	struct binds binds = begin(a);
	struct bind *id = bind_array(&binds, BIND_UUID), *code = bind_array(&binds, BIND_TEXT);
	struct bind *event = bind_array(&binds, BIND_INT8), *until = bind_array(&binds, BIND_DATE);
	struct bind *ended = bind_array(&binds, BIND_INT8);

	for (size_t i = 0; i < a->slice->people_touched.len; i++) {
		struct slice_person *person = a->slice->people_touched.at[i];

		for (size_t k = 0; k < person->facts.len; k++) {
			struct slice_fact *fact = &person->facts.at[k];

			if (!fact->changed)
				continue;
			fact->changed = false;
			bind_add_uuid(id, person->id);
			bind_add_span(code, fact->code);
			bind_add_int(event, fact->event);
			bind_add_date(until, fact->until);
			bind_add_int(ended, fact->ended_event);
		}
	}
	if (id->count > 0)
		connection_add(a->connection, "end_facts", &binds);
}

static void add_offers(const struct append *a)
{
	struct binds binds = begin(a), serial = begin(a);
	struct bind *version = bind_array(&binds, BIND_INT4), *effective = bind_array(&binds, BIND_DATE);
	struct bind *digest = bind_array(&binds, BIND_BYTEA), *text = bind_array(&binds, BIND_TEXT);
	struct bind *json = bind_array(&binds, BIND_TEXT), *event = bind_array(&binds, BIND_INT8);
	struct bind *versions = bind_array(&serial, BIND_INT4);

	if (a->slice->new_offers.len == 0)
		return;
	for (size_t i = 0; i < a->slice->new_offers.len; i++) {
		const struct slice_offer *offer = &a->slice->new_offers.at[i];

		bind_add_int(version, offer->offer->version);
		bind_add_date(effective, offer->offer->effective);
		bind_add_digest(digest, &offer->offer->digest);
		bind_add_span(text, offer->text);
		bind_add_span(json, offer->json);
		bind_add_int(event, offer->event);
		bind_add_int(versions, offer->offer->version);
	}
	connection_add(a->connection, "add_offers", &binds);
	connection_add(a->connection, "raise_offer_serial", &serial);
}

static void add_accounts(const struct append *a)
{
	struct binds binds = begin(a);
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
		bind_add_word(book, account->allowance ? "allowance" : "money");
		if (account->has_floor)
			bind_add_int(floor, 0);
		else
			bind_add_null(floor);
		if (account->is_cap)
			bind_add_uuid(person, account->person);
		else
			bind_add_null(person);
		bind_add_span(line, account->entitlement);
		bind_add_span(period, account->period);
		if (account->is_cap)
			bind_add_int(base, account->base_pence);
		else
			bind_add_null(base);
	}
	connection_add(a->connection, "add_accounts", &binds);
}

static void rebase_accounts(const struct append *a)
{
	struct binds binds = begin(a);
	struct bind *id = bind_array(&binds, BIND_INT8), *base = bind_array(&binds, BIND_INT8);
	struct map seen = map_in(a->slice->arena, a->slice->rebased_accounts.len);

	for (size_t i = 0; i < a->slice->rebased_accounts.len; i++) {
		struct account *account = a->slice->rebased_accounts.at[i];

		/* One made in this batch is inserted with its base. */
		if (account->is_new || map_get(&seen, account->code) != NULL)
			continue;
		map_put(&seen, account->code, account);
		bind_add_int(id, account->id);
		bind_add_int(base, account->base_pence);
	}
	if (id->count > 0)
		connection_add(a->connection, "rebase_accounts", &binds);
}

static void add_transfers(const struct append *a)
{
	struct binds binds = begin(a);
	struct bind *event = bind_array(&binds, BIND_INT8), *n = bind_array(&binds, BIND_INT2);
	struct bind *phase = bind_array(&binds, BIND_TEXT), *from = bind_array(&binds, BIND_INT8);
	struct bind *to = bind_array(&binds, BIND_INT8), *amount = bind_array(&binds, BIND_INT8);
	struct bind *of_event = bind_array(&binds, BIND_INT8), *of_n = bind_array(&binds, BIND_INT2);

	if (a->slice->transfers.len == 0)
		return;
	for (size_t i = 0; i < a->slice->transfers.len; i++) {
		const struct transfer *transfer = &a->slice->transfers.at[i];
		bool resolves = transfer->phase == TRANSFER_SETTLE || transfer->phase == TRANSFER_RELEASE;

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

static void add_awards(const struct append *a)
{
	struct binds binds = begin(a);
	struct bind *event = bind_array(&binds, BIND_INT8), *person = bind_array(&binds, BIND_UUID);
	struct bind *code = bind_array(&binds, BIND_TEXT), *on = bind_array(&binds, BIND_DATE);
	struct bind *period = bind_array(&binds, BIND_TEXT), *amount = bind_array(&binds, BIND_INT8);
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

static void add_payments(const struct append *a)
{
	struct binds binds = begin(a);
	struct bind *id = bind_array(&binds, BIND_INT8), *person = bind_array(&binds, BIND_UUID);
	struct bind *code = bind_array(&binds, BIND_TEXT), *amount = bind_array(&binds, BIND_INT8);
	struct bind *need = bind_array(&binds, BIND_DATE), *offer = bind_array(&binds, BIND_INT4);
	struct bind *content = bind_array(&binds, BIND_BYTEA), *staff = bind_array(&binds, BIND_INT4);
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

static void add_approvals(const struct append *a)
{
	struct binds binds = begin(a);
	struct bind *payment = bind_array(&binds, BIND_INT8), *content = bind_array(&binds, BIND_BYTEA);
	struct bind *requester = bind_array(&binds, BIND_INT4), *approver = bind_array(&binds, BIND_INT4);
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

static void move_payments(const struct append *a, enum payment_state through)
{
	struct binds binds = begin(a);
	struct bind *id = bind_array(&binds, BIND_INT8), *state = bind_array(&binds, BIND_TEXT);
	struct bind *fund = bind_array(&binds, BIND_INT8), *payable = bind_array(&binds, BIND_INT8);
	struct bind *approved = bind_array(&binds, BIND_INT8), *closed = bind_array(&binds, BIND_INT8);

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
		bind_add_word(state, payment_state_word(halfway ? PAYMENT_APPROVED : payment->state));
		add_number_or_null(fund, payment->fund == NULL ? 0 : payment->fund->id);
		add_number_or_null(payable, payment->payable == NULL ? 0 : payment->payable->id);
		add_number_or_null(approved, payment->approved_event);
		add_number_or_null(closed, halfway ? 0 : payment->closed_event);
	}
	if (id->count > 0)
		connection_add(a->connection, "move_payments", &binds);
}

static struct span reason_words_of(struct arena *arena, unsigned reasons)
{
	struct buf words = buf_in(arena);

	for (unsigned code = 0; code < REASON_CODES; code++) {
		if ((reasons & 1u << code) == 0)
			continue;
		if (words.len > 0)
			buf_char(&words, ' ');
		buf_text(&words, reason_word((enum reason_code)code));
	}
	return buf_done(&words);
}

static void add_refusals(const struct append *a)
{
	struct binds binds = begin(a);
	struct bind *event = bind_array(&binds, BIND_INT8), *person = bind_array(&binds, BIND_UUID);
	struct bind *payment = bind_array(&binds, BIND_INT8), *code = bind_array(&binds, BIND_TEXT);
	struct bind *amount = bind_array(&binds, BIND_INT8), *reasons = bind_array(&binds, BIND_TEXT);

	if (a->slice->refusals.len == 0)
		return;
	for (size_t i = 0; i < a->slice->refusals.len; i++) {
		const struct slice_refusal *refusal = &a->slice->refusals.at[i];

		bind_add_int(event, refusal->event);
		add_uuid_or_null(person, refusal->person);
		add_number_or_null(payment, refusal->payment_id);
		bind_add_span(code, refusal->entitlement);
		add_number_or_null(amount, refusal->amount_pence);
		bind_add_span(reasons, reason_words_of(a->slice->arena, refusal->reasons));
	}
	connection_add(a->connection, "add_refusals", &binds);
}

static void add_keys(const struct append *a)
{
	struct binds binds = begin(a);
	struct bind *staff = bind_array(&binds, BIND_INT4), *key = bind_array(&binds, BIND_UUID);
	struct bind *request = bind_array(&binds, BIND_BYTEA), *event = bind_array(&binds, BIND_INT8);

	for (size_t i = 0; i < a->slice->new_keys.len; i++) {
		const struct slice_key *each = a->slice->new_keys.at[i];

		bind_add_int(staff, each->staff_id);
		bind_add_uuid(key, each->key);
		bind_add_digest(request, &each->request);
		bind_add_int(event, each->event);
	}
	connection_add(a->connection, "add_keys", &binds);
}

bool append_is_due(const struct slice *slice)
{
	return slice->events.len > 0;
}

void append_send(struct slice *slice, const struct store_authority *authority,
	struct connection *connection)
{
	struct append a = {.slice = slice, .authority = authority, .connection = connection};

	add_events(&a);
	add_staff(&a);
	add_people(&a);
	add_texts(&a);
	add_categories(&a);
	add_facts(&a);
	end_facts(&a);
	add_offers(&a);
	add_accounts(&a);
	rebase_accounts(&a);
	add_transfers(&a);
	add_awards(&a);
	add_payments(&a);
	add_approvals(&a);
	move_payments(&a, PAYMENT_APPROVED);
	move_payments(&a, PAYMENT_PAID);
	add_refusals(&a);
	add_keys(&a);
	connection_add_plain(connection, "COMMIT");
}
