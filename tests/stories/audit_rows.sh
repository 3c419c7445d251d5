#!/bin/bash
# bursar audit balance beside its balances: each row of each table is what its event says. A
# superuser, past every trigger, changes, adds and takes away rows of every table; the audit names
# each of them, and nothing else.
# shellcheck source=tests/stories/said.sh
. "$(dirname "$0")/said.sh"

on=(--on 2019-07-01)
tables='event staff staff_role staff_suspension staff_invitation credential credential_end
	person_private person_text payee payee_change creditor category fact fact_end offer rules
	rule_limit account award payment payment_step refusal command_key transfer'

event_of() {
	grep -o 'P[0-9]*' <<<"$1" | head -n 1
}

# One event of every kind, some of them twice; their numbers by name.
history() {
	as admin rules publish "$root/rules/leicester.yaml"
	rules=$(($(events) - 1))
	person LEI-1
	person=$(($(events) - 1))
	as adviser person category LEI-1 qualifying --from 2019-06-01 --reason Found
	category=$(($(events) - 1))
	as adviser person category LEI-1 former-relevant --from 2019-06-02 --reason Found
	as adviser fact add LEI-1 own-care-leaver --from 2019-05-01 --evidence Seen
	fact=$(($(events) - 1))
	as adviser fact add LEI-1 first-tenancy --from 2019-05-01 --evidence Seen
	ended=$(($(events) - 1))
	as adviser fact end LEI-1 first-tenancy --on 2019-06-01
	end=$(($(events) - 1))
	as manager award make LEI-1 driving-lessons 600 "${on[@]}" --reason Agreed
	award=$(($(events) - 1))
	asked=$(event_of "$(as adviser payment request LEI-1 setting-up-home 100 "${on[@]}")")
	paid=$(event_of "$(as adviser payment request LEI-1 setting-up-home 300 "${on[@]}" \
		--payee-text Somebody)")
	as manager payment approve "$paid"
	approved=$(($(events) - 1))
	as finance payment pay "$paid" -y
	pay=$(($(events) - 1))
	declined=$(event_of "$(as adviser payment request LEI-1 driving-lessons 50 "${on[@]}")")
	as manager payment decline "$declined" --reason No -y
	decline=$(($(events) - 1))
	as adviser payee add shop --name Shop --creditor-ref C-1
	payee=$(($(events) - 1))
	as finance payee change shop --name 'The Shop'
	renamed=$(($(events) - 1))
	as adviser person creditor LEI-1 C-2
	creditor=$(($(events) - 1))
	as adviser payment request LEI-1 setting-up-home 10 "${on[@]}" --payee shop
	sent=$(($(events) - 1))
	as adviser payment request LEI-1 setting-up-home 9999 "${on[@]}" || true
	refused=$(($(events) - 1))
	asked=${asked#P} paid=${paid#P} declined=${declined#P}
}

# claim_of STAFF: the event that registered their certificate.
claim_of() {
	sql "SELECT event FROM credential WHERE authority_id = $authority AND staff_id = $1"
}

tamper() {
	sql "SET session_replication_role = replica; $1"
}

# columns TABLE: those that are written.
columns() {
	sql "SELECT string_agg(column_name, ', ') FROM information_schema.columns
		WHERE table_schema = 'bursar' AND table_name = '$1' AND is_generated = 'NEVER'"
}

# The neighbour's rows are put aside: what is rewritten below, by number and by name, would be
# theirs as well.
keep() {
	local table
	for table in $tables; do
		sql "CREATE TABLE away_$table AS
			SELECT * FROM $table WHERE authority_id <> $authority"
		tamper "DELETE FROM $table WHERE authority_id <> $authority"
		sql "CREATE TABLE kept_$table AS TABLE $table"
	done
}

restore() {
	local table list all=
	for table in $tables; do
		list=$(columns "$table")
		all+="DELETE FROM $table; INSERT INTO $table ($list) SELECT $list FROM kept_$table;"
	done
	tamper "$all"
}

neighbour_back() {
	local table list all=
	for table in $tables; do
		list=$(columns "$table")
		all+="INSERT INTO $table ($list) SELECT $list FROM away_$table;"
	done
	tamper "$all"
}

sound() {
	run as auditor audit balance
	is "$1" "0 $audit_is_clean" \
		"$status $(tail -n 1 <<<"$out")"
}

# lies NAME [SQL SENTENCE]...: all of them told at once; each is found, and nothing beside them.
# Where one is found twice, the second sentence has the SQL true.
lies() {
	local name=$1 all='' wanted=0 i
	shift
	local told=("$@")
	for ((i = 0; i < ${#told[@]}; i += 2)); do
		[ "${told[i]}" = true ] || all+="${told[i]};"
		wanted=$((wanted + 1))
	done
	tamper "$all" 2>"$work/err" || not_ok "$name: tampering" "$(cat "$work/err")"
	run as auditor audit balance
	for ((i = 0; i < ${#told[@]}; i += 2)); do
		if grep -qE -- "^${told[i + 1]}" <<<"$out"; then
			ok "$name: ${told[i + 1]}"
		else
			not_ok "$name: no line like ${told[i + 1]}" "$out
$err"
		fi
	done
	is "$name: found, and nothing beside" "8 DIFFERENCES: $wanted" \
		"$status $(tail -n 1 <<<"$out")"
	[ "$(tail -n 1 <<<"$out")" = "DIFFERENCES: $wanted" ] || sed 's/^/    | /' <<<"$out"
	restore
}

root_of_the_log() {
	local leaves
	run as auditor audit balance
	is 'the size is that of the log' "$(events)" \
		"$(sed -n 's/^size \([0-9]*\), root .*/\1/p' <<<"$out")"
	# By another hand: RFC 6962 2.1 in jq would be longer; a log of two events is one node.
	leaves=$(sql "SELECT encode(sha256('\\x01'::bytea || string_agg(leaf, '' ORDER BY number)),
		'hex') FROM event WHERE number < 2")
	tamper "DELETE FROM event WHERE number > 1;
		UPDATE log_head SET size = 2 WHERE authority_id = $authority"
	run as auditor audit balance
	is 'the root is that of its leaves' "size 2, root $leaves" "$(sed -n 2p <<<"$out")"
	restore
	tamper "UPDATE log_head SET size = (SELECT count(*) FROM event)
		WHERE authority_id = $authority"
}

rig_start
history >/dev/null
keep
sound 'as the daemon made it'
root_of_the_log

lies 'events' \
	"UPDATE event SET at = at + interval '1 second' WHERE number = $pay" \
	"the event row of event $pay: its at is [0-9]*, and by the event [0-9]*" \
	"UPDATE event SET day = day - 1 WHERE number = $award" \
	"the event row of event $award: its day is " \
	true "transfer $award.0 of the ledger is not that of the event" \
	"UPDATE event SET kind = 'person-added' WHERE number = $fact" \
	"the event row of event $fact: its kind is \"person-added\", and by the event \"fact-r" \
	"UPDATE event SET staff_id = 5 WHERE number = $end" \
	"the event row of event $end: its staff is 5, and by the event 2" \
	"ALTER TABLE event DROP CONSTRAINT event_check;
		UPDATE event SET leaf = sha256('x') WHERE number = $refused" \
	"the event row of event $refused: its leaf is 2d711642b726b044.*, and by the event "

lies 'payees' \
	"UPDATE payee_change SET named = false" \
	"the payee-change row of event $renamed says another change than the event" \
	"UPDATE creditor SET given = false WHERE event = $payee" \
	"the creditor row of event $payee gives one where the event takes it" \
	"UPDATE creditor SET set_by = 3 WHERE event = $creditor" \
	"the creditor row of event $creditor: its staff is 3, and by the event 2" \
	"UPDATE payment SET creditor_set = NULL WHERE payment_id = $sent" \
	"the payment row of event $sent: its creditor_set is nothing, and by the event $payee" \
	"UPDATE person_text SET payee_id = NULL WHERE event = $renamed" \
	"the text row of event $renamed is of another payee than the event"

lies 'staff' \
	"UPDATE staff SET roles = '{adviser,admin}' WHERE staff_id = 2" \
	'the staff row of event [0-9]*: its roles is \["adviser","admin"\], and by the event ' \
	"UPDATE staff SET active = false WHERE staff_id = 3" \
	'the row of staff 3 says that they are gone, and the events do not' \
	"INSERT INTO staff_role VALUES ($authority, $fact, 3, 'admin', true, '2019-01-01', NULL)" \
	"a row of role names event $fact, which is fact-recorded" \
	"INSERT INTO staff_suspension VALUES ($authority, $fact, 3, true)" \
	"a row of suspension names event $fact, which is fact-recorded" \
	"UPDATE credential SET digest = sha256('mine') WHERE staff_id = 1" \
	'the certificate row of event 0: its sha256 is ' \
	"INSERT INTO credential (kind, digest, authority_id, staff_id, event)
		VALUES ('certificate', sha256('also mine'), $authority, 2, $fact)" \
	"a row of certificate names event $fact, which is fact-recorded" \
	"UPDATE credential SET revoked_event = $fact WHERE staff_id = 3" \
	"the certificate row of event $(claim_of 3) was dropped by event $fact, and by the " \
	"UPDATE credential SET until_at = now() WHERE staff_id = 4" \
	"event $(claim_of 4) \(staff-claimed\) has no row of certificate" \
	"UPDATE staff_invitation SET until_date = until_date + 1 WHERE staff_id = 4" \
	'the invitation row of event [0-9]*: its until is ' \
	"DELETE FROM staff_invitation WHERE staff_id = 5; UPDATE credential SET invitation = NULL
		WHERE staff_id = 5" \
	'event [0-9]* \(staff-added\) has no row of invitation' \
	true 'the certificate row of event [0-9]*: its invitation is nothing' \
	"INSERT INTO staff VALUES ($authority, 99, 'Nobody', '{admin}', true, 1000)" \
	'a row of staff names event 1000, which the log does not have'

lies 'people' \
	"UPDATE person_private SET person_id = gen_random_uuid()" \
	"the person row of event $person: its person is " \
	"UPDATE category SET code = 'eligible' WHERE event = $category" \
	"the category row of event $category: its category is \"eligible\"" \
	"UPDATE category SET from_date = '2019-01-01' WHERE event = $person" \
	"the category row of event $person: its from is \"2019-01-01\", and by the event nothing" \
	"UPDATE fact SET until_date = '2030-01-01' WHERE event = $fact" \
	"the fact row of event $fact: its until is \"2030-01-01\", and by the event nothing" \
	"UPDATE fact SET from_date = '2019-05-02' WHERE event = $ended" \
	"the fact row of event $ended: its from is \"2019-05-02\", and by the event " \
	"UPDATE fact_end SET until_date = '2019-06-02' WHERE event = $end" \
	"the fact-end row of event $end: its until is 2019-06-02, and by the event 2019" \
	"DELETE FROM person_text WHERE event = $fact" \
	"event $fact \\(fact-recorded\\) has no row of its evidence" \
	"UPDATE person_text SET person_id = NULL WHERE event = $category" \
	"the text row of event $category: its person is nothing" \
	"INSERT INTO person_text VALUES ($authority, $asked, 'payee', NULL, '\\x00')" \
	"a text row names event $asked, which has no payee" \
	true "the text row of event $asked: its person is nothing" \
	"INSERT INTO fact SELECT authority_id, person_id, 'own-care-leaver', $pay, '2019-01-01'
		FROM fact WHERE event = $fact" \
	"a row of fact names event $pay, which is payment-paid"

lies 'facts that end no more, categories and people that are gone' \
	"DELETE FROM fact_end WHERE event = $end" \
	"event $end \\(fact-ended\\) has no row of fact-end" \
	"DELETE FROM category WHERE event = $category" \
	"event $category \\(category-recorded\\) has no row of category" \
	'DELETE FROM person_private' "event $person \\(person-added\\) has no row of person"

lies 'an end of what is no fact' \
	"UPDATE fact_end SET fact_event = $fact WHERE event = $end" \
	"event $end \\(fact-ended\\) has no row of fact-end"
lies 'an end before its fact' \
	"INSERT INTO fact SELECT authority_id, person_id, code, $pay, from_date
		FROM fact WHERE event = $ended" \
	"a row of fact names event $pay, which is payment-paid" \
	"ALTER TABLE fact_end DROP CONSTRAINT fact_end_after;
		UPDATE fact_end SET fact_event = $pay WHERE event = $end" \
	"the fact-end row of event $end ends the fact of event $pay, which is none before it"

lies 'the offer' \
	"UPDATE offer SET text = text || '# more'" \
	"the offer row of event [0-9]*: its text's SHA-256 is " \
	"UPDATE offer SET effective = '2020-01-01'" \
	'the offer row of event [0-9]*: its effective is "2020-01-01"'
lies 'the offer with its digest' \
	"UPDATE offer SET text = 'x', digest = sha256('x')" \
	"the offer row of event [0-9]*: its text's SHA-256 is " \
	true 'the offer row of event [0-9]*: its sha256 is '

lies 'the financial rules' \
	"UPDATE rules SET text = 'x'" \
	"the rules row of event $rules: its text's SHA-256 is " \
	true "the rules row of event $rules: its text has faults" \
	"UPDATE rules SET version = 2, effective = '2020-01-01'" \
	"the rules row of event $rules: its version is 2, and by the event 1" \
	true "the rules row of event $rules: its effective is "
lies 'what they allow' \
	"UPDATE rule_limit SET up_to_pence = 9999900 WHERE n = 0" \
	"the rule-limit row 0 of event $rules is not what the rules say" \
	"DELETE FROM rule_limit WHERE n = 7" \
	"event $rules \\(rules-published\\) has no row for each of the rules' limits"

lies 'accounts' \
	"UPDATE account SET base_pence = 0 WHERE code LIKE 'cap:%:setting-up-home:%'" \
	'account cap:.*: the balance says 0p base, its transfers give 200000p' \
	"UPDATE account SET base_pence = 60000 WHERE code LIKE 'cap:%:driving-lessons:%'" \
	'account cap:.*: the balance says 60000p base, its transfers give 0p' \
	"UPDATE account SET base_pence = 0 WHERE code = 'grantor'" \
	'account grantor is no cap, and has a base' \
	"UPDATE account SET period = '2018-19' WHERE code LIKE 'fund:%'" \
	'account fund:leaving-care:2019-20: its person, line or period is not that of its code' \
	"UPDATE account SET floor = NULL WHERE code LIKE 'payable:%'" \
	'account payable:leaving-care:2019-20: its floor is not that of its kind' \
	"UPDATE account SET book = 'allowance' WHERE code LIKE 'payable:%'" \
	'account payable:leaving-care:2019-20: its book is not that of its kind' \
	true "event $approved.0 moves from fund:.* to payable:.*, which cannot be" \
	true "event $pay.1 moves from fund:.* to payable:.*, which cannot be" \
	true 'the book money does not sum to zero' \
	true 'the book allowance does not sum to zero' \
	"UPDATE account SET account_id = 16 * $pay WHERE code = 'drawn:driving-lessons'" \
	"a row of account drawn:driving-lessons names event $pay, which made no such account" \
	true 'account drawn:driving-lessons is in no row of an event that made it' \
	true "transfer $declined.0 of the event is not in the ledger" \
	true "the payment row of event $declined: its drawn is nothing" \
	true "transfer $decline.0 of the event is not in the ledger"

lies 'awards and refusals' \
	"UPDATE award SET amount_pence = 70000" \
	"the award row of event $award: its amount_pence is 70000, and by the event 60000" \
	"UPDATE award SET account_id = (SELECT account_id FROM account
		WHERE code LIKE 'cap:%:setting-up-home:%')" \
	"the award row of event $award: its cap is cap:.*, and by the event cap:" \
	"UPDATE refusal SET reasons = '{not-offered}'" \
	"the refusal row of event $refused: its reasons is " \
	'UPDATE refusal SET amount_pence = NULL' \
	"the refusal row of event $refused: its amount_pence is nothing, and by the event 999900" \
	"UPDATE refusal SET need_date = '2019-07-02'" \
	"the refusal row of event $refused: its on is \"2019-07-02\""
lies 'awards and refusals that are gone' \
	"DELETE FROM award" "event $award \\(award-made\\) has no row of award" \
	"DELETE FROM refusal" "event $refused \\(refused\\) has no row of refusal" \
	"INSERT INTO award SELECT authority_id, $end, person_id, entitlement, on_date, period,
		amount_pence, account_id FROM kept_award" \
	"a row of award names event $end, which is fact-ended" \
	"INSERT INTO refusal SELECT authority_id, -5, person_id, payment_id, entitlement,
		amount_pence, reasons, need_date FROM kept_refusal" \
	'a row of refusal names event -5, which the log does not have'

lies 'payments' \
	"UPDATE payment SET amount_pence = 10001, content = sha256('x')
			WHERE payment_id = $asked" \
	"the payment row of event $asked: its amount_pence is 10001, and by the event 10000" \
	true "the payment row of event $asked: its content is " \
	true "the payment row of event $asked: its reserve_n is not the place of its reserve" \
	"UPDATE payment SET year = '2018-19', requester = 5 WHERE payment_id = $declined" \
	"the payment row of event $declined: its year is 2018-19, and by the event 2019-20" \
	true "the payment row of event $declined: its requester is 5, and by the event 2"
lies 'paid without an event' \
	"UPDATE payment SET state = 'paid', fund_account = f.fund_account,
			payable_account = f.payable_account, approved_event = $approved,
			closed_event = $pay
		FROM payment AS f WHERE payment.payment_id = $asked AND f.payment_id = $paid" \
	"payment P$asked: its row says that event $pay moved it, which did not"
lies 'paid, and the row does not say so' \
	"UPDATE payment SET state = 'approved', closed_event = NULL WHERE payment_id = $paid" \
	"event $pay \\(payment-paid\\): the row of payment P$paid has another event" \
	"UPDATE payment SET state = 'requested', closed_event = NULL WHERE payment_id = $declined" \
	"event $decline \\(payment-declined\\): the row of payment P$declined has no such step"
lies 'a state of its own' \
	"ALTER TABLE payment DROP CONSTRAINT payment_shape;
		UPDATE payment SET state = 'paid' WHERE payment_id = $asked" \
	"the payment row of event $asked: its state, events and accounts do not belong " \
	"UPDATE payment SET state = 'declined', fund_account = NULL, payable_account = NULL,
		approved_event = NULL WHERE payment_id = $paid" \
	"event $approved \\(payment-approved\\): the row of payment P$paid has another event" \
	true "event $pay \\(payment-paid\\): the row of payment P$paid has another event for"
lies 'approvals' \
	"UPDATE payment_step SET staff_id = 5, content = sha256('x') WHERE event = $approved" \
	"the approval row of event $approved: its approver is 5, and by the event 3" \
	true "the approval row of event $approved: its content is " \
	true "the step row of event $approved: its staff is 5, and by the event 3" \
	true "the step row of event $approved: its content is "
lies 'steps' \
	"UPDATE payment_step SET payment_id = $asked, step = 'approve', becomes = 'approved'
		WHERE event = $decline" \
	"the step row of event $decline: its payment is $asked, and by the event $declined" \
	true "the step row of event $decline: its step is approve, and by the event decline" \
	true "the step row of event $decline: its state is \"approved\", and by the event " \
	"UPDATE payment_step SET fund_account = payable_account, payable_account = fund_account
		WHERE event = $approved" \
	"the step row of event $approved: its fund is \"payable:" \
	true "the step row of event $approved: its payable is \"fund:" \
	"UPDATE payment_step SET staff_id = 5, round = 2 WHERE event = $pay" \
	"the step row of event $pay: its staff is 5, and by the event 4" \
	true "the step row of event $pay: its round is 2, and by the events 1" \
	"INSERT INTO payment_step SELECT authority_id, payment_id, $award, step, becomes, staff_id,
		round, NULL, NULL, NULL, NULL FROM kept_payment_step WHERE event = $pay" \
	"a row of step names event $award, which is award-made"
lies 'stages' \
	"UPDATE payment_step SET stage = 2, round = 3 WHERE event = $approved" \
	"the step row of event $approved: its stage is 2, and by the events 1" \
	true "the step row of event $approved: its round is 3, and by the events 1" \
	"UPDATE payment_step SET stage = 1, content = sha256('x') WHERE event = $pay" \
	"a row of approval names event $pay, which is payment-paid" \
	true "the step row of event $pay: its stage is 1, and by the events 0" \
	true "the step row of event $pay: its content is "
lies 'steps that are gone' \
	"DELETE FROM payment_step WHERE event = $approved" \
	"event $approved \\(payment-approved\\) has no row of approval" \
	true "event $approved \\(payment-approved\\) has no row of step" \
	"DELETE FROM payment_step WHERE event = $pay" \
	"event $pay \\(payment-paid\\) has no row of step" \
	"DELETE FROM payment_step WHERE event = $decline" \
	"event $decline \\(payment-declined\\) has no row of step"

lies 'keys' \
	"UPDATE command_key SET staff_id = 5 WHERE event = $pay" \
	"the key of event $pay is that of staff 5, and the event is by 4" \
	"UPDATE command_key SET event = $award WHERE event = $end" \
	"event $award has two keys" true "event $end has no key" \
	true "the key of event $award is that of staff 2, and the event is by 3" \
	"INSERT INTO command_key VALUES ($authority, 2, gen_random_uuid(), sha256('x'), 2000)" \
	'a key of staff 2 names event 2000, which the log does not have'

sound 'all of it back'
by_json 'as JSON, with the root' 0 '.root | length' 64 auditor audit balance
neighbour_back
books_hold rows
rig_stop
