#!/bin/bash
# What cannot be kept or shown is said in words, and stops nobody: dates beyond the calendar, rows
# that contradict each other, stored events that lack what their reply tells.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"
council=derby

# fact FROM [UNTIL]: a plan that names a line.
fact() {
	printf '{"fact":"pathway-plan:study-costs","from":"%s","evidence":"Seen"%s}' "$1" \
		"${2:+,\"until\":\"$2\"}"
}

calendar() {
	local size
	size=$(events)
	ask adviser POST /v1/people/DER-1/facts "$(fact 2199-12-31)"
	is 'a plan that would hold beyond the calendar' '422 invalid /from' \
		"$status $(field '"\(.code) \(.where)"')"
	is 'is no event' "$size" "$(events)"
	ask adviser POST /v1/people/DER-1/facts "$(fact 2199-12-30 2199-12-31)"
	is 'but one that ends in it is' "201 2199-12-31" "$status $(field .until)"
}

# Rows that contradict each other: whoever meets them is told, and nobody else.
contradictions() {
	local id
	as manager award make DER-2 tv-licence 1 --on 2019-07-01 --reason Invented -y >/dev/null
	ask adviser POST /v1/payments \
		'{"ref":"DER-2","entitlement":"tv-licence","amount_pence":100,"on":"2019-07-01"}'
	id=$(field .payment)
	as manager payment approve "$id" -y >/dev/null
	sql "SET session_replication_role = replica; UPDATE account SET reserved = 99, debited = 0
		WHERE account_id = (SELECT cap_account FROM payment WHERE payment_id = ${id#P})"
	ask finance POST "/v1/payments/$id/pay" '{}'
	is 'a reserve that is not there' '500 bug' "$status $(field .code)"
	is 'the log says why' 1 "$(grep -ac '"event":"contradiction"' "$work/a.log")"
	sql "SET session_replication_role = replica; UPDATE account SET reserved = 100
		WHERE account_id = (SELECT cap_account FROM payment WHERE payment_id = ${id#P})"
	ask finance POST "/v1/payments/$id/pay" '{}'
	is 'mended, it is paid' 201 "$status"
}

# As bursar 0.1 recorded it, before it aborted: six months beyond the calendar's end.
unshown() {
	local key id
	key=$(new_key)
	KEY=$key ask adviser POST /v1/people/DER-1/facts "$(fact 2020-01-01)"
	id=$(field .event)
	sql "ALTER TABLE event DISABLE TRIGGER recorded;
		UPDATE event SET bytes = b, leaf = sha256('\\x00'::bytea || b)
		FROM (SELECT replace(encode(bytes, 'escape'), '2020-07-01', '2200-06-30')::bytea
			FROM event WHERE number = $id) o (b)
		WHERE number = $id;
		ALTER TABLE event ENABLE TRIGGER recorded"
	KEY=$key ask adviser POST /v1/people/DER-1/facts "$(fact 2020-01-01)"
	is 'an event that cannot be shown: its key again' "201 true $id false" \
		"$status $(field '"\(.recorded) \(.event) \(.shown)"')"
	is 'says so' "This is recorded, as event $id, but its reply cannot be shown: its member \
until is not a day of the years 1900 to 2199. Nothing needs to be sent again." "$(field .says)"
	is 'the log says so' 1 "$(grep -a '"event":"unshown"' "$work/a.log" | grep -c "event $id")"
	as adviser fact add DER-1 pathway-plan:study-costs --from 2020-01-01 --evidence Seen \
		--key "$key" >"$work/said" 2>&1
	is 'the command line says it and ends with 0' "0 1" "$? $(grep -c "event $id" "$work/said")"
	ask adviser GET /v1/people/DER-1
	is 'nobody is stopped' 200 "$status"
}

# refusals COUNT: a batch of what no offer has.
refusals() {
	local body
	body='"ref":"DER-1","entitlement":"tv-licence","amount_pence":99999999,"on":"2019-07-01"'
	for _ in $(seq "$1"); do
		echo "{\"key\":\"$(new_key)\",$body}"
	done | jq -cs '{items: .}'
}

# What is refused makes an event each; whoever sends nothing else has to wait.
too_often() {
	local size
	refusals 1000 >"$work/refusals.json"
	size=$(events)
	ask adviser POST /v1/payments/batch "@$work/refusals.json"
	is 'a batch of 1,000 refusals is recorded whole' '200 1000 422' \
		"$status $(field '"\(.answers | length) \([.answers[].status] | unique[])"')"
	ask adviser POST /v1/payments/batch "$(refusals 1)"
	is 'one more is not' '200 429 too-many-refusals' \
		"$status $(field '.answers[0] | "\(.status) \(.body.code)"')"
	ask adviser POST /v1/payments "$(jq -c '.items[0] | del(.key)' "$work/refusals.json")"
	is 'nor alone' '429 too-many-refusals 60' \
		"$status $(field .code) $(sed -n 's/^retry-after: //Ip' <<<"$headers")"
	is 'neither is an event' "$((size + 1000))" "$(events)"
	as adviser payment request DER-1 tv-licence 999999.99 --on 2019-07-01 >"$work/said" 2>&1 ||
		is 'the command line says so' 7 $?
	ask adviser POST '/v1/payments?dry-run=true' \
		"$(jq -c '.items[0] | del(.key)' "$work/refusals.json")"
	is 'a dry run says why' '422 refused' "$status $(field .code)"
	ask adviser POST /v1/payments/batch "$(jq -c '{items: .items[:1]}' "$work/refusals.json")"
	is 'a key used before is answered as then' '422 refused' \
		"$(field '.answers[0] | "\(.status) \(.body.code)"')"
	ask adviser POST /v1/people/DER-1/facts "$(fact 2021-01-01 2021-01-02)"
	is 'what is allowed is recorded' 201 "$status"
	ask manager POST /v1/people/DER-9/awards '{}'
	is 'nobody else waits' 422 "$status"
}

rig_start
person DER-1
person DER-2
calendar
contradictions
unshown
too_often
rig_stop
