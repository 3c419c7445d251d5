#include "tests/stories/tally.h"

#include <stdlib.h>

enum { REASONS_TEXT_MAX = 256 };

struct tally tally_new(void)
{
	return (struct tally){.statuses = json_object(), .reasons = json_object()};
}

void tally_free(struct tally *tally)
{
	json_decref(tally->statuses);
	json_decref(tally->reasons);
}

static void count(json_t *counts, const char *name)
{
	json_int_t before = json_integer_value(json_object_get(counts, name));

	json_object_set_new(counts, name, json_integer(before + 1));
}

/* The codes of a refusal joined by +, or the problem's own. */
static void count_reasons(json_t *counts, const json_t *problem)
{
	const json_t *reasons = json_object_get(problem, "reasons");
	char text[256];
	size_t len = 0;

	if (json_array_size(reasons) == 0) {
		const char *code = json_string_value(json_object_get(problem, "code"));

		count(counts, code == NULL ? "none" : code);
		return;
	}
	for (size_t i = 0; i < json_array_size(reasons) && len < sizeof(text); i++) {
		const json_t *code = json_object_get(json_array_get(reasons, i), "code");

		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s", i == 0 ? "" : "+",
			json_string_value(code));
	}
	count(counts, text);
}

void tally_add(struct tally *tally, int status, const json_t *body)
{
	char word[16];

	tally->answered++;
	tally->recorded += status == 201;
	tally->replayed += json_is_true(json_object_get(body, "replayed"));
	snprintf(word, sizeof(word), "%d", status);
	count(tally->statuses, word);
	if (status >= 300)
		count_reasons(tally->reasons, body);
}

static int by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void add_times(const struct plan *plan, json_t *summary)
{
	int64_t *times = calloc(plan->len + 1, sizeof(*times));
	size_t len = 0;

	if (times == NULL)
		die("no memory");
	for (size_t i = 0; i < plan->len; i++)
		if (plan->list[i].status != 0)
			times[len++] = plan->list[i].took_us;
	qsort(times, len, sizeof(*times), by_time);
	json_object_set_new(summary, "median_ms", json_real((double)times[len / 2] / 1000));
	json_object_set_new(summary, "slow_ms", json_real((double)times[len * 99 / 100] / 1000));
	free(times);
}

static void add_number(json_t *summary, const char *name, size_t number)
{
	json_object_set_new(summary, name, json_integer((json_int_t)number));
}

void tally_print(const struct tally *tally, const struct plan *plan)
{
	double seconds = (double)tally->took_us / 1e6;
	json_t *summary = json_object();

	add_number(summary, "requests", tally->requests);
	add_number(summary, "answered", tally->answered);
	add_number(summary, "lost", tally->lost);
	add_number(summary, "recorded", tally->recorded);
	add_number(summary, "replayed", tally->replayed);
	add_number(summary, "again", tally->again);
	add_number(summary, "different", tally->different);
	add_number(summary, "newly", tally->newly);
	json_object_set(summary, "statuses", tally->statuses);
	json_object_set(summary, "reasons", tally->reasons);
	json_object_set_new(summary, "seconds", json_real(seconds));
	json_object_set_new(summary, "per_second", json_real((double)tally->recorded / seconds));
	add_times(plan, summary);
	if (json_dumpf(summary, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6)) != 0)
		die("stdout cannot be written");
	putchar('\n');
	json_decref(summary);
}
