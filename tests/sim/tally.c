#include "tests/sim/tally.h"

#include <stdio.h>
#include <string.h>

#include "base/cc.h"

static const char *const reasons[] = {

#define REASON(name, code, figures) code,
#include "core/decide/reason.def"
#undef REASON
};

/* What these histories cannot meet: they have no financial rules and no payees, and what lies too
 * far ahead is called so now. */
static bool is_beyond(const char *reason)
{
	static const char *const beyond[] = {"closed-period", "too-far-back", "approved-already",
		"above-your-limit", "above-person-limit", "payee-changed"};

	for (size_t i = 0; i < ARRAY_LEN(beyond); i++)
		if (strcmp(beyond[i], reason) == 0)
			return true;
	return false;
}

static void count(struct tally *tally, const char *code)
{
	for (size_t i = 0; i < tally->codes_len; i++) {
		if (strcmp(tally->codes[i].code, code) != 0)
			continue;
		tally->codes[i].count++;
		return;
	}
	assert(tally->codes_len < TALLY_CODES_MAX);
	(void)snprintf(tally->codes[tally->codes_len].code,
		sizeof(tally->codes[tally->codes_len].code), "%s", code);
	tally->codes[tally->codes_len++].count = 1;
}

static const char *code_of(const json_t *object)
{
	const char *code = json_string_value(json_object_get(object, "code"));

	return code == NULL ? "" : code;
}

void tally_add(struct tally *tally, int status, const json_t *answer)
{
	const json_t *reason;
	size_t i;

	tally->steps++;
	if (json_is_true(json_object_get(answer, "replayed"))) {
		tally->replayed++;
		return;
	}
	tally->recorded += status == 201;
	tally->looks += json_object_get(answer, "items") != NULL;
	if (json_object_get(answer, "recorded") != NULL)
		tally->dry += json_is_false(json_object_get(answer, "recorded"));
	if (json_object_get(answer, "reasons") == NULL && status >= 300)
		count(tally, code_of(answer));
	json_array_foreach(json_object_get(answer, "reasons"), i, reason)
	{
		count(tally, code_of(reason));
	}
}

void tally_print(const struct tally *tally)
{
	printf("%zu steps: %zu recorded, %zu dry, %zu looks, %zu batches, %zu sent again\n",
		tally->steps, tally->recorded, tally->dry, tally->looks, tally->batches,
		tally->replayed);
	for (size_t i = 0; i < tally->codes_len; i++)
		printf("%s%s %zu", i == 0 ? "no: " : ", ", tally->codes[i].code,
			tally->codes[i].count);
	printf("\n");
}

bool tally_met_all(const struct tally *tally)
{
	bool all = true;

	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		bool met = is_beyond(reasons[i]);

		for (size_t k = 0; k < tally->codes_len; k++)
			met |= strcmp(tally->codes[k].code, reasons[i]) == 0;
		if (!met)
			printf("never met: %s\n", reasons[i]);
		all &= met;
	}
	return all;
}
