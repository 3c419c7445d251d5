#!/bin/bash
# A database that is up but ill: read-only, frozen, or with one council's log locked by somebody.
# The others are served, nobody is told "bug", /readyz says what it is, and all goes on by itself
# afterwards.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"

# A second council, derby, with an adviser.
second() {
	local who
	for who in derby-admin derby-adviser; do
		"$tools/certs" "$certs" client "$who" >>"$work/setup.log" 2>&1
		rig_profile "$who" a
	done
	"$bursard" --config "$work/a.yaml" authority add derby --name Derby \
		--admin-cert "$certs/derby-admin.crt" >>"$work/setup.log" 2>&1 ||
		give_up derby "$(cat "$work/setup.log")"
	as derby-admin staff add Invented --role adviser --cert "$certs/derby-adviser.crt" \
		>>"$work/setup.log"
}

# add WHO REF: a person; sets status and took_ms.
add() {
	local begun
	begun=$(date +%s%N)
	ask "$1" POST /v1/people \
		"{\"ref\":\"$2\",\"born\":\"2000-02-29\",\"category\":\"former-relevant\"}"
	took_ms=$((($(date +%s%N) - begun) / 1000000))
}

# says PATTERN: /readyz answers 503 with such a line, within half a minute.
says() {
	local wait
	for wait in {1..300}; do
		ready=$(rig_admin /readyz)
		! { grep -q 503 <<<"$ready" && grep -q -e "$1" <<<"$ready"; } || return 0
		sleep 0.1
	done
	return "$((wait > 0))"
}

# Nothing can be recorded any more, as after a failover or with a hoster's full disk.
read_only() {
	local size
	size=$(events)
	sql 'ALTER SYSTEM SET default_transaction_read_only = on'
	sql 'SELECT pg_reload_conf()' >/dev/null
	until [ "$(sql 'SHOW default_transaction_read_only')" = on ]; do
		sleep 0.05
	done
	add adviser LEI-1
	is 'read-only: a command' '503 busy' "$status $(field .code)"
	if says 'database: .*read-only'; then
		ok 'read-only: not ready, and why'
	else
		not_ok 'read-only: not ready, and why' "$ready"
	fi
	add adviser LEI-1
	is 'read-only: again' '503 busy' "$status $(field .code)"
	ask adviser GET /v1/people
	is 'read-only: what is there can be read' 200 "$status"
	is 'read-only: nothing is called a bug' 0 "$(grep -ac '"level":"error"' "$work/a.log")"
	sql 'ALTER SYSTEM RESET default_transaction_read_only'
	sql 'SELECT pg_reload_conf()' >/dev/null
	rig_ready 200 || not_ok 'writable again: ready'
	is 'writable again: nothing was done' "$size" "$(events)"
	add adviser LEI-1
	is 'writable again: a command' 201 "$status"
}

# The same, and nobody asks for anything: it is seen all the same.
read_only_unasked() {
	sql 'ALTER SYSTEM SET default_transaction_read_only = on'
	sql 'SELECT pg_reload_conf()' >/dev/null
	if says 'database: .*\(read-only\|only be read\)'; then
		ok 'read-only, and nobody asks: not ready'
	else
		not_ok 'read-only, and nobody asks: not ready' "$ready"
	fi
	sql 'ALTER SYSTEM RESET default_transaction_read_only'
	sql 'SELECT pg_reload_conf()' >/dev/null
	rig_ready 200 || not_ok 'writable again: ready by itself'
}

rig_start
second
read_only
read_only_unasked
books_hold 'an ill database'
rig_stop
