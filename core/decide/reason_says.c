/* The sentences that reasons are said in. */
#include "base/buf.h"
#include "core/decide/reason.h"
#include "core/money.h"
#include "core/role.h"

static void say_facts(
	struct buf *out, const struct reason *reason, const struct reason_words *context)
{
	for (size_t i = 0; i < reason->facts_len; i++) {
		const struct offer_fact *fact = context->offers == NULL
			? NULL
			: offer_book_fact(context->offers, reason->facts[i]);

		if (i > 0)
			buf_text(out, "; or ");
		if (fact != NULL)
			buf_printf(out, "%.*s (%.*s)", SPAN_ARG(fact->says),
				SPAN_ARG(reason->facts[i]));
		else
			buf_span(out, reason->facts[i]);
	}
}

static void say_categories(struct buf *out, const struct reason *reason)
{
	const char *between = "";

	buf_text(out, " is for ");
	for (unsigned c = CATEGORY_ELIGIBLE; c < CATEGORIES; c++) {
		if (reason->allowed & CATEGORY_BIT(c)) {
			buf_printf(out, "%s%s", between, category_word((enum category)c));
			between = ", ";
		}
	}
	if (reason->category == CATEGORY_NONE)
		buf_text(out, " care leavers; no category is recorded for that day.");
	else
		buf_printf(out, " care leavers; the category on that day is %s.",
			category_word(reason->category));
}

/* Nothing of a lifetime, which is no stretch of the calendar. */
static void say_period(struct buf *out, const struct reason *reason)
{
	if (!span_is(reason->period, "lifetime"))
		buf_printf(out, " for %.*s", SPAN_ARG(reason->period));
}

static void say_cap(struct buf *out, const struct reason *reason)
{
	buf_text(out, ": ");
	money_print(out, reason->left_pence);
	buf_text(out, " of ");
	money_print(out, reason->limit_pence);
	buf_text(out, " is left");
	say_period(out, reason);
	if (reason->asked_pence > 0) {
		buf_text(out, "; this is ");
		money_print(out, reason->asked_pence);
	}
	buf_text(out,
		reason->by_award ? ". A manager can raise the award."
				 : ". A manager can make an award beyond it.");
}

static const char *ordinal(int number)
{
	if (number / 10 % 10 == 1)
		return "th";
	return number % 10 == 1 ? "st" : number % 10 == 2 ? "nd" : number % 10 == 3 ? "rd" : "th";
}

static void say_fund(
	struct buf *out, const struct reason *reason, const struct reason_words *context)
{
	buf_printf(
		out, "The fund %.*s for %.*s has ", SPAN_ARG(reason->fund), SPAN_ARG(reason->year));
	money_print(out, reason->left_pence);
	buf_text(out, " left; this is ");
	money_print(out, reason->asked_pence);
	buf_text(out, context->takes ? "." : ". ");
	if (context->takes)
		return;
	if (reason->next_fund.at != NULL) {
		buf_printf(out, "The next fund, %.*s, has ", SPAN_ARG(reason->next_fund));
		money_print(out, reason->next_left_pence);
		buf_printf(out, " left: a manager can approve with --fund %.*s, or a ",
			SPAN_ARG(reason->next_fund));
	} else {
		buf_text(out, "A ");
	}
	buf_text(out, "finance officer can credit the fund.");
}

static void say_changed(struct buf *out, const struct reason *reason)
{
	const char *between = "";

	buf_text(out, "The rules no longer allow it, by what is on record now: ");
	for (size_t i = 0; i < reason->codes_len; i++) {
		buf_printf(out, "%s%.*s", between, SPAN_ARG(reason->codes[i]));
		between = ", ";
	}
	buf_text(out, ". Decline it, or approve it with --despite and a reason.");
}

static void say_day(struct buf *out, const struct reason *reason)
{
	char day[20];

	date_format_long(reason->day, day);
	if (reason->code == REASON_TOO_FAR_BACK)
		buf_printf(out,
			"The need date lies too far back: by the financial rules %s is the first "
			"that may be asked for today.",
			day);
	else
		buf_printf(out,
			"The need date lies too far ahead: %s is the last that may be asked for "
			"today.",
			day);
}

/* "manager or finance could" */
static void say_who_could(struct buf *out, const struct reason *reason)
{
	const char *between = " ";

	if (reason->roles == 0) {
		buf_text(out, " Nobody could by the financial rules.");
		return;
	}
	buf_text(out, " By the financial rules this could:");
	for (unsigned n = 0; n < ROLES; n++) {
		if ((reason->roles & (unsigned)role_at(n)) == 0)
			continue;
		buf_printf(out, "%s%s", between, role_word(role_at(n)));
		between = ", ";
	}
	buf_text(out, ".");
}

static void say_limit(struct buf *out, const struct reason *reason)
{
	buf_text(out, "Your limit is ");
	money_print(out, reason->limit_pence);
	buf_text(out, "; this comes to ");
	money_print(out, reason->asked_pence);
	buf_text(out, ".");
	say_who_could(out, reason);
}

static void say_person_limit(struct buf *out, const struct reason *reason)
{
	buf_printf(out, "Within %d month%s you approve up to ", reason->months,
		reason->months == 1 ? "" : "s");
	money_print(out, reason->limit_pence);
	buf_text(out, " for one person; ");
	money_print(out, reason->left_pence);
	buf_text(out, " of it is left, and this is ");
	money_print(out, reason->asked_pence);
	buf_text(out, ". Somebody else can approve it.");
}

/* Sentences that begin with the line's name. */
static void say_line(
	struct buf *out, const struct reason *reason, const struct reason_words *context)
{
	buf_span(out, context->line);
	if (context->authority.at != NULL)
		buf_printf(out, " (%.*s)", SPAN_ARG(context->authority));
	switch (reason->code) {
	case REASON_NOT_YET_PAYABLE:
		buf_printf(out, " is in the offer as %.*s, which bursar does not pay yet.",
			SPAN_ARG(reason->state));
		return;
	case REASON_CATEGORY:
		say_categories(out, reason);
		return;
	case REASON_AGE_BELOW:
		buf_printf(out, " begins on the %d%s birthday; the age on that day is %d.",
			reason->from_age, ordinal(reason->from_age), reason->age);
		return;
	case REASON_AGE_ABOVE:
		buf_printf(out,
			" ends the day before the %d%s birthday; the age on that day is %d.",
			reason->until_age, ordinal(reason->until_age), reason->age);
		return;
	case REASON_MISSING_FACT:
		buf_text(out, " needs this on record: ");
		say_facts(out, reason, context);
		buf_text(out, ". An adviser can add it.");
		return;
	case REASON_EXCLUDED_BY_FACT:
		buf_text(out, " is not paid while this holds: ");
		say_facts(out, reason, context);
		buf_text(out, ".");
		return;
	case REASON_AMOUNT_RULE:
		buf_text(out, " pays just ");
		money_print(out, reason->limit_pence);
		buf_text(out, "; this is ");
		money_print(out, reason->asked_pence);
		buf_text(out, ".");
		return;
	case REASON_AWARD_NEEDED:
		buf_text(out, " needs an award");
		say_period(out, reason);
		buf_text(out, ": no amount has been agreed. A manager can make one.");
		return;
	case REASON_CAP_EXCEEDED:
		say_cap(out, reason);
		return;
	case REASON_FUND_AGE:
		buf_printf(out, " is paid from funds of which none serves the age of %d.",
			reason->age);
		return;
	case REASON_NOT_OFFERED:
		buf_text(out, " is not offered.");
		return;
	case REASON_FUND_EXHAUSTED:
	case REASON_CLOSED_PERIOD:
	case REASON_TOO_FAR_AHEAD:
	case REASON_TOO_FAR_BACK:
	case REASON_NOT_YOUR_OWN:
	case REASON_PAYEE_CHANGED:
	case REASON_APPROVED_ALREADY:
	case REASON_ABOVE_YOUR_LIMIT:
	case REASON_ABOVE_PERSON_LIMIT:
	case REASON_WRONG_STATE:
	case REASON_CHANGED_SINCE:
	case REASON_CODES:
		break;
	}
	UNREACHABLE("a reason without a sentence");
}

void reason_say(struct buf *out, const struct reason *reason, const struct reason_words *context)
{
	switch (reason->code) {
	case REASON_FUND_EXHAUSTED:
		say_fund(out, reason, context);
		return;
	case REASON_CLOSED_PERIOD:
	case REASON_TOO_FAR_AHEAD:
	case REASON_TOO_FAR_BACK:
		say_day(out, reason);
		return;
	case REASON_APPROVED_ALREADY:
		buf_text(out, "You approved this payment already; somebody else must now.");
		return;
	case REASON_ABOVE_YOUR_LIMIT:
		say_limit(out, reason);
		return;
	case REASON_ABOVE_PERSON_LIMIT:
		say_person_limit(out, reason);
		return;
	case REASON_PAYEE_CHANGED:
		buf_text(out,
			"What the purchase ledger knows the payee by has changed since this was "
			"asked for: withdraw or cancel it, and ask again.");
		return;
	case REASON_NOT_YOUR_OWN:
		if (context->set_creditor) {
			buf_text(out,
				"You changed what the purchase ledger knows the payee by; somebody "
				"else must do this.");
			return;
		}
		buf_text(
			out, "You requested this payment yourself; somebody else must approve it.");
		return;
	case REASON_WRONG_STATE:
		buf_printf(out, "The payment is %.*s, so this cannot be done to it.",
			SPAN_ARG(reason->state));
		return;
	case REASON_CHANGED_SINCE:
		say_changed(out, reason);
		return;
	case REASON_NOT_OFFERED:
	case REASON_NOT_YET_PAYABLE:
	case REASON_CATEGORY:
	case REASON_AGE_BELOW:
	case REASON_AGE_ABOVE:
	case REASON_MISSING_FACT:
	case REASON_EXCLUDED_BY_FACT:
	case REASON_AMOUNT_RULE:
	case REASON_AWARD_NEEDED:
	case REASON_CAP_EXCEEDED:
	case REASON_FUND_AGE:
	case REASON_CODES:
		say_line(out, reason, context);
		return;
	}
}
