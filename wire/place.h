/* Places in a JSON text, known without parsing it: how deep it goes, and what stands at a byte that
 * jansson stumbled over. The text need not be sound. */
#ifndef BURSAR_WIRE_PLACE_H
#define BURSAR_WIRE_PLACE_H

#include <stddef.h>

#include "base/span.h"

struct arena;
struct buf;

/* Brackets open at once, at most. */
size_t place_depth(struct span text);
/* The JSON pointer (RFC 6901) of the value or member name that ends at a byte of the text, whose
 * depth is at most WIRE_DEPTH_MAX. */
const char *place_of(struct arena *arena, struct span text, size_t at);
/* Appends "/" and the name, escaped for a pointer and cut after some 60 characters. */
void place_add(struct buf *pointer, struct span name);

#endif
