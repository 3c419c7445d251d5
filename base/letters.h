/*
 * Letters as people look for them: "Zoë", "ZOE" and "zoe" are the same, and so are "Łukasz" and
 * "lukasz", "Straße" and "strasse". Latin letters lose their accents and Greek ones theirs; other
 * scripts are taken as they are, without case. What is found so is shown as it is written: this is
 * for looking only.
 */
#ifndef BURSAR_BASE_LETTERS_H
#define BURSAR_BASE_LETTERS_H

#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"

struct arena;
struct buf;

enum letter {
	LETTER_NONE, /* a blank, a hyphen, any other sign: words end here */
	LETTER_MARK, /* an accent or a joiner: belongs to the letter before it, and does not count
		      */
	LETTER_TAKEN /* a letter or a digit */
};

enum letter letters_kind(uint32_t code);
/* Adds what counts of a letter or digit. */
void letters_add(struct buf *out, uint32_t code);
/* The words of a text, a blank between two. In the arena. */
struct span letters_words(struct arena *arena, struct span text);
/* The letters of a text without what stands between its words: "oneill" of "O'Neill". In the
 * arena. */
struct span letters_joined(struct arena *arena, struct span text);

#endif
