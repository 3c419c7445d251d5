#include "core/account.h"

#include "base/buf.h"

static const char *const books[BOOKS] = {

#define BOOK(name, word) [BOOK_##name] = word,
#define ACCOUNT(name, prefix, book, floor, parts)
#include "core/account.def"
#undef BOOK
#undef ACCOUNT
};

enum { PERSON = ACCOUNT_PART_PERSON, NAME = ACCOUNT_PART_NAME, PERIOD = ACCOUNT_PART_PERIOD };

enum { NONE = -1 };

static const struct {
	const char *prefix;
	enum account_book book;
	int floor;
	unsigned parts;
} kinds[ACCOUNT_KINDS] = {

#define BOOK(name, word)
#define ACCOUNT(name, prefix, book, floor, parts)                                                  \
	[ACCOUNT_##name] = {prefix, BOOK_##book, floor, parts},
#include "core/account.def"
#undef BOOK
#undef ACCOUNT
};

const char *account_book_word(enum account_book book)
{
	assert(book < BOOKS);
	return books[book];
}

bool account_book_of_word(struct span word, enum account_book *ret_book)
{
	for (unsigned book = 0; book < BOOKS; book++) {
		if (!span_is(word, books[book]))
			continue;
		*ret_book = (enum account_book)book;
		return true;
	}
	return false;
}

enum account_book account_book(enum account_kind kind)
{
	assert(kind < ACCOUNT_KINDS);
	return kinds[kind].book;
}

bool account_has_floor(enum account_kind kind)
{
	assert(kind < ACCOUNT_KINDS);
	return kinds[kind].floor != NONE;
}

unsigned account_parts(enum account_kind kind)
{
	assert(kind < ACCOUNT_KINDS);
	return kinds[kind].parts;
}

/* Several for each payment, so each part is copied and no format is read. */
struct span account_code(struct arena *arena, const struct account_name *name)
{
	unsigned parts = account_parts(name->kind);
	char person[UUID_TEXT + 1];
	struct buf code = buf_in(arena);

	buf_text(&code, kinds[name->kind].prefix);
	if (parts & ACCOUNT_PART_PERSON) {
		uuid_format(name->person, person);
		buf_char(&code, ':');
		buf_add(&code, person, UUID_TEXT);
	}
	if (parts & ACCOUNT_PART_NAME) {
		buf_char(&code, ':');
		buf_span(&code, name->name);
	}
	if (parts & ACCOUNT_PART_PERIOD) {
		buf_char(&code, ':');
		buf_span(&code, name->period);
	}
	return buf_done(&code);
}

/* The next part, taken off the rest; empty if there is none. */
static struct span take(struct span *rest)
{
	size_t colon = span_find(*rest, ':');
	struct span part = span_slice(*rest, 0, colon);

	*rest = span_from(*rest, colon < rest->len ? colon + 1 : rest->len);
	return part;
}

static enum account_kind kind_of(struct span prefix)
{
	unsigned kind = 0;

	while (kind < ACCOUNT_KINDS && !span_is(prefix, kinds[kind].prefix))
		kind++;
	return (enum account_kind)kind;
}

/* The person's part, as it is written. */
static bool read_person(struct span part, struct uuid *ret_person)
{
	char text[UUID_TEXT + 1];

	if (!uuid_parse(part, ret_person))
		return false;
	uuid_format(*ret_person, text);
	return span_is(part, text);
}

bool account_name_read(struct span code, struct account_name *ret_name)
{
	struct span rest = code;
	struct account_name name = {.kind = kind_of(take(&rest))};
	unsigned parts = name.kind == ACCOUNT_KINDS ? 0 : account_parts(name.kind);

	*ret_name = (struct account_name){.kind = ACCOUNT_KINDS};
	if (name.kind == ACCOUNT_KINDS)
		return false;
	if ((parts & ACCOUNT_PART_PERSON) && !read_person(take(&rest), &name.person))
		return false;
	if (parts & ACCOUNT_PART_NAME)
		name.name = take(&rest);
	if (parts & ACCOUNT_PART_PERIOD)
		name.period = take(&rest);
	if (rest.len > 0 || code.at[code.len - 1] == ':' ||
		((parts & ACCOUNT_PART_NAME) && name.name.len == 0) ||
		((parts & ACCOUNT_PART_PERIOD) && name.period.len == 0))
		return false;
	*ret_name = name;
	return true;
}
