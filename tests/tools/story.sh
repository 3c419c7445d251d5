# shellcheck shell=bash
# For test_*.sh: sourced. Cases are counted and printed; story_end prints the closing line.
set -eu
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck disable=SC2034
tools=$root/tools
work=$(mktemp -d "${TMPDIR:-/tmp}/bursar-story.XXXXXX")
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0

ok() {
	passed=$((passed + 1))
	echo "ok $1"
}

not_ok() {
	failed=$((failed + 1))
	echo "FAILED $1"
	[ -z "${2:-}" ] || sed 's/^/    | /' <<<"$2"
}

skip() {
	skipped=$((skipped + 1))
	echo "skipped $1: $2"
}

# expect NAME STATUS PATTERN COMMAND...: it ends with STATUS and its output has a line like PATTERN.
expect() {
	local name=$1 want=$2 pattern=$3 output status=0
	shift 3
	output=$("$@" 2>&1) || status=$?
	if [ "$status" -ne "$want" ]; then
		not_ok "$name: status $status, not $want" "$output"
	elif ! grep -qE -- "$pattern" <<<"$output"; then
		not_ok "$name: no line like $pattern" "$output"
	else
		ok "$name"
	fi
}

story_end() {
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" -eq 0 ]
}
