#include "daemon/store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "daemon/store/sealing.h"

enum { OFFERS_ARENA_BYTES_MAX = 64 << 20 };

const char offers_query[] = "load_offers";

struct authority *authority_of(const struct store *store, int32_t id)
{
	struct authority *authority = store->authorities;

	while (authority != NULL && authority->public.id != id)
		authority = authority->next;
	return authority;
}

const struct store_authority *store_authority(const struct store *store, int32_t id)
{
	const struct authority *authority = authority_of(store, id);

	return authority == NULL ? NULL : &authority->public;
}

static struct offers *offers_none(void)
{
	struct offers *offers = calloc(1, sizeof(*offers));

	assert(offers != NULL);
	offers->arena = arena_new(OFFERS_ARENA_BYTES_MAX);
	offers->users = 1;
	return offers;
}

struct offers *offers_use(struct offers *offers)
{
	offers->users++;
	return offers;
}

void offers_release(struct offers *offers)
{
	if (--offers->users > 0)
		return;
	arena_free(offers->arena);
	free(offers);
}

struct offers *offers_read(const PGresult *rows, int32_t serial, struct buf *ret_error)
{
	struct offers *offers = offers_none();
	int len = PQntuples(rows);

	offers->serial = serial;
	offers->book.versions = ARENA_ARRAY(offers->arena, const struct offer *, (size_t)len);
	for (int row = 0; row < len; row++) {
		struct faults *faults = faults_new(offers->arena, "offer");
		struct span text = value_dup(offers->arena, rows, row, 1);
		struct offer *offer = offer_read(offers->arena, text, faults);

		if (offer == NULL) {
			faults_print(faults, ret_error);
			offers_release(offers);
			return NULL;
		}
		offer->version = (int32_t)value_int(rows, row, 0);
		offer->digest = hash_sha256(text);
		offers->book.versions[offers->book.len++] = offer;
	}
	return offers;
}

void authority_set_offers(struct authority *authority, struct offers *offers)
{
	if (authority->offers != NULL)
		offers_release(authority->offers);
	authority->offers = offers;
	authority->public.offers = &offers->book;
}

struct authority *authority_learn(
	struct store *store, int32_t id, struct span code, struct span name)
{
	struct authority *authority = authority_of(store, id);
	char path[4096];
	enum status status;

	if (authority != NULL)
		return authority;
	authority = calloc(1, sizeof(*authority));
	assert(authority != NULL);
	authority->public.id = id;
	snprintf(authority->public.code, sizeof(authority->public.code), "%.*s", SPAN_ARG(code));
	snprintf(authority->public.name, sizeof(authority->public.name), "%.*s", SPAN_ARG(name));
	snprintf(path, sizeof(path), "%s/%s.key", store->config.keys_dir, authority->public.code);
	status = seal_key_load(path, &authority->public.key);
	if (status != OK) {
		store_log(store, "error", "the key file %s of an authority cannot be used: %s",
			path, status_text(status));
		free(authority);
		return NULL;
	}
	authority->public.wrapping_key = seal_derive(&authority->public.key, SPAN(SEALING_WRAP));
	authority->public.idempotency_key =
		seal_derive(&authority->public.key, SPAN(SEALING_IDEMPOTENCY));
	authority_set_offers(authority, offers_none());
	authority->next = store->authorities;
	store->authorities = authority;
	return authority;
}

void authority_free(struct authority *authority)
{
	offers_release(authority->offers);
	explicit_bzero(&authority->public, sizeof(authority->public));
	free(authority);
}
