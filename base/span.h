/* A stretch of bytes somebody else owns: not NUL-terminated, may hold NUL. {NULL, 0} is the absent
 * span. */
#ifndef BURSAR_BASE_SPAN_H
#define BURSAR_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct span {
	const char *at;
	size_t len;
};

/* For string literals and char arrays holding text of full length. */
#define SPAN(literal) ((struct span){(literal), sizeof(literal) - 1})
#define SPAN_NONE     ((struct span){NULL, 0})
/* The same as an initializer, where C wants a constant: static tables. */
#define SPAN_INIT(literal)                                                                         \
	{                                                                                          \
		(literal), sizeof(literal) - 1                                                     \
	}
/* printf("%.*s", SPAN_ARG(s)); spans shorter than INT_MAX. */
#define SPAN_ARG(span) (int)(span).len, (span).at

/* Of a NUL-terminated string; NULL gives SPAN_NONE. */
struct span span_of(const char *text);
/* By length and bytes: the absent span equals an empty one. */
bool span_eq(struct span a, struct span b);
bool span_is(struct span a, const char *text);
bool span_starts(struct span a, struct span prefix);
/* memcmp order, the shorter first. */
int span_cmp(struct span a, struct span b);
/* Position of byte, or len if it is not there. */
size_t span_find(struct span a, char byte);
/* From start, at most at the end, to the end. */
struct span span_from(struct span a, size_t start);
/* start and len must lie within. */
struct span span_slice(struct span a, size_t start, size_t len);
/* Without blanks, tabs, CR and LF at both ends. */
struct span span_trim(struct span a);
/* A copy in the arena, NUL-terminated behind its end; the absent span stays absent. */
struct span span_dup(struct arena *arena, struct span a);

#endif
