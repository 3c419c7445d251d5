/*
 * Who is meant: people by parts of their name, by their reference or by their birth date.
 *
 * A text is words with blanks between. Each must be met: a birth date (10/12/2001, 10.12.2001,
 * 2001-12-10) by the person's, any other by the beginning of a word of the name or of the
 * reference. Case, accents, apostrophes, hyphens and blanks do not count (base/letters.h): "oneill"
 * meets O'Neill and O Neill, "anne marie" meets Annemarie and Anne-Marie. Those that are met best
 * come first: a whole reference or a birth date before whole words, these before beginnings, and
 * beginnings that go across a blank (smiths: Smith Sam) last; then
 * by name, then by reference. Whoever has no name, or one that cannot be opened, is found by
 * reference alone.
 */
#ifndef BURSAR_RENDER_PEOPLE_FIND_H
#define BURSAR_RENDER_PEOPLE_FIND_H

#include "render/render.h"

enum { PEOPLE_FIND_BYTES_MAX = 200, PEOPLE_FIND_WORDS_MAX = 10 };

/* Whether a text can be looked for. */
bool people_find_fits(struct span text);

/*
 * Values: text, limit. Rows: {"ref","person","category","since"}: person is {"born","name"} as it
 * is sealed, null or a text that did not open; since null with a category is the 16th birthday.
 * The reply:
 * {"items":[{"ref","name","born","category","since"}],"found":n,"more":{"items","people"}}.
 */
extern const struct render people_find;

#endif
