#!/bin/bash
# What the store makes of a database that refuses, is busy or is away: one bad command never harms
# its neighbours, nothing is half done, and whoever asks is told which of the three answers it is.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"

request() {
	printf '{"ref":"%s","entitlement":"setting-up-home","amount_pence":%s,"on":"2019-07-01"}' \
		"$1" "$2"
}

# item REF PENCE [KEY]: of a batch.
item() {
	printf '{"key":"%s",%s' "${3:-$(new_key)}" "$(request "$1" "$2" | cut -c 2-)"
}

# batch ITEM...
batch() {
	local IFS=,
	ask adviser POST /v1/payments/batch "{\"items\":[$*]}"
	statuses=$(field '[.answers[].status] | tostring')
}

# hold SECONDS: somebody else has the log's head for so long.
hold() {
	sql "BEGIN; SELECT FROM log_head FOR UPDATE; SELECT pg_sleep($1)" >/dev/null &
	rig_others[hold]=$!
	until [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%'
		AND pid <> pg_backend_pid()")" -gt 0 ]; do
		sleep 0.02
	done
}

held() {
	wait "${rig_others[hold]}" || true
	unset 'rig_others[hold]'
}

# A person whose sealed data are garbage cannot be loaded; neither can a batch that names them.
broken_row() {
	local size key
	person LEI-1
	person LEI-2
	person LEI-BAD
	sql "UPDATE person_private SET sealed = '\xdeadbeef' WHERE ref = 'LEI-BAD'"
	size=$(events)
	key=$(new_key)
	batch "$(item LEI-1 100)" "$(item LEI-BAD 100 "$key")" "$(item LEI-2 100)" \
		"$(item LEI-404 100)" "$(item LEI-1 200001)" "$(item LEI-2 200)"
	is 'a broken row: its command alone is answered 500' '[201,500,201,404,422,201]' "$statuses"
	is 'a broken row: as a bug, of which nothing was done' 'bug null' \
		"$(field '.answers[1].body | "\(.code) \(.recorded // .event)"')"
	is 'a broken row: its neighbours are recorded' $((size + 4)) "$(events)"
	is 'a broken row: in their turn' "[$size,$((size + 1)),$((size + 2)),$((size + 3))]" \
		"$(field '[.answers[].body.event | select(.)] | tostring')"
	KEY=$key ask adviser POST /v1/payments "$(request LEI-BAD 100)"
	is 'a broken row: by itself' '500 bug' "$status $(field .code)"
	ask adviser GET /v1/people/LEI-BAD
	is 'a broken row: what is there can be read' '200 LEI-BAD' "$status $(field .ref)"
	is 'a broken row: the log says so' 1 "$(grep -a '"level":"error"' "$work/a.log" |
		grep -c 'a batch of 6 was refused')"
	is 'a broken row: of whom it does not say' 0 "$(grep -ac LEI- "$work/a.log")"
}

# So can one that a hand has made what it cannot be.
damaged_row() {
	local name=$1 damage=$2 repair=$3
	sql "SET session_replication_role = replica; $damage"
	batch "$(item LEI-1 100)" "$(item LEI-DAY 100)" "$(item LEI-2 100)"
	is "$name: its command alone is answered 500" '[201,500,201]' "$statuses"
	is "$name: the log says what it is" true \
		"$(grep -qa "\"level\":\"error\".*of $name is not" "$work/a.log" && echo true)"
	sql "SET session_replication_role = replica; $repair"
	batch "$(item LEI-DAY 100)"
	is "$name: mended, it goes on" '[201]' "$statuses"
}

damaged_rows() {
	person LEI-DAY
	as adviser fact add LEI-DAY first-tenancy --from 2019-01-01 --evidence Seen >/dev/null
	damaged_row 'a fact' "UPDATE fact SET from_date = 'infinity'" \
		"UPDATE fact SET from_date = '2019-01-01'"
	damaged_row 'a category' "UPDATE category SET from_date = '9999-01-01' WHERE person_id =
		(SELECT person_id FROM person_private WHERE ref = 'LEI-DAY')" \
		"UPDATE category SET from_date = '-infinity'"
}

# refusing NAME SQLSTATE STATUS CODE STATUSES: the database refuses the payment of 666 pence.
refusing() {
	local name="$1 ($2)" size key
	sql "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS \$\$
		BEGIN
			IF NEW.amount_pence = 666 THEN
				RAISE EXCEPTION 'told to' USING ERRCODE = '$2';
			END IF;
			RETURN NEW;
		END \$\$;
		CREATE TRIGGER refuse BEFORE INSERT ON payment FOR EACH ROW
			EXECUTE FUNCTION refuse()"
	size=$(events)
	key=$(new_key)
	batch "$(item LEI-1 100)" "$(item LEI-2 666 "$key")" "$(item LEI-2 100)"
	is "$name: a batch" "$5" "$statuses"
	KEY=$key ask adviser POST /v1/payments "$(request LEI-2 666)"
	is "$name: by itself" "$3 $4" "$status $(field .code)"
	is "$name: what is recorded is what was said to be" \
		$((size + $(grep -o 201 <<<"$5" | wc -l))) "$(events)"
	sql 'DROP TRIGGER refuse ON payment'
	KEY=$key ask adviser POST /v1/payments "$(request LEI-2 666)"
	is "$name: its key is not used up" '201 false' "$status $(field '.replayed // false')"
}

# A queue has its end: whoever comes then is told that nothing was done.
busy() {
	local size
	size=$(events)
	requests 32 LEI-1 setting-up-home 100 >"$work/plan"
	# Shorter than a lane waits for a lock.
	hold 1.7
	load adviser -n 32 "$work/plan"
	held
	is 'a full queue: some wait, the others are sent away' '32 true true' "$(sum \
		'"\(.answered + .lost) \(.lost >= 1) \(.answered >= 4)"')"
	is 'a full queue: nothing was done for those' $((size + $(sum .recorded))) "$(events)"
	hold 1
	ask adviser POST /v1/payments "$(request LEI-1 100)"
	held
	is 'a lock held elsewhere: it waits' 201 "$status"
}

# The connection goes while COMMIT may be on its way: nobody knows, until the key is asked again.
cut_off() {
	local size key
	size=$(events)
	key=$(new_key)
	hold 2
	(
		sleep 0.5
		sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE usename = 'bursar_daemon'" >/dev/null
	) &
	rig_others[cutter]=$!
	KEY=$key ask adviser POST /v1/payments "$(request LEI-1 100)"
	wait "${rig_others[cutter]}" || true
	unset 'rig_others[cutter]'
	held
	is 'a connection cut off: 503' 503 "$status"
	is 'a connection cut off: says when to come again' 'Retry-After: 1' \
		"$(grep -i '^retry-after:' <<<"$headers")"
	is 'a connection cut off: busy or unknown, as it is' 1 \
		"$(field .code | grep -cx -e busy -e unknown)"
	rig_ready 200 || not_ok 'the daemon connects again'
	KEY=$key ask adviser POST /v1/payments "$(request LEI-1 100)"
	is 'a connection cut off: the key again' "201 $((size + 1))" "$status $(events)"
}

away() {
	local size what
	size=$(events)
	rig_pg_stop
	rig_ready 503 || not_ok 'PostgreSQL stopped: not ready'
	is 'PostgreSQL stopped: the check that fails is named' 1 \
		"$(rig_admin /readyz | grep -c '^database: ')"
	for what in people export/events me people/LEI-1/entitlements; do
		ask "$([ "$what" = export/events ] && echo auditor || echo adviser)" GET "/v1/$what"
		is "PostgreSQL stopped: $what" '503 busy' "$status $(field .code)"
	done
	# Whoever signed in is remembered for 5 s, in which the stop and the questions may not fit.
	batch "$(item LEI-1 100)" "$(item LEI-2 0)"
	is 'PostgreSQL stopped: a batch' 1 "$(grep -cx -e '200 \[503,422\]' \
		-e '503 no JSON' <<<"$status $statuses")"
	ask adviser POST /v1/payments "$(request LEI-1 100)"
	is 'PostgreSQL stopped: a request' '503 busy' "$status $(field .code)"
	sleep 5.1
	ask adviser POST /v1/payments "$(request LEI-1 100)"
	is 'PostgreSQL stopped: when nobody is remembered any more' '503 busy' \
		"$status $(field .code)"
	rig_pg_start
	rig_ready 200 || not_ok 'PostgreSQL started: ready'
	is 'PostgreSQL started: nothing was done' "$size" "$(events)"
	ask adviser POST /v1/payments "$(request LEI-1 100)"
	is 'PostgreSQL started: a request' 201 "$status"
}

# Begun without a database, it waits for one; told to end then, it ends.
early() {
	local says
	rig_daemon_stop
	rig_pg_stop
	rig_config a
	"$bursard" --config "$work/a.yaml" >>"$work/a.log" 2>&1 </dev/null &
	rig_pids[a]=$!
	rig_ready 503 || not_ok 'begun without PostgreSQL: lives'
	ask adviser GET /v1/me
	is 'begun without PostgreSQL: answers' '503 busy' "$status $(field .code)"
	rig_pg_start
	rig_ready 200 || not_ok 'begun without PostgreSQL: ready once it is there'
	ask adviser GET /v1/me
	is 'begun without PostgreSQL: goes on by itself' 200 "$status"
	sql "UPDATE migration SET number = number + 100 WHERE number = (SELECT max(number)
		FROM migration)"
	sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE usename = 'bursar_daemon'" >/dev/null
	says=
	for _ in {1..100}; do
		says=$(rig_admin /readyz)
		! grep -q 'install the newer bursard' <<<"$says" || break
		sleep 0.05
	done
	is 'a newer schema: not ready, and why' '1 503' \
		"$(grep -c 'install the newer bursard' <<<"$says") $(tail -n 1 <<<"$says")"
	is 'a newer schema: and refused at the start' 1 "$(
		timeout 10 "$bursard" --config "$work/a.yaml" >/dev/null 2>&1
		echo $?
	)"
	sql "UPDATE migration SET number = number - 100 WHERE number = (SELECT max(number)
		FROM migration)"
	rig_ready 200 || not_ok 'its own schema again: ready'
}

# Told to end with requests waiting for the database: those are answered first.
drained() {
	local size
	size=$(events)
	requests 8 LEI-2 setting-up-home 100 >"$work/plan"
	hold 2
	load_begin adviser -n 8 "$work/plan"
	until [ "$(rig_admin /metrics | sed -n 's/^bursar_http_connections //p')" -ge 8 ]; do
		sleep 0.05
	done
	sleep 0.5
	rig_daemon_stop
	held
	load_end
	is 'told to end: what was begun is answered' '{"201":8}' "$(sum .statuses)"
	is 'told to end: and recorded' $((size + 8)) "$(events)"
	rig_daemon_start
}

rig_start 'batch-max: 8' 'queue-max: 8'
broken_row
damaged_rows
refusing 'a constraint' 23514 500 bug '[201,500,201]'
refusing 'bad data' 22003 500 bug '[201,500,201]'
refusing 'a guard of ours' BU031 500 bug '[201,500,201]'
refusing 'a full disk' 53100 503 busy '[503,503,503]'
refusing 'a serialization failure' 40001 503 busy '[503,503,503]'
busy
cut_off
away
drained
early
books_hold 'refused, busy and away'
rig_stop
