/* Sentences for people about what was recorded, from the event's figures. */
#include "wire/reply_says.h"

#include "base/arena.h"
#include "base/json.h"
#include "core/money.h"
#include "wire/reply_line.h"

struct sentence {
	struct buf out;
	const struct command *command;
	struct span event;
	const struct wire_words *words;
	const struct outcome *outcome;
	bool would;          /* a dry run */
	const char *trouble; /* what the event lacks; NULL: nothing */
};

/* Far beyond any balance, and sums of a few fit. */
#define NUMBER_MAX (INT64_MAX / 4)

static void lacks(struct sentence *sentence, const char *name, const char *what)
{
	if (sentence->trouble == NULL)
		sentence->trouble =
			arena_printf(sentence->out.arena, "its member %s is not %s", name, what);
}

static int64_t number(struct sentence *sentence, struct span object, const char *name)
{
	int64_t found = 0;

	if (json_get_int(object, name, &found) && found >= -NUMBER_MAX && found <= NUMBER_MAX)
		return found;
	lacks(sentence, name, "a number bursar writes");
	return 0;
}

static void text(struct sentence *sentence, const char *words)
{
	buf_text(&sentence->out, words);
}

static void span(struct sentence *sentence, struct span words)
{
	buf_span(&sentence->out, words);
}

static void member(struct sentence *sentence, const char *name)
{
	span(sentence, json_get(sentence->event, name));
}

static void pence(struct sentence *sentence, int64_t amount_pence)
{
	money_print(&sentence->out, amount_pence);
}

static void date(struct sentence *sentence, struct date on)
{
	char words[20];

	date_format_long(on, words);
	text(sentence, words);
}

static void day(struct sentence *sentence, const char *name)
{
	struct date found;

	if (date_parse(json_get(sentence->event, name), &found))
		date(sentence, found);
	else
		lacks(sentence, name, "a day of the years 1900 to 2199");
}

/* "Added: ", "Would be added: " */
static void begin(struct sentence *sentence, const char *recorded, const char *would)
{
	text(sentence, sentence->would ? would : recorded);
}

/* "£1,250.00 for Setting up home (Leicester)" */
static void amount_and_line(struct sentence *sentence)
{
	pence(sentence, number(sentence, sentence->event, "amount"));
	text(sentence, " for ");
	span(sentence, reply_line(sentence->event, sentence->words->offers).name);
	if (sentence->words->authority.at != NULL) {
		text(sentence, " (");
		span(sentence, sentence->words->authority);
		text(sentence, ")");
	}
}

/* "; £750.00 of £2,000.00 is left for 2019-20." */
static void left(struct sentence *sentence, int64_t left_pence, int64_t limit_pence)
{
	struct span period = json_get(sentence->event, "period");

	text(sentence, "; ");
	pence(sentence, left_pence);
	text(sentence, " of ");
	pence(sentence, limit_pence);
	text(sentence, " is left");
	if (!span_is(period, "lifetime")) {
		text(sentence, " for ");
		span(sentence, period);
	}
	text(sentence, ".");
}

static void offer_publish(struct sentence *sentence)
{
	begin(sentence, "Published: version ", "Would be published: version ");
	member(sentence, "version");
	text(sentence, " of the offer, in effect from ");
	day(sentence, "effective");
	text(sentence, ".");
}

static void rules_publish(struct sentence *sentence)
{
	begin(sentence, "Published: version ", "Would be published: version ");
	member(sentence, "version");
	text(sentence, " of the financial rules, in effect from ");
	day(sentence, "effective");
	text(sentence, ".");
}

/* What they do to sign in. */
static void invitation(struct sentence *sentence)
{
	struct span code =
		reply_invitation(sentence->out.arena, sentence->outcome, sentence->words);

	if (code.at == NULL)
		return;
	text(sentence, " They register their own certificate with it, once, until ");
	day(sentence, "until");
	text(sentence, ": bursar staff claim ");
	span(sentence, code);
}

static void staff_add(struct sentence *sentence)
{
	struct span roles = json_get(sentence->event, "roles");
	struct span role;
	const char *between = ": ";

	begin(sentence, "Added: ", "Would be added: ");
	span(sentence, sentence->command->staff_add.name);
	text(sentence, " as staff ");
	member(sentence, "staff");
	while (json_next(&roles, &role)) {
		text(sentence, between);
		span(sentence, role);
		between = ", ";
	}
	text(sentence, ".");
	invitation(sentence);
}

static void staff_renew(struct sentence *sentence)
{
	begin(sentence, "Invited again: staff ", "Would be invited again: staff ");
	member(sentence, "staff");
	text(sentence, ".");
	invitation(sentence);
}

static void staff_claim(struct sentence *sentence)
{
	begin(sentence, "Claimed: this certificate signs in as staff ",
		"Would be claimed: this certificate would sign in as staff ");
	member(sentence, "staff");
	text(sentence, ".");
}

/* "Changed: staff 4 is manager from 1 July 2019 until 14 July 2019." */
static void staff_change(struct sentence *sentence)
{
	bool holds = json_get(sentence->event, "holds").at != NULL;

	begin(sentence, "Changed: staff ", "Would be changed: staff ");
	member(sentence, "staff");
	text(sentence, sentence->would ? " would be " : " is ");
	text(sentence, holds ? "" : "no ");
	member(sentence, "role");
	text(sentence, holds ? " from " : " any more from ");
	day(sentence, "from");
	if (json_get(sentence->event, "until").at != NULL) {
		text(sentence, " until ");
		day(sentence, "until");
	}
	text(sentence, ".");
}

static void staff_suspend(struct sentence *sentence)
{
	begin(sentence, "Suspended: staff ", "Would be suspended: staff ");
	member(sentence, "staff");
	text(sentence,
		sentence->would ? " could do nothing any more until reinstated."
				: " can do nothing any more until reinstated.");
}

static void staff_reinstate(struct sentence *sentence)
{
	begin(sentence, "Reinstated: staff ", "Would be reinstated: staff ");
	member(sentence, "staff");
	text(sentence, sentence->would ? " could act again." : " can act again.");
}

static void staff_drop_credential(struct sentence *sentence)
{
	begin(sentence, "Dropped: credential ", "Would be dropped: credential ");
	member(sentence, "credential");
	text(sentence, " of staff ");
	member(sentence, "staff");
	text(sentence,
		sentence->would ? " would sign in nobody any more." : " signs in nobody any more.");
}

struct date reply_since(const struct command *command)
{
	const struct command_person_add *asked = &command->person_add;

	return asked->has_since ? asked->since : date_birthday(asked->born, CATEGORY_FROM_AGE);
}

static void person_add(struct sentence *sentence)
{
	begin(sentence, "Added: ", "Would be added: ");
	span(sentence, sentence->command->ref);
	text(sentence, ", ");
	member(sentence, "category");
	text(sentence, " since ");
	date(sentence, reply_since(sentence->command));
	text(sentence, ".");
	if (sentence->outcome->alike.at == NULL)
		return;
	text(sentence, " Somebody of the same name and birth date is there already: ");
	span(sentence, sentence->outcome->alike);
	text(sentence, ".");
}

static void category_record(struct sentence *sentence)
{
	begin(sentence, "Recorded: ", "Would be recorded: ");
	span(sentence, sentence->command->ref);
	text(sentence, " is ");
	member(sentence, "category");
	text(sentence, " from ");
	day(sentence, "from");
	text(sentence, ".");
}

/* ", £520.00 every four weeks,"; nothing if the fact is no amount. */
static void fact_value(struct sentence *sentence)
{
	struct span every = json_get(sentence->event, "every");

	if (every.at != NULL) {
		text(sentence, ", ");
		pence(sentence, number(sentence, sentence->event, "amount"));
		text(sentence, " every ");
		text(sentence, span_is(every, "four-weeks") ? "four weeks" : "");
		if (!span_is(every, "four-weeks"))
			span(sentence, every);
		text(sentence, ",");
	}
}

static void fact_record(struct sentence *sentence)
{
	begin(sentence, "Recorded for ", "Would be recorded for ");
	span(sentence, sentence->command->ref);
	text(sentence, ": ");
	member(sentence, "fact");
	fact_value(sentence);
	text(sentence, " from ");
	day(sentence, "from");
	text(sentence, " until ");
	if (json_get(sentence->event, "until").at == NULL)
		text(sentence, "it is ended");
	else
		day(sentence, "until");
	text(sentence, ".");
}

static void fact_end(struct sentence *sentence)
{
	begin(sentence, "Ended for ", "Would be ended for ");
	span(sentence, sentence->command->ref);
	text(sentence, ": ");
	member(sentence, "fact");
	text(sentence, sentence->would ? " would hold" : " holds");
	text(sentence, " no more from ");
	day(sentence, "on");
	text(sentence, ".");
}

static void payee_add(struct sentence *sentence)
{
	begin(sentence, "Payee ", "Payee ");
	span(sentence, sentence->command->payee);
	text(sentence, sentence->would ? " would be added" : " added");
	text(sentence,
		json_get(sentence->event, "creditor").at == NULL
			? "; without a creditor-ref it is paid by hand."
			: ".");
}

static void payee_change(struct sentence *sentence)
{
	int64_t ended;

	begin(sentence, "Payee ", "Payee ");
	span(sentence, sentence->command->payee);
	if (json_get_int(sentence->event, "ended", &ended))
		text(sentence,
			sentence->would ? " would be ended: nothing more could be asked for it."
					: " ended: nothing more may be asked for it.");
	else
		text(sentence, sentence->would ? " would be changed." : " changed.");
}

static void person_creditor(struct sentence *sentence)
{
	begin(sentence, "Recorded for ", "Would be recorded for ");
	span(sentence, sentence->command->ref);
	text(sentence, ": what the purchase ledger knows them by.");
}

static void award_make(struct sentence *sentence)
{
	struct span cap = json_get(sentence->event, "cap");

	begin(sentence, "Awarded to ", "Would be awarded to ");
	span(sentence, sentence->command->ref);
	text(sentence, ": ");
	amount_and_line(sentence);
	/* An event by the first rules has no limit but what was credited. */
	left(sentence, number(sentence, cap, "left_pence"),
		number(sentence, cap,
			json_get(cap, "limit_pence").at == NULL ? "credited_pence"
								: "limit_pence"));
}

static void payment(struct sentence *sentence, const char *is, const char *would_be)
{
	text(sentence, "P");
	member(sentence, "payment");
	begin(sentence, is, would_be);
}

/* The figures the rules went by, so that a refusal that follows names the same. */
static void payment_request(struct sentence *sentence)
{
	int64_t amount_pence = number(sentence, sentence->event, "amount");

	if (!sentence->would) {
		text(sentence, "P");
		member(sentence, "n");
	}
	begin(sentence, " requested: ", "Would be requested: ");
	amount_and_line(sentence);
	left(sentence, number(sentence, sentence->event, "left") - amount_pence,
		number(sentence, sentence->event, "limit"));
}

static void payment_approve(struct sentence *sentence)
{
	struct span fund = json_get(sentence->event, "fund");

	payment(sentence, " approved: ", " would be approved: ");
	amount_and_line(sentence);
	text(sentence, "; the fund ");
	span(sentence, json_get(fund, "code"));
	text(sentence, " has ");
	pence(sentence, number(sentence, fund, "left_pence"));
	text(sentence, " left for ");
	span(sentence, json_get(fund, "year"));
	text(sentence, ".");
	if (json_get(sentence->event, "despite").at != NULL)
		text(sentence, " The rules no longer allow it; the reason is kept.");
}

static void payment_defer(struct sentence *sentence)
{
	payment(sentence, " deferred: ", " would be deferred: ");
	amount_and_line(sentence);
	if (json_get(sentence->event, "until").at != NULL) {
		text(sentence, " waits until ");
		day(sentence, "until");
	} else {
		text(sentence, " waits until somebody approves or declines it");
	}
	text(sentence, "; its cap stays reserved.");
}

static void payment_decline(struct sentence *sentence)
{
	payment(sentence, " declined: ", " would be declined: ");
	amount_and_line(sentence);
	text(sentence, " can be asked for again.");
}

static void payment_withdraw(struct sentence *sentence)
{
	payment(sentence, " withdrawn: ", " would be withdrawn: ");
	amount_and_line(sentence);
	text(sentence, " can be asked for again.");
}

static void payment_pay(struct sentence *sentence)
{
	payment(sentence, " paid: ", " would be paid: ");
	amount_and_line(sentence);
	text(sentence, ".");
}

static void fund_credit(struct sentence *sentence)
{
	begin(sentence, "Credited to ", "Would be credited to ");
	member(sentence, "fund");
	text(sentence, " for ");
	member(sentence, "year");
	text(sentence, ": ");
	pence(sentence, number(sentence, sentence->event, "amount"));
	text(sentence, "; the fund has ");
	pence(sentence, number(sentence, sentence->event, "left"));
	text(sentence, " left.");
}

static void fund_debit(struct sentence *sentence)
{
	begin(sentence, "Taken out of ", "Would be taken out of ");
	member(sentence, "fund");
	text(sentence, " for ");
	member(sentence, "year");
	text(sentence, ": ");
	pence(sentence, number(sentence, sentence->event, "amount"));
	text(sentence, "; the fund has ");
	pence(sentence, number(sentence, sentence->event, "left"));
	text(sentence, " left.");
}

static void fund_move(struct sentence *sentence)
{
	begin(sentence, "Moved from ", "Would be moved from ");
	member(sentence, "fund");
	text(sentence, " to ");
	member(sentence, "to_fund");
	text(sentence, " for ");
	member(sentence, "to_year");
	text(sentence, ": ");
	pence(sentence, number(sentence, sentence->event, "amount"));
	text(sentence, "; ");
	member(sentence, "fund");
	text(sentence, " has ");
	pence(sentence, number(sentence, sentence->event, "left"));
	text(sentence, " left, ");
	member(sentence, "to_fund");
	text(sentence, " ");
	pence(sentence, number(sentence, sentence->event, "to_left"));
	text(sentence, ".");
}

static void (*const table[COMMANDS])(struct sentence *sentence) = {

#define COMMAND(NAME, name, ...) [COMMAND_##NAME] = name,
#include "core/sheets.def"
};

struct span reply_says(struct arena *arena, const struct command *command,
	const struct outcome *outcome, const struct wire_words *words, const char **ret_trouble)
{
	struct sentence sentence = {.out = buf_in(arena),
		.command = command,
		.event = outcome->event,
		.words = words,
		.outcome = outcome,
		.would = !outcome->recorded};

	assert(table[command->kind] != NULL);
	table[command->kind](&sentence);
	if (sentence.trouble != NULL)
		*ret_trouble = sentence.trouble;
	return buf_done(&sentence.out);
}
