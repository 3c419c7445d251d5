#include "tests/sim/step.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/arena.h"

static const struct {
	const char *word;
	unsigned roles;
} kinds[STEP_KINDS] = {
	[STEP_PUBLISH] = {"publish", SIM_ADMIN},
	[STEP_STAFF] = {"staff add", SIM_ADMIN},
	[STEP_RENEW] = {"staff renew",
		SIM_ADVISER | SIM_MANAGER | SIM_FINANCE | SIM_AUDITOR | SIM_ADMIN},
	[STEP_CLAIM] = {"staff claim", 0},
	[STEP_CHANGE] = {"staff change", SIM_ADMIN},
	[STEP_SUSPEND] = {"staff suspend", SIM_MANAGER | SIM_ADMIN},
	[STEP_REINSTATE] = {"staff reinstate", SIM_ADMIN},
	[STEP_PERSON] = {"person add", SIM_ADVISER | SIM_MANAGER},
	[STEP_CATEGORY] = {"category", SIM_ADVISER | SIM_MANAGER},
	[STEP_FACT] = {"fact add", SIM_ADVISER | SIM_MANAGER},
	[STEP_FACT_END] = {"fact end", SIM_ADVISER | SIM_MANAGER},
	[STEP_AWARD] = {"award", SIM_MANAGER | SIM_FINANCE},
	[STEP_REQUEST] = {"request", SIM_ADVISER},
	[STEP_APPROVE] = {"approve", SIM_MANAGER | SIM_FINANCE},
	[STEP_DECLINE] = {"decline", SIM_MANAGER | SIM_FINANCE},
	[STEP_WITHDRAW] = {"withdraw", SIM_ADVISER},
	[STEP_DEFER] = {"defer", SIM_MANAGER | SIM_FINANCE},
	[STEP_PAY] = {"pay", SIM_FINANCE},
	[STEP_CREDIT] = {"credit", SIM_FINANCE},
	[STEP_DEBIT] = {"debit", SIM_FINANCE},
	[STEP_MOVE] = {"move", SIM_FINANCE},
	[STEP_LOOK] = {"entitlements", SIM_ADVISER | SIM_MANAGER | SIM_FINANCE | SIM_AUDITOR},
};

const char *step_word(enum step_kind kind)
{
	return kinds[kind].word;
}

unsigned step_roles(enum step_kind kind)
{
	return kinds[kind].roles;
}

static void item_path(struct buf *out, const struct step *step)
{
	buf_printf(out, "/v1/payments/batch%s",
		step->kind == STEP_APPROVE       ? "/approve"
			: step->kind == STEP_PAY ? "/pay"
						 : "");
}

static void payment_path(struct buf *out, const struct step *step, const char *move)
{
	buf_printf(out, "/v1/payments/P%" PRId64 "/%s", step->payment, move);
}

static void staff_path(struct buf *out, const struct step *step)
{
	buf_text(out, "/v1/staff");
	if (step->kind == STEP_CLAIM)
		buf_text(out, "/claim");
	else if (step->kind != STEP_STAFF)
		buf_printf(out, "/%d/%s", step->other,
			step->kind == STEP_RENEW             ? "renew"
				: step->kind == STEP_CHANGE  ? "roles"
				: step->kind == STEP_SUSPEND ? "suspend"
							     : "reinstate");
}

void step_path(struct buf *out, const struct step *step)
{
	char day[DATE_TEXT + 1];

	if (step->item) {
		item_path(out, step);
		return;
	}
	switch (step->kind) {
	case STEP_PUBLISH:
		buf_text(out, "/v1/offers");
		return;
	case STEP_STAFF:
	case STEP_CLAIM:
	case STEP_RENEW:
	case STEP_CHANGE:
	case STEP_SUSPEND:
	case STEP_REINSTATE:
		staff_path(out, step);
		return;
	case STEP_PERSON:
		buf_text(out, "/v1/people");
		return;
	case STEP_CATEGORY:
		buf_printf(out, "/v1/people/%s/categories", step->ref);
		return;
	case STEP_FACT:
		buf_printf(out, "/v1/people/%s/facts", step->ref);
		return;
	case STEP_FACT_END:
		buf_printf(out, "/v1/people/%s/facts/%s/end", step->ref, step->code);
		return;
	case STEP_AWARD:
		buf_printf(out, "/v1/people/%s/awards", step->ref);
		return;
	case STEP_REQUEST:
		buf_text(out, "/v1/payments");
		return;
	case STEP_APPROVE:
		payment_path(out, step, "approve");
		return;
	case STEP_DECLINE:
		payment_path(out, step, "decline");
		return;
	case STEP_WITHDRAW:
		payment_path(out, step, "withdraw");
		return;
	case STEP_DEFER:
		payment_path(out, step, "defer");
		return;
	case STEP_PAY:
		payment_path(out, step, "pay");
		return;
	case STEP_CREDIT:
		buf_printf(out, "/v1/funds/%s/credits", step->code);
		return;
	case STEP_DEBIT:
		buf_printf(out, "/v1/funds/%s/debits", step->code);
		return;
	case STEP_MOVE:
		buf_printf(out, "/v1/funds/%s/moves", step->code);
		return;
	case STEP_LOOK:
		buf_printf(out, "/v1/people/%s/entitlements", step->ref);
		if (step->has_on)
			buf_printf(out, "?on=%s", calendar_text(step->on, day));
		return;
	case STEP_KINDS:
		return;
	}
}

static void put_day(struct buf *out, const char *name, bool given, struct date date)
{
	char day[DATE_TEXT + 1];

	if (given)
		buf_printf(out, ",\"%s\":\"%s\"", name, calendar_text(date, day));
}

const char *const step_roles_words[] = {"adviser", "manager", "finance", "auditor", "admin", NULL};

static void put_roles(struct buf *out, unsigned roles)
{
	const char *between = "";

	for (unsigned i = 0; step_roles_words[i] != NULL; i++) {
		if ((roles & (1U << i)) == 0)
			continue;
		buf_printf(out, "%s\"%s\"", between, step_roles_words[i]);
		between = ",";
	}
}

static void change_body(struct buf *out, const struct step *step)
{
	buf_printf(out, "\"reason\":\"So\",\"%s\":", step->takes ? "without" : "role");
	put_roles(out, step->roles);
	put_day(out, "from", step->has_from, step->from);
	put_day(out, "until", step->has_until, step->until);
}

static void money_body(struct buf *out, const struct step *step)
{
	buf_printf(
		out, "\"entitlement\":\"%s\",\"amount_pence\":%" PRId64, step->code, step->pence);
	put_day(out, "on", step->has_on, step->on);
	if (step->replaces != 0)
		buf_printf(out, ",\"replaces\":\"P%" PRId64 "\"", step->replaces);
}

static void person_body(struct buf *out, const struct step *step)
{
	buf_printf(out, "\"ref\":\"%s\"", step->ref);
	put_day(out, "born", true, step->born);
	buf_printf(out, ",\"category\":\"%s\"", paper_category_word(step->category));
	put_day(out, "since", step->has_from, step->from);
	if (step->name != NULL)
		buf_printf(out, ",\"name\":\"%s\"", step->name);
}

static void approval_body(struct buf *out, const struct step *step)
{
	const char *between = step->item ? "," : "";

	if (step->item)
		buf_printf(out, "\"id\":\"P%" PRId64 "\"", step->payment);
	if (step->kind == STEP_APPROVE && step->reasons) {
		buf_printf(out, "%s\"despite\":\"Promised\"", between);
		between = ",";
	}
	if (step->fund != NULL)
		buf_printf(out, "%s\"fund\":\"%s\"", between, step->fund);
}

static void members(struct buf *out, const struct step *step)
{
	char day[DATE_TEXT + 1];

	switch (step->kind) {
	case STEP_PUBLISH:
		buf_text(out, "\"text\":");
		buf_json(out, span_of(step->at));
		return;
	case STEP_STAFF:
		buf_text(out, "\"name\":\"Invented\",\"roles\":[");
		put_roles(out, step->roles);
		buf_char(out, ']');
		return;
	case STEP_PERSON:
		person_body(out, step);
		return;
	case STEP_CATEGORY:
		buf_printf(out, "\"category\":\"%s\",\"reason\":\"Seen\"",
			paper_category_word(step->category));
		put_day(out, "from", true, step->from);
		return;
	case STEP_FACT:
		buf_printf(out, "\"fact\":\"%s\",\"evidence\":\"Seen\"", step->code);
		put_day(out, "from", true, step->from);
		put_day(out, "until", step->has_until, step->until);
		return;
	case STEP_FACT_END:
		buf_printf(out, "\"on\":\"%s\"", calendar_text(step->on, day));
		return;
	case STEP_AWARD:
		money_body(out, step);
		buf_text(out, ",\"reason\":\"Agreed\"");
		return;
	case STEP_REQUEST:
		money_body(out, step);
		buf_printf(out, ",\"ref\":\"%s\"", step->ref);
		return;
	case STEP_CHANGE:
		change_body(out, step);
		return;
	case STEP_SUSPEND:
	case STEP_REINSTATE:
	case STEP_DECLINE:
		buf_text(out, "\"reason\":\"No\"");
		return;
	case STEP_WITHDRAW:
		buf_text(out, step->reasons ? "\"reason\":\"Twice\"" : "");
		return;
	case STEP_DEFER:
		buf_text(out, "\"reason\":\"Later\"");
		put_day(out, "until", step->has_until, step->until);
		return;
	case STEP_CREDIT:
	case STEP_DEBIT:
	case STEP_MOVE:
		if (step->kind == STEP_MOVE)
			buf_printf(out, "\"to_fund\":\"%s\",", step->to);
		buf_printf(out, "\"amount_pence\":%" PRId64 ",\"year\":\"%s\",\"reason\":\"Voted\"",
			step->pence, step->year);
		return;
	case STEP_APPROVE:
	case STEP_PAY:
		approval_body(out, step);
		return;
	case STEP_RENEW:
	case STEP_CLAIM:
	case STEP_LOOK:
	case STEP_KINDS:
		return;
	}
}

void step_body(struct buf *out, const struct step *step)
{
	buf_char(out, '{');
	members(out, step);
	buf_char(out, '}');
}

void batch_body(struct buf *out, const struct group *group)
{
	char key[UUID_TEXT + 1];

	buf_text(out, "{\"items\":[");
	for (size_t i = 0; i < group->len; i++) {
		step_key(&group->steps[i], key);
		buf_printf(out, "%s{\"key\":\"%s\",", i == 0 ? "" : ",", key);
		members(out, &group->steps[i]);
		buf_char(out, '}');
	}
	buf_text(out, "]}");
}

void step_key(const struct step *step, char ret_uuid[UUID_TEXT + 1])
{
	(void)snprintf(ret_uuid, UUID_TEXT + 1, "%08" PRIx32 "-0000-7000-8000-%012" PRIx64,
		(uint32_t)(step->key >> 32), step->key & UINT64_C(0xffffffff));
}

const char *step_said(struct arena *arena, const struct step *step)
{
	struct buf said = buf_in(arena);

	step_path(&said, step);
	buf_char(&said, ' ');
	step_body(&said, step);
	return buf_cstr(&said);
}

void step_print(struct buf *out, const struct step *step)
{
	struct buf body = buf_beside(out);

	buf_printf(out, "staff %d %s%s%s ", step->staff, step->dry ? "dry " : "",
		step->item ? "item " : "", step_word(step->kind));
	step_path(out, step);
	if (step->kind == STEP_PUBLISH) {
		buf_text(out, "\n");
		buf_text(out, step->at);
	} else if (step->kind != STEP_LOOK) {
		buf_char(out, ' ');
		step_body(&body, step);
		buf_span(out, buf_done(&body));
	}
	if (step->key != 0)
		buf_printf(out, " key %" PRIx64 "%s", step->key,
			step->of_authority ? " of the authority" : "");
}
