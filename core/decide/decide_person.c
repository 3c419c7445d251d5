/* Commands about people: who they are, which category they have, what is known of them. */
#include "base/arena.h"
#include "base/buf.h"
#include "core/decide/deciding.h"
#include "core/money.h"

enum {
	BORN_YEARS_AGO_MAX = 120,
	/* Whoever comes near these records something else by facts: each decision about a person
	 * looks at all there are. */
	FACTS_OPEN_OF_A_CODE_MAX = 100,
	FACTS_OF_A_PERSON_MAX = 2000,
	CATEGORIES_OF_A_PERSON_MAX = 500
};

static struct slice_person *person_of(struct deciding *d)
{
	struct slice_person *person = slice_person(d->slice, d->command->ref);

	if (person == NULL)
		deciding_not_found(d, "person");
	return person;
}

static bool born_soundly(struct deciding *d)
{
	int age = date_age(d->command->person_add.born, command_today(d->command));

	if (age >= 0 && age <= BORN_YEARS_AGO_MAX)
		return true;
	deciding_invalid(d, "/born",
		age < 0 ? "the birth date lies in the future"
			: "the birth date is more than 120 years ago");
	return false;
}

static struct slice_person *make_person(struct deciding *d)
{
	const struct command *command = d->command;
	const struct command_person_add *asked = &command->person_add;
	struct slice_person *person = ARENA_NEW(d->slice->arena, struct slice_person);

	*person = (struct slice_person){.id = asked->person,
		.ref = command->ref,
		.key = asked->key,
		.born = asked->born,
		.name = asked->name,
		.likeness = asked->has_likeness ? &asked->likeness : NULL,
		.event = d->number,
		.is_new = true};
	*VEC_PUSH(d->slice->arena, &person->categories) =
		(struct slice_category){.category = asked->category,
			.from = asked->has_since ? asked->since
						 : date_birthday(asked->born, CATEGORY_FROM_AGE),
			.from_birthday = !asked->has_since,
			.event = d->number,
			.is_new = true};
	return person;
}

void decide_person_add(struct deciding *d)
{
	const struct command *command = d->command;
	const struct command_person_add *asked = &command->person_add;
	struct slice_person *person;
	struct span twin;
	struct json event;

	if (slice_person(d->slice, command->ref) != NULL) {
		deciding_exists(d, "a person with this ref is there already");
		return;
	}
	twin = slice_ref_twin(d->slice, command->ref);
	if (twin.at != NULL) {
		deciding_exists(d,
			arena_printf(d->slice->arena,
				"a person is there already whose ref is the same but for case or "
				"points at its end: %.*s",
				SPAN_ARG(twin)));
		return;
	}
	if (!born_soundly(d))
		return;
	if (asked->has_likeness)
		d->outcome->alike = slice_alike(d->slice, &asked->likeness, d->number);
	event = deciding_open(d);
	json_uuid(&event, "person", asked->person);
	json_word(&event, "category", category_word(asked->category));
	if (asked->has_since)
		event_date(&event, "since", asked->since);
	else
		json_null(&event, "since");
	if (!deciding_close(d, &event, NULL))
		return;
	person = make_person(d);
	slice_put_person(d->slice, person);
	slice_put_ref(d->slice, person->ref);
	if (asked->has_likeness)
		slice_put_alike(d->slice, &asked->likeness, person->ref, d->number);
	*VEC_PUSH(d->slice->arena, &d->slice->new_people) = person;
	deciding_touch(d, person);
}

void decide_category_record(struct deciding *d)
{
	const struct command_category_record *asked = &d->command->category_record;
	struct slice_person *person = person_of(d);
	struct json event;

	if (person == NULL)
		return;
	if (person->categories.len >= CATEGORIES_OF_A_PERSON_MAX) {
		deciding_invalid(d, "/category",
			"this person has 500 determinations, the most there may be of one person; "
			"the one in force is the latest from its day on");
		return;
	}
	event = deciding_open(d);
	json_uuid(&event, "person", person->id);
	json_word(&event, "category", category_word(asked->category));
	event_date(&event, "from", asked->from);
	event_commitment(&event, "reason", &asked->reason);
	if (!deciding_close(d, &event, NULL))
		return;
	*VEC_PUSH(d->slice->arena, &person->categories) =
		(struct slice_category){.category = asked->category,
			.from = asked->from,
			.event = d->number,
			.is_new = true};
	deciding_seal(d, person, "reason", &asked->reason);
	deciding_touch(d, person);
}

/* The last day a fact holds: as asked for, but never longer than its word allows. False, and an
 * answer, if that day lies outside the calendar. */
static bool fact_made(
	struct deciding *d, const struct offer_fact *word, struct slice_fact *ret_fact)
{
	const struct command_fact_record *asked = &d->command->fact_record;
	struct slice_fact fact = {.code = asked->fact,
		.event = d->number,
		.from = asked->from,
		.until = asked->until,
		.has_until = asked->has_until,
		.is_new = true};
	struct date lapses;

	if (word->holds_months > 0) {
		bool within = date_plus_months(asked->from, word->holds_months, &lapses);

		if (!within && !fact.has_until) {
			deciding_invalid(d, "/from",
				"the fact would hold beyond the year 2199, the last there is here");
			return false;
		}
		if (within && (!fact.has_until || date_cmp(lapses, fact.until) < 0)) {
			fact.until = lapses;
			fact.has_until = true;
		}
	}
	*ret_fact = fact;
	return true;
}

static bool is_wrong(struct deciding *d, const char *where, const char *says)
{
	deciding_invalid(d, where, says);
	return false;
}

static bool read_code(
	struct deciding *d, const struct offer_fact *word, struct span text, struct span *ret_code)
{
	struct buf says = buf_in(d->slice->arena);

	*ret_code = text;
	if (offer_codes_hold(&word->words, text))
		return true;
	buf_text(&says, "it is none of the offer's words for this fact: ");
	for (size_t i = 0; i < word->words.len; i++)
		buf_printf(&says, "%s%.*s", i > 0 ? ", " : "", SPAN_ARG(word->words.list[i]));
	return is_wrong(d, "/value", buf_cstr(&says));
}

/* What is said beside, of the kind that the word has; of none it stays as it is said, sealed.
 * False, and an answer. */
static bool read_value(
	struct deciding *d, const struct offer_fact *word, struct fact_value *ret_value)
{
	const struct command_fact_record *asked = &d->command->fact_record;
	struct span text = asked->value.text;
	const char *wrong;

	*ret_value = (struct fact_value){.kind = word->value, .every = asked->every};
	if (asked->has_every && word->value != FACT_VALUE_MONEY)
		return is_wrong(d, "/every", "this fact is no amount of money that recurs");
	if (word->value == FACT_VALUE_NONE)
		return true;
	if (text.at == NULL)
		return is_wrong(d, "/value",
			arena_printf(d->slice->arena, "this fact needs its value: a%s %s",
				word->value == FACT_VALUE_MONEY ? "n amount of" : "",
				fact_value_word(word->value)));
	if (word->value == FACT_VALUE_CODE)
		return read_code(d, word, text, &ret_value->code);
	if (word->value == FACT_VALUE_DATE)
		return date_parse(text, &ret_value->date) ||
			is_wrong(d, "/value", "it is not a day of the calendar, as YYYY-MM-DD");
	wrong = money_parse_or_none(text, &ret_value->pence);
	if (wrong != NULL)
		return is_wrong(d, "/value", wrong);
	return asked->has_every ||
		is_wrong(d, "/every",
			"an amount needs how often: week, fortnight, four-weeks, month or year");
}

/* An amount stands open, since rules reckon with it and are run again; what else goes with a fact
 * is sealed. */
static void write_value(struct json *event, const struct fact_value *value)
{
	if (value->kind != FACT_VALUE_MONEY)
		return;
	json_int(event, "amount", value->pence);
	json_word(event, "every", fact_every_word(value->every));
}

static void write_until(struct json *event, const struct slice_fact *fact)
{
	if (fact->has_until)
		event_date(event, "until", fact->until);
	else
		json_null(event, "until");
}

/* False, and an answer, if the person has as many facts as one may have. */
static bool room_for_fact(struct deciding *d, const struct slice_person *person)
{
	struct date today = command_today(d->command);
	size_t open = 0;

	for (size_t i = 0; i < person->facts.len; i++) {
		const struct slice_fact *fact = &person->facts.at[i];

		open += span_eq(fact->code, d->command->fact_record.fact) &&
			fact->ended_event == 0 &&
			(!fact->has_until || date_cmp(fact->until, today) >= 0);
	}
	if (open >= FACTS_OPEN_OF_A_CODE_MAX) {
		deciding_invalid(d, "/fact",
			"100 facts of this word are open for this person, the most there may be; "
			"end those that hold no more");
		return false;
	}
	if (person->facts.len >= FACTS_OF_A_PERSON_MAX) {
		deciding_invalid(d, "/fact",
			"this person has 2,000 facts, the most there may be of one person; record "
			"what is about somebody else with them");
		return false;
	}
	return true;
}

void decide_fact_record(struct deciding *d)
{
	const struct command_fact_record *asked = &d->command->fact_record;
	struct slice_person *person = person_of(d);
	const struct offer_fact *word = offer_book_fact(d->slice->offers, asked->fact);
	struct command_text value = asked->value;
	struct slice_fact fact;
	struct json event;

	if (person == NULL)
		return;
	if (word == NULL) {
		deciding_not_found(d, "fact");
		return;
	}
	if (asked->has_until && date_cmp(asked->until, asked->from) < 0) {
		deciding_invalid(d, "/until", "the fact would end before it begins");
		return;
	}
	if (!fact_made(d, word, &fact) || !read_value(d, word, &fact.value) ||
		!room_for_fact(d, person))
		return;
	if (fact.value.kind == FACT_VALUE_MONEY)
		value.text = SPAN_NONE;
	event = deciding_open(d);
	json_uuid(&event, "person", person->id);
	json_text(&event, "fact", asked->fact);
	event_date(&event, "from", asked->from);
	write_until(&event, &fact);
	event_commitment(&event, "value", &value);
	event_commitment(&event, "evidence", &asked->evidence);
	write_value(&event, &fact.value);
	if (!deciding_close(d, &event, NULL))
		return;
	*VEC_PUSH(d->slice->arena, &person->facts) = fact;
	/* By reference: it is kept only if it was said, and then it is the command's own. */
	if (value.text.at != NULL)
		deciding_seal(d, person, "value", &asked->value);
	deciding_seal(d, person, "evidence", &asked->evidence);
	deciding_touch(d, person);
}

/* A record is ended once. */
static bool can_end(const struct slice_fact *fact, struct span code, struct date on)
{
	return span_eq(fact->code, code) && fact->ended_event == 0 && slice_fact_holds(fact, on);
}

/* False, and an answer, if there is nothing to end. */
static bool endable(struct deciding *d, const struct slice_person *person)
{
	struct span code = d->command->fact_end.code;
	struct date on = d->command->fact_end.on;

	for (size_t i = 0; i < person->facts.len; i++)
		if (can_end(&person->facts.at[i], code, on))
			return true;
	if (slice_fact_on(person, code, on))
		deciding_exists(d, "the end of this fact is recorded already");
	else
		deciding_not_found(d, "fact");
	return false;
}

void decide_fact_end(struct deciding *d)
{
	const struct command_fact_end *asked = &d->command->fact_end;
	struct slice_person *person = person_of(d);
	struct json event;

	if (person == NULL || !endable(d, person))
		return;
	if (!date_in_calendar(date_plus_days(asked->on, -1))) {
		deciding_invalid(d, "/on",
			"the day before, the last the fact would hold, lies before the year 1900, "
			"the first there is here");
		return;
	}
	event = deciding_open(d);
	json_uuid(&event, "person", person->id);
	json_text(&event, "fact", asked->code);
	event_date(&event, "on", asked->on);
	if (!deciding_close(d, &event, NULL))
		return;
	for (size_t i = 0; i < person->facts.len; i++) {
		struct slice_fact *fact = &person->facts.at[i];

		if (!can_end(fact, asked->code, asked->on))
			continue;
		fact->ended_until = date_plus_days(asked->on, -1);
		fact->ended_event = d->number;
		fact->end_is_new = true;
	}
	deciding_touch(d, person);
}
