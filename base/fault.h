/*
 * What is wrong with a document somebody wrote, all of it in one go: where, what, and what to do.
 * Printed as "derby.yaml:12:5: the age window is empty; write until: greater than from:".
 */
#ifndef BURSAR_BASE_FAULT_H
#define BURSAR_BASE_FAULT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/cc.h"
#include "base/span.h"

struct arena;
struct buf;

enum { FAULTS_MAX = 100, FAULT_EXCERPT_MAX = 80 };

struct fault {
	int line;   /* from 1; 0 where the whole document is meant */
	int column; /* from 1; 0 where the whole line is meant */
	const char *says;
	const char *remedy; /* may be NULL */
};

struct faults {
	struct arena *arena;
	const char *document;
	struct fault list[FAULTS_MAX];
	size_t count;
	size_t left_out; /* found beyond FAULTS_MAX */
};

/* document: the name shown, kept by reference. */
struct faults *faults_new(struct arena *arena, const char *document);
/* says and remedy are copied; remedy may be NULL. */
void fault_add(struct faults *faults, int line, int column, const char *remedy, const char *format,
	...) PRINTF(5, 6);
void fault_addv(struct faults *faults, int line, int column, const char *remedy, const char *format,
	va_list args) PRINTF(5, 0);
/* Whether whatever is added now is only counted: what it would take to say it can be spared. */
bool faults_full(const struct faults *faults);
/* What a message repeats of a document: at most FAULT_EXCERPT_MAX characters, up to the first NUL,
 * control characters as blanks, bytes that are no UTF-8 as question marks. In the arena. */
const char *fault_excerpt(struct arena *arena, struct span text);
/* By line and column; faults of one place keep their order. */
void faults_sort(struct faults *faults);
/* One line a fault, and a last one if some were left out. */
void faults_print(const struct faults *faults, struct buf *out);

#endif
