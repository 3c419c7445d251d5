/*
 * Memory with the shape of one lifetime: everything a command needs is taken from one arena and
 * freed whole.
 *
 * arena_alloc never returns NULL. Inputs are bounded before they reach an arena, so an arena past
 * its limit is a bug and no memory at all is a reason to stop: both end the process with a message,
 * and nothing acknowledged is lost by that.
 */
#ifndef BURSAR_BASE_ARENA_H
#define BURSAR_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/cc.h"

struct arena;

/* limit_bytes: what the arena may hold in all. Free with arena_free. */
struct arena *arena_new(size_t limit_bytes) NEVER_NULL;
/* NULL is accepted. */
void arena_free(struct arena *arena);
/* Forgets all that was allocated and keeps the first chunk for the next use, and others up to what
 * arena_keep says. */
void arena_reset(struct arena *arena);
/* For an arena that is soon filled again: memory given back and taken anew is paid page by page. */
void arena_keep(struct arena *arena, size_t bytes);

/* Zeroed, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t bytes) NEVER_NULL;
/* The same for count things of size bytes; a product past SIZE_MAX is a bug. */
void *arena_array(struct arena *arena, size_t count, size_t size) NEVER_NULL;
/* Grows the last allocation in place where it can, else copies; new bytes are zero. old may be
 * NULL if old_bytes is 0. */
void *arena_grow(struct arena *arena, void *old, size_t old_bytes, size_t new_bytes) NEVER_NULL;
/* Ends the process as an arena does, for who takes memory otherwise and got none. */
NORETURN void arena_no_memory(size_t bytes);
/* A NUL-terminated copy. */
char *arena_strndup(struct arena *arena, const char *text, size_t len) NEVER_NULL;
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF(2, 3) NEVER_NULL;
char *arena_vprintf(struct arena *arena, const char *format, va_list args) PRINTF(2, 0) NEVER_NULL;

/* Bytes handed out since the arena was made or reset, each allocation rounded up to alignment. */
size_t arena_used(const struct arena *arena);

#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array((arena), (count), sizeof(type)))

#endif
