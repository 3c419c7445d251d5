/* Codes: the names of entitlements, facts, funds and authorities in files, commands and URLs. */
#ifndef BURSAR_CORE_CODE_H
#define BURSAR_CORE_CODE_H

#include <stdbool.h>

#include "base/span.h"

struct arena;

enum { CODE_MAX = 48, CODE_REF_MAX = 64 };

/* A lower-case letter, then letters, digits and hyphens, at most CODE_MAX in all. */
bool code_is(struct span text);
/* A fact as people have it: CODE, or CODE:CODE for one that names a line
 * (pathway-plan:study-costs). */
bool code_is_fact(struct span text);
/* A person as the council knows them: a letter or digit, then letters, digits, points, hyphens and
 * underscores, at most CODE_REF_MAX in all. It stands in paths, so nothing in it needs escaping. */
bool code_is_ref(struct span text);
/* What two refs have in common that people would take for one: case and points at the end do not
 * count. In the arena. */
struct span code_ref_fold(struct arena *arena, struct span ref);

#endif
