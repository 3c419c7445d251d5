#include "bench/work.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/uuid.h"
#include "bench/client.h"

enum { LINES_MAX = 4 << 20 };

static const char *const words[] = {[WORK_PEOPLE] = "people",
	[WORK_AWARDS] = "awards",
	[WORK_REQUEST] = "request",
	[WORK_BATCH] = "batch",
	[WORK_APPROVE] = "approve",
	[WORK_PAY] = "pay",
	[WORK_GET] = "get"};

bool work_kind_of(const char *word, enum work_kind *ret_kind)
{
	for (unsigned i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(word, words[i]) != 0)
			continue;
		*ret_kind = (enum work_kind)i;
		return true;
	}
	return false;
}

void work_read(struct work *work, const char *path)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	if (file == NULL)
		client_die("%s: %s", path, strerror(errno));
	work->lines = calloc(LINES_MAX, sizeof(*work->lines));
	if (work->lines == NULL)
		client_die("no memory");
	while ((len = getline(&line, &size, file)) > 0 && work->lines_len < LINES_MAX) {
		line[len - (line[len - 1] == '\n')] = '\0';
		work->lines[work->lines_len] = strdup(line);
		if (work->lines[work->lines_len++] == NULL)
			client_die("no memory");
	}
	free(line);
	fclose(file);
}

void work_ref(int64_t person, char ret_ref[WORK_REF_TEXT])
{
	snprintf(ret_ref, WORK_REF_TEXT, "B-%05d", (int)person);
}

/* splitmix64: spread evenly, which is all that is asked of it. */
static uint64_t draw(struct work *work)
{
	uint64_t x = work->chance += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static void next_key(struct work *work, char ret_text[UUID_TEXT + 1])
{
	struct timespec now;
	uint8_t random[10];
	uint64_t low = draw(work);

	clock_gettime(CLOCK_REALTIME, &now);
	work->keys++;
	/* A counter first, so that keys of one millisecond stay in order. */
	random[0] = (uint8_t)(work->keys >> 8);
	random[1] = (uint8_t)work->keys;
	memcpy(random + 2, &low, sizeof(low));
	uuid_format(uuid_v7((int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000, random), ret_text);
}

/* --- bodies --- */

static void write_payment(struct work *work, struct buf *body)
{
	char ref[WORK_REF_TEXT];

	work_ref((int64_t)(draw(work) % (uint64_t)work->people), ref);
	buf_printf(body, "\"ref\":\"%s\",\"entitlement\":\"%s\",\"amount_pence\":%d,\"on\":\"%s\"",
		ref, WORK_ENTITLEMENT, WORK_AMOUNT_PENCE, WORK_DAY);
}

static int write_items(struct work *work, struct buf *body)
{
	char key[UUID_TEXT + 1];
	int items = 0;

	buf_text(body, "{\"items\":[");
	for (; items < work->items; items++) {
		if (work->kind != WORK_BATCH && work->next == work->lines_len)
			break;
		next_key(work, key);
		buf_printf(body, "%s{\"key\":\"%s\",", items == 0 ? "" : ",", key);
		if (work->kind == WORK_BATCH)
			write_payment(work, body);
		else
			buf_printf(body, "\"id\":\"%s\"", work->lines[work->next++]);
		buf_char(body, '}');
	}
	buf_text(body, "]}");
	return items;
}

static void write_person(struct work *work, struct buf *body)
{
	char ref[WORK_REF_TEXT];

	work_ref(work->next++, ref);
	buf_printf(body,
		"{\"ref\":\"%s\",\"born\":\"2000-02-29\",\"category\":\"former-relevant\"}", ref);
}

static const char *write_award(struct work *work, struct buf *body)
{
	char ref[WORK_REF_TEXT];

	work_ref(work->next++, ref);
	buf_printf(body,
		"{\"entitlement\":\"%s\",\"amount_pence\":99999999999,\"on\":\"%s\",\"reason\":"
		"\"So that it does not run out\"}",
		WORK_ENTITLEMENT, WORK_DAY);
	return arena_printf(work->arena, "/v1/people/%s/awards", ref);
}

static const char *write_body(struct work *work, struct buf *body, int *ret_items)
{
	*ret_items = 1;
	switch (work->kind) {
	case WORK_PEOPLE:
		write_person(work, body);
		return "/v1/people";
	case WORK_AWARDS:
		return write_award(work, body);
	case WORK_REQUEST:
		buf_char(body, '{');
		write_payment(work, body);
		buf_char(body, '}');
		return "/v1/payments";
	case WORK_BATCH:
		*ret_items = write_items(work, body);
		return "/v1/payments/batch";
	case WORK_APPROVE:
		*ret_items = write_items(work, body);
		return "/v1/payments/batch/approve";
	case WORK_PAY:
		*ret_items = write_items(work, body);
		return "/v1/payments/batch/pay";
	case WORK_GET:
		break;
	}
	UNREACHABLE("a kind without a body");
}

static bool is_over(const struct work *work)
{
	switch (work->kind) {
	case WORK_PEOPLE:
	case WORK_AWARDS:
		return work->next == work->people;
	case WORK_APPROVE:
	case WORK_PAY:
		return work->next == work->lines_len;
	case WORK_REQUEST:
	case WORK_BATCH:
		return false;
	case WORK_GET:
		return work->lines_len == 0;
	}
	UNREACHABLE("a kind without an end");
}

bool work_next(struct work *work, struct span *ret_request, int *ret_items)
{
	char key[UUID_TEXT + 1];

	if (is_over(work))
		return false;
	arena_reset(work->arena);
	struct buf body = buf_in(work->arena), request = buf_in(work->arena);
	if (work->kind == WORK_GET) {
		const char *path = work->lines[work->next++ % work->lines_len];

		buf_printf(&request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", path);
		*ret_items = 1;
		*ret_request = buf_done(&request);
		return true;
	}
	const char *path = write_body(work, &body, ret_items);
	next_key(work, key);
	buf_printf(&request,
		"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nIdempotency-Key: %s\r\n"
		"Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
		path, key, body.len);
	buf_span(&request, buf_done(&body));
	*ret_request = buf_done(&request);
	return true;
}
