# shellcheck shell=sh disable=SC2034
# For tools/check-*: sourced, not run.
LC_ALL=C
export LC_ALL

check_name=${0##*/check-}
check_here=$(cd "$(dirname "$0")" && pwd)
check_faults=$(mktemp "${TMPDIR:-/tmp}/bursar-$check_name.XXXXXX")
trap 'rm -f "$check_faults"' EXIT

# Our C files, sorted, without those that a build makes.
c_files() {
	for folder in base core verify render wire daemon cli sql tests bench; do
		[ ! -d "$folder" ] || find "$folder" -name '*.[ch]' ! -path sql/embedded.c
	done | sort
}

# check_end WHAT: prints the faults gathered in $check_faults and the closing line.
check_end() {
	if [ -s "$check_faults" ]; then
		sed 's/^/FAILED /' "$check_faults"
		echo "FAILED $check_name: $(wc -l <"$check_faults") faults in $1"
		echo "0 passed, 1 failed, 0 skipped"
		exit 1
	fi
	echo "ok $check_name: $1"
	echo "1 passed, 0 failed, 0 skipped"
}
