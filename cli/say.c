#include "cli/say.h"

#include <inttypes.h>
#include <langinfo.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/parse.h"

enum { PROGRESS_EVERY_MS = 100, ANSWER_BYTES = 64 };

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
	char text[8192];
	va_list args;
	/* Where both go to one file they stand in order. */
	fflush(stdout);
	say_progress_end();
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	fputs("bursar: ", stderr);
	say_line(stderr, text);
}

void say_clean(FILE *out, struct span text)
{
	while (text.len > 0) {
		uint32_t code = 0;
		size_t len = parse_utf8(text, &code);
		bool control = code < ' ' ? code != '\n' : code >= 0x7f && code <= 0x9f;
		if (len == 0 || control)
			fputc('?', out);
		else
			fwrite(text.at, 1, len, out);
		text = span_from(text, len == 0 ? 1 : len);
	}
}

void say_line(FILE *out, const char *text)
{
	say_clean(out, span_of(text));
	fputc('\n', out);
}

void say_coloured(FILE *out, enum say_colour colour, const char *text)
{
	static const char *const codes[] = {
		[SAY_BAD] = "\033[1;31m", [SAY_GOOD] = "\033[32m", [SAY_HEADING] = "\033[1m"};
	bool coloured = !terminal.no_color && isatty(fileno(out)) == 1;
	if (coloured)
		fputs(codes[colour], out);
	say_clean(out, span_of(text));
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

bool say_ask(const char *question)
{
	char answer[ANSWER_BYTES];
	if (isatty(STDIN_FILENO) != 1 || isatty(STDERR_FILENO) != 1)
		return true;
	say_clean(stderr, span_of(question));
	fputs(" [y/N] ", stderr);
	fflush(stderr);
	if (fgets(answer, sizeof answer, stdin) == NULL)
		return false;
	struct span said = span_trim(span_of(answer));
	return span_is(said, "y") || span_is(said, "Y") || span_is(said, "yes");
}
