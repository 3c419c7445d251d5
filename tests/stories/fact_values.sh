#!/bin/bash
# Facts with values: an offer that has kinds for them is published, and each kind is recorded,
# refused where it is another, shown, imported, ended, exported, and held against its event.
# shellcheck source=tests/stories/said.sh
. "$(dirname "$0")/said.sh"

told=(--evidence 'Seen')

# An offer with words of each kind, checked and published.
offer() {
	sed 's/^effective: .*/effective: 2018-04-02/; s/^facts:$/districts: [blaby, harborough]\
facts:\
  earnings: {says: Pay after tax, value: money}\
  expected: {says: A child, value: date}\
  hours: {says: In work, value: code, words: [full-time, part-time]}\
  lives-in: {says: Lives in, value: code}/' "$root/offers/leicester.yaml" >"$work/valued.yaml"
	sed 's/, words: .*\]//; s/^districts:.*//' "$work/valued.yaml" >"$work/faulty.yaml"
	fails 'a code of no list' 1 'there is no list of the codes it may be; write words:' \
		admin offer check "$work/faulty.yaml"
	reads 'sound' ': sound: [0-9]+ entitlements, 6 facts' admin offer check "$work/valued.yaml"
	records 'published' '^Published: version 2' admin offer publish "$work/valued.yaml"
	reads 'printed: money' '^earnings +Pay after tax; an amount, and how often$' \
		adviser offer show --version 2
	reads 'printed: a code' '^hours +In work; one of full-time, part-time$' \
		adviser offer show --version 2
	reads 'printed: a district' '^lives-in +Lives in; one of blaby, harborough$' \
		adviser offer show --version 2
}

recorded() {
	records 'money' \
		'^Recorded for LEI-1: earnings, £520.00 every four weeks, from 1 July 2019 until' \
		adviser fact add LEI-1 earnings --value 520.00 --every four-weeks \
		--from 2019-07-01 "${told[@]}"
	records 'its end is one of nothing' 'earnings, £0.00 every month, from 1 August 2019' \
		adviser fact add LEI-1 earnings --value 0.00 --every month --from 2019-08-01 \
		"${told[@]}"
	records 'a date' 'expected from 1 July 2019' adviser fact add LEI-1 \
		expected --value 2020-02-29 --from 2019-07-01 "${told[@]}"
	records 'a code' 'hours from 1 July 2019' adviser fact add LEI-1 hours \
		--value part-time --from 2019-07-01 "${told[@]}"
	records 'a district' 'lives-in from 1 July 2019' adviser fact add LEI-1 lives-in \
		--value blaby --from 2019-07-01 "${told[@]}"
	records 'in free words as ever' 'own-care-leaver from 1 July 2019' adviser fact add LEI-1 \
		own-care-leaver --value 'as they say' --from 2019-07-01 "${told[@]}"
	records 'ended' 'hours holds no more from 1 September 2019' adviser fact end LEI-1 hours \
		--on 2019-09-01
}

not_recorded() {
	local add=(fact add LEI-1)
	fails 'money without how often' 1 'needs how often: week.*\(invalid at /every\)' adviser \
		"${add[@]}" earnings --value 520.00 --from 2019-07-01 "${told[@]}"
	fails 'how often there is not' 2 'EVERY|--every "day": ' adviser "${add[@]}" earnings \
		--value 520.00 --every day --from 2019-07-01 "${told[@]}"
	fails 'money without an amount' 1 'needs its value.*\(invalid at /value\)' adviser \
		"${add[@]}" earnings --every week --from 2019-07-01 "${told[@]}"
	fails 'no amount' 1 'not an amount of pounds.*\(invalid at /value\)' adviser "${add[@]}" \
		earnings --value lots --every week --from 2019-07-01 "${told[@]}"
	fails 'no date' 1 'not a day of the calendar.*\(invalid at /value\)' adviser "${add[@]}" \
		expected --value 2019-02-29 --from 2019-07-01 "${told[@]}"
	fails 'no code' 1 'none of .*: full-time, part-time.*\(invalid at /value\)' adviser \
		"${add[@]}" hours --value blaby --from 2019-07-01 "${told[@]}"
	fails 'free words do not recur' 1 '\(invalid at /every\)' adviser "${add[@]}" \
		own-care-leaver --every week --from 2019-07-01 "${told[@]}"
}

shown() {
	ask adviser GET /v1/people/LEI-1/facts
	is 'in the list' "$(tr -d '\n' <<-EOT
		[["520.00","four-weeks",52000],["0.00","month",0],["2020-02-29",null,null],
		["part-time",null,null],["blaby",null,null],["as they say",null,null]]
	EOT
	)" "$(field '[.items[] | [.value, .every, .amount_pence]] | tojson')"
	is 'a date and a code by themselves' '2020-02-29 part-time blaby' \
		"$(field '[.items[] | .value_date, .value_code | strings] | join(" ")')"
	ask adviser GET /v1/people/LEI-1
	is 'of the person' '["520.00","0.00","2020-02-29","part-time","blaby",null]' \
		"$(field '[.facts[].value] | tojson')"
	reads 'as a table' '^earnings +2019-07-01 +520.00 +Seen .* four-weeks$' adviser \
		fact list LEI-1
	is 'in the event' '{"amount":52000,"every":"four-weeks","value":null}' "$(sql "
		SELECT convert_from(bytes, 'UTF8') FROM event WHERE kind = 'fact-recorded'
		ORDER BY number LIMIT 1" | jq -cS '{amount, every, value}')"
	ask auditor GET '/v1/export/rows?format=jsonl'
	is 'in the rows' four-weeks \
		"$(field 'select(.row == "fact" and .amount_pence == 52000).every')"
}

imported() {
	printf '%s\n' 'ref,fact,from,value,every,evidence' \
		'LEI-1,earnings,2019-10-01,600.00,month,Payslip' \
		'LEI-1,lives-in,2019-10-01,harborough,,Letter' >"$work/facts.csv"
	before=$(events)
	run as adviser fact import "$work/facts.csv" --yes
	judge 'imported' 0 '2 recorded' 2 "$out"
	run as adviser fact import "$work/facts.csv" --yes
	judge 'and once only' 0 '2 already there' 2 "$out"
}

# What a row says and its event does not.
held() {
	as auditor audit balance >/dev/null || not_ok 'the audit is at peace'
	sql "SET ROLE bursar_owner; ALTER TABLE fact DISABLE TRIGGER USER;
		UPDATE fact SET amount_pence = 1 WHERE amount_pence = 52000" >/dev/null
	run as auditor audit balance
	is 'an amount that its event does not have' 1 "$(grep -c \
		'the fact row of event [0-9]*: its amount_pence is 1, and by the event 52000' \
		<<<"$out$err")"
	sql "UPDATE fact SET amount_pence = 52000 WHERE amount_pence = 1" >/dev/null
}

rig_start
person LEI-1
offer
recorded
not_recorded
shown
imported
held
books_hold 'facts with values'
rig_stop
