#include "base/arena.h"
#include "base/parse.h"
#include "core/event.h"
#include "core/sheet.h"
#include "wire/reply_line.h"
#include "wire/reply_outcome.h"
#include "wire/reply_problem.h"
#include "wire/reply_says.h"
#include "wire/reply_unshown.h"
#include "wire/wire.h"

static void write_payment(struct json *json, const char *name, struct span number)
{
	struct buf id = buf_in(json->bytes.arena);

	buf_char(&id, 'P');
	buf_span(&id, number);
	json_text(json, name, buf_done(&id));
}

static void write_member(struct json *json, const struct sheet_tell *tell,
	const struct command *command, const struct outcome *outcome,
	const struct wire_words *words)
{
	struct span found = tell->from == NULL ? SPAN_NONE : json_get(outcome->event, tell->from);

	switch (tell->form) {
	case TELL_RAW:
		json_raw(json, tell->name, found.at == NULL ? SPAN("null") : found);
		return;
	case TELL_TEXT:
		json_text(json, tell->name, found);
		return;
	case TELL_REF:
		json_text(json, tell->name, command->ref);
		return;
	case TELL_PAYEE:
		json_text(json, tell->name, command->payee);
		return;
	case TELL_NAME:
		json_text(json, tell->name, command->staff_add.name);
		return;
	case TELL_SINCE:
		event_date(json, tell->name, reply_since(command));
		return;
	case TELL_REQUESTED:
		json_word(json, tell->name, payment_state_word(PAYMENT_REQUESTED));
		return;
	case TELL_NEW:
		if (outcome->recorded)
			write_payment(json, tell->name, found);
		else
			json_null(json, tell->name);
		return;
	case TELL_PAYMENT:
		write_payment(json, tell->name, found);
		return;
	case TELL_INVITATION:
		json_text(json, tell->name, reply_invitation(json->bytes.arena, outcome, words));
		return;
	}
}

static void end(struct buf *out, struct json *json, const struct outcome *outcome)
{
	if (outcome->replayed)
		json_bool(json, "replayed", true);
	if (outcome->first_by != 0) {
		json_open(json, "first_by", '{');
		json_int(json, "staff", outcome->first_by);
		json_text(json, "name", outcome->first_name);
		json_close(json, '}');
	}
	json_close(json, '}');
	*out = json->bytes;
}

static int recorded(struct buf *out, const struct command *command, const struct outcome *outcome,
	const struct wire_words *words, const char **ret_trouble)
{
	struct json json = {.bytes = *out};
	struct span says = reply_says(out->arena, command, outcome, words, ret_trouble);

	buf_char(&json.bytes, '{');
	reply_recorded(&json, outcome);
	for (const struct sheet_tell *tell = sheet_of(command->kind)->tells; tell->name != NULL;
		tell++)
		write_member(&json, tell, command, outcome, words);
	if (outcome->alike.at != NULL)
		json_text(&json, "alike", outcome->alike);
	json_text(&json, "says", says);
	end(out, &json, outcome);
	return outcome->recorded ? 201 : 200;
}

static void write_offer(struct json *json, const struct reply_line *subject)
{
	if (subject->line == NULL)
		return;
	json_open(json, "offer", '{');
	json_int(json, "version", subject->offer->version);
	json_text(json, "line", subject->line->code);
	json_text(json, "name", subject->line->name);
	json_text(json, "says", subject->line->says);
	json_text(json, "source", subject->line->source);
	json_text(json, "section", subject->line->section);
	json_close(json, '}');
}

/* The versions up to the one that decided: words that a later one changes do not change what was
 * answered. */
static struct offer_book book_until(const struct offer_book *offers, const struct offer *last)
{
	struct offer_book book = {.versions = offers->versions};

	while (last != NULL && book.len < offers->len &&
		offers->versions[book.len]->version <= last->version)
		book.len++;
	return book;
}

static void write_reasons(struct json *json, const char *name, const struct reasons *reasons,
	const struct reason_words *words)
{
	json_open(json, name, '[');
	for (size_t i = 0; i < reasons->len && !buf_overflowed(&json->bytes); i++)
		reason_json(&json->bytes, &reasons->list[i], words);
	json_close(json, ']');
}

static struct span say_all(
	struct buf *out, const struct reasons *reasons, const struct reason_words *words)
{
	struct buf sentences = buf_beside(out);

	for (size_t i = 0; i < reasons->len; i++) {
		if (i > 0)
			buf_char(&sentences, ' ');
		reason_say(&sentences, &reasons->list[i], words);
	}
	out->overflowed |= sentences.overflowed;
	return buf_done(&sentences);
}

/* Commands that a rule keeps from taking away too much. */
static bool takes(struct span command)
{
	return span_is(command, "fund-debit") || span_is(command, "fund-move");
}

/* What an approval tested again and found wrong; nothing if all holds. */
static bool read_again(struct arena *arena, struct span event, struct reasons *ret_reasons)
{
	struct span again = json_get(event, "again");

	*ret_reasons = reasons_in(arena);
	return again.at == NULL || reasons_read(arena, json_get(again, "reasons"), ret_reasons);
}

static void write_again(
	struct json *json, const struct reasons *again, const struct reason_words *words)
{
	if (again->len > 0)
		write_reasons(json, "changed", again, words);
}

/* What was refused to somebody for no other part in it than that they changed where it goes. */
static bool set_creditor(struct span event)
{
	struct span list = json_get(json_get(event, "paid_to"), "set_by"), item;
	int64_t by = 0, requester = 0;
	bool sets = false;

	if (!json_get_int(event, "by", &by) || !json_get_int(event, "requester", &requester))
		return false;
	while (json_next(&list, &item)) {
		int64_t staff;

		sets |= parse_int(item, 1, INT32_MAX, &staff) && staff == by;
	}
	return sets && requester != by;
}

/* No request id: the first answer is given again for ever, and this is the whole of it. */
static int refused(struct buf *out, const struct outcome *outcome, const struct wire_words *words,
	const char **ret_trouble)
{
	struct reply_line subject = reply_line(outcome->event, words->offers);
	struct offer_book book = book_until(words->offers, subject.offer);
	struct reason_words sentence = {.offers = &book,
		.line = subject.name,
		.authority = words->authority,
		.takes = takes(json_get(outcome->event, "command")),
		.set_creditor = set_creditor(outcome->event)};
	struct reasons reasons = reasons_in(out->arena), again;

	if (!read_again(out->arena, outcome->event, &again) ||
		!reasons_read(out->arena, json_get(outcome->event, "reasons"), &reasons) ||
		reasons.len == 0)
		*ret_trouble = "its reasons are not of the form bursar writes";
	bool state = reasons.len == 1 && reason_has(&reasons, REASON_WRONG_STATE);
	int status = state ? 409 : 422;
	struct span detail = say_all(out, &reasons, &sentence);
	struct json json =
		reply_problem_open(out, status, state ? "wrong-state" : "refused", detail);
	reply_recorded(&json, outcome);
	write_reasons(&json, "reasons", &reasons, &sentence);
	write_again(&json, &again, &sentence);
	write_offer(&json, &subject);
	end(out, &json, outcome);
	return status;
}

static void write_cap(struct json *json, const struct outcome_line *line)
{
	if (line->room == NULL) {
		json_null(json, "cap");
		json_null(json, "left_pence");
		return;
	}
	json_open(json, "cap", '{');
	json_text(json, "period", line->period);
	json_int(json, "credited_pence",
		(line->cap == NULL ? 0 : line->cap->credited) + line->room->top_up_pence);
	json_int(json, "drawn_pence", line->cap == NULL ? 0 : line->cap->debited);
	json_int(json, "reserved_pence", line->cap == NULL ? 0 : line->cap->reserved);
	json_int(json, "left_pence", line->room->left_pence);
	json_int(json, "limit_pence", line->room->limit_pence);
	json_close(json, '}');
	json_int(json, "left_pence", line->room->left_pence);
}

static void write_line(
	struct json *json, const struct outcome_line *line, struct reason_words *sentence)
{
	sentence->line = line->line->name;
	json_open(json, NULL, '{');
	json_text(json, "code", line->line->code);
	json_text(json, "name", line->line->name);
	json_word(json, "kind", offer_kind_word(line->line->kind));
	json_bool(json, "payable", line->reasons.len == 0);
	write_cap(json, line);
	write_reasons(json, "reasons", &line->reasons, sentence);
	json_text(json, "says", line->line->says);
	json_close(json, '}');
}

static int looked(struct buf *out, const struct command *command, const struct outcome *outcome,
	const struct wire_words *words)
{
	struct json json = {.bytes = *out};
	struct reason_words sentence = {.offers = words->offers, .authority = words->authority};

	buf_char(&json.bytes, '{');
	json_text(&json, "ref", command->ref);
	event_date(&json, "on", command->on);
	json_int(&json, "version", outcome->offer->version);
	json_open(&json, "items", '[');
	for (size_t i = 0; i < outcome->lines_len && !buf_overflowed(&json.bytes); i++)
		write_line(&json, &outcome->lines[i], &sentence);
	json_close(&json, ']');
	json_close(&json, '}');
	*out = json.bytes;
	return 200;
}

static int answer(struct buf *out, const struct command *command, const struct outcome *outcome,
	const struct wire_words *words, const char **ret_trouble)
{
	struct wire_problem problem;

	switch (outcome->kind) {
	case OUTCOME_RECORDED:
		return recorded(out, command, outcome, words, ret_trouble);
	case OUTCOME_REFUSED:
		return refused(out, outcome, words, ret_trouble);
	case OUTCOME_LOOKED:
		return looked(out, command, outcome, words);
	case OUTCOME_NOT_FOUND:
	case OUTCOME_INVALID:
	case OUTCOME_EXISTS:
	case OUTCOME_KEY_REUSED:
	case OUTCOME_NOT_YOUR_ROLE:
	case OUTCOME_UNKNOWN:
	case OUTCOME_BUSY:
	case OUTCOME_CLOCK:
	case OUTCOME_REFUSED_TOO_OFTEN:
	case OUTCOME_BUG:
		problem = reply_outcome(out->arena, command, outcome);
		if (words->within != NULL && problem.where != NULL)
			problem.where = arena_printf(out->arena, "%s%s%s", words->within,
				problem.where[0] == '/' ? "" : "/", problem.where);
		return wire_reply_problem(out, &problem, words->request_id);
	}
	UNREACHABLE("an outcome without an answer");
}

int wire_reply(struct buf *out, const struct command *command, const struct outcome *outcome,
	const struct wire_words *words, const char **ret_trouble)
{
	struct buf begun = *out;
	const char *trouble = NULL;
	int status = answer(out, command, outcome, words, &trouble);

	if (buf_overflowed(out))
		trouble = arena_printf(
			out->arena, "it would be longer than %zu bytes", begun.max - begun.len);
	if (trouble != NULL) {
		begun.max = 0;
		*out = begun;
		status = reply_unshown(out, outcome, trouble);
	}
	*ret_trouble = trouble;
	return status;
}
