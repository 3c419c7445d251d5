#!/bin/bash
# Reads: one that fails harms nobody after it, one that the client leaves ends cleanly, councils
# take turns, and an export beside a writer is what the log was when it began.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"

# Of another council, by itself.
council_two() {
	"$tools/certs" "$certs" client other >>"$work/setup.log" 2>&1
	"$bursard" --config "$work/a.yaml" authority add derby --name 'Another Council' \
		--admin-cert "$certs/other.crt" >>"$work/setup.log" 2>&1 || give_up 'authority two'
	rig_profile other a
	"$tools/certs" "$certs" client other-auditor >>"$work/setup.log" 2>&1
	rig_profile other-auditor a
	rig_staff other other-auditor Invented auditor >>"$work/setup.log" 2>&1
}

# new_staff NAME: somebody whom the daemon has never seen.
new_staff() {
	"$tools/certs" "$certs" client "$1" >>"$work/setup.log" 2>&1
	rig_profile "$1" a
	rig_staff admin "$1" "Invented ${1^}" adviser >>"$work/setup.log" 2>&1
}

# lock TABLE: in a session of its own until unlock.
lock() {
	sql "BEGIN; LOCK TABLE $1 IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(60)" >/dev/null 2>&1 &
	rig_others[lock]=$!
	until [ "$(sql "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock'
		AND granted AND relation = '$1'::regclass")" -gt 0 ]; do
		sleep 0.02
	done
}

unlock() {
	sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()" >/dev/null
	wait "${rig_others[lock]}" 2>/dev/null || true
	unset 'rig_others[lock]'
}

# waits PATTERN: until a statement of the daemon like it waits for a lock.
waits() {
	local wait
	for wait in {1..200}; do
		[ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE usename = 'bursar_daemon'
			AND wait_event_type = 'Lock' AND query LIKE '%$1%'")" -eq 0 ] || return 0
		sleep 0.02
	done
	give_up "nothing like $1 waits" "$wait"
}

cancel() {
	sql "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = 'bursar_daemon'
		AND wait_event_type = 'Lock'" >/dev/null
}

# all_are_served NAME: whoever comes next, on whichever connection.
all_are_served() {
	local n
	new_staff "after$((++afters))"
	for n in 1 2; do
		ask adviser GET /v1/people
		[ "$status" = 200 ] || break
		ask "after$afters" GET /v1/me
		[ "$status" = 200 ] || break
		ask other GET /v1/staff
		[ "$status" = 200 ] || break
	done
	is "$1: whoever comes next is served" 200 "$status"
}

# A read that the database ends, whyever, ends alone.
failing_reads() {
	local answered
	ask adviser GET '/v1/staff?after=x'
	is 'a cursor that is none' '422 invalid after' \
		"$status $(field '"\(.code) \(.where // "-")"')"
	all_are_served 'a cursor that is none'

	lock payment
	(
		ask adviser GET '/v1/reports/budget?year=2019-20'
		echo "$status $(field .code) $(grep -ci '^retry-after: ' <<<"$headers")" \
			>"$work/cancelled"
	) &
	rig_others[reader]=$!
	waits 'reports/budget'
	cancel
	wait "${rig_others[reader]}" || true
	unset 'rig_others[reader]'
	answered=$(cat "$work/cancelled")
	is 'a cancelled read' '503 busy 1' "$answered"
	unlock
	all_are_served 'a cancelled read'

	lock payment
	ask adviser GET '/v1/reports/budget?year=2019-20'
	unlock
	is 'a read that waits for a lock' '503 busy 1' \
		"$status $(field .code) $(grep -ci '^retry-after: ' <<<"$headers")"
	all_are_served 'a read that waits for a lock'

	new_staff late
	lock staff
	ask late GET /v1/me
	unlock
	is 'a sign-in that waits for a lock' '503 busy 1' \
		"$status $(field .code) $(grep -ci '^retry-after: ' <<<"$headers")"
	ask late GET /v1/me
	is 'and is asked again' 200 "$status"
	all_are_served 'a sign-in that waits for a lock'
}

# many COUNT PATH [WHO]: so many at once in the background; statuses in $work/many.
many() {
	local urls=() n who=${3:-auditor}
	for ((n = 0; n < $1; n++)); do
		urls+=(-o /dev/null "$(rig_url)$2")
	done
	curl -s --noproxy '*' -m 90 -Z --parallel-immediate --parallel-max "$1" \
		--cacert "$certs/ca.crt" --cert "$certs/$who.crt" --key "$certs/$who.key" \
		-w '%{http_code}\n' "${urls[@]}" >"$work/many" 2>/dev/null &
	rig_others[many]=$!
}

many_done() {
	wait "${rig_others[many]}" || true
	unset 'rig_others[many]'
}

# metric NAME: of the daemon.
metric() {
	rig_admin /metrics | sed -n "s/^$1 //p"
}

# Reports that take long are their own council's: others read, and everybody signs in.
turns() {
	local wait
	new_staff newcomer
	lock payment
	many 10 /v1/reports/budget
	waits 'reports/budget'
	ask other-auditor GET /v1/people '' -m 5
	is 'ten slow reports: another council reads' '200 []' "$status $(field '.items | tostring')"
	ask newcomer POST /v1/people '{}' -m 5
	is 'ten slow reports: somebody new signs in' '422 invalid' "$status $(field .code)"
	is 'ten slow reports: of which nine wait' true \
		"$([ "$(metric bursar_queries_waiting)" -ge 5 ] && echo true)"
	unlock
	many_done

	lock payment
	many 140 /v1/reports/budget
	for wait in {1..600}; do
		[ "$(metric bursar_queries_waiting)" -lt 128 ] || break
		sleep 0.02
	done
	ask auditor GET /v1/me
	is 'one person asks too much: no more of theirs waits' '503 busy 1' \
		"$status $(field .code) $(grep -ci '^retry-after: ' <<<"$headers")"
	unlock
	many_done
	is 'one person asks too much: what waits is answered' true \
		"$([ "$(grep -c 200 "$work/many")" -ge 120 ] && [ "$wait" -gt 0 ] && echo true)"
	all_are_served 'one person asks too much'
}

# A crowd with one certificate that nobody knows is looked up once, however many they are.
strangers() {
	local before
	before=$(metric bursar_sign_ins_total)
	lock staff
	many 30 /v1/me stranger
	waits credential
	# Less than a look-up waits for a lock, and enough for all of them to come.
	sleep 1.5
	unlock
	many_done
	is 'a crowd of strangers: each is told' 30 "$(grep -cE '^(401|503)$' "$work/many")"
	is 'a crowd of strangers: few look-ups' true \
		"$([ $(($(metric bursar_sign_ins_total) - before)) -le 8 ] && echo true)"
	all_are_served 'a crowd of strangers'
}

# What a council reads is its own.
apart() {
	ask other GET /v1/me
	is 'another council is another' 'derby Another Council' \
		"$(field '"\(.authority.code) \(.authority.name)"')"
	ask other-auditor GET /v1/people/LEI-1
	is "another council's people are not there" '404 not-found' "$status $(field .code)"
	ask other-auditor GET /v1/people
	is 'nor in the list' '[]' "$(field '.items | tostring')"
	ask adviser GET /v1/people
	is 'and here they are' '["LEI-1"]' "$(field '[.items[].ref] | tostring')"
	ask other-auditor GET /v1/export/events
	is 'nor are its events' 3 "$(wc -l <"$work/answer")"
}

# crowd FIRST LAST: people of the other council, by hand; their data do not open.
crowd() {
	sql "SET session_replication_role = replica;
		INSERT INTO person_private
			(authority_id, person_id, ref, wrapped_key, sealed, event)
		SELECT a.authority_id, gen_random_uuid(), 'R' || to_char(n, 'FM000000'),
			'\\x00', '\\x00', 0
		FROM authority AS a CROSS JOIN generate_series($1, $2) AS n
		WHERE a.code = 'derby'"
}

# Ten thousand people are looked at in one go; one more, and the next page looks at them. Meanwhile
# others are served, and the text is in no log.
finding() {
	local wait
	"$tools/certs" "$certs" client seeker >>"$work/setup.log" 2>&1
	rig_profile seeker a
	rig_staff other seeker 'Invented Seeker' adviser >>"$work/setup.log" 2>&1
	ask seeker GET '/v1/people/find?text=r'
	is 'nobody is found among none' \
		'200 {"items":[],"found":0,"more":{"items":null,"people":null}}' "$status $answer"
	crowd 1 10000
	ask seeker GET '/v1/people/find?text=r010000'
	is 'of ten thousand the last is found' '200 1 R010000 null' \
		"$status $(field '"\(.found) \(.items[0].ref) \(.more.people)"')"
	is 'and there is no further page' '' "$(grep -i '^link: ' <<<"$headers")"
	ask seeker GET '/v1/people/find?text=r'
	is 'all of them are found, a hundred shown, and that is said' '200 10000 100 R000001 true' \
		"$status $(field '[.found, (.items | length), .items[0].ref,
			(.more.items | length > 0)] | join(" ")')"
	crowd 10001 10001
	ask seeker GET '/v1/people/find?text=r010001&limit=5'
	is 'of one more it is said' '200 0 true' \
		"$status $(field '"\(.found) \(.more.people | length > 0)"')"
	is 'and where they are looked at' \
		'</v1/people/find?text=r010001&limit=5&after=R010000>; rel="next"' \
		"$(sed -n 's/^link: //Ip' <<<"$headers")"
	ask seeker GET '/v1/people/find?text=r010001&limit=5&after=R010000'
	is 'there they are' '200 1 R010001' "$status $(field '"\(.found) \(.items[0].ref)"')"
	is 'bursar goes on by itself' 'R010001' "$(as seeker person find r010001 -o csv |
		sed -n '2s/,.*//p')"
	is 'bursar says what it does not show' \
		'Only 2000 are shown; a TEXT that says more shows all.' \
		"$(crowd 10002 12000 && as seeker person find r -o csv 2>&1 >/dev/null)"
	many 6 '/v1/people/find?text=r01' seeker
	for wait in {1..20}; do
		ask adviser GET /v1/me '' -m 5
		[ "$status" = 200 ] || break
	done
	is 'while they are looked for, others are served' 200 "$status"
	many_done
	is 'and all are answered' 6 "$(grep -c 200 "$work/many")"
	ask adviser GET '/v1/people/find?text=lei1'
	is 'of another council nobody is found' '200 LEI-1' "$status $(field '.items[0].ref')"
	is 'the text is in no log' 0 "$(cat "$work/a.log" "$pg"/log* | grep -aic 'r010001')"
	sql "SET session_replication_role = replica;
		DELETE FROM person_private WHERE starts_with(ref, 'R0')"
}

# A ref may be a word that is a path, too.
called_find() {
	person find
	ask adviser GET /v1/people/find
	is 'somebody whose ref is find' '200 find' "$status $(field .ref)"
	ask adviser GET '/v1/people/find?text=find'
	is 'is found as others are' '200 find' "$status $(field '.items[0].ref')"
	ask adviser GET '/v1/people/find?text='
	is 'a text of nothing' '422 invalid text' "$status $(field '"\(.code) \(.where)"')"
}

# large_log: 4,000 events of 10,000 bytes, so that no page of them fits between daemon and client.
large_log() {
	sql "INSERT INTO event (authority_id, number, at, day, kind, staff_id, bytes, leaf)
		SELECT authority_id, h.size + n, h.at, (h.at AT TIME ZONE 'Europe/London')::date,
			'invented', 1, b, sha256('\x00'::bytea || b)
		FROM log_head AS h CROSS JOIN generate_series(0, 3999) AS n
			CROSS JOIN LATERAL (SELECT convert_to('{\"v\":1,\"n\":' || n || ',\"x\":\"'
				|| repeat('x', 10000) || '\"}', 'UTF8') AS b) AS made
		WHERE h.authority_id = $authority"
}

# export_begin NAME PATH: into a file, and stopped once something has come.
export_begin() {
	local wait
	curl -s --noproxy '*' -m 60 -N --cacert "$certs/ca.crt" --cert "$certs/auditor.crt" \
		--key "$certs/auditor.key" -D "$work/$1.headers" -o "$work/$1" "$(rig_url)$2" &
	rig_others[$1]=$!
	for wait in {1..500}; do
		[ ! -s "$work/$1" ] || break
		sleep 0.01
	done
	[ "$wait" -lt 500 ] || give_up "the export $1 does not begin"
	kill -STOP "${rig_others[$1]}"
}

# The client leaves while a page of its is being fetched, and the database then refuses the page.
leaving_client() {
	local n
	export_begin left /v1/export/events
	# One page is on its way, the next waits in the daemon, the one after it comes now.
	sleep 0.5
	lock event
	kill -CONT "${rig_others[left]}"
	waits 'export/events'
	kill -KILL "${rig_others[left]}"
	wait "${rig_others[left]}" 2>/dev/null || true
	unset 'rig_others[left]'
	sleep 0.3
	# What its memory held is another's now.
	for n in 1 2 3; do
		ask other GET /v1/me
	done
	cancel
	unlock
	all_are_served 'a client that leaves an export'
	is 'a client that leaves an export: it is logged' 1 "$(
		grep -ac 'query export_events was refused: 57014' "$work/a.log" || true)"
}

# An export is of the log as it was when the first page was read, whatever is recorded meanwhile.
beside_a_writer() {
	local size
	size=$(events)
	export_begin beside /v1/export/events
	as adviser payment request LEI-1 setting-up-home 50 --on 2019-07-01 -y >/dev/null
	as adviser payment request LEI-1 setting-up-home 60 --on 2019-07-01 -y >/dev/null
	is 'beside a writer: it goes on writing' $((size + 2)) "$(events)"
	kill -CONT "${rig_others[beside]}"
	wait "${rig_others[beside]}" || true
	unset 'rig_others[beside]'
	is 'beside a writer: the size is told' "$size" \
		"$(tr -d '\r' <"$work/beside.headers" | sed -n 's/^X-Bursar-Size: //Ip')"
	is 'beside a writer: and so many events come' "$size" "$(wc -l <"$work/beside")"
	ask auditor GET "/v1/export/events?size=$size" '' -o "$work/again"
	is 'beside a writer: later, the same' same \
		"$(cmp "$work/beside" "$work/again" && echo same)"
}

# Exports that nobody takes cost memory: of one member of staff there are four at most.
exports_at_a_time() {
	local n wait
	for n in 1 2 3 4; do
		export_begin "slow$n" /v1/export/events
	done
	ask auditor GET /v1/export/balances
	is 'a fifth export of one person' '503 busy 1' \
		"$status $(field .code) $(grep -ci '^retry-after: ' <<<"$headers")"
	ask finance GET /v1/export/balances
	is 'is no hindrance to another' 200 "$status"
	for n in 1 2 3 4; do
		kill -KILL "${rig_others[slow$n]}"
		wait "${rig_others[slow$n]}" 2>/dev/null || true
		unset "rig_others[slow$n]"
	done
	for wait in {1..100}; do
		ask auditor GET /v1/export/balances
		[ "$status" = 503 ] || break
		sleep 0.05
	done
	is 'and when they have ended the next begins' '200 yes' \
		"$status $([ "$wait" -lt 100 ] && echo yes)"
}


afters=0
rig_start 'readers: 2' 'limits: {handshake-ms: 60000, request-ms: 60000}'
council_two
person LEI-1
apart
finding
called_find
failing_reads
turns
strangers
large_log
leaving_client
beside_a_writer
exports_at_a_time
rig_stop
