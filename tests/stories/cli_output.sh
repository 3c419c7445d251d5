#!/bin/bash
# Where bursar writes: output that cannot be written, with what was recorded; closed descriptors;
# messages that are long; questions without a terminal; two exports into one file.
# shellcheck source=tests/stories/said.sh
. "$(dirname "$0")/said.sh"

on=(--on 2019-07-01)

# onto OUTPUT COMMAND...: with standard output there; sets status and err.
onto() {
	local output=$1
	shift
	status=0
	before=$(events)
	"$@" 2>"$work/err" </dev/null >"$output" || status=$?
	err=$(cat "$work/err")
}

# asked_again NAME PATTERN: the line the last error names gives the answer, and records nothing.
asked_again() {
	local line
	line=$(grep '^  bursar .* --key ' <<<"$err") || true
	before=$(events)
	run bash -c "${line/bursar/$bursar}"
	judge "$1: asked again" 0 "$2" 0 "$out"
}

recorded_unwritten() {
	local ask=("$bursar" --profile adviser payment request LEI-1 setting-up-home) ids
	onto /dev/full "${ask[@]}" 15 "${on[@]}"
	judge 'a full disk: the payment is named' 7 '^  P[0-9]+ requested: £15.00' 1 "$err"
	is 'a full disk: why' 1 "$(grep -c 'cannot be written (No space left on device)' \
		<<<"$err")"
	is 'a full disk: once' 1 "$(grep -c 'cannot be written' <<<"$err")"
	asked_again 'a full disk' 'requested: £15.00 .*\(recorded before\)$'
	onto /dev/full "${ask[@]}" 16 "${on[@]}" -o json
	judge 'a full disk, as JSON' 7 '^  P[0-9]+ requested: £16.00' 1 "$err"
	asked_again 'a full disk, as JSON' '"replayed":true'
	onto /dev/full "${ask[@]}" 9999999 "${on[@]}" -o json
	judge 'a full disk: a refusal as JSON' 7 'the answer is a refusal' 1 "$err"
	before=$(events)
	{
		status=0
		"${ask[@]}" 17 "${on[@]}" 2>"$work/err" </dev/null || status=$?
		echo "$status" >"$work/status"
	} | true
	status=$(cat "$work/status")
	err=$(cat "$work/err")
	judge 'a closed pipe: the payment is named' 7 '^  P[0-9]+ requested: £17.00' 1 "$err"
	asked_again 'a closed pipe' 'requested: £17.00 .*\(recorded before\)$'
	before=$(events)
	status=0
	"${ask[@]}" 18 "${on[@]}" 2>"$work/err" </dev/null >&- || status=$?
	err=$(cat "$work/err")
	judge 'no standard output: the payment is named' 7 '^  P[0-9]+ requested: £18.00' 1 "$err"
	asked_again 'no standard output' 'requested: £18.00 .*\(recorded before\)$'
	onto /dev/full "${ask[@]}" 19 "${on[@]}" -n
	judge 'a dry run has recorded nothing' 1 'standard output cannot be written' 0 "$err"
	mapfile -t ids < <(sql "SELECT 'P' || payment_id FROM payment
		WHERE authority_id = $authority ORDER BY payment_id")
	onto /dev/full "$bursar" --profile manager payment approve "${ids[@]}"
	judge 'several: the first is named, and no more are sent' 7 "^  ${ids[0]} approved" 1 \
		"$err"
}

closed() {
	status=0
	"$bursar" --profile adviser payment list 2>"$work/err" >&- || status=$?
	is 'a list without standard output' '1 1' \
		"$status $(grep -c 'standard output cannot be written' "$work/err")"
	status=0
	"$bursar" --profile adviser payment list >"$work/out" 2>&- || status=$?
	is 'a list without standard error' '0 1' "$status $(grep -c ' LEI-1 .*£15.00' "$work/out")"
	status=0
	"$bursar" --profile adviser payment list <&- >&- 2>&- || status=$?
	is 'a list without any' 1 "$status"
	status=0
	"$bursar" --profile auditor export events --out "$work/closed.jsonl" <&- >&- 2>&- || \
		status=$?
	is 'a file without any' "0 $(events)" "$status $(wc -l <"$work/closed.jsonl")"
	status=0
	"$bursar" --help >&- 2>"$work/err" || status=$?
	is 'help without standard output' 1 "$status"
}

# The daemon's answer is lost, and the line to repeat is longer than any buffer.
long_lines() {
	local payee port
	payee=$(printf "'%.0s" {1..2000})
	port=$(rig_port a listen)
	# Somebody who takes the request and says nothing of it.
	rig_daemon_stop
	openssl s_server -quiet -accept "127.0.0.1:$port" -cert "$certs/server.crt" \
		-key "$certs/server.key" >/dev/null 2>&1 </dev/null &
	rig_others[silent]=$!
	for _ in {1..100}; do
		! timeout 1 bash -c ": <>/dev/tcp/127.0.0.1/$port" 2>/dev/null || break
		sleep 0.05
	done
	"$bursar" --profile adviser payment request LEI-1 setting-up-home 15 "${on[@]}" \
		--payee-text "$payee" >"$work/out" 2>"$work/err" </dev/null &
	rig_others[asking]=$!
	sleep 1
	kill -KILL "${rig_others[silent]}"
	wait "${rig_others[silent]}" 2>/dev/null || true
	status=0
	wait "${rig_others[asking]}" || status=$?
	unset 'rig_others[silent]' 'rig_others[asking]'
	is 'a long line keeps its key' '7 1' "$status $(tail -n 1 "$work/err" |
		grep -cE "^  bursar .{8000,} --key [0-9a-f-]{36}$")"
	rig_daemon_start
}

import_unwritten() {
	local file=$work/people.csv
	printf '%s\n' ref,born,category OUT-1,2000-01-01,relevant OUT-2,2000-01-01,relevant \
		>"$file"
	onto /dev/full "$bursar" --profile adviser person import "$file"
	judge 'an import: its sums are on the other output' 7 '^2 recorded, 0 already there' 2 \
		"$err"
	printf '%s\n' OUT-3,2000-01-01,relevant OUT-4,2000-01-01,relevant >>"$file"
	onto /dev/full "$bursar" --profile adviser person import "$file" -o json
	judge 'an import as JSON stops' 7 'stopped at line 2; run the same command again' 0 "$err"
	onto /dev/full "$bursar" --profile adviser person import "$file" -n
	judge 'a dry run' 1 '^Dry run: 2 to be recorded, 2 already there' 0 "$err"
}

questions() {
	local credit=(finance fund credit leaving-care 5 --year 2019-20 --reason x)
	fails 'no terminal, no yes' 2 \
		'fund credit asks before it does this, .* give -y if it is meant' "${credit[@]}"
	tried "${credit[@]}" -n
	judge 'a dry run does not ask' 0 '^Dry run: ' 0 "$out"
	records 'with -y' '^Credited' "${credit[@]}" -y
	before=$(events)
	status=0
	as "${credit[@]}" >"$work/out" 2>"$work/err" <<<yes || status=$?
	judge 'a yes from a file is none' 2 'give -y if it is meant' 0 "$(cat "$work/err")"
}

# Two exports into one file at once, and one that is interrupted.
two_exports() {
	local file=$work/two.jsonl n
	for n in 1 2 3 4; do
		"$bursar" --profile auditor export events --out "$file" &
		rig_others[export$n]=$!
	done
	status=0
	for n in 1 2 3 4; do
		wait "${rig_others[export$n]}" || status=$?
		unset "rig_others[export$n]"
	done
	as auditor export events >"$work/one.jsonl"
	is 'four at once: one whole file' '0 ' \
		"$status $(cmp "$work/one.jsonl" "$file" 2>&1)"
	is 'and nothing beside it' "$file" "$(echo "$file"*)"
	mkdir "$work/folder"
	fails 'into a folder' 1 'folder: it is there and no file; give --out the name of one' \
		auditor export events --out "$work/folder"
	mkfifo "$work/fifo"
	fails 'into a pipe' 1 'fifo: it is there and no file' \
		auditor export events --out "$work/fifo"
}

rig_start
person LEI-1
recorded_unwritten
closed
import_unwritten
questions
two_exports
long_lines
books_hold output
rig_stop
