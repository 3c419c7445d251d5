#include "daemon/setup/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/json.h"
#include "core/date.h"
#include "daemon/setup/file.h"

enum { LINE_ARENA_BYTES_MAX = 1 << 20, INSTANT_TEXT_MAX = 28 };

static const char *const words[] = {
	[LOG_ERROR] = "error",
	[LOG_WARNING] = "warning",
	[LOG_INFO] = "info",
};

/* Emptied for each line: the daemon has one thread. */
static struct arena *room;

static struct json begin(enum log_level level, const char *event)
{
	struct timespec now;
	char at[INSTANT_TEXT_MAX];

	if (room == NULL)
		room = arena_new(LINE_ARENA_BYTES_MAX);
	arena_reset(room);
	clock_gettime(CLOCK_REALTIME, &now);
	date_format_instant((int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000, at);
	struct json line = json_in(room);
	json_open(&line, NULL, '{');
	json_word(&line, "time", at);
	json_word(&line, "level", words[level]);
	json_word(&line, "event", event);
	return line;
}

/* In one write, so that lines of several writers to one pipe do not mix. */
static void end(struct json *line)
{
	json_close(line, '}');
	buf_char(&line->bytes, '\n');
	/* There is nowhere to say that it failed. */
	enum status ignored = file_write(STDERR_FILENO, json_done(line));
	(void)ignored;
}

void log_text(enum log_level level, const char *event, const char *format, ...)
{
	char text[LOG_TEXT_BYTES_MAX + 1];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	struct json line = begin(level, event);
	json_word(&line, "text", text);
	end(&line);
}

enum log_level log_level_of(const char *word)
{
	for (unsigned i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(word, words[i]) == 0)
			return (enum log_level)i;
	return LOG_ERROR;
}

static enum log_level level_of(int status)
{
	if (status < 500)
		return LOG_INFO;
	return status == 503 ? LOG_WARNING : LOG_ERROR;
}

void log_request(const struct log_request *request)
{
	struct json line = begin(level_of(request->status), "request");

	json_word(&line, "id", request->id);
	json_word(&line, "method", request->method);
	json_word(&line, "route", request->route);
	json_int(&line, "status", request->status);
	if (request->code != NULL)
		json_word(&line, "code", request->code);
	if (request->authority_id != 0) {
		json_int(&line, "authority", request->authority_id);
		json_int(&line, "staff", request->staff_id);
	}
	if (request->peer != NULL)
		json_word(&line, "peer", request->peer);
	if (request->certificate != NULL)
		json_hex(&line, "certificate", request->certificate->bytes, DIGEST_BYTES);
	json_int(&line, "took_us", request->took_us);
	json_int(&line, "body_bytes", request->body_bytes);
	end(&line);
}

void log_end(void)
{
	arena_free(room);
	room = NULL;
}
