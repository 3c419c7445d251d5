/* Balances as bursar keeps them, against sums over what the model says happened. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "tests/sim/history.h"
#include "tests/sim/play.h"

struct figures {
	int64_t credited, debited, reserved, base;
};

/* The text between the n-th and the next colon of an account's code. */
static const char *part(struct arena *arena, const char *code, size_t n)
{
	while (n-- > 0) {
		code = strchr(code, ':');
		if (code == NULL)
			return "";
		code++;
	}
	return arena_strndup(arena, code, strcspn(code, ":"));
}

/* Whose id an event gave: SIZE_MAX if nobody's. */
static size_t person_of(const struct model *model, const struct history *history, const char *id)
{
	for (size_t i = 0; i < model->people.len; i++) {
		const json_t *event = history->events.at[model->people.at[i].event];
		const char *text = json_string_value(json_object_get(event, "person"));

		if (text != NULL && strcmp(text, id) == 0)
			return i;
	}
	return SIZE_MAX;
}

static void of_fund(
	const struct model *model, const char *fund, const char *year, struct figures *ret_figures)
{
	for (size_t i = 0; i < model->credits.len; i++)
		if (strcmp(model->credits.at[i].fund, fund) == 0 &&
			strcmp(model->credits.at[i].year, year) == 0)
			ret_figures->credited += model->credits.at[i].pence;
	for (size_t i = 0; i < model->payments.len; i++) {
		const struct model_payment *each = &model->payments.at[i];

		if (each->fund == NULL || strcmp(each->fund, fund) != 0 ||
			strcmp(each->year, year) != 0)
			continue;
		if (each->state == PAID)
			ret_figures->debited += each->pence;
		else
			ret_figures->reserved += each->pence;
	}
}

static int64_t all_paid(
	const struct model *model, const char *code, const char *fund, const char *year)
{
	int64_t sum = 0;

	for (size_t i = 0; i < model->payments.len; i++) {
		const struct model_payment *each = &model->payments.at[i];

		if (each->state == PAID && (code == NULL || strcmp(each->cap.code, code) == 0) &&
			(fund == NULL ||
				(strcmp(each->fund, fund) == 0 && strcmp(each->year, year) == 0)))
			sum += each->pence;
	}
	return sum;
}

static const char *differs(
	struct arena *arena, const struct way_account *account, const struct figures *want)
{
	if (account->credited == want->credited && account->debited == want->debited &&
		account->reserved == want->reserved && account->base == want->base)
		return NULL;
	return arena_printf(arena,
		"%s: the model sums to %lld in, %lld out, %lld reserved, %lld by the offer; bursar "
		"has %lld, %lld, %lld, %lld",
		account->code, (long long)want->credited, (long long)want->debited,
		(long long)want->reserved, (long long)want->base, (long long)account->credited,
		(long long)account->debited, (long long)account->reserved,
		(long long)account->base);
}

/* What an account of a code should hold; of offer:CODE that is known once all caps are. */
static const char *account_differs(struct arena *arena, struct model *model,
	const struct history *history, const struct way_account *account, int64_t offered)
{
	const char *kind = part(arena, account->code, 0), *name = part(arena, account->code, 1);
	const char *third = part(arena, account->code, 2);
	struct figures want = {.credited = 0};
	struct model_sums sums;
	struct model_cap cap;

	if (strcmp(kind, "cap") == 0) {
		cap = (struct model_cap){person_of(model, history, name), third, ""};
		(void)snprintf(cap.period, PERIOD_TEXT, "%s", part(arena, account->code, 3));
		sums = model_sums(model, &cap);
		want = (struct figures){
			sums.given + sums.awarded, sums.paid, sums.under_way, sums.given};
	} else if (strcmp(kind, "fund") == 0) {
		of_fund(model, name, third, &want);
	} else if (strcmp(kind, "payable") == 0) {
		want.credited = all_paid(model, NULL, name, third);
	} else if (strcmp(kind, "drawn") == 0) {
		want.credited = all_paid(model, name, NULL, NULL);
	} else if (strcmp(kind, "offer") == 0) {
		want.debited = offered;
	} else if (strcmp(kind, "grantor") == 0) {
		for (size_t i = 0; i < model->credits.len; i++)
			want.debited += model->credits.at[i].pence;
	} else {
		return arena_printf(arena, "the model knows no account %s", account->code);
	}
	return differs(arena, account, &want);
}

/* What came into all caps of the line that an offer account is of. */
static int64_t into_caps(
	struct arena *arena, const struct way_books *books, const struct way_account *offer)
{
	int64_t sum = 0;

	for (size_t i = 0; i < books->accounts.len; i++) {
		const struct way_account *each = &books->accounts.at[i];

		if (strncmp(each->code, "cap:", 4) == 0 &&
			strcmp(part(arena, each->code, 2), part(arena, offer->code, 1)) == 0)
			sum += each->credited;
	}
	return sum;
}

static bool has_account(const struct way_books *books, const char *from, const char *end)
{
	size_t len = strlen(end);

	for (size_t i = 0; i < books->accounts.len; i++) {
		const char *code = books->accounts.at[i].code;

		if (strncmp(code, from, strlen(from)) == 0 && strlen(code) > len &&
			strcmp(code + strlen(code) - len, end) == 0)
			return true;
	}
	return false;
}

/* What there is in the model there is in the books. */
static const char *missing(
	struct arena *arena, const struct model *model, const struct way_books *books)
{
	const char *end;

	for (size_t i = 0; i < model->credits.len; i++) {
		end = arena_printf(
			arena, "%s:%s", model->credits.at[i].fund, model->credits.at[i].year);
		if (!has_account(books, "fund:", end))
			return arena_printf(arena, "there is no account of fund %s", end);
	}
	for (size_t i = 0; i < model->payments.len; i++) {
		end = arena_printf(arena, ":%s:%s", model->payments.at[i].cap.code,
			model->payments.at[i].cap.period);
		if (!has_account(books, "cap:", end))
			return arena_printf(arena, "there is no cap%s", end);
	}
	return NULL;
}

const char *books_differ(struct arena *arena, struct model *model, const struct history *history,
	const struct way_books *books)
{
	for (size_t i = 0; i < books->accounts.len; i++) {
		const struct way_account *account = &books->accounts.at[i];
		const struct history_account *told = history_account(history, account->code);
		struct figures sums = {.base = account->base};
		const char *wrong;
		int64_t offered = 0;

		if (told != NULL)
			sums = (struct figures){
				told->credited, told->debited, told->reserved, account->base};
		if (differs(arena, account, &sums) != NULL)
			return arena_printf(
				arena, "%s is not the sum of its transfers", account->code);
		if (strncmp(account->code, "offer:", 6) == 0)
			offered = into_caps(arena, books, account);
		wrong = account_differs(arena, model, history, account, offered);
		if (wrong != NULL)
			return wrong;
	}
	if (books->payments.len != model->payments.len)
		return "there are more or fewer payments than the model has";
	for (size_t i = 0; i < books->payments.len; i++) {
		const struct way_payment *each = &books->payments.at[i];
		const struct model_payment *want = model_payment(model, each->id);

		if (want == NULL || strcmp(model_state_word(want->state), each->state) != 0)
			return arena_printf(arena, "P%lld is %s; the model says %s",
				(long long)each->id, each->state,
				want == NULL ? "it is not there" : model_state_word(want->state));
	}
	return missing(arena, model, books);
}
