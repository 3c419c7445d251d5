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
	public->wrapping_key = seal_derive(&public->key, SPAN(SEALING_WRAP));
	public->likeness_key = seal_derive(&public->key, SPAN(SEALING_LIKENESS));
	public->idempotency_key = seal_derive(&public->key, SPAN(SEALING_IDEMPOTENCY));
	public->invitation_key = seal_derive(&public->key, SPAN(SEALING_INVITATION));
	authority->has_keys = true;
	return true;
}

static struct authority *add(
	struct authorities *authorities, int32_t id, struct span code, struct span name)
{
	struct authority *authority = calloc(1, sizeof(*authority)), **last = &authorities->first;

	assert(authority != NULL);
	authority->public.id = id;
	snprintf(authority->public.code, sizeof(authority->public.code), "%.*s", SPAN_ARG(code));
	snprintf(authority->public.name, sizeof(authority->public.name), "%.*s", SPAN_ARG(name));
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
		authority_open(authorities,
			add(authorities, id, value_span(rows, row, AUTHORITY_code),
				value_span(rows, row, AUTHORITY_name)));
	}
	return true;
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
