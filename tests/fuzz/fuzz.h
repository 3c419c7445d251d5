/*
 * Fuzz targets: one for each reader of bytes from outside. A target reads the bytes it is handed
 * and asserts what must hold whatever they are; a sanitizer, an assertion or the clock finds fault.
 *
 * fuzz.c hands them over: by libFuzzer (make fuzz), or file by file from corpus/ (make check).
 */
#ifndef BURSAR_TESTS_FUZZ_H
#define BURSAR_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cc.h"
#include "base/span.h"

struct arena;
struct buf;
struct faults;

enum { FUZZ_ARENA_BYTES = 64 * 1024 * 1024 };

#define FUZZ(name, bytes_max) void fuzz_##name(struct span bytes);
#include "tests/fuzz/targets.def"
#undef FUZZ

/* The first line without its end; *bytes goes on behind it. */
struct span fuzz_line(struct span *bytes);
/* The part before the first NUL, or all; *bytes goes on behind it. */
struct span fuzz_part(struct span *bytes);
/* Faults there are exactly if nothing could be read; each is printed as one line of text. */
void fuzz_faults(struct arena *arena, const struct faults *faults, bool is_read);
/* JSON of one value and nothing else, as another reader has it. */
void fuzz_is_json(struct span text);

#endif
