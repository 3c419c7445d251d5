/*
 * JSON written by hand: compact, ASCII, members in the order of the calls, a comma put where one is
 * due. And a reader for what was so written (an event's bytes), which trusts that form and looks
 * members up in place.
 */
#ifndef BURSAR_BASE_JSON_H
#define BURSAR_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/cc.h"
#include "base/span.h"
#include "base/uuid.h"

struct arena;

struct json {
	struct buf bytes;
};

struct json json_in(struct arena *arena);
/* name: NULL for an item of a list and for the outermost value. */
void json_int(struct json *json, const char *name, int64_t number);
void json_bool(struct json *json, const char *name, bool value);
void json_null(struct json *json, const char *name);
/* null if absent. */
void json_text(struct json *json, const char *name, struct span text);
void json_word(struct json *json, const char *name, const char *text);
/* Lower-case hex of bytes. */
void json_hex(struct json *json, const char *name, const void *bytes, size_t len);
void json_uuid(struct json *json, const char *name, struct uuid uuid);
/* A value that is JSON already. */
void json_raw(struct json *json, const char *name, struct span value);
void json_open(struct json *json, const char *name, char bracket);
void json_close(struct json *json, char bracket);
struct span json_done(const struct json *json);

/* The raw value of a member of an object: a text without its quotes, a number's digits, {…} or […]
 * whole. Absent for null and where the member is not there. */
struct span json_get(struct span object, const char *name);
MUST_CHECK bool json_get_int(struct span object, const char *name, int64_t *ret_number);
/* What a raw text says: its escapes undone, in the arena. An escape that is none stands for
 * itself, half a surrogate pair for U+FFFD; the absent span stays absent. */
struct span json_plain(struct arena *arena, struct span raw);
/* Walks a list: *at starts as the whole […]; false at the end. */
MUST_CHECK bool json_next(struct span *at, struct span *ret_item);

#endif
