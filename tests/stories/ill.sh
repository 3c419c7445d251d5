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
	rig_staff derby-admin derby-adviser Invented adviser >>"$work/setup.log"
}

# add WHO REF: a person; sets status.
add() {
	ask "$1" POST /v1/people \
		"{\"ref\":\"$2\",\"born\":\"2000-02-29\",\"category\":\"former-relevant\"}"
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

# A full disk takes no row and answers all else; it is seen before anybody's command fails.
full() {
	sql "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
		RAISE EXCEPTION \$\$could not extend file\$\$ USING ERRCODE = \$\$53100\$\$; END';
		CREATE TRIGGER full_disk BEFORE INSERT ON probe EXECUTE FUNCTION full_disk()"
	if says 'database: it takes no row: .*could not extend file'; then
		ok 'no room for a row, and nobody asks: not ready, and why'
	else
		not_ok 'no room for a row, and nobody asks: not ready, and why' "$ready"
	fi
	is 'the log says it once' 1 "$(grep -ac 'takes no row: .*could not extend' "$work/a.log")"
	sql 'DROP TRIGGER full_disk ON probe'
	rig_ready 200 || not_ok 'room again: ready by itself'
	is 'a row is written' t "$(sql "SELECT at > now() - interval '20 s' FROM probe")"
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

# hold: somebody else has the head of leicester's log, until let_go.
hold() {
	sql 'BEGIN; SELECT FROM log_head WHERE authority_id = 2 FOR UPDATE; SELECT pg_sleep(120)' \
		>/dev/null 2>&1 &
	rig_others[hold]=$!
	until is_held; do
		sleep 0.02
	done
}

is_held() {
	[ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")" = 1 ]
}

let_go() {
	sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE wait_event = 'PgSleep'" >/dev/null
	wait "${rig_others[hold]}" || true
	unset 'rig_others[hold]'
}

# locked NAME: leicester's log is locked by somebody, while six of its people ask.
locked() {
	local name=$1 i
	hold
	for i in 1 2 3 4 5 6; do
		curl -s --noproxy '*' -m 60 --cacert "$certs/ca.crt" --cert "$certs/adviser.crt" \
			--key "$certs/adviser.key" -H 'Content-Type: application/json' \
			-H "Idempotency-Key: $(new_key)" -o "$work/locked.$i" \
			-w '%{http_code}\n' --data-binary "{\"ref\":\"LEI-L$i\",\"born\":
				\"2000-02-29\",\"category\":\"former-relevant\"}" \
			"$(rig_url)/v1/people" >"$work/locked.$i.status" &
		rig_others[locked$i]=$!
	done
	for i in 1 2 3; do
		add derby-adviser "DER-$name-$i"
		is "locked, $name: another council is served ($i)" 201 "$status"
	done
	for i in 1 2 3 4 5 6; do
		wait "${rig_others[locked$i]}" || true
		unset "rig_others[locked$i]"
		is "locked, $name: its own are told so ($i)" '503 busy' \
			"$(cat "$work/locked.$i.status") $(jq -r .code "$work/locked.$i")"
	done
	is "locked, $name: all of that while it was" held "$(is_held && echo held)"
	is "locked, $name: ready, since others are served" 'ready 200' \
		"$(rig_admin /readyz | sed -n '1p;$p' | xargs)"
	let_go
	add adviser "LEI-$name"
	is "locked, $name: and then no longer" 201 "$status"
}

# The backend that works for leicester stops, as on a machine that is frozen.
frozen() {
	local backend=
	hold
	add adviser LEI-F >/dev/null &
	rig_others[frozen]=$!
	while [ -z "$backend" ]; do
		backend=$(sql "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'
			AND application_name = 'bursard lane'")
	done
	kill -STOP "$backend"
	rig_others[backend]=$backend
	add derby-adviser DER-F
	is 'frozen: another council is served' 201 "$status"
	if says 'no answer to the bursard lane'; then
		ok 'frozen: not ready, and why'
	else
		not_ok 'frozen: not ready, and why' "$ready"
	fi
	is 'frozen: for how long' 1 "$(grep -c 'oldest flight: [0-9]\{4,5\} ms' <<<"$ready")"
	wait "${rig_others[frozen]}" || true
	unset 'rig_others[frozen]'
	rig_ready 200 || not_ok 'given up: ready with another connection'
	add derby-adviser DER-G
	is 'given up: another council is served' 201 "$status"
	let_go
	add adviser LEI-G
	is 'given up: and so is this one' 201 "$status"
	kill -CONT "$backend"
	unset 'rig_others[backend]'
	is 'thawed: it has not written anything' '' \
		"$(sql "SELECT ref FROM person_private WHERE ref = 'LEI-F'")"
}

# asked_at AUTHORITY: of its last event, in seconds; empty: it says nothing of that.
asked_at() {
	sql "SELECT (convert_from(bytes, 'UTF8')::jsonb ->> 'asked_at')::bigint / 1000000
		FROM event WHERE authority_id = $1 ORDER BY number DESC LIMIT 1"
}

# A log that a wrong clock once dated ahead: it stands still, and says when somebody truly asked.
ahead() {
	local from asked
	sql "SET session_replication_role = replica; UPDATE log_head
		SET at = now() + interval '1 hour' WHERE authority_id = $authority" >/dev/null
	from=$EPOCHSECONDS
	add adviser LEI-H
	is 'ahead: served' 201 "$status"
	asked=$(asked_at "$authority")
	if [ "${asked:-0}" -ge "$((from - 1))" ] && [ "$asked" -le "$EPOCHSECONDS" ]; then
		ok 'ahead: the event says when it was asked'
	else
		not_ok 'ahead: the event says when it was asked' "$asked, not $from"
	fi
	ready=$(rig_admin /readyz)
	is 'ahead: ready, and says so' 'ready 1' "$(head -n 1 <<<"$ready" | xargs) $(
		grep -c "authority $authority: its log ends 3[56][0-9][0-9] s ahead" <<<"$ready")"
	add derby-adviser DER-H
	is 'ahead: another council says nothing of it' '201 ' "$status $(asked_at 3)"
}

rig_start
second
read_only
read_only_unasked
full
locked two
frozen
rig_daemon_stop
rig_daemon_start a 'lanes: 1'
locked one
ahead
books_hold 'an ill database'
rig_stop
