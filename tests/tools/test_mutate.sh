#!/bin/bash
# tools/mutate reads its table rightly, and says what of it has been overtaken by the code.
# shellcheck source=tests/tools/story.sh
. "$(dirname "$0")/story.sh"

# check TABLE [WORD]...
check() {
	printf '%s\n' "$1" >"$work/table"
	shift
	"$tools/mutate" --check -f "$work/table" "$@"
}

sound='# a remark

* a span that is longer
base/span.h: unit base
-#define BURSAR_BASE_SPAN_H
+#define BURSAR_BASE_SPAN_H 1'
gone='
* a text that is gone
base/span.h: unit base
-this stands nowhere
+this'

expect 'a text that stands there once' 0 '^1 passed, 0 failed, 0 skipped$' check "$sound"
expect 'one that is gone' 1 '^FAILED a text that is gone: its text does not stand in base/span.h' \
	check "$sound
$gone"
expect 'both are counted' 1 '^1 passed, 1 failed, 0 skipped$' check "$sound
$gone"
expect 'one that stands there twice' 1 '^FAILED twice: .* just once$' check '* twice
base/span.h: unit base
-BURSAR_BASE_SPAN_H'
expect 'of several lines' 0 '^1 passed' check '* lines
base/span.h: unit base
-#ifndef BURSAR_BASE_SPAN_H
-#define BURSAR_BASE_SPAN_H
+'
expect 'a file that is gone' 1 '^FAILED no file: ' check '* no file
base/nothing.c: unit base
-x'
expect 'a word chooses' 0 '^1 passed, 0 failed' check "$sound
$gone" longer
expect 'and must choose something' 2 'no such change' check "$sound" nothing
expect 'a line that is none' 2 'table:1: what is this' check 'hello'
expect 'a change without a text' 2 'table:3: above it a change lacks' check '* nothing
base/span.h: unit base'

story_end
