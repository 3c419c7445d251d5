#include "tests/stories/plan.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/parse.h"
#include "base/span.h"

enum { STATUS_MAX = 999 };

void die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("loader: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(2);
}

static char *copy(struct span text)
{
	char *bytes = strndup(text.at, text.len);

	if (bytes == NULL)
		die("no memory");
	return bytes;
}

static void draw_key(char ret_key[UUID_TEXT + 1])
{
	struct timespec now;
	uint8_t chance[10];

	clock_gettime(CLOCK_REALTIME, &now);
	if (getrandom(chance, sizeof(chance), 0) != (ssize_t)sizeof(chance))
		die("no random bytes");
	uuid_format(uuid_v7((int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000, chance), ret_key);
}

static struct request *add(struct plan *plan, size_t *room)
{
	if (plan->len == *room) {
		*room = *room == 0 ? 1024 : *room * 2;
		plan->list = realloc(plan->list, *room * sizeof(*plan->list));
		if (plan->list == NULL)
			die("no memory");
	}
	plan->list[plan->len] = (struct request){.path = NULL};
	return &plan->list[plan->len++];
}

/* Cuts the part up to the next tab off *line; the last part may hold tabs. */
static struct span part(struct span *line)
{
	size_t end = span_find(*line, '\t');
	struct span first = span_slice(*line, 0, end);

	*line = end < line->len ? span_from(*line, end + 1) : SPAN_NONE;
	return first;
}

static void set_key(struct request *request, struct span key)
{
	struct uuid uuid;

	if (!uuid_parse(key, &uuid))
		die("not a key: %.*s", SPAN_ARG(key));
	uuid_format(uuid, request->key);
}

static void take_request(struct plan *plan, size_t *room, struct span line)
{
	struct request *request = add(plan, room);

	request->path = copy(part(&line));
	request->body = copy(part(&line));
	if (line.at != NULL)
		set_key(request, line);
	else
		draw_key(request->key);
}

static void take_journal(struct plan *plan, size_t *room, struct span line)
{
	bool sent = span_is(part(&line), "S");
	struct request *request;
	int64_t number, status;

	if (!parse_int(part(&line), 0, INT32_MAX, &number))
		die("the journal has a line without a number");
	if (sent) {
		if ((size_t)number != plan->len)
			die("the journal lacks a request before %lld", (long long)number);
		request = add(plan, room);
		set_key(request, part(&line));
		request->path = copy(part(&line));
		request->body = copy(line);
		return;
	}
	if ((size_t)number >= plan->len || !parse_int(part(&line), 0, STATUS_MAX, &status))
		die("the journal has an answer to nothing");
	request = &plan->list[number];
	request->expected_status = (int)status;
	request->expected = copy(line);
}

static struct plan read_lines(
	const char *path, void (*take)(struct plan *plan, size_t *room, struct span line))
{
	FILE *file = fopen(path, "r");
	struct plan plan = {.len = 0};
	size_t room = 0, line_room = 0;
	char *line = NULL;
	ssize_t len;

	if (file == NULL)
		die("%s: %s", path, strerror(errno));
	while ((len = getline(&line, &line_room, file)) > 0) {
		if (line[len - 1] == '\n')
			len--;
		take(&plan, &room, (struct span){line, (size_t)len});
	}
	free(line);
	fclose(file);
	return plan;
}

struct plan plan_read(const char *path)
{
	return read_lines(path, take_request);
}

struct plan plan_read_journal(const char *path)
{
	return read_lines(path, take_journal);
}

void plan_free(struct plan *plan)
{
	for (size_t i = 0; i < plan->len; i++) {
		free(plan->list[i].path);
		free(plan->list[i].body);
		free(plan->list[i].answer);
		free(plan->list[i].expected);
	}
	free(plan->list);
}

void journal_sent(FILE *journal, size_t number, const struct request *request)
{
	fprintf(journal, "S\t%zu\t%s\t%s\t%s\n", number, request->key, request->path,
		request->body);
}

void journal_answered(FILE *journal, size_t number, const struct request *request)
{
	fprintf(journal, "A\t%zu\t%d\t%s\n", number, request->status, request->answer);
}

void journal_sync(FILE *journal)
{
	if (fflush(journal) != 0 || fdatasync(fileno(journal)) != 0)
		die("the journal cannot be written: %s", strerror(errno));
}
