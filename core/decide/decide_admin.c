/* What the administrator does: the offer, and who may sign in. */
#include <string.h>

#include "core/decide/deciding.h"

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
	size_t bytes = d->command->offer_publish.offer->bytes;

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
	const struct offer *offer = d->command->offer_publish.offer;

	if (!span_eq(offer->authority, d->slice->authority_code)) {
		deciding_invalid(d, "/text",
			"the offer is another authority's: its authority: is not yours");
		return false;
	}
	if (last != NULL && date_cmp(offer->effective, last->effective) < 0) {
		deciding_invalid(d, "/text",
			"effective: lies before that of the version in force, which would rewrite "
			"the past");
		return false;
	}
	for (size_t i = 0; i < d->slice->offers->len; i++) {
		if (!hash_eq(&d->slice->offers->versions[i]->digest, &offer->digest))
			continue;
		deciding_exists(d, "this text is published already");
		return false;
	}
	return room_for(d);
}

void decide_offer_publish(struct deciding *d)
{
	const struct command_offer_publish *asked = &d->command->offer_publish;
	const struct offer_book *book = d->slice->offers;
	const struct offer *last = book->len == 0 ? NULL : book->versions[book->len - 1];
	struct offer *offer;
	struct json event;

	if (!publishable(d, last))
		return;
	offer = ARENA_NEW(d->slice->arena, struct offer);
	*offer = *asked->offer;
	offer->version = last == NULL ? 1 : last->version + 1;
	event = deciding_open(d);
	json_int(&event, "version", offer->version);
	event_date(&event, "effective", offer->effective);
	json_hex(&event, "sha256", offer->digest.bytes, DIGEST_BYTES);
	if (!deciding_close(d, &event, NULL))
		return;
	d->slice->offers = book_with(d->slice, offer);
	*VEC_PUSH(d->slice->arena, &d->slice->new_offers) = (struct slice_offer){
		.offer = offer, .text = asked->text, .json = asked->json, .event = d->number};
}

void deciding_write_roles(struct json *event, unsigned roles)
{
	json_open(event, "roles", '[');
	for (unsigned n = 0; n < ROLES; n++)
		if (roles & role_at(n))
			json_word(event, NULL, role_word(role_at(n)));
	json_close(event, ']');
}

static void keep_certificate(struct deciding *d, int32_t staff_id, int64_t invitation)
{
	*VEC_PUSH(d->slice->arena, &d->slice->new_certificates) =
		(struct slice_certificate){.fingerprint = d->command->fingerprint,
			.until_s = d->command->certificate_until_s,
			.staff_id = staff_id,
			.event = d->number,
			.invitation = invitation};
	slice_put_fingerprint(d->slice, &d->command->fingerprint);
}

static struct date invited_until(const struct deciding *d)
{
	return date_plus_days(command_today(d->command), INVITATION_DAYS);
}

static void keep_invitation(struct deciding *d, int32_t staff_id)
{
	struct slice_invitation *invitation = ARENA_NEW(d->slice->arena, struct slice_invitation);

	*invitation = (struct slice_invitation){.staff_id = staff_id,
		.event = d->number,
		.until = invited_until(d),
		.is_new = true};
	slice_put_invitation(d->slice, invitation);
	*VEC_PUSH(d->slice->arena, &d->slice->new_invitations) = invitation;
}

static void open_staff(struct deciding *d, struct json *event)
{
	json_int(event, "staff", d->slice->staff_id_next);
	deciding_write_roles(event, d->command->staff_add.roles);
}

static int32_t keep_staff(struct deciding *d)
{
	struct slice_staff *staff = ARENA_NEW(d->slice->arena, struct slice_staff);

	*staff = (struct slice_staff){.id = d->slice->staff_id_next++,
		.roles = d->command->staff_add.roles,
		.active = true,
		.name = d->command->staff_add.name,
		.event = d->number,
		.is_new = true};
	slice_put_staff(d->slice, staff);
	*VEC_PUSH(d->slice->arena, &d->slice->new_staff) = staff;
	return staff->id;
}

void decide_staff_add(struct deciding *d)
{
	struct json event = deciding_open(d);

	open_staff(d, &event);
	event_date(&event, "until", invited_until(d));
	if (deciding_close(d, &event, NULL))
		keep_invitation(d, keep_staff(d));
}

void decide_staff_renew(struct deciding *d)
{
	int32_t id = d->command->staff_renew.id;
	const struct slice_staff *staff = slice_staff(d->slice, id);
	struct json event;

	if (id != d->command->staff_id && (deciding_roles(d) & ROLE_ADMIN) == 0) {
		deciding_not_your_role(d, ROLE_ADMIN);
		return;
	}
	if (staff == NULL) {
		deciding_not_found(d, "staff");
		return;
	}
	event = deciding_open(d);
	json_int(&event, "staff", id);
	event_date(&event, "until", invited_until(d));
	if (deciding_close(d, &event, NULL))
		keep_invitation(d, id);
}

/* Of somebody without the right code: whether there is such a number, an invitation, or a council
 * is not for them to know. */
static const struct slice_invitation *invited(const struct deciding *d)
{
	const struct invitation *typed = &d->command->staff_claim.code;
	const struct slice_staff *staff = slice_staff(d->slice, typed->staff_id);
	const struct slice_invitation *invitation = slice_invitation(d->slice, typed->staff_id);

	if (staff == NULL || !staff->active || invitation == NULL || invitation->is_new ||
		!invitation_secret_eq(invitation->secret, typed->secret))
		return NULL;
	return invitation;
}

void decide_staff_claim(struct deciding *d)
{
	const struct slice_invitation *invitation = invited(d);
	struct json event;

	if (slice_has_fingerprint(d->slice, &d->command->fingerprint)) {
		deciding_exists(d, "this certificate is registered already");
		return;
	}
	if (invitation == NULL) {
		deciding_not_found(d, "invitation");
		return;
	}
	if (invitation->used) {
		deciding_invalid(d, "/code",
			"this invitation was used before; an administrator prints another: bursar "
			"staff renew");
		return;
	}
	if (date_cmp(command_today(d->command), invitation->until) > 0) {
		deciding_invalid(d, "/code",
			"this invitation has lapsed; an administrator prints another: bursar "
			"staff renew");
		return;
	}
	event = deciding_open(d);
	json_int(&event, "staff", invitation->staff_id);
	json_int(&event, "invitation", invitation->event);
	json_hex(&event, "certificate", d->command->fingerprint.bytes, DIGEST_BYTES);
	if (!deciding_close(d, &event, NULL))
		return;
	keep_certificate(d, invitation->staff_id, invitation->event);
	slice_invitation(d->slice, invitation->staff_id)->used = true;
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
		.reasons = reasons_in(slice->arena),
		.transfers = transfers_in(slice->arena)};
	event = event_begin(slice->arena, "authority-opened", 0, command->at_us, command, 0);
	json_text(&event, "authority", slice->authority_code);
	open_staff(d, &event);
	json_hex(&event, "certificate", command->fingerprint.bytes, DIGEST_BYTES);
	if (deciding_close(d, &event, NULL))
		keep_certificate(d, keep_staff(d), 0);
	slice->events.at[0].kind = "authority-opened";
}
