# shellcheck shell=bash
# For the stories of the command line: sourced, with rig.sh behind it. A case runs bursar and looks
# at its exit status, at what it prints on which output, and at how many events the log then holds.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "${BASH_SOURCE[0]}")/rig.sh"

# run COMMAND...: its exit status and both outputs are in $status, $out and $err.
run() {
	status=0
	"$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
	out=$(cat "$work/out")
	err=$(cat "$work/err")
	if grep -qaE 'runtime error:|Sanitizer|Assertion' "$work/err"; then
		not_ok "a sanitizer or an assertion speaks" "$err"
	fi
}

# judge NAME STATUS PATTERN EVENTS TEXT: of the last run; TEXT is the output that has a line like
# PATTERN, EVENTS how many more the log must hold than $before.
judge() {
	local name=$1 more
	more=$(($(events) - before))
	if [ "$status" -ne "$2" ]; then
		not_ok "$name: status $status, not $2" "$out
$err"
	elif ! grep -qE -- "$3" <<<"$5"; then
		not_ok "$name: no line like $3" "$out
$err"
	elif [ "$more" -ne "$4" ]; then
		not_ok "$name: $more more events, not $4" "$out
$err"
	else
		ok "$name"
	fi
}

# tried WHO ARGUMENT...: bursar, with the number of events before it in $before.
tried() {
	before=$(events)
	run as "$@"
}

# records NAME PATTERN WHO ARGUMENT...: one event, and an answer on standard output alone.
records() {
	local name=$1 pattern=$2
	shift 2
	tried "$@"
	judge "$name" 0 "$pattern" 1 "$out"
	[ -z "$err" ] || not_ok "$name: nothing on standard error" "$err"
}

# reads NAME PATTERN WHO ARGUMENT...: an answer on standard output alone, and no event.
reads() {
	local name=$1 pattern=$2
	shift 2
	tried "$@"
	judge "$name" 0 "$pattern" 0 "$out"
	[ -z "$err" ] || not_ok "$name: nothing on standard error" "$err"
}

# fails NAME STATUS PATTERN WHO ARGUMENT...: a message on standard error alone, and no event.
fails() {
	local name=$1 want=$2 pattern=$3
	shift 3
	tried "$@"
	judge "$name" "$want" "$pattern" 0 "$err"
	[ -z "$out" ] || not_ok "$name: nothing on standard output" "$out"
}

# refuses NAME CODE PATTERN WHO ARGUMENT...: by a rule, which is an event.
refuses() {
	local name=$1 code=$2 pattern=$3
	shift 3
	tried "$@"
	judge "$name" 5 "$pattern.*\($code\)" 1 "$err"
	[ -z "$out" ] || not_ok "$name: nothing on standard output" "$out"
}

# by_json NAME STATUS FILTER WANT WHO ARGUMENT...: -o json; standard output is one JSON document.
by_json() {
	local name=$1 want=$2 filter=$3 value=$4 got
	shift 4
	run as "$@" -o json
	got=$(jq -rcs 'if length == 1 then .[0] else error("not one document") end | '"$filter" \
		<<<"$out" 2>&1) || true
	is "$name" "$want $value" "$status $got"
	[ -z "$err" ] || not_ok "$name: nothing on standard error" "$err"
}

# typed ANSWER WHO ARGUMENT...: on a terminal, where ANSWER is typed.
typed() {
	local line
	printf -v line '%q ' "$bursar" --profile "${@:2}"
	before=$(events)
	status=0
	printf '%s\n' "$1" | script -qefc "$line" /dev/null >"$work/out" || status=$?
	out=$(tr -d '\r' <"$work/out")
	# shellcheck disable=SC2034
	err=$out
}

# The payment the last answer names.
payment() {
	grep -o 'P[0-9][0-9]*' <<<"$out" | head -n 1
}
