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
unit=$prefix/lib/systemd/system/bursard.service
for line in LimitCORE=0 MemoryMax= TasksMax= WatchdogSec= LimitNOFILE=; do
	grep -q "^$line" "$unit" && ok "the unit has $line" || not_ok "the unit has $line"
done
# What the configuration may ask for, and PROCESS_DESCRIPTORS_BESIDE.
most=$(sed -n 's/.*CONFIG_CONNECTIONS_MAX = \([0-9]*\).*/\1/p' "$root/daemon/setup/config.h")
beside=$(sed -n 's/.*PROCESS_DESCRIPTORS_BESIDE = \([0-9]*\).*/\1/p' "$root/daemon/setup/process.h")
limit=$(sed -n 's/^LimitNOFILE=//p' "$unit")
[ "$limit" -ge "$((most + beside))" ] && ok 'enough descriptors for any configuration' ||
	not_ok 'enough descriptors for any configuration' "$limit"
left=$(grep -rE '@[a-z]+@' "$prefix/lib") || true
[ -z "$left" ] && ok 'paths are filled in' || not_ok 'paths are filled in' "$left"
expect 'uninstalls' 0 '' make -s -C "$BUILD" uninstall
left=$(find "$DESTDIR" -type f)
[ -z "$left" ] && ok 'leaves nothing' || not_ok 'leaves nothing' "$left"

story_end
