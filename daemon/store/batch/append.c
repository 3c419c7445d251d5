#include "daemon/store/batch/append.h"

#include "base/arena.h"
#include "daemon/store/batch/rows.h"
#include "daemon/store/pq/query.h"

struct statement_list append_statements(struct arena *arena, size_t more)
{
	struct statement_list list = {
		.at = ARENA_ARRAY(arena, struct statement, TABLES + more),
	};

	for (enum table table = 0; table < TABLES; table++)
		list.at[list.len++] = rows_statement(arena, table);
	return list;
}

/* A person touched twice is written once, since is_new is taken back. */
static void append_categories(
	struct slice *slice, const struct store_authority *authority, struct connection *connection)
{
	struct rows rows = rows_of(slice->arena, authority, TABLE_category);

	for (size_t i = 0; i < slice->people_touched.len; i++) {
		struct slice_person *person = slice->people_touched.at[i];

		for (size_t k = 0; k < person->categories.len; k++) {
			struct slice_category *category = &person->categories.at[k];

			if (category->is_new)
				rows_add_category(&rows, person, category);
			category->is_new = false;
		}
	}
	rows_send(&rows, connection);
}

/* The same. */
static void append_facts(
	struct slice *slice, const struct store_authority *authority, struct connection *connection)
{
	struct rows rows = rows_of(slice->arena, authority, TABLE_fact);

	for (size_t i = 0; i < slice->people_touched.len; i++) {
		struct slice_person *person = slice->people_touched.at[i];

		for (size_t k = 0; k < person->facts.len; k++) {
			struct slice_fact *fact = &person->facts.at[k];

			if (!fact->is_new)
				continue;
			fact->is_new = false;
			fact->changed = false;
			rows_add_fact(&rows, person, fact);
		}
	}
	rows_send(&rows, connection);
}

/* Of those that were there before: the one UPDATE. */
static void append_fact_ends(
	struct slice *slice, const struct store_authority *authority, struct connection *connection)
{
	struct binds binds = binds_in(slice->arena);
	struct bind *id, *code, *event, *until, *ended;

	bind_int4(&binds, authority->id);
	id = bind_array(&binds, BIND_UUID);
	code = bind_array(&binds, BIND_TEXT);
	event = bind_array(&binds, BIND_INT8);
	until = bind_array(&binds, BIND_DATE);
	ended = bind_array(&binds, BIND_INT8);
	for (size_t i = 0; i < slice->people_touched.len; i++) {
		struct slice_person *person = slice->people_touched.at[i];

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
		connection_add(connection, query_name(QUERY_end_facts), &binds);
}

bool append_is_due(const struct slice *slice)
{
	return slice->events.len > 0;
}

/* All of a vector; it is of rows if take is &, and of pointers to them if it is nothing. */
#define APPEND(table, vector, take)                                                                \
	do {                                                                                       \
		struct rows rows = rows_of(slice->arena, authority, TABLE_##table);                \
                                                                                                   \
		for (size_t i = 0; i < slice->vector.len; i++)                                     \
			rows_add_##table(&rows, take slice->vector.at[i]);                         \
		rows_send(&rows, connection);                                                      \
	} while (0)

void append_send(
	struct slice *slice, const struct store_authority *authority, struct connection *connection)
{
	APPEND(event, events, &);
	APPEND(staff, new_staff, );
	APPEND(staff_invitation, new_invitations, );
	APPEND(credential, new_certificates, &);
	APPEND(person_private, new_people, );
	APPEND(person_text, texts, &);
	append_categories(slice, authority, connection);
	append_facts(slice, authority, connection);
	append_fact_ends(slice, authority, connection);
	APPEND(offer, new_offers, &);
	APPEND(account, new_accounts, );
	APPEND(transfer, transfers, &);
	APPEND(award, awards, &);
	APPEND(payment, new_payments, );
	APPEND(payment_step, steps, &);
	APPEND(refusal, refusals, &);
	APPEND(command_key, new_keys, );
	connection_add_plain(connection, "COMMIT");
}
