#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer) && !defined(__SANITIZE_ADDRESS__)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, len)   ((void)(at), (void)(len))
#define ASAN_UNPOISON_MEMORY_REGION(at, len) ((void)(at), (void)(len))
#endif

enum {
	ALIGN = alignof(max_align_t),
	CHUNK_MIN_BYTES = 16 * 1024,
	CHUNK_MAX_BYTES = 1024 * 1024,
#ifdef __SANITIZE_ADDRESS__
	/* What lies behind an allocation stays poisoned, so that running over its end shows. */
	GAP_BYTES = ALIGN,
#else
	GAP_BYTES = 0,
#endif
};

struct chunk {
	struct chunk *next; /* the older one */
	size_t size;
	size_t used;
	alignas(max_align_t) char bytes[];
};

struct arena {
	struct chunk *newest;
	struct chunk *kept; /* empty, for later */
	size_t kept_bytes;
	size_t keep_bytes; /* at most */
	char *last;        /* the last allocation, which alone can grow in place */
	size_t last_bytes;
	size_t limit_bytes;
	size_t used_bytes;
};

static NORETURN void die(const char *why, size_t bytes)
{
	(void)fprintf(stderr, "bursar: arena: %s (%zu bytes)\n", why, bytes);
	abort();
}

void arena_no_memory(size_t bytes)
{
	die("out of memory", bytes);
}

static size_t round_up(size_t bytes)
{
	return (bytes + ALIGN - 1) / ALIGN * ALIGN;
}

static struct chunk *chunk_make(size_t size)
{
	struct chunk *chunk = malloc(sizeof(*chunk) + size);

	if (chunk == NULL)
		arena_no_memory(size);
	chunk->size = size;
	ASAN_POISON_MEMORY_REGION(chunk->bytes, chunk->size);
	return chunk;
}

/* The first of the kept ones that is large enough; NULL if none is. */
static struct chunk *take_kept(struct arena *arena, size_t need)
{
	for (struct chunk **at = &arena->kept; *at != NULL; at = &(*at)->next) {
		struct chunk *chunk = *at;
		if (chunk->size < need)
			continue;
		*at = chunk->next;
		arena->kept_bytes -= chunk->size;
		return chunk;
	}
	return NULL;
}

static void chunk_add(struct arena *arena, size_t need)
{
	size_t size = arena->newest == NULL ? CHUNK_MIN_BYTES : arena->newest->size * 2;

	if (size > CHUNK_MAX_BYTES)
		size = CHUNK_MAX_BYTES;
	if (size < need)
		size = need;
	struct chunk *chunk = take_kept(arena, need);
	if (chunk == NULL)
		chunk = chunk_make(size);
	chunk->next = arena->newest;
	chunk->used = 0;
	arena->newest = chunk;
}

static void chunk_free(struct chunk *chunk)
{
	ASAN_UNPOISON_MEMORY_REGION(chunk->bytes, chunk->size);
	free(chunk);
}

static void free_all(struct chunk **list)
{
	while (*list != NULL) {
		struct chunk *chunk = *list;
		*list = chunk->next;
		chunk_free(chunk);
	}
}

struct arena *arena_new(size_t limit_bytes)
{
	struct arena *arena = calloc(1, sizeof(*arena));

	if (arena == NULL)
		arena_no_memory(sizeof(*arena));
	arena->limit_bytes = limit_bytes;
	return arena;
}

void arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	free_all(&arena->newest);
	free_all(&arena->kept);
	free(arena);
}

void arena_keep(struct arena *arena, size_t bytes)
{
	arena->keep_bytes = bytes;
}

static void put_away(struct arena *arena, struct chunk *chunk)
{
	if (chunk->size > arena->keep_bytes - arena->kept_bytes) {
		chunk_free(chunk);
		return;
	}
	ASAN_POISON_MEMORY_REGION(chunk->bytes, chunk->size);
	chunk->next = arena->kept;
	arena->kept = chunk;
	arena->kept_bytes += chunk->size;
}

void arena_reset(struct arena *arena)
{
	while (arena->newest != NULL && arena->newest->next != NULL) {
		struct chunk *chunk = arena->newest;
		arena->newest = chunk->next;
		put_away(arena, chunk);
	}
	if (arena->newest != NULL) {
		ASAN_POISON_MEMORY_REGION(arena->newest->bytes, arena->newest->size);
		arena->newest->used = 0;
	}
	arena->last = NULL;
	arena->last_bytes = 0;
	arena->used_bytes = 0;
}

static void charge(struct arena *arena, size_t bytes)
{
	if (bytes > arena->limit_bytes - arena->used_bytes)
		die("past its limit", arena->limit_bytes);
	arena->used_bytes += bytes;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
	if (bytes > arena->limit_bytes)
		die("past its limit", bytes);
	size_t rounded = round_up(bytes);
	charge(arena, rounded);
	/* An allocation of nothing has an address of its own, too. */
	size_t taken = (rounded == 0 ? (size_t)ALIGN : rounded) + GAP_BYTES;
	if (arena->newest == NULL || arena->newest->size - arena->newest->used < taken)
		chunk_add(arena, taken);
	struct chunk *chunk = arena->newest;
	char *at = chunk->bytes + chunk->used;
	chunk->used += taken;
	ASAN_UNPOISON_MEMORY_REGION(at, bytes);
	memset(at, 0, bytes);
	arena->last = at;
	arena->last_bytes = bytes;
	return at;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t bytes = 0;

	if (__builtin_mul_overflow(count, size, &bytes))
		die("past its limit", SIZE_MAX);
	return arena_alloc(arena, bytes);
}

/* False if it is not the last allocation or the chunk has no room. */
static bool grow_in_place(struct arena *arena, const void *old, size_t new_bytes)
{
	struct chunk *chunk = arena->newest;

	if (old == NULL || old != arena->last || new_bytes > arena->limit_bytes)
		return false;
	size_t old_bytes = arena->last_bytes;
	assert(new_bytes >= old_bytes);
	size_t end = (size_t)(arena->last - chunk->bytes) + round_up(new_bytes) + GAP_BYTES;
	if (end > chunk->size)
		return false;
	charge(arena, round_up(new_bytes) - round_up(old_bytes));
	if (end > chunk->used)
		chunk->used = end;
	ASAN_UNPOISON_MEMORY_REGION(arena->last, new_bytes);
	memset(arena->last + old_bytes, 0, new_bytes - old_bytes);
	arena->last_bytes = new_bytes;
	return true;
}

void *arena_grow(struct arena *arena, void *old, size_t old_bytes, size_t new_bytes)
{
	assert(new_bytes >= old_bytes);
	if (grow_in_place(arena, old, new_bytes))
		return old;
	void *copy = arena_alloc(arena, new_bytes);
	if (old == NULL)
		return copy;
	memcpy(copy, old, old_bytes);
	ASAN_POISON_MEMORY_REGION(old, old_bytes);
	return copy;
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
	char *copy = arena_alloc(arena, len + 1);

	if (len > 0)
		memcpy(copy, text, len);
	return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	char text[256];
	va_list again;

	va_copy(again, args);
	int len = vsnprintf(text, sizeof(text), format, again);
	va_end(again);
	assert(len >= 0);
	char *copy = arena_alloc(arena, (size_t)len + 1);
	if ((size_t)len < sizeof(text))
		memcpy(copy, text, (size_t)len + 1);
	else
		(void)vsnprintf(copy, (size_t)len + 1, format, args);
	return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	char *text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

size_t arena_used(const struct arena *arena)
{
	return arena->used_bytes;
}
