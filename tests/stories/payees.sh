#!/bin/bash
# Who is paid: payees and creditor-refs, and what becomes of a payment when they change between its
# steps. Nothing of it stands open in the log, and the auditor agrees.
# shellcheck source=tests/stories/said.sh
. "$(dirname "$0")/said.sh"

on=(--on 2019-07-01)
home=(LEI-1 setting-up-home)

kept() {
	records 'a payee' '^Payee a1-driving added\.' adviser payee add a1-driving \
		--name 'A1 Driving "School"' --creditor-ref C-1001
	records 'without a creditor-ref' 'paid by hand' finance payee add corner-shop \
		--name 'Corner shop'
	fails 'a code is one payee' 6 'there already' adviser payee add a1-driving --name Other
	fails 'not a code' 2 'it is not a code' adviser payee add 'A 1' --name Other
	fails 'what a table takes for a formula' 2 'not a reference' adviser payee add x \
		--name X --creditor-ref '=1+1'
	fails 'a manager may not' 4 'adviser or finance' manager payee add x --name X
	fails 'a change of nothing' 1 'changes nothing' adviser payee change corner-shop
	fails 'one and none' 1 'not both' adviser payee change a1-driving --no-creditor-ref \
		--creditor-ref C-2
	fails 'of nobody' 1 'no payee nobody' adviser payee change nobody --ended
	records 'another name' 'changed' adviser payee change corner-shop --name 'Corner Shop Ltd'
	by_json 'they are listed' 0 \
		'.items[] | [.payee, .name, .creditor_ref, .ended] | join("|")' \
		'a1-driving|A1 Driving "School"|C-1001|false
corner-shop|Corner Shop Ltd||false' auditor payee list
}

asked() {
	fails 'a payee who is not there' 1 'no payee nobody' adviser payment request \
		"${home[@]}" 10 "${on[@]}" --payee nobody
	fails 'a payee or words' 1 'not to both' adviser payment request "${home[@]}" 10 \
		"${on[@]}" --payee a1-driving --payee-text Somebody
	records 'to a payee' 'requested' adviser payment request "${home[@]}" 10 "${on[@]}" \
		--payee a1-driving
	first=$(payment)
	records 'to the person' 'requested' adviser payment request "${home[@]}" 10 "${on[@]}"
	second=$(payment)
	by_json 'it is shown' 0 '.paid_to | tostring' \
		'{"payee":"a1-driving","name":"A1 Driving \"School\"","creditor_ref":"C-1001"}' \
		auditor payment show "$first"
	records 'approved' approved manager payment approve "$first"
}

changed() {
	records 'its creditor-ref changes' changed finance payee change a1-driving \
		--creditor-ref C-2002
	refuses 'paid no more' payee-changed 'changed since' finance payment pay "$first" -y
	records 'the person is known' 'LEI-1' adviser person creditor LEI-1 P-77
	refuses 'approved no more' payee-changed 'changed since' manager payment approve \
		"$second"
	by_json 'it is shown' 0 .creditor_ref P-77 auditor person show LEI-1
	records 'asked for again' requested adviser payment request "${home[@]}" 10 "${on[@]}" \
		--payee a1-driving
	third=$(payment)
	refuses 'not by whoever set it' not-your-own 'You changed what the purchase ledger knows' \
		finance payment approve "$third"
	records 'but by somebody else' approved manager payment approve "$third"
	records 'ended' 'ended' adviser payee change a1-driving --ended
	fails 'nothing more is asked for it' 1 'has ended' adviser payment request "${home[@]}" 10 \
		"${on[@]}" --payee a1-driving
}

sealed() {
	is 'nothing of it stands in the log' 0 "$(sql "SELECT count(*) FROM event
		WHERE convert_from(bytes, 'UTF8') ~ 'a1-driving|School|C-1001|P-77'")"
	is 'nor in a sealed text' 0 "$(sql "SELECT count(*) FROM person_text
		WHERE position('C-1001'::bytea in sealed) > 0")"
}

rig_start
person LEI-1
kept
asked
changed
sealed
books_hold 'who is paid'
rig_stop
