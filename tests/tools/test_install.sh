#!/bin/bash
# make install puts everything where it belongs, and uninstall takes it away. BUILD: a built tree.
# shellcheck source=tests/tools/story.sh
. "$(dirname "$0")/story.sh"
export DESTDIR=$work/root
prefix=$DESTDIR/usr/local

expect 'installs' 0 '' make -s -C "$BUILD" install
for file in lib/systemd/system/bursard.service lib/sysusers.d/bursar.conf \
	lib/tmpfiles.d/bursar.conf share/doc/bursar/examples/bursard.yaml; do
	[ -s "$prefix/$file" ] && ok "$file" || not_ok "$file"
done
left=$(grep -rE '@[a-z]+@' "$prefix/lib") || true
[ -z "$left" ] && ok 'paths are filled in' || not_ok 'paths are filled in' "$left"
expect 'uninstalls' 0 '' make -s -C "$BUILD" uninstall
left=$(find "$DESTDIR" -type f)
[ -z "$left" ] && ok 'leaves nothing' || not_ok 'leaves nothing' "$left"

story_end
