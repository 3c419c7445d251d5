/* What the administrator does: the offer, and who may sign in. */
#include <string.h>

#include "core/deciding.h"

/* The book with one more version at its end, in the slice's arena: the shared one is never changed.
 */
static const struct offer_book *book_with(struct slice *slice, const struct offer *offer)
{
	struct offer_book *book = ARENA_NEW(slice->arena, struct offer_book);
	size_t len = slice->offers->len;

	book->versions = ARENA_ARRAY(slice->arena, const struct offer *, len + 1);
	if (len > 0)
		memcpy(book->versions, slice->offers->versions, len * sizeof(struct offer *));
	book->versions[len] = offer;
	book->len = len + 1;
	return book;
}

/* All versions are kept in memory, for as long as there is a payment of one. */
static bool room_for(struct deciding *d)
{
	const struct offer_book *book = d->slice->offers;
	size_t bytes = d->command->offer->bytes;

	for (size_t i = 0; i < book->len; i++)
		bytes += book->versions[i]->bytes;
	if (book->len < OFFER_VERSIONS_MAX && bytes <= OFFER_VERSIONS_BYTES_MAX)
		return true;
	deciding_invalid(d, "/text",
		"an authority publishes at most 1,000 versions and 16 MiB of text in all, and this "
		"would be more; nothing already published can be taken back");
	return false;
}

static bool publishable(struct deciding *d, const struct offer *last)
{
	const struct command *command = d->command;

	if (!span_eq(command->offer->authority, d->slice->authority_code)) {
		deciding_invalid(d, "/text",
			"the offer is another authority's: its authority: is not yours");
		return false;
	}
	if (last != NULL && date_cmp(command->offer->effective, last->effective) < 0) {
		deciding_invalid(d, "/text",
			"effective: lies before that of the version in force, which would rewrite "
			"the past");
		return false;
	}
	for (size_t i = 0; i < d->slice->offers->len; i++) {
		if (!hash_eq(&d->slice->offers->versions[i]->digest, &command->offer->digest))
			continue;
		deciding_exists(d, "this text is published already");
		return false;
	}
	return room_for(d);
}

void decide_offer_publish(struct deciding *d)
{
	const struct command *command = d->command;
	const struct offer_book *book = d->slice->offers;
	const struct offer *last = book->len == 0 ? NULL : book->versions[book->len - 1];
	struct offer *offer;
	struct json event;

	if (!publishable(d, last))
		return;
	offer = ARENA_NEW(d->slice->arena, struct offer);
	*offer = *command->offer;
	offer->version = last == NULL ? 1 : last->version + 1;
	event = deciding_open(d);
	json_int(&event, "version", offer->version);
	event_date(&event, "effective", offer->effective);
	json_hex(&event, "sha256", offer->digest.bytes, DIGEST_BYTES);
	if (!deciding_close(d, &event, NULL))
		return;
	d->slice->offers = book_with(d->slice, offer);
	*VEC_PUSH(d->slice->arena, &d->slice->new_offers) = (struct slice_offer){.offer = offer,
		.text = command->offer_text,
		.json = command->offer_json,
		.event = d->number};
}

static void write_roles(struct json *event, unsigned roles)
{
	json_open(event, "roles", '[');
	for (unsigned n = 0; n < ROLES; n++)
		if (roles & role_at(n))
			json_word(event, NULL, role_word(role_at(n)));
	json_close(event, ']');
}

static void add_staff(struct deciding *d, struct json *event)
{
	const struct command *command = d->command;
	int32_t id = d->slice->staff_id_next;
	struct slice_staff *staff;

	json_int(event, "staff", id);
	write_roles(event, command->roles);
	json_hex(event, "certificate", command->fingerprint.bytes, DIGEST_BYTES);
	if (!deciding_close(d, event, NULL))
		return;
	staff = ARENA_NEW(d->slice->arena, struct slice_staff);
	*staff = (struct slice_staff){.id = id,
		.roles = command->roles,
		.active = true,
		.name = command->staff_name,
		.fingerprint = command->fingerprint,
		.event = d->number,
		.is_new = true};
	d->slice->staff_id_next++;
	slice_put_staff(d->slice, staff);
	slice_put_fingerprint(d->slice, &command->fingerprint);
	*VEC_PUSH(d->slice->arena, &d->slice->new_staff) = staff;
}

void decide_staff_add(struct deciding *d)
{
	struct json event;

	if (slice_has_fingerprint(d->slice, &d->command->fingerprint)) {
		deciding_exists(d, "this certificate is registered already");
		return;
	}
	event = deciding_open(d);
	add_staff(d, &event);
}

void decide_authority_open(
	struct slice *slice, const struct command *command, struct outcome *ret_outcome)
{
	struct deciding *d = ARENA_NEW(slice->arena, struct deciding);
	struct json event;

	assert(slice->size == 0 && slice->staff_id_next == command->staff_id);
	*ret_outcome = (struct outcome){.kind = OUTCOME_BUG};
	*d = (struct deciding){.slice = slice,
		.command = command,
		.outcome = ret_outcome,
		.reasons = reasons_in(slice->arena)};
	event = event_begin(slice->arena, "authority-opened", 0, command->at_us, command);
	json_text(&event, "authority", slice->authority_code);
	add_staff(d, &event);
	slice->events.at[0].kind = "authority-opened";
}
