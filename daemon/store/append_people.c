#include "daemon/store/append_rows.h"

#include "base/arena.h"
#include "daemon/store/sealing.h"

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

void append_staff(const struct append *a)
{
	struct binds binds = append_binds(a);
	struct bind *id = bind_array(&binds, BIND_INT4), *name = bind_array(&binds, BIND_TEXT);
	struct bind *roles = bind_array(&binds, BIND_TEXT), *event = bind_array(&binds, BIND_INT8);

	if (a->slice->new_staff.len == 0)
		return;
	for (size_t i = 0; i < a->slice->new_staff.len; i++) {
		const struct slice_staff *staff = a->slice->new_staff.at[i];

		bind_add_int(id, staff->id);
		bind_add_span(name, staff->name);
		bind_add_span(roles, role_words(a->slice->arena, staff->roles));
		bind_add_int(event, staff->event);
	}
	connection_add(a->connection, "add_staff", &binds);
}

void append_invitations(const struct append *a)
{
	struct binds binds = append_binds(a);
	struct bind *event = bind_array(&binds, BIND_INT8), *staff = bind_array(&binds, BIND_INT4);
	struct bind *until = bind_array(&binds, BIND_DATE);

	if (a->slice->new_invitations.len == 0)
		return;
	for (size_t i = 0; i < a->slice->new_invitations.len; i++) {
		const struct slice_invitation *invitation = a->slice->new_invitations.at[i];

		bind_add_int(event, invitation->event);
		bind_add_int(staff, invitation->staff_id);
		bind_add_date(until, invitation->until);
	}
	connection_add(a->connection, "add_invitations", &binds);
}

void append_certificates(const struct append *a)
{
	struct binds binds = append_binds(a);
	struct bind *staff = bind_array(&binds, BIND_INT4);
	struct bind *print = bind_array(&binds, BIND_BYTEA);
	struct bind *event = bind_array(&binds, BIND_INT8);
	struct bind *invitation = bind_array(&binds, BIND_INT8);

	if (a->slice->new_certificates.len == 0)
		return;
	for (size_t i = 0; i < a->slice->new_certificates.len; i++) {
		const struct slice_certificate *each = &a->slice->new_certificates.at[i];

		bind_add_int(staff, each->staff_id);
		bind_add_digest(print, &each->fingerprint);
		bind_add_int(event, each->event);
		append_number(invitation, each->invitation);
	}
	connection_add(a->connection, "add_certificates", &binds);
}

void append_people(const struct append *a)
{
	struct binds binds = append_binds(a);
	struct bind *id = bind_array(&binds, BIND_UUID), *event = bind_array(&binds, BIND_INT8);
	struct bind *ref = bind_array(&binds, BIND_TEXT), *key = bind_array(&binds, BIND_BYTEA);
	struct bind *sealed = bind_array(&binds, BIND_BYTEA);
	struct bind *likeness = bind_array(&binds, BIND_BYTEA);
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
		if (person->likeness != NULL)
			bind_add_digest(likeness, person->likeness);
		else
			bind_add_null(likeness);
	}
	connection_add(a->connection, "add_people", &binds);
}

void append_texts(const struct append *a)
{
	struct binds binds = append_binds(a);
	struct bind *event = bind_array(&binds, BIND_INT8), *field = bind_array(&binds, BIND_TEXT);
	struct bind *person = bind_array(&binds, BIND_UUID),
		    *sealed = bind_array(&binds, BIND_BYTEA);

	if (a->slice->texts.len == 0)
		return;
	for (size_t i = 0; i < a->slice->texts.len; i++) {
		const struct slice_text *text = &a->slice->texts.at[i];

		bind_add_int(event, text->event);
		bind_add_word(field, text->field);
		append_person(person, text->person);
		bind_add_span(
			sealed, sealing_text(a->slice->arena, &a->authority->wrapping_key, text));
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

/* New categories of everybody touched; a person touched twice is written once, since is_new is
 * taken back. */
void append_categories(const struct append *a)
{
	struct binds binds = append_binds(a);
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
			if (category->from_birthday)
				bind_add_date_always(from);
			else
				bind_add_date(from, category->from);
			bind_add_int(event, category->event);
			bind_add_word(code, category_word(category->category));
		}
	}
	if (id->count > 0)
		connection_add(a->connection, "add_categories", &binds);
}

void append_facts(const struct append *a)
{
	struct binds binds = append_binds(a);
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
			append_number(ended, fact->ended_event);
		}
	}
	if (id->count > 0)
		connection_add(a->connection, "add_facts", &binds);
}

void append_fact_ends(const struct append *a)
{
	struct binds binds = append_binds(a);
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
