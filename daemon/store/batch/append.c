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

/* The same. One that is ended in the batch it is recorded in has a row of either. */
static void append_facts(
	struct slice *slice, const struct store_authority *authority, struct connection *connection)
{
	struct rows facts = rows_of(slice->arena, authority, TABLE_fact);
	struct rows ends = rows_of(slice->arena, authority, TABLE_fact_end);

	for (size_t i = 0; i < slice->people_touched.len; i++) {
		struct slice_person *person = slice->people_touched.at[i];

		for (size_t k = 0; k < person->facts.len; k++) {
			struct slice_fact *fact = &person->facts.at[k];

			if (fact->is_new)
				rows_add_fact(&facts, person, fact);
			if (fact->end_is_new)
				rows_add_fact_end(&ends, person, fact);
			fact->is_new = false;
			fact->end_is_new = false;
		}
	}
	rows_send(&facts, connection);
	rows_send(&ends, connection);
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
	APPEND(staff_role, staff_roles, &);
	APPEND(staff_suspension, suspensions, &);
	APPEND(credential, new_certificates, &);
	APPEND(credential_end, credential_ends, &);
	APPEND(person_private, new_people, );
	APPEND(payee, new_payees, );
	APPEND(payee_change, payee_changes, &);
	APPEND(creditor, creditors, &);
	APPEND(person_text, texts, &);
	append_categories(slice, authority, connection);
	append_facts(slice, authority, connection);
	APPEND(offer, new_offers, &);
	APPEND(rules, new_rules, &);
	APPEND(rule_limit, new_limits, &);
	APPEND(account, new_accounts, );
	APPEND(transfer, transfers, &);
	APPEND(award, awards, &);
	APPEND(payment, new_payments, );
	APPEND(payment_step, steps, &);
	APPEND(refusal, refusals, &);
	APPEND(command_key, new_keys, );
	connection_add_plain(connection, "COMMIT");
}
