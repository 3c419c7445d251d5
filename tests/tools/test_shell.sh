#!/bin/bash
# Scripts pass shellcheck.
# shellcheck source=tests/tools/story.sh
. "$(dirname "$0")/story.sh"
cd "$root"

if ! command -v shellcheck >/dev/null; then
	skip 'every script' 'there is no shellcheck'
	story_end
	exit
fi
while IFS= read -r script; do
	expect "$script" 0 '' shellcheck -S warning -x "$script"
done < <(find . -path ./build -prune -o -path ./.git -prune -o -type f -size -200k \
	! -name '*.[cho]' ! -name configure ! -name config.status -exec grep -lE \
	'^#!(/usr)?/bin/(env )?(ba)?sh' {} + | grep -v '^./build-aux/' | sort)

story_end
