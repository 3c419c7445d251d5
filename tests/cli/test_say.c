#include "cli/show/say.h"

#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "tests/check.h"

/* What a terminal is given of a document. */
static const char *shown(const char *text, bool json, char ret_text[256])
{
	struct termios raw;
	int master = posix_openpt(O_RDWR | O_NOCTTY);

	CHECK(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
	int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	CHECK(slave >= 0 && tcgetattr(slave, &raw) == 0);
	cfmakeraw(&raw);
	CHECK(tcsetattr(slave, TCSANOW, &raw) == 0);
	FILE *out = fdopen(slave, "w");
	say_document(out, span_of(text), json);
	fputc('.', out);
	fflush(out);
	/* It comes in pieces, up to the point that was written last. */
	size_t len = 0;
	while (len < 255 && (len == 0 || ret_text[len - 1] != '.')) {
		ssize_t more = read(master, ret_text + len, 255 - len);
		if (!CHECK(more > 0))
			break;
		len += (size_t)more;
	}
	ret_text[len] = '\0';
	fclose(out);
	close(master);
	return ret_text;
}

TEST(documents_are_harmless_on_a_terminal)
{
	static const struct {
		const char *text, *json, *other;
	} rows[] = {
		{"{\"a\":\"Zo\xc3\xab\"}\n", "{\"a\":\"Zo\xc3\xab\"}\n.",
			"{\"a\":\"Zo\xc3\xab\"}\n."},
		{"\xe2\x80\xaex", "\\u202ex.", "?x."},
		{"\x1b[1m\xc2\x9b", "\\u001b[1m\\u009b.", "?[1m?."},
		{"\xf3\xa0\x81\xa7", "\\udb40\\udc67.", "?."},
		{"a,b\r\nc\rd", "a,b\\u000d\nc\\u000dd.", "a,b\nc?d."},
		{"\xff", "?.", "?."},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char text[256];
		check_row("%zu", i);
		CHECK_TEXT(rows[i].json, shown(rows[i].text, true, text));
		CHECK_TEXT(rows[i].other, shown(rows[i].text, false, text));
	}
}

TEST(documents_are_untouched_elsewhere)
{
	static const char bytes[] = "\xe2\x80\xae\x1b\xff\r\n";
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	say_document(out, SPAN(bytes), true);
	fclose(out);
	CHECK_TEXT(bytes, text);
	free(text);
}
