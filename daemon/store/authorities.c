#include "daemon/store/authorities.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/pq/form.h"
#include "daemon/store/pq/query.h"
#include "daemon/store/sealing.h"

struct authority *authorities_find(const struct authorities *authorities, int32_t id)
{
	struct authority *authority = authorities->first;

	while (authority != NULL && authority->public.id != id)
		authority = authority->next;
	return authority;
}

struct authority *authorities_find_code(const struct authorities *authorities, struct span code)
{
	struct authority *authority = authorities->first;

	while (authority != NULL && !span_is(code, authority->public.code))
		authority = authority->next;
	return authority;
}

void authority_set_offers(struct authority *authority, struct offers *offers)
{
	if (authority->offers != NULL)
		offers_release(authority->offers);
	authority->offers = offers;
	authority->public.offers = &offers->book;
	authority->public.rules = &offers->rules;
}

static bool is_its_key(const struct authority *authority)
{
	struct seal_key check = seal_derive(&authority->public.key, SPAN(SEALING_CHECK));

	return !authority->has_check ||
		memcmp(check.bytes, authority->check.bytes, SEAL_KEY_BYTES) == 0;
}

bool authority_open(const struct authorities *authorities, struct authority *authority)
{
	struct store_authority *public = &authority->public;
	char path[4096];
	enum status status;

	if (authority->has_keys)
		return true;
	snprintf(path, sizeof(path), "%s/%s.key", authorities->keys_dir, public->code);
	status = seal_key_load(path, &public->key);
	if (status != OK) {
		store_log(authorities->log, "error",
			"the key file %s of an authority cannot be used: %s", path,
			status_text(status));
		return false;
	}
	if (!is_its_key(authority)) {
		store_log(authorities->log, "error",
			"the key file %s is not the key of authority %d: nothing of it is served",
			path, public->id);
		explicit_bzero(&public->key, sizeof(public->key));
		return false;
	}
	public->wrapping_key = seal_derive(&public->key, SPAN(SEALING_WRAP));
	public->likeness_key = seal_derive(&public->key, SPAN(SEALING_LIKENESS));
	public->idempotency_key = seal_derive(&public->key, SPAN(SEALING_IDEMPOTENCY));
	public->invitation_key = seal_derive(&public->key, SPAN(SEALING_INVITATION));
	authority->has_keys = true;
	return true;
}

void authority_heard(struct authority *authority, int32_t staff_serial)
{
	if (staff_serial > authority->staff_serial)
		authority->staff_serial = staff_serial;
}

static struct authority *add(struct authorities *authorities, const PGresult *rows, int row)
{
	struct authority *authority = calloc(1, sizeof(*authority)), **last = &authorities->first;

	struct span code = value_span(rows, row, AUTHORITY_code);
	struct span name = value_span(rows, row, AUTHORITY_name);
	struct span check = value_span(rows, row, AUTHORITY_key_check);

	assert(authority != NULL);
	authority->public.id = (int32_t)value_int(rows, row, AUTHORITY_authority_id);
	snprintf(authority->public.code, sizeof(authority->public.code), "%.*s", SPAN_ARG(code));
	snprintf(authority->public.name, sizeof(authority->public.name), "%.*s", SPAN_ARG(name));
	authority->has_check = check.len == SEAL_KEY_BYTES;
	if (authority->has_check)
		memcpy(authority->check.bytes, check.at, SEAL_KEY_BYTES);
	authority_set_offers(authority, offers_none());
	while (*last != NULL)
		last = &(*last)->next;
	*last = authority;
	return authority;
}

bool authorities_read(struct authorities *authorities, const PGresult *rows)
{
	if (!form_fits(rows, query_form(QUERY_authorities)))
		return false;
	for (int row = 0; row < PQntuples(rows); row++) {
		int32_t id = (int32_t)value_int(rows, row, AUTHORITY_authority_id);

		if (authorities_find(authorities, id) != NULL)
			continue;
		/* Without its key nobody of it can sign in; the others are not held up. */
		authority_open(authorities, add(authorities, rows, row));
	}
	return true;
}

void authorities_remarks(const struct authorities *authorities, struct buf *out)
{
	for (const struct authority *a = authorities->first; a != NULL; a = a->next) {
		if (!a->has_keys)
			buf_printf(out,
				"authority %d: its key file cannot be used, so nothing of it is "
				"served; see the log\n",
				a->public.id);
		if (!a->has_check)
			buf_printf(out,
				"authority %d: no key check value, so another key would not be "
				"noticed; run bursard migrate\n",
				a->public.id);
		if (a->ahead_us > 0)
			buf_printf(out, "authority %d: its log ends %lld s ahead of the clock\n",
				a->public.id, (long long)a->ahead_us / 1000000);
	}
}

void authorities_free(struct authorities *authorities)
{
	for (struct authority *authority = authorities->first, *next; authority != NULL;
		authority = next) {
		next = authority->next;
		offers_release(authority->offers);
		refusals_end(&authority->refusals);
		explicit_bzero(&authority->public, sizeof(authority->public));
		free(authority);
	}
	authorities->first = NULL;
}
