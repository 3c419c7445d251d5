#!/bin/bash
# tools/check-tidy finds what .clang-tidy looks for, in files and headers, and knows what passed.
# shellcheck source=tests/tools/story.sh
. "$(dirname "$0")/story.sh"
tree=$work/tree
export KEEP=$work/kept
unset CPPFLAGS FOLDERS JOBS
mkdir -p "$tree"/{base/room,core,tests}
printf '#ifndef X\n#define X\nint thing(int given);\n#endif\n' >"$tree/base/room/thing.h"
for file in base/room/thing core/user; do
	printf '#include "base/room/thing.h"\n\nint %s(int given)\n{\n\treturn given;\n}\n' \
		"${file##*/}" >"$tree/$file.c"
done
printf 'int f(int a)\n{\n\treturn a ? 1u : 2;\n}\n' >"$tree/tests/test.c"

tidy() {
	expect "$1" "$2" "$3" "$tools/check-tidy" "$tree"
}

tidy 'a clean tree' 0 '^2 passed, 0 failed, 0 skipped$'
stamp=$(stat -c %.9Y "$KEEP/core/user.c")
tidy 'a clean tree once more' 0 '^ok tidy: 2 files$'
expect 'is not looked at twice' 0 "^$stamp$" stat -c %.9Y "$KEEP/core/user.c"

printf '\nunsigned long wide(int a, int b)\n{\n\treturn 1u + (unsigned)(a * b);\n}\n' \
	>>"$tree/core/user.c"
tidy 'a finding' 1 '^FAILED core/user.c:10:[0-9]+: error: .*readability-uppercase-literal-suffix'
tidy 'is not forgotten' 1 '^1 passed, 1 failed, 0 skipped$'
FOLDERS='base tests' tidy 'of other folders' 1 '^FAILED tests/test.c:3:'
FOLDERS=base tidy 'of one folder' 0 '^1 passed, 0 failed'
sed -i 's/1u/1U/' "$tree/core/user.c"
tidy 'mended' 0 '^2 passed'

# What is included counts as the file itself does, NOLINT as well.
sed -i 's/given/Given/' "$tree/base/room/thing.h"
tidy 'in a header' 1 '^FAILED (./)?base/room/thing.h:3:.*readability-identifier-naming'
sed -i 's,;$,; /* NOLINT */,' "$tree/base/room/thing.h"
tidy 'with a reason' 0 '^2 passed'
sed -i 's, /. NOLINT ./,,' "$tree/base/room/thing.h"
tidy 'the reason gone' 1 '^FAILED (./)?base/room/thing.h:3:'
sed -i 's/Given/given/' "$tree/base/room/thing.h"
printf '#ifdef FLAG\nconst unsigned flag = 1u;\n#endif\n' >>"$tree/core/user.c"
tidy 'without a flag' 0 '^2 passed'
CPPFLAGS=-DFLAG tidy 'with it' 1 'core/user.c:13:.*readability-uppercase-literal-suffix'
echo '#include "no.h"' >>"$tree/core/user.c"
tidy 'a header that is not there' 1 "^FAILED core/user.c:[0-9:]+ error: 'no.h' file not found"
story_end
