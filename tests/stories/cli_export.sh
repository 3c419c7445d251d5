#!/bin/bash
# Exports by the command line: all four in all their formats, days, files, a journal that hledger
# checks and whose balances are bursar's, and what is left of an export that was cut short.
# shellcheck source=tests/stories/said.sh
. "$(dirname "$0")/said.sh"

on=(--on 2019-07-01)

# Something of every kind: credited, awarded, requested, refused, approved, declined, paid.
history() {
	local n id
	person LEI-1
	person LEI-2
	as manager award make LEI-1 driving-lessons 600 "${on[@]}" --reason Agreed
	for n in 100 200 300; do
		id=$(as adviser payment request LEI-1 setting-up-home $n "${on[@]}" |
			grep -o 'P[0-9]*' | head -n 1)
		[ "$n" = 100 ] || as manager payment approve "$id"
		[ "$n" != 300 ] || as finance payment pay "$id" -y
	done
	id=$(as adviser payment request LEI-2 setting-up-home 50 "${on[@]}" | grep -o 'P[0-9]*' |
		head -n 1)
	as manager payment decline "$id" --reason 'Not needed'
	as adviser payment request LEI-2 setting-up-home 2001 "${on[@]}" 2>/dev/null || true
}

of_events() {
	local size
	reads 'events' '^\{"v":1,"n":0,"t":"authority-opened",' auditor export events
	size=$(events)
	is 'events: one a line, in order' "$size" "$(jq -rn '[inputs.n] | if . == [range(length)]
		then length else "out of order" end' <"$work/out")"
	sql "SELECT convert_from(bytes, 'UTF8') FROM event
		WHERE authority_id = $authority ORDER BY number" \
		>"$work/stored"
	is 'events: the bytes that are stored' '' "$(cmp "$work/stored" "$work/out" 2>&1)"
	reads 'events as jsonl' '"n":0' auditor export events --format jsonl
	fails 'events as csv' 2 '--format "csv": it is none of jsonl' auditor export events \
		--format csv
}

tables() {
	local transfers
	transfers=$(rows transfer)
	reads 'ledger' \
		'^[0-9]+,0,20..-..-..,post,money,grantor,fund:leaving-care:2019-20,15000000,,,,$' \
		auditor export ledger
	is 'ledger: a line a transfer' $((transfers + 1)) "$(wc -l <"$work/out")"
	cp "$work/out" "$work/ledger.csv"
	reads 'ledger as jsonl' '"phase":"settle"' auditor export ledger --format jsonl
	is 'ledger: both say the same' "$(tail -n +2 "$work/ledger.csv")" \
		"$(jq -r '[.event, .n, .day,
		.phase, .book, .from, .to, .amount_pence, .resolves_event, .resolves_n,
		.undoes_event, .undoes_n] |
		map(. // "" | tostring) | join(",")' "$work/out")"
	reads 'payments' \
		'^P[0-9]+,20..-..-..,[0-9a-f-]{36},setting-up-home,lifetime,30000,2019-07-01,paid' \
		auditor export payments
	is 'payments: all' 5 "$(wc -l <"$work/out")"
	by_lines 'payments as jsonl' '[.[].state] | sort | join(" ")' \
		'approved declined paid requested' payments
	reads 'balances' '^[0-9]+,fund:leaving-care:2019-20,money,0,15000000,30000,20000,$' \
		auditor export balances
	by_lines 'balances as jsonl' 'map(select(.account == "grantor"))[0] |
		[.debited_pence, .floor] | tostring' '[15000000,null]' balances
	fails 'nobody is named' 0 '^$' auditor export payments --out "$work/payments.csv"
	is 'no name, no reference' '' "$(grep -lE 'LEI-|Invented' "$work"/{ledger,payments}.csv \
		"$work/stored" || true)"
	fails 'a format that is not' 2 'none of csv, jsonl, hledger' auditor export ledger \
		--format xml
	fails 'a format of the ledger' 2 'none of csv, jsonl' auditor export balances \
		--format hledger
	fails 'it is no document' 2 'cannot be printed as json' auditor export ledger -o json
}

# by_lines NAME FILTER WANT WHAT: an export as JSON lines, all of them by jq.
by_lines() {
	run as auditor export "$4" --format jsonl
	is "$1" "0 $3" "$status $(jq -rs "$2" "$work/out")"
}

# Events of yesterday and the day before, by a superuser who stops the clock's guards.
days() {
	local today next nine
	sql "SET session_replication_role = replica;
		UPDATE event SET day = day - CASE WHEN number < 8 THEN 2 ELSE 1 END
		WHERE number < 10"
	today=$(sql "SELECT max(day) FROM event WHERE authority_id = $authority")
	next=$(sql "SELECT max(day) + 1 FROM event WHERE authority_id = $authority")
	nine=$(sql "SELECT day FROM event WHERE number = 9 AND authority_id = $authority")
	in_days 'from a day' "$(($(events) - 10))" --from "$today"
	in_days 'to a day' 10 --to "$nine"
	in_days 'one day' 2 --from "$nine" --to "$nine"
	in_days 'all days' "$(events)" --from 2019-01-01 --to "$today"
	in_days 'a day to come' 0 --from "$next"
	fails 'a day that is not' 2 '--from "2019-02-29": it is not a day that exists' \
		auditor export events --from 2019-02-29
	run as auditor export ledger --from "$today"
	is 'ledger from a day' "$(sql "SELECT count(*) + 1 FROM transfer t JOIN event e
		ON e.authority_id = t.authority_id AND e.number = t.event
		WHERE e.day = '$today' AND e.authority_id = $authority")" "$(wc -l <"$work/out")"
	run as auditor export ledger --format hledger --from "$next"
	is 'a journal of days asserts nothing' '0 0' \
		"$status $(grep -c ' = ' "$work/out" || true)"
	sql 'SET session_replication_role = replica;
		UPDATE event SET day = day + CASE WHEN number < 8 THEN 2 ELSE 1 END
		WHERE number < 10'
}

# in_days NAME COUNT OPTION...
in_days() {
	local name=$1 want=$2
	shift 2
	run as auditor export events "$@"
	is "events: $name" "0 $want" "$status $(wc -l <"$work/out")"
}

files() {
	local file=$work/events.jsonl
	fails 'into a file' 0 '^$' auditor export events --out "$file"
	is 'all of it is there' '' "$(cmp "$work/stored" "$file" 2>&1)"
	is 'for nobody else to read' 600 "$(stat -c %a "$file")"
	is 'the part has its name' '' "$(find "$work" -name '*.part')"
	echo old >"$file"
	fails 'it replaces what was there' 0 '^$' auditor export events --out "$file"
	is 'it is the new one' '' "$(cmp "$work/stored" "$file" 2>&1)"
	fails 'no folder' 1 'none/events: No such file' auditor export events \
		--out "$work/none/events"
	"$bursar" --profile auditor export events 2>"$work/err" >/dev/full && status=0 || status=$?
	is 'a full disk is said' '1 1' "$status $(grep -c 'cannot be written' "$work/err")"
	status=0
	"$bursar" --profile auditor export events 2>"$work/err" | head -n 1 >"$work/out" || \
		status=$?
	is 'a reader that leaves is no news' '1 ' "$(wc -l <"$work/out") $(cat "$work/err")"
}

journal() {
	local file=$work/bursar.journal
	fails 'journal' 0 '^$' auditor export ledger --format hledger --out "$file"
	run hledger -f "$file" check -s ordereddates
	is 'hledger checks it' '0 ' "$status $err"
	run as auditor export balances
	awk -F, 'NR > 1 {
		own = $5 - $6 - $7
		if (own != 0) printf "%s:%s %.2f\n", $3, $2, own / 100
		if ($7 != 0) printf "%s:%s:reserved %.2f\n", $3, $2, $7 / 100
	}' "$work/out" | sort >"$work/ours"
	hledger -f "$file" balance --flat -N -O csv | tail -n +2 | sed 's/"//g; s/,£/ /; s/,//g' |
		sort >"$work/theirs"
	is 'its balances are ours' '' "$(diff "$work/ours" "$work/theirs")"
	is 'there are some' 1 "$(($(wc -l <"$work/ours") > 8))"
	is 'and asserted at the end' \
		$((2 * $(rows account))) "$(grep -c ' = ' "$file")"
	is 'transactions: one a transfer, and the end' \
		$(($(rows transfer) + 1)) "$(grep -c '^20' "$file")"
	sed -i '0,/£15000.00\|£150000.00/s//£150000.01/' "$file"
	run hledger -f "$file" check -s ordereddates
	is 'a penny more is found' 1 "$((status != 0))"
}

# A daemon that dies in mid-stream: the log is made long, and bursar is stopped while it reads.
cut_short() {
	local file=$work/long.jsonl pid wait
	sql "INSERT INTO event (authority_id, number, at, day, kind, staff_id, bytes, leaf)
		SELECT authority_id, n, at, (at AT TIME ZONE 'Europe/London')::date, 'filler', 1,
			bytes, sha256('\\x00'::bytea || bytes)
		FROM log_head, generate_series(size, size + 29999) AS n,
			convert_to('{\"v\":1,\"n\":' || n || ',\"filler\":\"' ||
			repeat('x', 2000) || '\"}', 'UTF8') AS bytes
		WHERE authority_id = $authority"
	# Background jobs ignore SIGINT.
	"$bursar" --profile auditor export events --out "$file" 2>"$work/err" &
	pid=$!
	until [ -n "$(find "$work" -name "${file##*/}.*.part" -size +0)" ]; do
		kill -0 $pid 2>/dev/null || break
	done
	kill -TERM $pid
	status=0
	wait $pid || status=$?
	is 'an export that is ended leaves nothing' "143 $file*" "$status $(echo "$file"*)"
	echo old >"$file"
	"$bursar" --profile auditor export events --out "$file" 2>"$work/err" &
	pid=$!
	for wait in {1..1000}; do
		[ -z "$(find "$work" -name "${file##*/}.*.part" -size +0)" ] || break
		sleep 0.01
	done
	kill -STOP $pid
	[ "$wait" -lt 1000 ] || not_ok 'the export begins'
	rig_daemon_kill9
	kill -CONT $pid
	status=0
	wait $pid || status=$?
	is 'the daemon dies in mid-stream' '7 1' \
		"$status $(grep -c '^bursar: the export is not whole: ' "$work/err")"
	is 'what was there is there, and no half file' "old $file" \
		"$(cat "$file") $(echo "$file"*)"
	rig_daemon_start
	"$bursar" --profile auditor export events 2>"$work/err" | head -c 300 >/dev/null || true
	is 'a reader that leaves early is no news' '' "$(cat "$work/err")"
	fails 'the next one is whole' 0 '^$' auditor export events --out "$file"
	is 'to the last line' "$(events)" "$(wc -l <"$file")"
}

rig_start
history >"$work/setup.log"
of_events
tables
files
journal
days
books_hold export
cut_short
rig_stop
