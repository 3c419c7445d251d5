#!/bin/bash
# What make dist packs can be unpacked elsewhere, read-only, built out of tree, checked, installed
# and uninstalled.
# shellcheck source=tests/tools/story.sh
. "$(dirname "$0")/story.sh"
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

cd "$work"
expect 'configures' 0 '' "$root/configure"
expect 'packs, unpacks, builds, checks, installs' 0 'archives ready for distribution' \
	make -j"$(nproc)" distcheck

story_end
