#!/bin/bash
# When the daemon, the database or an answer is lost: exit status 7, what to do, and that repeating
# with the key does nothing twice.
# shellcheck source=tests/stories/said.sh
. "$(dirname "$0")/said.sh"

on=(--on 2019-07-01)

# until_sql NAME QUERY: it has a row.
until_sql() {
	local wait
	for wait in {1..200}; do
		[ -z "$(sql "$2")" ] || return 0
		sleep 0.05
	done
	not_ok "$1" "after $wait looks: $2"
}

# hold: no command gets beyond the head of the log until let_go.
hold() {
	sql 'BEGIN; SELECT FROM log_head FOR UPDATE; SELECT pg_sleep(60)' >/dev/null 2>&1 &
	holder=$!
	until_sql 'the head is held' "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
}

let_go() {
	sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE wait_event = 'PgSleep'" >/dev/null
	wait "$holder" || true
}

# waiting COMMAND...: in the background, until it waits for the head. Its process is $waiter.
waiting() {
	"$@" >"$work/waiting.out" 2>"$work/waiting.err" </dev/null &
	waiter=$!
	until_sql 'the command waits' "SELECT 1 FROM pg_stat_activity
		WHERE usename = 'bursar_daemon' AND wait_event_type = 'Lock'"
}

# waited: what became of it.
waited() {
	status=0
	wait "$waiter" || status=$?
	out=$(cat "$work/waiting.out")
	err=$(cat "$work/waiting.err")
}

# The answer is lost before anything was recorded.
lost() {
	local line key
	hold
	before=$(events)
	waiting "$bursar" --profile adviser payment request LEI-1 setting-up-home 15 "${on[@]}" \
		--payee-text "Ann's shop"
	rig_daemon_kill9
	waited
	let_go
	judge 'lost' 7 'it may or may not have been recorded: ' 0 "$err"
	line=$(grep '^  bursar ' <<<"$err")
	key=${line##*--key }
	is 'the line to repeat' \
		"  bursar --profile adviser payment request LEI-1 setting-up-home 15 \
${on[*]} --payee-text 'Ann'\\''s shop' --key $key" "$line"
	rig_daemon_start
	before=$(events)
	run bash -c "${line/bursar/$bursar}"
	judge 'repeated: recorded' 0 '^P[0-9]+ requested: £15.00 .* is left\.$' 1 "$out"
	before=$(events)
	run bash -c "${line/bursar/$bursar}"
	judge 'repeated again: not twice' 0 '\(recorded before\)$' 0 "$out"
	hold
	waiting "$bursar" --profile adviser payment request LEI-1 setting-up-home 15 "${on[@]}" \
		--key "$key" --payee-text "Ann's shop"
	rig_daemon_kill9
	waited
	let_go
	is 'a key that was typed stays the key' 1 \
		"$(grep '^  bursar ' <<<"$err" | grep -o -- "--key $key" | wc -l)"
	rig_daemon_start
}

# Several payments: the one that is lost is named, the rest is not tried.
several_lost() {
	local ids=() n line
	for n in 1 2 3; do
		run as adviser payment request LEI-2 setting-up-home "$n" "${on[@]}"
		ids+=("$(payment)")
	done
	hold
	waiting "$bursar" --profile manager payment approve "${ids[@]}"
	rig_daemon_kill9
	waited
	let_go
	line=$(grep '^  bursar ' <<<"$err")
	is 'the line names one' "7   bursar --profile manager payment approve ${ids[0]} --key" \
		"$status ${line% *}"
	rig_daemon_start
	tried manager payment approve "${ids[@]}"
	judge 'all of them then' 0 "^${ids[2]} approved" 3 "$out"
}

# The connection to PostgreSQL is lost: bursar asks again by itself.
asks_again() {
	hold
	before=$(events)
	waiting "$bursar" --profile adviser payment request LEI-1 setting-up-home 16 "${on[@]}"
	sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE usename = 'bursar_daemon' AND wait_event_type = 'Lock'" >/dev/null
	let_go
	waited
	judge 'asked again by itself' 0 '^P[0-9]+ requested: £16.00 .* is left\.$' 1 "$out"
	rig_ready 200
}

no_daemon() {
	rig_daemon_stop
	fails 'no daemon' 7 'Failed to connect .*; is bursard running there' \
		adviser payment request LEI-1 setting-up-home 15 "${on[@]}"
	is 'nothing was sent, so there is nothing to repeat' 0 \
		"$(grep -c -- --key <<<"$err" || true)"
	fails 'no daemon: reading' 7 'is bursard running' adviser payment list
	run as manager payment approve P1 P2
	is 'no daemon: several' '7 1 not done; 1 not tried' "$status $out"
	is 'it is said once' 1 "$(wc -l <<<"$err")"
	fails 'no daemon: audit' 7 'is bursard running' auditor audit balance
	fails 'no daemon: export' 7 'the export is not whole: ' auditor export events \
		--out "$work/none.jsonl"
	is 'no file is left' '' "$(find "$work" -name 'none.jsonl*')"
	by_away_json
	rig_daemon_start
}

# Without an answer there is no document to print.
by_away_json() {
	run as adviser -o json payment list
	is 'no daemon: JSON' '7 ' "$status $out"
}

no_database() {
	rig_pg_stop
	run as adviser payment request LEI-1 setting-up-home 17 "${on[@]}"
	is 'no database' '7 1' "$status $(grep -cE '\((busy|unknown)' <<<"$err")"
	run as adviser payment list
	is 'no database: reading' '7 1' "$status $(grep -c '^bursar: ' <<<"$err")"
	run as adviser -o json payment list
	is 'no database: JSON' '7 503' "$status $(jq -r .status <<<"$out")"
	rig_pg_start
	rig_ready 200
	records 'the database is back' ' requested: £17.00' \
		adviser payment request LEI-1 setting-up-home 17 "${on[@]}"
}

rig_start
person LEI-1
person LEI-2
lost
several_lost
asks_again
no_daemon
no_database
books_hold away
rig_stop
