/* That the sheets are sound, and that docs/http.md says the same as they do. */
#include "core/sheet.h"

#include <stdio.h>
#include <string.h>

#include "tests/check.h"

enum { DOCUMENT_BYTES_MAX = 256 << 10, LINE_MAX_BYTES = 4096 };

/* Each place of a path has its member, and each member of the path its place. */
TEST(sheet_paths_and_members)
{
	for (unsigned k = 0; k < COMMANDS; k++) {
		const struct sheet *sheet = sheet_of((enum command_kind)k);
		size_t places = 0, members = 0, sealed = 0;

		check_row("%s", sheet->word);
		for (const char *at = sheet->path; *at != '\0'; at++)
			places += *at == '{';
		for (const struct sheet_member *m = sheet->members(); m->name != NULL; m++) {
			char place[40];

			sealed += sheet_is_sealed(m);
			snprintf(place, sizeof(place), "{%s}", m->name);
			CHECK((m->place == MEMBER_PATH) == (strstr(sheet->path, place) != NULL));
			members += m->place == MEMBER_PATH;
			/* By these alone the daemon hands over what stands in a path. */
			CHECK(m->place != MEMBER_PATH || strcmp(m->name, "ref") == 0 ||
				strcmp(m->name, "code") == 0 || strcmp(m->name, "id") == 0);
		}
		CHECK_INT(places, members);
		CHECK(sealed <= COMMAND_TEXTS_MAX);
		CHECK(sheet->looks == (sheet->event[0] == '\0'));
		CHECK(sheet->looks || sheet->tells[0].name != NULL);
	}
}

/* No two commands share a word, an event or a path. */
TEST(sheet_words_are_their_own)
{
	for (unsigned a = 0; a < COMMANDS; a++)
		for (unsigned b = 0; b < a; b++) {
			const struct sheet *one = sheet_of((enum command_kind)a);
			const struct sheet *other = sheet_of((enum command_kind)b);

			CHECK(strcmp(one->word, other->word) != 0);
			CHECK(strcmp(one->event, other->event) != 0);
			CHECK(strcmp(one->path, other->path) != 0);
		}
}

static char document[DOCUMENT_BYTES_MAX];

static void read_document(void)
{
	FILE *file = fopen("docs/http.md", "r");
	size_t len = file == NULL ? 0 : fread(document, 1, sizeof(document) - 1, file);

	CHECK(len > 0 && len < sizeof(document) - 1);
	document[len] = '\0';
	if (file != NULL)
		fclose(file);
}

/* The table's row of a request, cut into its columns; false if there is none. */
static bool row_of(const char *path, char line[LINE_MAX_BYTES], char *columns[4])
{
	char begin[120];
	const char *at;
	char *rest = line;

	snprintf(begin, sizeof(begin), "\n| POST %s | ", path);
	at = strstr(document, begin);
	if (at == NULL)
		return false;
	snprintf(line, LINE_MAX_BYTES, "%.*s", (int)strcspn(at + 1, "\n"), at + 1);
	for (int n = 0; n < 4; n++) {
		rest += strcspn(rest, "|");
		*rest++ = '\0';
		columns[n] = rest;
		rest += strcspn(rest, "|");
	}
	return true;
}

static bool next_word(const char **at, const char *word, const char *after)
{
	const char *found = strstr(*at, word);

	if (found == NULL)
		return false;
	*at = found + strlen(word);
	return strncmp(*at, after, strlen(after)) == 0;
}

static void check_roles(const char *column, unsigned roles)
{
	for (unsigned n = 0; n < ROLES; n++)
		CHECK((strstr(column, role_word(role_at(n))) != NULL) ==
			((roles & role_at(n)) != 0));
}

/* In their order, and marked where they may be left out. */
static void check_members(const char *column, const struct sheet *sheet)
{
	size_t members = 0, documented = 0;
	const char *at = column;

	for (const struct sheet_member *m = sheet->members(); m->name != NULL; m++) {
		bool may = m->need == MEMBER_MAY || m->need == MEMBER_TODAY;
		char word[60];

		if (m->place != MEMBER_BODY)
			continue;
		snprintf(word, sizeof(word), "\"%s\"", m->name);
		check_row("%s %s", sheet->word, m->name);
		CHECK(next_word(&at, word, may ? "?" : "") && (may || *at != '?'));
		members++;
	}
	for (at = column; (at = strchr(at, '"')) != NULL; at++)
		documented++;
	CHECK_INT(2 * members, documented);
}

static void check_tells(const char *column, const struct sheet *sheet)
{
	const char *at = column;

	for (const struct sheet_tell *tell = sheet->tells; tell->name != NULL; tell++) {
		char word[60];

		snprintf(word, sizeof(word), "`%s`", tell->name);
		check_row("%s tells %s", sheet->word, tell->name);
		CHECK(next_word(&at, word, ""));
	}
}

/* Remarks in prose are its own; what stands in backquotes is the sheet's. */
TEST(sheet_is_documented)
{
	read_document();
	for (unsigned k = 0; k < COMMANDS; k++) {
		const struct sheet *sheet = sheet_of((enum command_kind)k);
		char line[LINE_MAX_BYTES], *columns[4];

		check_row("%s", sheet->word);
		if (sheet->looks || !CHECK(row_of(sheet->path, line, columns)))
			continue;
		check_roles(columns[1], sheet->roles);
		check_members(columns[2], sheet);
		check_tells(columns[3], sheet);
		if (sheet->batch != NULL)
			CHECK(strstr(document, sheet->batch) != NULL);
	}
}
