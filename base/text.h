/*
 * What people write: which characters a name, a reason or any other text may hold, which say
 * nothing, and which a terminal must not be given.
 *
 * Refused are characters that nobody sees and that make two texts look alike or a text look like
 * another: control characters (Cc, U+2028, U+2029), those that change the direction of writing
 * (Bidi_Control), invisible ones (zero-width, soft hyphens, fillers, tags) and those that mean
 * nothing between strangers (noncharacters, private use, the planes Unicode has not opened).
 * Persian, Indic scripts and emoji are written with joiners (U+200C, U+200D) and variation
 * selectors: they are taken behind a visible character beyond ASCII, joiners before one as well.
 */
#ifndef BURSAR_BASE_TEXT_H
#define BURSAR_BASE_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"

struct arena;
struct buf;

/* NULL, or what is wrong as the end of a sentence: "holds control characters". Tabs and line feeds
 * may stand in a text of many lines. */
MUST_CHECK const char *text_wrong(struct span text, bool multiline);
/* Whether it says nothing: White_Space alone, U+2800, and what is invisible. */
bool text_is_blank(struct span text);
/* Without what is blank at both ends. */
struct span text_trim(struct span text);
/* The small letter of a capital (ASCII, Latin, Greek, Cyrillic), else the code itself. */
uint32_t text_small(uint32_t code);
/* What names have in common that people would take for one: without case (ASCII, Latin, Greek,
 * Cyrillic), blanks collapsed to one, joiners left out, one kind of apostrophe and of hyphen. In
 * the arena. */
struct span text_fold(struct arena *arena, struct span text);
/* What may be shown on a terminal as it is; joiners and selectors may. */
bool text_is_harmless(uint32_t code);
/* A text as a terminal may have it: '?' for what is not harmless, blanks for tabs, and for line
 * feeds unless multiline. */
void text_clean(struct buf *out, struct span text, bool multiline);

#endif
