#!/bin/bash
# Payments and funds by the command line: each verb with its good answer, amounts and days that
# cannot be, refusals, keys, dry runs, several payments at once, JSON and CSV.
# shellcheck source=tests/stories/said.sh
. "$(dirname "$0")/said.sh"

request=(adviser payment request)
home=(LEI-1 setting-up-home)
on=(--on 2019-07-01)

# the_way ID's: of a payment from request to paid, and of another that is declined.
lifecycle() {
	local one two
	records 'request' \
		'^P[0-9]+ requested: £1,250.00 for Setting up home .*£750.00 of £2,000.00' \
		"${request[@]}" "${home[@]}" '£1,250.00' "${on[@]}" --payee-text 'Furniture shop'
	one=$(payment)
	reads 'show' '^Payee +Furniture shop$' adviser payment show "$one"
	is 'show: its history' 1 \
		"$(grep -c '^ *[0-9]* 20.*payment-requested *Invented Adv' <<<"$out")"
	refuses 'nobody approves their own' not-your-own 'requested this payment yourself' \
		senior payment approve "$(senior_asks)"
	records 'approve' "^$one approved: .*fund leaving-care has £148,750.00 left for 2019-20" \
		manager payment approve "$one"
	fails 'approve again' 6 '\(wrong-state\)' manager payment approve "$one" -n
	records 'pay' "^$one paid: £1,250.00" finance payment pay "$one" -y
	records 'request without payee' ' requested: £15.00' "${request[@]}" "${home[@]}" 15 \
		"${on[@]}"
	two=$(payment)
	tried finance payment pay "$two" -y
	judge 'pay before it is approved: an event' 6 '\(wrong-state\)' 1 "$err"
	fails 'decline needs a reason' 2 '^bursar: payment decline: --reason missing; ' \
		manager payment decline "$two"
	records 'decline' "^$two declined: " manager payment decline "$two" --reason 'Not needed'
	tried manager payment approve "$two"
	judge 'approve what was declined' 6 '\(wrong-state\)' 1 "$err"
	reads 'what was declined is left again' \
		'setting-up-home lifetime £2,000.00 £1,250.00 .*£0.00' \
		adviser person statement LEI-1
}

# withdrawing: by who asked, by somebody else with a reason, and not once it is approved.
withdrawing() {
	local one two three
	records 'request what is not wanted' ' requested: £15.00' adviser payment request LEI-2 \
		setting-up-home 15 "${on[@]}"
	one=$(payment)
	records 'withdraw what one asked for' "^$one withdrawn: £15.00 for .* asked for again" \
		adviser payment withdraw "$one"
	tried manager payment approve "$one"
	judge 'approve what was withdrawn' 6 'payment is withdrawn' 1 "$err"
	two=$(senior_asks)
	fails "somebody else's needs a reason" 1 'say why it is withdrawn' \
		adviser payment withdraw "$two"
	records "withdraw somebody else's" "^$two withdrawn: " adviser payment withdraw "$two" \
		--reason 'Asked for twice'
	three=$(senior_asks)
	as manager payment approve "$three" >/dev/null
	tried adviser payment withdraw "$three" --reason 'Too late'
	judge 'withdraw what is approved' 6 '\(wrong-state\)' 1 "$err"
	reads 'listed by its state' "$one .* withdrawn" adviser payment list --state withdrawn
	tried adviser payment request LEI-2 setting-up-home 15 "${on[@]}" --replaces "$three"
	judge 'what is approved is not replaced' 6 'payment is approved' 1 "$err"
	fails 'nor that of somebody else' 1 'somebody else.*\(invalid at /replaces\)' \
		adviser payment request LEI-1 setting-up-home 15 "${on[@]}" --replaces "$one"
	records 'what was withdrawn is' ' requested: £15.00' adviser payment request LEI-2 \
		setting-up-home 15 "${on[@]}" --replaces "$one"
	by_json 'which shows' 0 .replaces "$one" adviser payment show "$(payment)"
	reads 'its history' 'payment-withdrawn' adviser payment show "$one"
}

# deferring: until a day that is said, back to be approved, and its reason where it was asked for.
deferring() {
	local one two day
	day=$(date -d '+30 days' +%F)
	records 'request what must wait' ' requested: £15.00' adviser payment request LEI-2 \
		setting-up-home 15 "${on[@]}"
	one=$(payment)
	records 'request what waits for ever' ' requested: £15.00' adviser payment request LEI-2 \
		setting-up-home 15 "${on[@]}"
	two=$(payment)
	fails 'a deferral needs a reason' 2 '--reason missing' manager payment defer "$one"
	fails 'and a day to come' 1 'last day it waits is past .*\(invalid at /until\)' \
		manager payment defer "$one" --reason Later --until 2019-07-01
	tried adviser payment defer "$one" --reason Later
	judge 'not by advisers' 4 'not-your-role' 0 "$err"
	records 'defer' "^$one deferred: £15.00 for .* waits until .*; its cap stays reserved" \
		manager payment defer "$one" --reason 'After the tenancy begins' --until "$day"
	tried finance payment defer "$one" --reason Again
	judge 'not twice' 6 'payment is deferred' 1 "$err"
	records 'defer without a day' 'waits until somebody approves or declines it' \
		finance payment defer "$two" --reason Later
	reads 'listed by its state' "$two .* deferred" adviser payment list --state deferred
	reads 'its reason can be read' "payment-deferred .* $day +After the tenancy begins" \
		adviser payment show "$one"
	records 'approve what waited' "^$one approved: " manager payment approve "$one"
	records 'decline what waited' "^$two declined: " manager payment decline "$two" --reason No
}

# approving again: what the rules no longer allow, by what was recorded since, needs a reason.
approving_again() {
	local one
	records 'request, and something changes' ' requested: £15' adviser payment request LEI-3 \
		setting-up-home 15 "${on[@]}"
	one=$(payment)
	records 'it changes' 'LEI-3 is eligible' adviser person category LEI-3 eligible \
		--from 2019-01-01 --reason 'Recorded wrongly'
	refuses 'approve' changed-since 'no longer allow it, by .* now: category\. Decline it' \
		manager payment approve "$one"
	by_json 'as JSON: what fails' 5 '.changed | map(.code)' '["category"]' \
		manager payment approve "$one" -n
	records 'despite' "^$one approved: .*The rules no longer allow it; the reason is kept" \
		manager payment approve "$one" --despite 'Promised in June'
	fails 'a fund of no line' 1 'has no such fund.*\(invalid at /fund\)' \
		manager payment approve "$(senior_asks)" --fund nothing
	fails 'a fund is for managers to choose' 4 'needs the role manager' \
		finance payment approve "$(senior_asks)" --fund leaving-care
	records 'the fund it would have come to' ' approved: ' \
		manager payment approve "$(senior_asks)" --fund leaving-care
}

# A payment that somebody who may approve has requested.
senior_asks() {
	as senior payment request LEI-2 setting-up-home 15 "${on[@]}" | grep -o 'P[0-9]*' | head \
		-n 1
}

# amount AMOUNT PATTERN: cannot be, in each command that takes one.
amount() {
	local wrong="^bursar: .*: AMOUNT \"$1\": $2"
	fails "request of '$1'" 2 "$wrong" "${request[@]}" "${home[@]}" "$1" "${on[@]}"
	fails "award of '$1'" 2 "$wrong" manager award make LEI-1 driving-lessons "$1" \
		"${on[@]}" --reason x
	fails "credit of '$1'" 2 "$wrong" finance fund credit leaving-care "$1" --year 2019-20 \
		--reason x -y
}

amounts() {
	amount 0 'it must be above zero'
	amount 0.00 'it must be above zero'
	amount -5 'it must be above zero'
	amount -0.01 'it must be above zero'
	amount 15.001 'it has more than two decimals'
	amount 1e3 'it is not an amount of pounds, such as 15, 15.00 or £1,234.50'
	amount £ 'it has no digits'
	amount '' 'it is empty'
	amount 9223372036854775808 'it is more than £999,999,999.99'
	amount 92233720368547758.08 'it is more than £999,999,999.99'
	amount 1,00 'its commas do not stand before groups of three'
	amount '15 ' 'it is not an amount of pounds'
	refuses 'the largest amount is one' cap-exceeded \
		'£750.00 of £2,000.00 is left; this is £999,9' \
		"${request[@]}" "${home[@]}" 999999999.99 "${on[@]}"
	records 'the smallest amount is one' 'requested: £0.01 for' \
		"${request[@]}" "${home[@]}" 0.01 "${on[@]}"
}

bad_input() {
	fails 'a day that is not' 2 \
		'--on "2019-02-29": it is not a day that exists; write YYYY-MM-DD' \
		"${request[@]}" "${home[@]}" 15 --on 2019-02-29
	fails 'a person nobody knows' 1 \
		'no person LEI-99. Check the reference.*\(not-found at /ref\)' \
		"${request[@]}" LEI-99 setting-up-home 15 "${on[@]}"
	fails 'a reference that cannot be' 2 'REF "../LEI": it is not a reference; write' \
		"${request[@]}" ../LEI setting-up-home 15 "${on[@]}"
	fails 'a malformed code' 2 \
		'ENTITLEMENT "Setting_up": it is not a code; .* such as driving-l' \
		"${request[@]}" LEI-1 Setting_up 15 "${on[@]}"
	refuses 'a code the offer lacks' not-offered 'pension .*is not offered' \
		"${request[@]}" LEI-1 pension 15 "${on[@]}"
	fails 'a payment nobody knows' 1 'no payment P999999.*\(not-found' \
		manager payment approve P999999
	fails 'nor to show' 1 'no payment.*\(not-found' manager payment show P999999
	fails 'nor to pay' 1 'no payment P999999.*\(not-found' finance payment pay P999999 -y
	fails 'nor to decline' 1 'no payment P999999' manager payment decline P999999 --reason x
	fails 'a malformed payment' 2 'ID "12": payments are written P341' manager payment approve \
		12
	fails 'a payment beyond int64' 2 'payments are written P341' manager payment show \
		P9223372036854775808
	fails 'payments of nobody' 1 'no person with this ref' adviser payment list --person LEI-99
	fails 'an unknown state' 2 'none of requested, second-needed, deferred, approved, decl' \
		adviser payment list --state gone
	fails 'a text that is too long' 2 '--payee-text .*longer than 2000 bytes' \
		"${request[@]}" "${home[@]}" 15 "${on[@]}" \
		--payee-text "$(printf 'x%.0s' {1..2001})"
	fails 'a text with control bytes' 2 'it holds control characters; use characters that can' \
		"${request[@]}" "${home[@]}" 15 "${on[@]}" --payee-text $'\e[31mred'
	refuses 'a day too far ahead' too-far-ahead 'lies too far ahead: ' \
		"${request[@]}" "${home[@]}" 15 --on 2099-01-01
}

refusals() {
	refuses 'beyond the cap' cap-exceeded '£749.99 of £2,000.00 is left; this is £800.00' \
		"${request[@]}" "${home[@]}" 800 "${on[@]}"
	is 'it names the offer' 1 "$(grep -c '^  The offer (version 1): .*£2,000' <<<"$err")"
	refuses 'without an award' award-needed 'award' \
		"${request[@]}" LEI-1 driving-lessons 40 "${on[@]}"
	fails 'a dry run is refused without an event' 5 '^Refused: .* \(dry run\)$' \
		"${request[@]}" "${home[@]}" 800 "${on[@]}" --dry-run
	by_json 'as JSON: the reasons' 5 '[.code, .recorded, .reasons[].code] | join(" ")' \
		'refused true cap-exceeded' "${request[@]}" "${home[@]}" 800 "${on[@]}"
	by_json 'as JSON: the figures' 5 '.reasons[0] | [.limit_pence, .left_pence, .asked_pence]' \
		'[200000,74999,80000]' "${request[@]}" "${home[@]}" 800 "${on[@]}"
	by_json 'as JSON: a dry run' 5 '[.recorded, .event]' '[false,null]' \
		"${request[@]}" "${home[@]}" 800 "${on[@]}" -n
	by_json 'as JSON: not found' 1 '[.status, .code, .where] | join(" ")' '404 not-found /ref' \
		"${request[@]}" LEI-99 setting-up-home 1 "${on[@]}"
	by_json 'as JSON: not your role' 4 .code not-your-role manager payment request \
		"${home[@]}" 1 "${on[@]}"
}

dry_runs() {
	reads 'request' '^Dry run: Would be requested: £1.00.*£748.99 of £2,000.00' \
		"${request[@]}" "${home[@]}" 1 "${on[@]}" --dry-run
	by_json 'request as JSON' 0 '[.recorded, .event, .payment, .cap.left_pence]' \
		'[false,null,null,74899]' "${request[@]}" "${home[@]}" 1 "${on[@]}" -n
	reads 'nothing of it is kept' '£2,000.00 £1,250.00 +£0.01 £749.99' \
		adviser person statement LEI-1
	reads 'credit' '^Dry run: Would be credited' finance fund credit leaving-care 10 \
		--year 2019-20 --reason x -n
	fails 'it goes with recording' 2 '--dry-run is for commands that record' \
		adviser payment list -n
}

keys() {
	local key first
	key=$(new_key)
	records 'a key' ' requested: £2.00' "${request[@]}" "${home[@]}" 2 "${on[@]}" --key "$key"
	first=$out
	reads 'the key again' '\(recorded before\)$' \
		"${request[@]}" "${home[@]}" 2 "${on[@]}" --key "$key"
	is 'the same answer' "$first (recorded before)" "$out"
	fails 'the key with another body' 6 'used before, for another request.*\(key-reused' \
		"${request[@]}" "${home[@]}" 3 "${on[@]}" --key "$key"
	fails 'the key with another command' 6 '\(key-reused' \
		"${request[@]}" LEI-2 setting-up-home 2 "${on[@]}" --key "$key"
	by_json 'as JSON' 6 .code key-reused "${request[@]}" "${home[@]}" 3 "${on[@]}" --key "$key"
	key=$(new_key)
	refuses 'a key of a refusal' cap-exceeded 'is left' \
		"${request[@]}" "${home[@]}" 1900 "${on[@]}" --key "$key"
	fails 'and again' 5 'is left.*\(cap-exceeded\)' \
		"${request[@]}" "${home[@]}" 1900 "${on[@]}" --key "$key"
	key=$(new_key)
	fails 'what is not found uses up no key' 1 'not-found' \
		"${request[@]}" LEI-99 setting-up-home 2 "${on[@]}" --key "$key"
	records 'so that it serves' 'requested' "${request[@]}" "${home[@]}" 2 "${on[@]}" --key \
		"$key"
	fails 'no key' 2 '--key "12": it is not a UUID' "${request[@]}" "${home[@]}" 2 --key 12
	fails 'a key and a dry run' 2 'a dry run uses no --key' "${request[@]}" "${home[@]}" 2 -n \
		--key "$key"
	fails 'a key and two payments' 2 '--key goes with one payment alone' \
		manager payment approve P1 P2 --key "$key"
}

# asked REF AMOUNT: the number of a request made quietly.
asked() {
	as adviser payment request "$1" setting-up-home "$2" "${on[@]}" | grep -o 'P[0-9]*' |
		head -n 1
}

several() {
	local a b c
	a=$(asked LEI-3 10) b=$(asked LEI-3 20) c=$(asked LEI-3 30)
	tried manager payment approve "$a" P999999 "$b"
	judge 'approve three, of which one is not' 1 'no payment P999999' 2 "$err"
	is 'the others are approved' 2 "$(grep -c ' approved: ' <<<"$out")"
	is 'and a line at the end' '2 approved, £30.00; 1 not done' "$(tail -n 1 <<<"$out")"
	tried manager payment approve "$a" "$c" P999999
	judge 'the most urgent status counts' 6 '\(wrong-state\)' 2 "$err"
	is 'refused is not the same' '1 approved, £30.00; 1 refused; 1 not done' \
		"$(tail -n 1 <<<"$out")"
	tried finance payment pay "$a" "$b" "$c" -y
	judge 'pay three' 0 "^$c paid" 3 "$out"
	is 'how many, and how much' '3 paid, £60.00' "$(tail -n 1 <<<"$out")"
	fails 'one malformed: none is tried' 2 'ID "x": payments are written' \
		manager payment approve "$a" x
	tried adviser payment approve "$a" "$b"
	judge 'the wrong role ends it' 4 '\(not-your-role\)' 0 "$err"
	is 'with one message' 1 "$(wc -l <<<"$err")"
	a=$(asked LEI-3 10) b=$(asked LEI-3 20)
	run as manager payment approve "$a" "$b" -o json
	is 'as JSON: a document each' 'approved approved' \
		"$(jq -r .state <<<"$out" | paste -sd ' ')"
	"$bursar" --profile manager payment approve "$a" P999999 "$a" >"$work/both" 2>&1 || true
	is 'answers and messages stand in order' 'Refused bursar Refused' \
		"$(grep -oE '^(Refused|bursar)' "$work/both" | paste -sd ' ')"
}

funds() {
	records 'credit' '^Credited to leaving-care for 2020-21: £40,000.00' finance fund credit \
		leaving-care 40000 --year 2020-21 --reason 'Grant' -y
	reads 'list' '^leaving-care 2020-21 +£40,000.00 +£0.00 +£0.00 +£40,000.00$' finance fund \
		list
	reads 'list of a year' 'leaving-care 2019-20 £150,000.00 £1,310.00' finance fund list \
		--year 2019-20
	reads 'list of a year without' '^\(none\)$' finance fund list --year 2031-32
	fails 'a fund nobody knows' 1 'has a fund pocket.*\(not-found' finance fund credit pocket \
		1 \
		--year 2019-20 --reason x -y
	fails 'a malformed fund' 2 'CODE "Po cket": it is not a code' finance fund credit \
		'Po cket' 1 \
		--year 2019-20 --reason x
	fails 'a year that is none' 2 \
		'--year "2019-21": it is not a financial year; write 2019-20' \
		finance fund credit leaving-care 1 --year 2019-21 --reason x
	fails 'not your role' 4 'needs the role finance. \(not-your-role\)' manager fund credit \
		leaving-care 1 --year 2019-20 --reason x -y
	reads 'budget' \
		'^leaving-care Leaving care budget £150,000.00 £1,310.00 +£30.00 £148,660.00$' \
		manager budget --year 2019-20
	reads 'budget: its lines' '^setting-up-home +£[0-9.]+ +£30.00 £1,310.00 ' \
		manager budget --year 2019-20
	by_json 'budget as JSON' 0 '.totals | [.credited_pence, .spent_pence, .left_pence]' \
		'[15000000,131000,14866000]' manager budget --year 2019-20
	reads 'budget of this year' '^Financial year +20' manager budget
	fails 'budget of no year' 2 '--year "2019": it is not a financial year' manager budget \
		--year 2019
}

lists() {
	reads 'list' \
		'^P[0-9]+ +LEI-1 +setting-up-home £1,250.00 2019-07-01 paid +leaving-care Inv' \
		adviser payment list
	reads 'list by state' '^P[0-9]+ +LEI-1 .* declined' adviser payment list --state declined
	is 'only that' 2 "$(wc -l <<<"$out")"
	reads 'list by person' 'LEI-2' adviser payment list --person LEI-2
	is 'only theirs' 0 "$(grep -c LEI-1 <<<"$out" || true)"
	reads 'list of nothing' '^\(none\)$' adviser payment list --person LEI-4
	run as adviser payment list --state declined -o csv
	is 'as CSV' 'payment,ref,entitlement,amount,on,state,fund,requester.name,approver.name
P,LEI-1,setting-up-home,15.00,2019-07-01,declined,,Invented Adviser,' \
		"$(tr -d '\r' <<<"$out" | sed 's/^P[0-9]*/P/')"
	is 'CSV has CRLF' 2 "$(grep -c $'\r$' <<<"$out")"
	by_json 'as JSON' 0 '.items | length' 1 adviser payment list --state declined
	fails 'show is no list' 2 'it cannot be printed as csv' adviser payment show P1 -o csv
}

rig_start
for n in 1 2 3 4; do person "LEI-$n"; done
lifecycle
amounts
bad_input
refusals
dry_runs
keys
several
funds
lists
withdrawing
deferring
approving_again
books_hold payments
rig_stop
