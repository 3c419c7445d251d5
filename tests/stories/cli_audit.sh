#!/bin/bash
# bursar audit balance: nothing to say about what the daemon made, and status 8 with the place for
# whatever a superuser, past every trigger, changes, adds or takes away.
# shellcheck source=tests/stories/said.sh
. "$(dirname "$0")/said.sh"

on=(--on 2019-07-01)

# Something of every kind; $paid is a payment that is paid, $asked one that waits.
history() {
	person LEI-1
	as manager award make LEI-1 driving-lessons 600 "${on[@]}" --reason Agreed >/dev/null
	asked=$(request 100)
	paid=$(request 300)
	as manager payment approve "$paid" >/dev/null
	as finance payment pay "$paid" -y >/dev/null
}

request() {
	as adviser payment request LEI-1 setting-up-home "$1" "${on[@]}" | grep -o 'P[0-9]*' |
		head -n 1
}

# tamper SQL: past all triggers.
tamper() {
	sql "SET session_replication_role = replica; $1"
}

# rewrite NUMBER EXPRESSION: an event's bytes, with the leaf that belongs to them.
rewrite() {
	tamper "UPDATE event SET (bytes, leaf) = (SELECT b, sha256('\\x00'::bytea || b)
		FROM convert_to($2, 'UTF8') AS b) WHERE number = $1" 2>"$work/err" ||
		not_ok 'an event is rewritten' "$(cat "$work/err")"
}

# found NAME PATTERN: the audit ends with 8 and says so.
found() {
	run as auditor audit balance
	if [ "$status" -eq 8 ] && grep -qE -- "$2" <<<"$out" &&
		grep -qE '^DIFFERENCES: [1-9]' <<<"$out"; then
		ok "$1"
	else
		not_ok "$1: status $status, no line like $2" "$out
$err"
	fi
}

# found_and_mended NAME PATTERN CHANGE MEND: in SQL.
found_and_mended() {
	tamper "$3" || not_ok "$1: tampering"
	found "$1" "$2"
	tamper "$4" || not_ok "$1: mending"
	sound "$1: mended"
}

sound() {
	run as auditor audit balance
	is "$1" "0 $audit_is_clean" "$status $(tail -n 1 <<<"$out")"
}

good_answers() {
	reads 'sound' "^$audit_is_clean\$" auditor audit balance
	is 'what it looked at' \
		"$(events) events, $(rows transfer) transfers, \
$(rows account) accounts" "$(sed -n 1p <<<"$out")"
	reads 'the books' '^money +3 £150,300.00 £150,300.00 +£0.00$' auditor audit balance
	by_json 'as JSON' 0 '[.differences, .shown] | tostring' '[0,[]]' auditor audit balance
	reads 'finance officers may' 'Every balance' finance audit balance
	fails 'an adviser may not' 4 '\(not-your-role\)' adviser audit balance
	fails 'but whom nobody knows' 4 '\(not-signed-in\)' stranger audit balance
	fails 'it is no list' 2 'cannot be printed as csv' auditor audit balance -o csv
}

transfers() {
	local event=${asked#P}
	found_and_mended 'an amount in the ledger' \
		"^transfer $event.[01] of the ledger is not that of the event: reserve 10001p" \
		"UPDATE transfer SET amount_pence = 10001
			WHERE event = $event AND phase = 'reserve'" \
		"UPDATE transfer SET amount_pence = 10000
			WHERE event = $event AND phase = 'reserve'"
	found_and_mended 'an account in the ledger' 'of the ledger is not that of the event' \
		"UPDATE transfer SET to_account = (SELECT account_id FROM account
			WHERE code = 'offer:driving-lessons') WHERE event = $event
			AND phase = 'reserve'" \
		"UPDATE transfer SET to_account = (SELECT account_id FROM account
			WHERE code = 'drawn:setting-up-home') WHERE event = $event
			AND phase = 'reserve'"
	found_and_mended 'a transfer that is gone' 'of the event is not in the ledger' \
		"CREATE TABLE kept AS SELECT * FROM transfer WHERE event = $event;
			DELETE FROM transfer WHERE event = $event" \
		'INSERT INTO transfer SELECT * FROM kept; DROP TABLE kept'
	found_and_mended 'a transfer nobody decided' \
		"^transfer $event.9 of the ledger is in no event$" \
		"INSERT INTO transfer SELECT authority_id, event, 9, phase, from_account,
			to_account, amount_pence FROM transfer
			WHERE event = $event AND phase = 'reserve'" \
		"DELETE FROM transfer WHERE event = $event AND n = 9"
}

balances() {
	found_and_mended 'a balance' \
		'^account fund:leaving-care:2019-20: the balance says 15000001p credited, its' \
		"UPDATE account SET credited = credited + 1 WHERE code LIKE 'fund:%'" \
		"UPDATE account SET credited = credited - 1 WHERE code LIKE 'fund:%'"
	found_and_mended 'two balances that cancel out' \
		'^account grantor: the balance says 15000001p' \
		"UPDATE account SET credited = credited + (code <> 'grantor')::int,
			debited = debited + (code = 'grantor')::int
			WHERE code LIKE 'fund:%' OR code = 'grantor'" \
		"UPDATE account SET credited = credited - (code <> 'grantor')::int,
			debited = debited - (code = 'grantor')::int
			WHERE code LIKE 'fund:%' OR code = 'grantor'"
	found_and_mended 'what is reserved' '^account cap:.*: the balance says 9999p reserved' \
		"UPDATE account SET reserved = 9999 WHERE reserved = 10000" \
		"UPDATE account SET reserved = 10000 WHERE reserved = 9999"
	found_and_mended 'an account that is gone' 'has transfers and no balance' \
		"CREATE TABLE kept AS SELECT * FROM account WHERE code = 'grantor';
			DELETE FROM account WHERE code = 'grantor'" \
		'INSERT INTO account SELECT * FROM kept; DROP TABLE kept'
	found_and_mended 'all of them' 'has transfers and no balance' \
		'CREATE TABLE kept AS SELECT * FROM account; DELETE FROM account' \
		'INSERT INTO account SELECT * FROM kept; DROP TABLE kept'
	found_and_mended 'an account nobody made' 'account bank: the balance says 100p credited' \
		"INSERT INTO account (authority_id, account_id, code, book, credited)
			VALUES ($authority, 999999, 'bank', 'money', 100)" \
		'DELETE FROM account WHERE account_id = 999999'
}

log() {
	local event=${asked#P} last
	local bytes="convert_from(bytes, 'UTF8')"
	sql "CREATE TABLE original AS SELECT * FROM event"
	rewrite "$event" "regexp_replace($bytes, '10000', '10001', 'g')"
	found 'an amount in the bytes' \
		"^transfer $event.[01] of the ledger is not that of the event"
	restore
	rewrite "$event" "replace($bytes, 'cap:', 'cup:')"
	found 'an account in the bytes' 'not that of the event|has transfers and no balance'
	restore
	rewrite "$event" "replace($bytes, '\"n\":$event,', '\"n\":999,')"
	found 'a number in the bytes' "999|^event $event is missing"
	restore
	rewrite "$event" "'no event'"
	found 'bytes that are no event' 'a line of the events is not of its form: no event'
	restore
	rewrite "$event" "replace($bytes, '\"transfers\"', '\"transfer\"')"
	found 'transfers hidden' "^transfer $event.0 of the ledger is in no event"
	restore
	last=$(($(events) - 1))
	tamper "DELETE FROM event WHERE number = $last"
	found 'the last event gone' \
		"^the log ends after $last events, the balances are those of $((last + 1))$"
	tamper "UPDATE log_head SET size = size - 1"
	found 'and the head set back' 'of the ledger|its transfers give'
	tamper "UPDATE log_head SET size = size + 1"
	restore
	tamper "DELETE FROM event WHERE number = 3"
	found 'an event in the middle gone' '^event 3 is missing$'
	tamper "DELETE FROM event WHERE number < 6"
	found 'several' '^events 0 to 5 are missing$'
	restore
	sound 'all of them back'
	by_json 'as JSON' 0 .differences 0 auditor audit balance
}

restore() {
	tamper 'DELETE FROM event; INSERT INTO event SELECT * FROM original'
}

# What the database refuses to a superuser who leaves the triggers alone.
guarded() {
	local event=${asked#P} statement
	for statement in "UPDATE transfer SET amount_pence = 1 WHERE event = $event" \
		"DELETE FROM transfer" 'TRUNCATE event' "DELETE FROM event WHERE number = 3" \
		"UPDATE event SET day = day - 1" 'DELETE FROM payment_step'; do
		run sql "$statement"
		is "refused: $statement" '1 1' "$((status != 0)) $(grep -c 'ERROR' <<<"$err")"
	done
	sound 'nothing has changed'
}

# What was noted of a log, or exported, it must go on from: a restored backup does not.
since() {
	local size
	as auditor export events --out "$work/early.jsonl"
	run as auditor audit balance --note "$work/notes"
	is 'a note is written' "0 authority $council, size $(events), root $(
		sed -n 's/^size .*root //p' <<<"$out")" "$status $(cat "$work/notes")"
	person DER-99
	as auditor audit balance --note "$work/notes" >/dev/null
	reads 'a log goes on from what was noted' '^It goes on from 2 earlier heads.$' \
		auditor audit balance --since "$work/notes"
	reads 'and from what was exported' '^It goes on from 1 earlier head.$' \
		auditor audit balance --since "$work/early.jsonl"
	size=$(events)
	sed "s/size $size,/size $((size + 1)),/" "$work/notes" >"$work/later"
	run as auditor audit balance --since "$work/later" --note "$work/notes"
	is 'a log that was longer' \
		"8 the note in line 2 has $((size + 1)) events, the log only $size" \
		"$status $(grep -a note <<<"$out")"
	is 'is not noted' 2 "$(wc -l <"$work/notes")"
	sed '2s/"at":"[^"]*"/"at":"other"/; 2s/"nonce":"../"nonce":"zz/' "$work/early.jsonl" \
		>"$work/other.jsonl"
	run as auditor audit balance --since "$work/other.jsonl"
	is 'a log that was another' '8 1' \
		"$status $(grep -c 'events are not those of the earlier export' <<<"$out")"
	sed "s/$council/elsewhere/" "$work/notes" >"$work/theirs"
	run as auditor audit balance --since "$work/theirs"
	is "another council's notes" '8 2' \
		"$status $(grep -c 'of the authority elsewhere' <<<"$out")"
	echo 'date,amount' >"$work/none"
	fails 'a file of something else' 1 'none:1: this is no note of an audit' \
		auditor audit balance --since "$work/none"
	fails 'an empty one' 1 'is empty: it should have notes' \
		auditor audit balance --since /dev/null
	fails 'one that is not there' 1 'no-file cannot be read: No such file' \
		auditor audit balance --since "$work/no-file"
	run as auditor audit balance --note "$work/no-folder/notes"
	is 'a note that cannot be written' '1 1' \
		"$status $(grep -c 'the note cannot be written to' <<<"$err")"
}

rig_start
history
good_answers
transfers
balances
log
guarded
tamper 'UPDATE account SET credited = credited + 1'
by_json 'differences as JSON' 8 '.differences > 0 and (.shown | length > 0)' true \
	auditor audit balance
tamper 'UPDATE account SET credited = credited - 1'
since
books_hold audit
rig_stop
