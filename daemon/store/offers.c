#include "daemon/store/offers.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/fault.h"
#include "daemon/store/pq/query.h"

/* Of one version, and of reading it. Rules are small beside offers. */
enum { OFFER_ARENA_BYTES = 16 << 20 };

static void *allocate(size_t count, size_t size)
{
	void *room = calloc(count, size);

	assert(room != NULL);
	return room;
}

/* The same versions of the financial rules, with room for more. */
static void copy_rules(struct offers *offers, const struct offers *from, size_t more)
{
	size_t len = from == NULL ? 0 : from->rules.len;
	struct offers_version **held = allocate(len + more + 1, sizeof(struct offers_version *));
	const struct delegation **versions =
		allocate(len + more + 1, sizeof(const struct delegation *));

	for (size_t i = 0; i < len; i++) {
		held[i] = from->held_rules[i];
		held[i]->users++;
		versions[i] = held[i]->rules;
	}
	offers->held_rules = held;
	offers->rules = (struct delegation_book){.versions = versions, .len = len};
}

/* With room for more versions. */
static struct offers *offers_new(const struct offers *before, size_t more)
{
	struct offers *offers = allocate(1, sizeof(*offers));
	size_t len = before == NULL ? 0 : before->book.len;

	offers->users = 1;
	offers->serial = before == NULL ? 0 : before->serial;
	offers->held = allocate(len + more + 1, sizeof(*offers->held));
	offers->book.versions = allocate(len + more + 1, sizeof(*offers->book.versions));
	offers->rules_serial = before == NULL ? 0 : before->rules_serial;
	copy_rules(offers, before, 0);
	for (; offers->book.len < len; offers->book.len++) {
		struct offers_version *version = before->held[offers->book.len];

		version->users++;
		offers->held[offers->book.len] = version;
		offers->book.versions[offers->book.len] = version->offer;
	}
	return offers;
}

static void version_release(struct offers_version *version)
{
	if (--version->users > 0)
		return;
	arena_free(version->arena);
	free(version);
}

struct offers *offers_use(struct offers *offers)
{
	offers->users++;
	return offers;
}

struct offers *offers_none(void)
{
	return offers_new(NULL, 0);
}

static void release_rules(struct offers *offers)
{
	for (size_t i = 0; i < offers->rules.len; i++)
		version_release(offers->held_rules[i]);
	free(offers->held_rules);
	free(offers->rules.versions);
}

void offers_release(struct offers *offers)
{
	if (--offers->users > 0)
		return;
	for (size_t i = 0; i < offers->book.len; i++)
		version_release(offers->held[i]);
	free(offers->held);
	free(offers->book.versions);
	release_rules(offers);
	free(offers);
}

int32_t offers_newest(const struct offers *offers)
{
	return offers->book.len == 0 ? 0 : offers->book.versions[offers->book.len - 1]->version;
}

static bool add_version(
	struct offers *offers, int32_t number, struct span text, struct buf *ret_error)
{
	struct offers_version *version = allocate(1, sizeof(*version));
	struct arena *scratch = arena_new(OFFER_ARENA_BYTES);
	struct faults *faults = faults_new(scratch, "offer");
	struct offer *offer;

	version->arena = arena_new(OFFER_ARENA_BYTES);
	version->users = 1;
	offer = offer_read(version->arena, scratch, text, faults);
	version->offer = offer;
	if (offer != NULL) {
		offer->version = number;
		offer->digest = hash_sha256(text);
		offers->book.versions[offers->book.len] = offer;
		offers->held[offers->book.len++] = version;
	} else {
		buf_printf(ret_error, "version %d: ", number);
		faults_print(faults, ret_error);
		version_release(version);
	}
	arena_free(scratch);
	return offer != NULL;
}

struct offers *offers_with(
	const struct offers *before, const PGresult *rows, int32_t serial, struct buf *ret_error)
{
	int len = PQntuples(rows);
	struct offers *offers = offers_new(before, (size_t)len);

	for (int row = 0; row < len; row++) {
		int32_t number = (int32_t)value_int(rows, row, OFFER_version);

		/* Another lane may have fetched the same meanwhile. */
		if (number <= offers_newest(offers))
			continue;
		if (!add_version(offers, number, value_span(rows, row, OFFER_text), ret_error)) {
			offers_release(offers);
			return NULL;
		}
	}
	if (len == 0 || value_int(rows, len - 1, OFFER_newest) <= offers_newest(offers))
		offers->serial = serial;
	return offers;
}

int32_t offers_newest_rules(const struct offers *offers)
{
	return offers->rules.len == 0 ? 0 : offers->rules.versions[offers->rules.len - 1]->version;
}

static bool add_rules(
	struct offers *offers, int32_t number, struct span text, struct buf *ret_error)
{
	struct offers_version *version = allocate(1, sizeof(*version));
	struct arena *scratch = arena_new(OFFER_ARENA_BYTES);
	struct faults *faults = faults_new(scratch, "rules");
	struct delegation *rules;

	version->arena = arena_new(OFFER_ARENA_BYTES);
	version->users = 1;
	rules = delegation_read(version->arena, scratch, text, faults);
	version->rules = rules;
	if (rules != NULL) {
		rules->version = number;
		rules->digest = hash_sha256(text);
		offers->rules.versions[offers->rules.len] = rules;
		offers->held_rules[offers->rules.len++] = version;
	} else {
		buf_printf(ret_error, "version %d of the financial rules: ", number);
		faults_print(faults, ret_error);
		version_release(version);
	}
	arena_free(scratch);
	return rules != NULL;
}

bool offers_add_rules(
	struct offers *offers, const PGresult *rows, int32_t serial, struct buf *ret_error)
{
	int len = PQntuples(rows);
	struct offers before = *offers;

	assert(offers->users == 1);
	copy_rules(offers, &before, (size_t)len);
	release_rules(&before);
	for (int row = 0; row < len; row++) {
		int32_t number = (int32_t)value_int(rows, row, RULES_ROW_version);

		/* Another lane may have fetched the same meanwhile. */
		if (number > offers_newest_rules(offers) &&
			!add_rules(
				offers, number, value_span(rows, row, RULES_ROW_text), ret_error))
			return false;
	}
	if (len == 0 || value_int(rows, len - 1, RULES_ROW_newest) <= offers_newest_rules(offers))
		offers->rules_serial = serial;
	return true;
}
