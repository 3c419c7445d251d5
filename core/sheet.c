#include "core/sheet.h"

#include <stddef.h>

#include "base/cc.h"

#define HAS_NEEDED(name) 0
#define HAS_NEW(name)    0
#define HAS_MANY(name)   0
#define HAS_MAY(name)    SELF + offsetof(self, has_##name)

/* Members: each list in a function of its own, so that a row need not name its struct again. */
/* clang-format off */
#define COMMAND(NAME, name, ...)                                                                   \
	static const struct sheet_member *name##_members(void)                                     \
	{                                                                                          \
		typedef struct command_##name self UNUSED;                                         \
		enum { SELF = offsetof(struct command, name) };                                    \
		static const struct sheet_member list[] = {
#define LOOK(NAME, name, ...) COMMAND(NAME, name, )
#define ABOUT(place, kind, name, field, need, cli, help)                                           \
	{#name, MEMBER_##kind, MEMBER_##place, MEMBER_##need, cli, help,                           \
		offsetof(struct command, field), 0},
#define PATH(kind, name, cli, help)                                                                \
	{#name, MEMBER_##kind, MEMBER_PATH, MEMBER_NEEDED, cli, help,                              \
		SELF + offsetof(self, name), 0},
#define BODY(kind, name, need, cli, help)                                                          \
	{#name, MEMBER_##kind, MEMBER_BODY, MEMBER_##need, cli, help,                              \
		SELF + offsetof(self, name), HAS_##need(name)},
#define END {.name = NULL}}; return list; }
#include "core/sheets.def"

#define COMMAND(NAME, name, ...) static const struct sheet_tell name##_tells[] = {
#define LOOK(NAME, name, ...) COMMAND(NAME, name, )
#define TELLS(name, form, from) {#name, TELL_##form, from},
#define END {.name = NULL}};
#include "core/sheets.def"

static const struct sheet sheets[COMMANDS] = {

#define COMMAND(NAME, name, word_, event_, roles_)                                                 \
	[COMMAND_##NAME] = {.word = word_, .event = event_, .roles = roles_,                       \
		.members = name##_members, .tells = name##_tells,
#define LOOK(NAME, name, word_, roles_) COMMAND(NAME, name, word_, "", roles_) .looks = true,
#define AT(path_, noun, verb, says) .path = path_,
#define BATCH(NAME, path_) .batch = path_,
#define END },
#include "core/sheets.def"
};
/* clang-format on */

static const char *const kinds[MEMBER_KINDS] = {

#define KIND(name, ...) [MEMBER_##name] = #name,
#include "core/sheet/kind.def"
#undef KIND
};

const struct sheet *sheet_of(enum command_kind kind)
{
	assert(kind < COMMANDS);
	return &sheets[kind];
}

const struct sheet_member *sheet_member(enum command_kind kind, enum member_kind member)
{
	for (const struct sheet_member *m = sheet_of(kind)->members(); m->name != NULL; m++)
		if (m->kind == member)
			return m;
	return NULL;
}

bool sheet_is_sealed(const struct sheet_member *member)
{
	return member->kind == MEMBER_line || member->kind == MEMBER_prose ||
		member->kind == MEMBER_creditor;
}

const char *sheet_kind_word(enum member_kind kind)
{
	assert(kind < MEMBER_KINDS);
	return kinds[kind];
}
