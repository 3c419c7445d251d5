#include "cli/show/say.h"

#include <errno.h>
#include <inttypes.h>
#include <langinfo.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/parse.h"
#include "base/text.h"

enum { PROGRESS_EVERY_MS = 100, ANSWER_BYTES = 64, CLEAN_ARENA_BYTES = 512 << 20 };

static struct {
	bool no_color;
	bool progress_shown;
	int64_t progress_ms;
} terminal;

void say_begin(bool no_color)
{
	/* libsmartcols measures and prints by the locale; amounts have a pound sign. */
	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	const char *asked = getenv("NO_COLOR");
	terminal.no_color = no_color || (asked != NULL && asked[0] != '\0');
}

void say_error(const char *format, ...)
{
	struct arena *arena = arena_new(CLEAN_ARENA_BYTES);
	va_list args;

	/* Where both go to one file they stand in order. */
	fflush(stdout);
	say_progress_end();
	va_start(args, format);
	const char *text = arena_vprintf(arena, format, args);
	va_end(args);
	fputs("bursar: ", stderr);
	say_lines(stderr, span_of(text));
	fputc('\n', stderr);
	arena_free(arena);
}

static void print(FILE *out, struct span text, bool multiline)
{
	struct arena *arena = arena_new(CLEAN_ARENA_BYTES);
	struct buf clean = buf_in(arena);

	text_clean(&clean, text, multiline);
	fwrite(buf_done(&clean).at, 1, clean.len, out);
	arena_free(arena);
}

void say_clean(FILE *out, struct span text)
{
	print(out, text, false);
}

void say_lines(FILE *out, struct span text)
{
	print(out, text, true);
}

void say_line(FILE *out, const char *text)
{
	say_clean(out, span_of(text));
	fputc('\n', out);
}

static void print_escaped(FILE *out, uint32_t code)
{
	if (code >= 0x10000)
		fprintf(out, "\\u%04x\\u%04x", (unsigned)(0xd800 + ((code - 0x10000) >> 10)),
			(unsigned)(0xdc00 + ((code - 0x10000) & 0x3ff)));
	else
		fprintf(out, "\\u%04x", (unsigned)code);
}

/* len: its bytes, 0 if it is none. */
static void print_character(FILE *out, struct span text, uint32_t code, size_t len, bool json)
{
	if (len > 0 && (text_is_harmless(code) || code == '\n'))
		fwrite(text.at, 1, len, out);
	else if (len > 0 && code == '\r' && !json)
		fputs(text.len > 1 && text.at[1] == '\n' ? "" : "?", out);
	else if (len > 0 && json)
		print_escaped(out, code);
	else
		fputc('?', out);
}

void say_document(FILE *out, struct span text, bool json)
{
	if (isatty(fileno(out)) != 1) {
		if (text.len > 0)
			fwrite(text.at, 1, text.len, out);
		return;
	}
	while (text.len > 0) {
		uint32_t code = 0;
		size_t len = parse_utf8(text, &code);
		print_character(out, text, code, len, json);
		text = span_from(text, len == 0 ? 1 : len);
	}
}

void say_coloured(FILE *out, enum say_colour colour, const char *text)
{
	static const char *const codes[] = {
		[SAY_BAD] = "\033[1;31m", [SAY_GOOD] = "\033[32m", [SAY_HEADING] = "\033[1m"};
	bool coloured = !terminal.no_color && isatty(fileno(out)) == 1;

	if (coloured)
		fputs(codes[colour], out);
	say_lines(out, span_of(text));
	if (coloured)
		fputs("\033[0m", out);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void say_progress(const char *label, int64_t done, int64_t total)
{
	int64_t now = now_ms();

	if (now - terminal.progress_ms < PROGRESS_EVERY_MS || isatty(STDERR_FILENO) != 1)
		return;
	terminal.progress_ms = now;
	terminal.progress_shown = true;
	fprintf(stderr, "\r%s: %" PRId64, label, done);
	if (total > 0)
		fprintf(stderr, " of %" PRId64, total);
	fputs("\033[K", stderr);
}

void say_progress_end(void)
{
	if (terminal.progress_shown)
		fputs("\r\033[K", stderr);
	terminal.progress_shown = false;
}

bool say_written(void)
{
	errno = 0;
	if (fflush(stdout) == 0 && ferror(stdout) == 0)
		return true;
	int error = errno != 0 ? errno : EIO;
	if (freopen("/dev/null", "w", stdout) == NULL)
		clearerr(stdout);
	errno = error;
	return false;
}

bool say_can_ask(void)
{
	return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

bool say_ask(const char *question)
{
	char answer[ANSWER_BYTES];

	say_clean(stderr, span_of(question));
	fputs(" [y/N] ", stderr);
	fflush(stderr);
	if (fgets(answer, sizeof(answer), stdin) == NULL)
		return false;
	struct span said = span_trim(span_of(answer));
	return span_is(said, "y") || span_is(said, "Y") || span_is(said, "yes");
}
