#include "render/people_find.h"

#include <string.h>

#include "base/arena.h"
#include "base/letters.h"
#include "base/parse.h"
#include "core/category.h"
#include "core/date.h"

/* Of a reply, before it is put aside. */
enum { ITEMS_AT_ONCE = 100 };

/* How well a person is met, the least is the best: summed over the words of the text. */
enum { EXACT = 0, WHOLE = 1, BEGINNING = 2, ACROSS = 3, UNMET = 1000 };

/* A word of the text. */
struct asked {
	size_t from, to;          /* in the letters */
	char born[DATE_TEXT + 1]; /* "": it is no date */
};

struct found {
	int score;
	struct span words; /* of the name, for the order; empty: none */
	/* Raw JSON, without quotes; absent: null. */
	struct span ref, name, born, category, since;
};

struct find {
	struct arena *arena;
	struct span letters; /* of all words of the text, without blanks */
	struct asked asked[PEOPLE_FIND_WORDS_MAX];
	size_t asked_len;
	struct found *best; /* until they are told a heap, the worst on top */
	size_t best_len, best_max;
	int64_t found;
	size_t told;
	bool is_telling;
};

/* --- what is asked --- */

/* Cuts the number of one to digits_max digits off the beginning, its end being a mark or the end of
 * the text; written with leading zeros. */
static bool cut_number(struct span *text, size_t digits_max, char *ret_digits)
{
	size_t len = 0;

	while (len < text->len && text->at[len] >= '0' && text->at[len] <= '9')
		len++;
	if (len == 0 || len > digits_max)
		return false;
	memset(ret_digits, '0', digits_max);
	memcpy(ret_digits + digits_max - len, text->at, len);
	*text = span_from(*text, len);
	return true;
}

static bool cut_mark(struct span *text, char *mark)
{
	static const struct span marks = SPAN_INIT("/.-");

	if (text->len == 0 || span_find(marks, text->at[0]) == marks.len ||
		(*mark != '\0' && *mark != text->at[0]))
		return false;
	*mark = text->at[0];
	*text = span_from(*text, 1);
	return true;
}

/* "10/12/2001", "1.2.2001", "2001-12-10"; as born stands in the rows. */
static bool is_date(struct span word, char ret_born[DATE_TEXT + 1])
{
	char born[DATE_TEXT + 1] = "YYYY-MM-DD", mark = '\0';
	bool year_first =
		span_find(word, '/') == 4 || span_find(word, '.') == 4 || span_find(word, '-') == 4;
	char *first = year_first ? born : born + 8, *last = year_first ? born + 8 : born;
	struct date date;

	if (!cut_number(&word, year_first ? 4 : 2, first) || !cut_mark(&word, &mark) ||
		!cut_number(&word, 2, born + 5) || !cut_mark(&word, &mark) ||
		!cut_number(&word, year_first ? 2 : 4, last) || word.len > 0 ||
		!date_parse(span_of(born), &date))
		return false;
	memcpy(ret_born, born, sizeof(born));
	return true;
}

/* The next word, up to a blank. */
static struct span cut_word(struct span *text)
{
	struct span word;

	while (text->len > 0 && text->at[0] == ' ')
		*text = span_from(*text, 1);
	word = span_slice(*text, 0, span_find(*text, ' '));
	*text = span_from(*text, word.len);
	return word;
}

static bool has_letters(struct span word)
{
	while (word.len > 0) {
		uint32_t code = 0;
		size_t len = parse_utf8(word, &code);

		if (len > 0 && letters_kind(code) == LETTER_TAKEN)
			return true;
		word = span_from(word, len > 0 ? len : 1);
	}
	return false;
}

bool people_find_fits(struct span text)
{
	int words = 0;

	if (text.len > PEOPLE_FIND_BYTES_MAX || !parse_is_text(text, false))
		return false;
	while (text.len > 0)
		words += has_letters(cut_word(&text));
	return words > 0 && words <= PEOPLE_FIND_WORDS_MAX;
}

static void *begin(struct arena *arena, const struct span *values)
{
	struct find *find = ARENA_NEW(arena, struct find);
	struct buf letters = buf_in(arena);
	struct span text = values[0];

	find->arena = arena;
	while (text.len > 0 && find->asked_len < PEOPLE_FIND_WORDS_MAX) {
		struct span word = cut_word(&text);
		struct asked *asked = &find->asked[find->asked_len];

		if (!has_letters(word))
			continue;
		asked->from = letters.len;
		buf_span(&letters, letters_joined(arena, word));
		asked->to = letters.len;
		if (!is_date(word, asked->born))
			asked->born[0] = '\0';
		find->asked_len++;
	}
	find->letters = buf_done(&letters);
	find->best_max = render_limit(values[1]);
	find->best = ARENA_ARRAY(arena, struct found, find->best_max);
	return find;
}

/* --- who is met --- */

/* letters: of one word of the text, or of some that follow one another; words: from the beginning
 * of one of them on, whose blanks do not count. */
static int met_here(struct span words, struct span letters)
{
	size_t at = 0;
	bool across = false;

	for (size_t i = 0; i < letters.len; at++) {
		if (at == words.len)
			return UNMET;
		if (words.at[at] == ' ') {
			across = true;
			continue;
		}
		if (words.at[at] != letters.at[i++])
			return UNMET;
	}
	if (at == words.len || words.at[at] == ' ')
		return WHOLE;
	return across ? ACROSS : BEGINNING;
}

static int met_in(struct span words, struct span letters)
{
	int best = UNMET;

	while (words.len > 0) {
		int met = met_here(words, letters);

		if (met < best)
			best = met;
		words = span_from(words, span_find(words, ' ') + 1);
	}
	return best;
}

struct person {
	struct span name, ref; /* their words */
	struct span ref_joined;
	struct span born;
};

static int met(const struct find *find, const struct person *person, size_t first, size_t last)
{
	struct span letters = span_slice(find->letters, find->asked[first].from,
		find->asked[last].to - find->asked[first].from);
	int by_name, by_ref;

	if (first == last && find->asked[first].born[0] != '\0' &&
		span_is(person->born, find->asked[first].born))
		return EXACT;
	if (span_eq(person->ref_joined, letters))
		return EXACT;
	by_name = met_in(person->name, letters);
	by_ref = met_in(person->ref, letters);
	return by_name < by_ref ? by_name : by_ref;
}

/* Words that follow one another may stand as one: the best of all ways to join them. */
static int score_of(const struct find *find, const struct person *person)
{
	int best[PEOPLE_FIND_WORDS_MAX + 1] = {0};

	for (size_t first = find->asked_len; first-- > 0;) {
		best[first] = UNMET;
		for (size_t last = first; last < find->asked_len; last++) {
			int score;

			if (best[last + 1] >= UNMET)
				continue;
			score = met(find, person, first, last) + best[last + 1];
			if (score < best[first])
				best[first] = score;
		}
	}
	return find->asked_len == 0 ? UNMET : best[0];
}

/* --- the best --- */

static int order(const struct found *a, const struct found *b)
{
	int by_name = span_cmp(a->words, b->words);

	if (a->score != b->score)
		return a->score < b->score ? -1 : 1;
	if ((a->words.len == 0) != (b->words.len == 0))
		return a->words.len == 0 ? 1 : -1;
	return by_name != 0 ? by_name : span_cmp(a->ref, b->ref);
}

static void swap(struct found *a, struct found *b)
{
	struct found kept = *a;

	*a = *b;
	*b = kept;
}

static void sift_up(struct found *heap, size_t at)
{
	while (at > 0 && order(&heap[at], &heap[(at - 1) / 2]) > 0) {
		swap(&heap[at], &heap[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
}

static void sift_down(struct found *heap, size_t len)
{
	for (size_t at = 0, child; (child = 2 * at + 1) < len; at = child) {
		if (child + 1 < len && order(&heap[child + 1], &heap[child]) > 0)
			child++;
		if (order(&heap[child], &heap[at]) <= 0)
			return;
		swap(&heap[at], &heap[child]);
	}
}

static struct found kept(struct arena *arena, const struct found *found)
{
	return (struct found){.score = found->score,
		.words = span_dup(arena, found->words),
		.ref = span_dup(arena, found->ref),
		.name = span_dup(arena, found->name),
		.born = span_dup(arena, found->born),
		.category = span_dup(arena, found->category),
		.since = span_dup(arena, found->since)};
}

static void keep(struct find *find, const struct found *found)
{
	find->found++;
	if (find->best_len < find->best_max) {
		find->best[find->best_len] = kept(find->arena, found);
		sift_up(find->best, find->best_len++);
	} else if (order(found, &find->best[0]) < 0) {
		find->best[0] = kept(find->arena, found);
		sift_down(find->best, find->best_len);
	}
}

static void row(void *state, struct arena *scratch, struct span row)
{
	struct find *find = state;
	struct span opened = json_get(row, "person");
	struct found found = {.ref = json_get(row, "ref"),
		.name = json_get(opened, "name"),
		.born = json_get(opened, "born"),
		.category = json_get(row, "category"),
		.since = json_get(row, "since")};
	struct span ref = json_plain(scratch, found.ref);
	struct person person = {.name = letters_words(scratch, json_plain(scratch, found.name)),
		.ref = letters_words(scratch, ref),
		.ref_joined = letters_joined(scratch, ref),
		.born = found.born};

	found.score = score_of(find, &person);
	found.words = person.name;
	if (found.score < UNMET)
		keep(find, &found);
}

/* --- the reply --- */

/* The best first. */
static void sort(struct found *heap, size_t len)
{
	while (len > 1) {
		swap(&heap[0], &heap[--len]);
		sift_down(heap, len);
	}
}

static void member(struct json *out, const char *name, struct span raw)
{
	if (raw.at == NULL) {
		json_null(out, name);
		return;
	}
	json_raw(out, name, SPAN("\""));
	buf_span(&out->bytes, raw);
	buf_char(&out->bytes, '"');
}

/* A category without a day of its own holds from a birthday on, which is sealed. */
static void member_since(struct json *out, const struct found *found)
{
	struct date born;
	char text[DATE_TEXT + 1];

	if (found->since.at != NULL || found->category.at == NULL ||
		!date_parse(found->born, &born)) {
		member(out, "since", found->since);
		return;
	}
	date_format(date_birthday(born, CATEGORY_FROM_AGE), text);
	json_word(out, "since", text);
}

static void tell_items(struct find *find, struct json *out)
{
	for (int n = 0; n < ITEMS_AT_ONCE && find->told < find->best_len; n++) {
		const struct found *found = &find->best[find->told++];

		json_open(out, NULL, '{');
		member(out, "ref", found->ref);
		member(out, "name", found->name);
		member(out, "born", found->born);
		member(out, "category", found->category);
		member_since(out, found);
		json_close(out, '}');
	}
}

static void tell_rest(const struct find *find, bool goes_on, struct json *out)
{
	json_close(out, ']');
	json_int(out, "found", find->found);
	json_open(out, "more", '{');
	json_word(out, "items",
		find->found <= (int64_t)find->best_len
			? NULL
			: "More people answer to this than are shown, which answer best. Say more "
			  "of the name, or the birth date, or raise the limit.");
	json_word(out, "people",
		goes_on ? "Not everybody was looked at: the next page looks at the others." : NULL);
	json_close(out, '}');
	json_close(out, '}');
}

static bool tell(void *state, bool goes_on, struct json *out)
{
	struct find *find = state;

	if (!find->is_telling) {
		find->is_telling = true;
		sort(find->best, find->best_len);
		json_open(out, NULL, '{');
		json_open(out, "items", '[');
	}
	tell_items(find, out);
	if (find->told < find->best_len)
		return false;
	tell_rest(find, goes_on, out);
	return true;
}

const struct render people_find = {.begin = begin, .row = row, .tell = tell};
