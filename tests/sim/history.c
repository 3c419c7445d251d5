#include "tests/sim/history.h"

#include <string.h>

#include "base/cc.h"

void history_begin(struct history *history, struct arena *arena)
{
	*history = (struct history){.arena = arena};
}

void history_end(struct history *history)
{
	for (size_t i = 0; i < history->events.len; i++)
		json_decref(history->events.at[i]);
}

static struct history_account *find(const struct history *history, const char *code)
{
	for (size_t i = 0; i < history->accounts.len; i++)
		if (strcmp(history->accounts.at[i].code, code) == 0)
			return &history->accounts.at[i];
	return NULL;
}

const struct history_account *history_account(const struct history *history, const char *code)
{
	return find(history, code);
}

/* Valid until the next one is made. */
static struct history_account *account_of(struct history *history, const char *code)
{
	struct history_account *account = find(history, code);

	if (account != NULL)
		return account;
	account = VEC_PUSH(history->arena, &history->accounts);
	account->code = arena_strndup(history->arena, code, strlen(code));
	return account;
}

static int64_t whole(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

static const char *text(const json_t *object, const char *name)
{
	const char *value = json_string_value(json_object_get(object, name));

	return value == NULL ? "" : value;
}

static const char *reserve(
	struct history *history, int64_t event, int64_t n, const json_t *transfer)
{
	struct history_account *from = account_of(history, text(transfer, "from"));
	struct history_reserve *reserve = VEC_PUSH(history->arena, &history->reserves);

	from->reserved += whole(transfer, "amount");
	*reserve = (struct history_reserve){
		.event = event, .n = n, .pence = whole(transfer, "amount"), .from = from->code};
	reserve->to = account_of(history, text(transfer, "to"))->code;
	return NULL;
}

static const char *resolve(struct history *history, const json_t *transfer)
{
	const json_t *of = json_object_get(transfer, "resolves");
	int64_t event = json_integer_value(json_array_get(of, 0));
	int64_t n = json_integer_value(json_array_get(of, 1));

	for (size_t i = 0; i < history->reserves.len; i++) {
		struct history_reserve *reserve = &history->reserves.at[i];

		if (reserve->event != event || reserve->n != n)
			continue;
		if (reserve->resolved)
			return "a reserve is resolved twice";
		if (reserve->pence != whole(transfer, "amount") ||
			strcmp(reserve->from, text(transfer, "from")) != 0 ||
			strcmp(reserve->to, text(transfer, "to")) != 0)
			return "a reserve is resolved otherwise than it was made";
		reserve->resolved = true;
		account_of(history, reserve->from)->reserved -= reserve->pence;
		return NULL;
	}
	return "what is resolved is no reserve";
}

static void post(struct history *history, int64_t event, int64_t n, const json_t *transfer)
{
	int64_t pence = whole(transfer, "amount");

	account_of(history, text(transfer, "from"))->debited += pence;
	account_of(history, text(transfer, "to"))->credited += pence;
	*VEC_PUSH(history->arena, &history->landed) = (struct history_landed){.event = event,
		.n = n,
		.pence = pence,
		.from = text(transfer, "from"),
		.to = text(transfer, "to")};
}

static const char *undo(struct history *history, const json_t *transfer)
{
	const json_t *of = json_object_get(transfer, "undoes");
	int64_t event = json_integer_value(json_array_get(of, 0));
	int64_t n = json_integer_value(json_array_get(of, 1));

	for (size_t i = 0; i < history->landed.len; i++) {
		struct history_landed *landed = &history->landed.at[i];

		if (landed->event != event || landed->n != n)
			continue;
		landed->undone_pence += whole(transfer, "amount");
		if (landed->undone_pence > landed->pence)
			return "more comes back than was moved";
		return strcmp(landed->from, text(transfer, "from")) == 0 &&
				strcmp(landed->to, text(transfer, "to")) == 0
			? NULL
			: "what comes back was moved between others";
	}
	return "what comes back was never moved";
}

static const char *back(struct history *history, const json_t *transfer)
{
	const char *from = text(transfer, "from"), *to = text(transfer, "to");
	bool gives = strcmp(from, "grantor") == 0 || strncmp(from, "offer:", 6) == 0;

	account_of(history, from)->debited -= whole(transfer, "amount");
	account_of(history, to)->credited -= whole(transfer, "amount");
	if (json_object_get(transfer, "undoes") != NULL)
		return undo(history, transfer);
	return gives ? NULL : "something comes back that names nothing";
}

static const char *add_transfer(
	struct history *history, int64_t event, int64_t n, const json_t *transfer)
{
	const char *phase = text(transfer, "phase"), *wrong = NULL;

	if (whole(transfer, "amount") <= 0 || whole(transfer, "n") != n)
		return "a transfer of nothing, or out of order";
	if (strcmp(phase, "reserve") == 0)
		return reserve(history, event, n, transfer);
	if (strcmp(phase, "back") == 0)
		return back(history, transfer);
	if (strcmp(phase, "post") != 0)
		wrong = resolve(history, transfer);
	if (strcmp(phase, "release") != 0)
		post(history, event, n, transfer);
	return wrong;
}

/* Of the outside, which has no bottom. */
static bool has_floor(const char *code)
{
	return strcmp(code, "grantor") != 0 && strncmp(code, "offer:", 6) != 0;
}

static bool is_allowance(const char *code)
{
	return strncmp(code, "offer:", 6) == 0 || strncmp(code, "cap:", 4) == 0 ||
		strncmp(code, "drawn:", 6) == 0;
}

static const char *books(struct history *history)
{
	int64_t sums[2] = {0, 0};

	for (size_t i = 0; i < history->accounts.len; i++) {
		const struct history_account *each = &history->accounts.at[i];
		int64_t left = each->credited - each->debited - each->reserved;

		sums[is_allowance(each->code)] += each->credited - each->debited;
		if (each->credited < 0 || each->debited < 0 || each->reserved < 0 ||
			(left < 0 && has_floor(each->code)))
			return arena_printf(history->arena,
				"%s has %lld in, %lld out, %lld reserved", each->code,
				(long long)each->credited, (long long)each->debited,
				(long long)each->reserved);
	}
	return sums[0] == 0 && sums[1] == 0 ? NULL : "a book does not sum to nothing";
}

/* Who may do what is told by the one who asked. */
static const char *hands(struct history *history, const json_t *event)
{
	const char *kind = text(event, "t");

	if (strcmp(kind, "payment-requested") == 0)
		*VEC_PUSH(history->arena, &history->payments) = (struct history_payment){
			.id = whole(event, "n"), .requester = whole(event, "by")};
	if (strcmp(kind, "payment-approved") != 0)
		return NULL;
	for (size_t i = 0; i < history->payments.len; i++)
		if (history->payments.at[i].id == whole(event, "payment"))
			return history->payments.at[i].requester == whole(event, "by")
				? "somebody approved their own request"
				: NULL;
	return "what is approved was never requested";
}

const char *history_add(struct history *history, struct span bytes)
{
	json_t *event = json_loadb(bytes.at, bytes.len, 0, NULL);
	const json_t *transfer;
	const char *wrong;
	size_t n;

	if (event == NULL)
		return "an event is no JSON";
	*VEC_PUSH(history->arena, &history->events) = event;
	if (whole(event, "n") != history->size)
		return "the log has a gap";
	json_array_foreach(json_object_get(event, "transfers"), n, transfer)
	{
		wrong = add_transfer(history, history->size, (int64_t)n, transfer);
		if (wrong != NULL)
			return wrong;
	}
	history->size++;
	wrong = hands(history, event);
	return wrong == NULL ? books(history) : wrong;
}
