/* Outcomes that have no event, as problems. */
#include "wire/reply_outcome.h"

#include <string.h>

#include "base/arena.h"
#include "core/sheet.h"

/* A clause of decide's as a sentence. */
static const char *sentence(struct arena *arena, const char *clause)
{
	char *text = arena_printf(arena, "%s.", clause);

	if (text[0] >= 'a' && text[0] <= 'z')
		text[0] = (char)(text[0] - 'a' + 'A');
	return text;
}

/* A place of the body, or a parameter; NULL if the command has no such member. */
static const char *where(struct arena *arena, const struct command *command, enum member_kind kind)
{
	const struct sheet_member *member = sheet_member(command->kind, kind);

	if (member == NULL || member->place != MEMBER_BODY)
		return member == NULL ? NULL : member->name;
	return arena_printf(arena, "/%s", member->name);
}

static void no_fact(
	struct arena *arena, const struct command *command, struct wire_problem *problem)
{
	const struct command_fact_end *end = &command->fact_end;
	char day[20];

	problem->where = where(arena, command, MEMBER_fact);
	if (command->kind == COMMAND_FACT_RECORD) {
		problem->detail = arena_printf(arena,
			"%.*s is not a fact in the words of any published offer.",
			SPAN_ARG(command->fact_record.fact));
		problem->remedy = "Use a fact of the published offer.";
		return;
	}
	date_format_long(end->on, day);
	problem->detail = arena_printf(arena, "%.*s has no fact %.*s in force on %s.",
		SPAN_ARG(command->ref), SPAN_ARG(end->code), day);
	problem->remedy = "Look up the facts of the person and the days they hold.";
}

/* The first that the command names. */
static struct span fund_of(const struct command *command)
{
	const struct sheet_member *member = sheet_member(command->kind, MEMBER_fund);

	return *(const struct span *)(const void *)((const char *)command + member->offset);
}

static int32_t staff_of(const struct command *command)
{
	const struct sheet_member *member = sheet_member(command->kind, MEMBER_staff);

	return *(const int32_t *)(const void *)((const char *)command + member->offset);
}

static void no_fund(struct arena *arena, struct span code, struct wire_problem *problem)
{
	problem->detail =
		arena_printf(arena, "No published offer has a fund %.*s.", SPAN_ARG(code));
	problem->remedy = "Use a fund of the published offer.";
}

static void not_found(struct arena *arena, const struct command *command, const char *what,
	struct wire_problem *problem)
{
	char day[20];

	if (strcmp(what, "person") == 0) {
		problem->where = where(arena, command, MEMBER_ref);
		problem->detail =
			arena_printf(arena, "There is no person %.*s.", SPAN_ARG(command->ref));
		problem->remedy = "Check the reference, or add the person first.";
	} else if (strcmp(what, "payment") == 0) {
		problem->where = where(arena, command, MEMBER_payment);
		problem->detail = arena_printf(arena, "There is no payment P%lld.",
			command->kind == COMMAND_PAYMENT_REQUEST
				? (long long)command->payment_request.replaces
				: (long long)command->payment_id);
		problem->remedy = "Check the number in the list of payments.";
	} else if (strcmp(what, "payee") == 0) {
		problem->where = where(arena, command, MEMBER_payee);
		problem->detail =
			arena_printf(arena, "There is no payee %.*s.", SPAN_ARG(command->payee));
		problem->remedy = "Check the code in the list of payees, or add the payee first.";
	} else if (strcmp(what, "fund") == 0) {
		problem->where = where(arena, command, MEMBER_fund);
		no_fund(arena, fund_of(command), problem);
	} else if (strcmp(what, "to_fund") == 0) {
		problem->where = "/to_fund";
		no_fund(arena, command->fund_move.to_fund, problem);
	} else if (strcmp(what, "credential") == 0) {
		problem->where = where(arena, command, MEMBER_event);
		problem->detail = arena_printf(arena, "Staff %d has no credential %lld.",
			(int)command->staff_drop_credential.id,
			(long long)command->staff_drop_credential.credential);
		problem->remedy = "Check the number in what is shown of the member of staff.";
	} else if (strcmp(what, "staff") == 0) {
		problem->where = where(arena, command, MEMBER_staff);
		problem->detail = arena_printf(
			arena, "There is no member of staff %d.", (int)staff_of(command));
		problem->remedy = "Check the number in the list of staff.";
	} else if (strcmp(what, "invitation") == 0) {
		problem->where = where(arena, command, MEMBER_invitation);
		problem->detail = "No invitation has this code.";
		problem->remedy = "Copy it whole from the latest that an administrator printed "
				  "for you.";
	} else if (strcmp(what, "offer") == 0) {
		date_format_long(command->on, day);
		problem->where = "on";
		problem->detail = arena_printf(arena, "No offer is in effect on %s.", day);
		problem->remedy = "Publish one, or ask for a later day.";
	} else {
		assert(strcmp(what, "fact") == 0);
		no_fact(arena, command, problem);
	}
}

static const char *exists_at(enum command_kind kind)
{
	if (kind == COMMAND_PERSON_ADD)
		return "/ref";
	if (kind == COMMAND_PAYEE_ADD)
		return "/payee";
	return kind == COMMAND_OFFER_PUBLISH || kind == COMMAND_RULES_PUBLISH ? "/text" : NULL;
}

static const char *roles_needed(struct arena *arena, unsigned roles)
{
	struct buf text = buf_in(arena);
	const char *between = "This needs the role ";

	for (unsigned n = 0; n < ROLES; n++) {
		if ((roles & (unsigned)role_at(n)) == 0)
			continue;
		buf_printf(&text, "%s%s", between, role_word(role_at(n)));
		between = " or ";
	}
	buf_char(&text, '.');
	return buf_cstr(&text);
}

static const struct wire_problem fixed[] = {
	[OUTCOME_KEY_REUSED] = {409, "key-reused", "This key was used before, for another request.",
		"Idempotency-Key",
		"Use a new key for a new request; send the first request unchanged to see what "
		"became of it.",
		NULL},
	[OUTCOME_UNKNOWN] = {503, "unknown",
		"The database went away before it answered: this may or may not have been "
		"recorded.",
		NULL, "Send the same request again with the same key.", NULL},
	[OUTCOME_BUSY] = {503, "busy",
		"Nothing was done: too much is waiting, or the database is "
		"out of reach.",
		NULL, "Send the same request again in a moment.", NULL},
	[OUTCOME_CLOCK] = {503, "clock",
		"Nothing was done: the clocks of bursar and of its database differ.", NULL,
		"Tell whoever runs bursar; send the same request again when the clocks are right.",
		NULL},
	[OUTCOME_REFUSED_TOO_OFTEN] = {429, "too-many-refusals",
		"This would be refused, and was not recorded: too many refusals of yours were, "
		"within a minute.",
		NULL,
		"Try it with dry-run=true, or wait a minute; what the offer allows is still "
		"taken.",
		NULL},
	[OUTCOME_BUG] = {500, "bug", "Nothing was done: bursar itself is at fault.", NULL,
		"Tell whoever runs bursar; the daemon's log has the request id.", NULL},
};

struct wire_problem reply_outcome(
	struct arena *arena, const struct command *command, const struct outcome *outcome)
{
	struct wire_problem problem = {.status = 422, .code = "invalid", .where = outcome->where};

	switch (outcome->kind) {
	case OUTCOME_NOT_FOUND:
		problem.status = 404;
		problem.code = "not-found";
		not_found(arena, command, outcome->where, &problem);
		return problem;
	case OUTCOME_INVALID:
		problem.detail = sentence(arena, outcome->says);
		return problem;
	case OUTCOME_EXISTS:
		problem.status = 409;
		problem.code = "exists";
		problem.where = exists_at(command->kind);
		problem.detail = sentence(arena, outcome->says);
		return problem;
	case OUTCOME_NOT_YOUR_ROLE:
		problem.status = 403;
		problem.code = "not-your-role";
		problem.detail = roles_needed(arena, outcome->roles);
		return problem;
	case OUTCOME_KEY_REUSED:
	case OUTCOME_UNKNOWN:
	case OUTCOME_BUSY:
	case OUTCOME_CLOCK:
	case OUTCOME_REFUSED_TOO_OFTEN:
	case OUTCOME_BUG:
		return fixed[outcome->kind];
	case OUTCOME_RECORDED:
	case OUTCOME_REFUSED:
	case OUTCOME_LOOKED:
		break;
	}
	UNREACHABLE("an answer is not a problem");
}
