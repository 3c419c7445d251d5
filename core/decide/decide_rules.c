/* The financial rules, published by the administrator. */
#include <string.h>

#include "base/arena.h"
#include "core/decide/deciding.h"

/* The book with one more version at its end, in the slice's arena: the shared one is never changed.
 */
static const struct delegation_book *book_with(struct slice *slice, const struct delegation *rules)
{
	struct delegation_book *book = ARENA_NEW(slice->arena, struct delegation_book);
	size_t len = slice->rules->len;

	book->versions = ARENA_ARRAY(slice->arena, const struct delegation *, len + 1);
	if (len > 0)
		memcpy(book->versions, slice->rules->versions, len * sizeof(struct delegation *));
	book->versions[len] = rules;
	book->len = len + 1;
	return book;
}

/* All versions are kept in memory, for as long as a decision names one. */
static bool room_for(struct deciding *d)
{
	const struct delegation_book *book = d->slice->rules;
	size_t bytes = d->command->rules_publish.rules->bytes;

	for (size_t i = 0; i < book->len; i++)
		bytes += book->versions[i]->bytes;
	if (book->len < DELEGATION_VERSIONS_MAX && bytes <= DELEGATION_VERSIONS_BYTES_MAX)
		return true;
	deciding_invalid(d, "/text",
		"an authority publishes at most 1,000 versions and 8 MiB of text in all, and this "
		"would be more; nothing already published can be taken back");
	return false;
}

/* Any version's, since the offer may come to change before the rules do. */
static bool is_offered(const void *context, struct span code)
{
	const struct offer_book *book = context;

	for (size_t i = 0; i < book->len; i++)
		for (size_t k = 0; k < book->versions[i]->lines_len; k++)
			if (span_eq(book->versions[i]->lines[k].code, code))
				return true;
	return false;
}

static bool publishable(struct deciding *d, const struct delegation *last)
{
	const struct delegation *rules = d->command->rules_publish.rules;
	struct span stranger;

	if (!span_eq(rules->authority, d->slice->authority_code)) {
		deciding_invalid(d, "/text",
			"the rules are another authority's: their authority: is not yours");
		return false;
	}
	if (last != NULL && date_cmp(rules->effective, last->effective) < 0) {
		deciding_invalid(d, "/text",
			"effective: lies before that of the version in force, which would rewrite "
			"the past");
		return false;
	}
	for (size_t i = 0; i < d->slice->rules->len; i++) {
		if (!hash_eq(&d->slice->rules->versions[i]->digest, &rules->digest))
			continue;
		deciding_exists(d, "this text is published already");
		return false;
	}
	stranger = delegation_stranger(rules, is_offered, d->slice->offers);
	if (stranger.at != NULL) {
		deciding_invalid(d, "/text",
			arena_printf(d->slice->arena,
				"a row names %.*s, which is no line of any offer published here",
				SPAN_ARG(stranger)));
		return false;
	}
	return room_for(d);
}

static void keep_limits(struct deciding *d, const struct slice_rules *published)
{
	struct delegation_limit limit = {.n = -1};

	while (delegation_next_limit(published->rules, &limit))
		*VEC_PUSH(d->slice->arena, &d->slice->new_limits) =
			(struct slice_limit){.version = published->rules->version,
				.limit = limit,
				.event = published->event};
}

void decide_rules_publish(struct deciding *d)
{
	const struct command_rules_publish *asked = &d->command->rules_publish;
	const struct delegation_book *book = d->slice->rules;
	const struct delegation *last = book->len == 0 ? NULL : book->versions[book->len - 1];
	struct slice_rules *published;
	struct delegation *rules;
	struct json event;

	if (!publishable(d, last))
		return;
	rules = ARENA_NEW(d->slice->arena, struct delegation);
	*rules = *asked->rules;
	rules->version = last == NULL ? 1 : last->version + 1;
	event = deciding_open(d);
	json_int(&event, "version", rules->version);
	event_date(&event, "effective", rules->effective);
	json_hex(&event, "sha256", rules->digest.bytes, DIGEST_BYTES);
	if (!deciding_close(d, &event, NULL))
		return;
	d->slice->rules = book_with(d->slice, rules);
	published = VEC_PUSH(d->slice->arena, &d->slice->new_rules);
	*published = (struct slice_rules){
		.rules = rules, .text = asked->text, .json = asked->json, .event = d->number};
	keep_limits(d, published);
}
