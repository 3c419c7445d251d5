#!/bin/bash
# 32 clients at once at one cap, at one fund and with one key: exactly what fits is accepted, every
# other is refused with its one reason, and nothing is done twice; with one lane, with two, and with
# two daemons on one database.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"

clients=32

# at_cap NAME REF [OPTION]...: 64 requests of £50 at a cap of £2,000.
at_cap() {
	local name=$1 ref=$2
	shift 2
	person "$ref"
	requests 64 "$ref" setting-up-home 5000 >"$work/plan"
	load adviser -n $clients "$@" "$work/plan"
	is "$name: 40 of 64 fit" '{"201":40,"422":24}' "$(sum .statuses)"
	is "$name: the others exceed the cap and nothing else" '{"cap-exceeded":24}' \
		"$(sum .reasons)"
	is "$name: the cap is full to the penny" '200000|0|200000' "$(sql "
		SELECT a.credited, a.debited, a.reserved FROM account a JOIN person_private p
		USING (authority_id, person_id)
		WHERE p.ref = '$ref' AND authority_id = $authority")"
	is "$name: 40 payments of £50.00, 24 refusals" '40|200000|24' "$(sql "
		SELECT count(*), sum(amount_pence), (SELECT count(*) FROM refusal r
			WHERE r.person_id = p.person_id AND reasons = ARRAY['cap-exceeded'])
		FROM payment JOIN person_private p USING (authority_id, person_id)
		WHERE p.ref = '$ref' AND authority_id = $authority GROUP BY p.person_id")"
}

# at_fund NAME YEAR REF: 48 approvals of £50 at a fund that holds £1,500 and has reserved £0.
at_fund() {
	local name=$1 year=$2 ref=$3 ids
	as finance fund credit leaving-care 1500 --year "$year" --reason Invented -y >/dev/null
	person "$ref"
	as manager award make "$ref" tv-licence 10000 --on "${year%-*}-07-01" --reason Agreed \
		>/dev/null
	requests 48 "$ref" tv-licence 5000 | sed "s/2019-07-01/${year%-*}-07-01/" >"$work/plan"
	load adviser -n $clients -o "$work/answers" "$work/plan"
	is "$name: 48 requested" '{"201":48}' "$(sum .statuses)"
	ids=$(grep -o '"payment":"P[0-9]*"' "$work/answers" | grep -o 'P[0-9]*')
	# shellcheck disable=SC2086
	printf '/v1/payments/%s/approve\t{}\n' $ids >"$work/plan"
	load manager -n $clients "$work/plan"
	is "$name: 30 of 48 approvals fit" '{"201":30,"422":18}' "$(sum .statuses)"
	is "$name: the others meet an empty fund" '{"fund-exhausted":18}' "$(sum .reasons)"
	is "$name: the fund is empty to the penny" '150000|0|150000' "$(sql "
		SELECT credited, debited, reserved FROM account
		WHERE code = 'fund:leaving-care:$year' AND authority_id = $authority")"
	is "$name: 30 approved, 18 requested" 'approved|30
requested|18' "$(sql "SELECT state, count(*) FROM payment
		WHERE year = '$year' AND authority_id = $authority GROUP BY state ORDER BY state")"
	load manager -n $clients "$work/plan"
	is "$name: approved again, in vain" '{"fund-exhausted":18,"wrong-state":30}' \
		"$(sum .reasons)"
}

# one_key: the same request under one key from everybody, then another request under it.
one_key() {
	local key before i
	key=$(new_key)
	person LEI-KEY
	before=$(events)
	requests $clients LEI-KEY setting-up-home 5000 | sed "s/\$/\t$key/" >"$work/plan"
	load adviser -n $clients -o "$work/answers" "$work/plan"
	is 'one key: everybody has the answer' '{"201":32}' "$(sum .statuses)"
	is 'one key: all but one are told so' 31 "$(sum .replayed)"
	is 'one key: the same answer' 1 "$(sort -u "$work/answers" | wc -l)"
	is 'one key: one event' $((before + 1)) "$(events)"
	sed -i 's/"amount_pence":5000/"amount_pence":5001/' "$work/plan"
	load adviser -n $clients "$work/plan"
	is 'one key: it takes no other body' '{"409":32}' "$(sum .statuses)"
	is 'one key: and says why' '{"key-reused":32}' "$(sum .reasons)"
	is 'one key: still one event' $((before + 1)) "$(events)"
	# Both bodies at once: whichever came first is the one.
	key=$(new_key)
	for ((i = 0; i < clients; i++)); do
		requests 1 LEI-KEY setting-up-home $((6000 + i % 2)) | sed "s/\$/\t$key/"
	done >"$work/plan"
	load adviser -n $clients "$work/plan"
	is 'two bodies, one key: one is recorded' '{"201":16,"409":16}' "$(sum .statuses)"
	is 'two bodies, one key: once' "15 $((before + 2))" "$(sum .replayed) $(events)"
}

# one_person: registered by everybody at once.
one_person() {
	local i
	for ((i = 0; i < clients; i++)); do
		printf '/v1/people\t{"ref":"LEI-ONE","born":"2000-02-29","category":"relevant"}\n'
	done >"$work/plan"
	load adviser -n $clients "$@" "$work/plan"
	is 'one person: once' '{"201":1,"409":31} {"exists":31}' \
		"$(sum .statuses) $(sum .reasons)"
}

# new_offer: published at one daemon, it is what the other decides by.
new_offer() {
	person LEI-NEW
	sed 's/^effective: .*/effective: 2019-09-01/; s/"2000.00"/"2500.00"/' \
		"$root/offers/$council.yaml" >"$work/offer.yaml"
	as admin offer publish "$work/offer.yaml" >/dev/null
	requests 1 LEI-NEW setting-up-home 250000 | sed s/2019-07-01/2019-09-01/ >"$work/plan"
	summary=$("$loader" -u "$(rig_url b)" -a "$certs/ca.crt" -c "$certs/adviser.crt" \
		-k "$certs/adviser.key" "$work/plan")
	is 'two daemons: an offer published at one rules at the other' '{"201":1}' \
		"$(sum .statuses)"
}

# pace: how fast it goes when nothing stands in the way.
pace() {
	local i
	for i in {1..20}; do
		person "LEI-P$i"
		as manager award make "LEI-P$i" tv-licence 900000 --on 2019-07-01 --reason Agreed \
			>/dev/null
	done
	for ((i = 0; i < 4000; i++)); do
		requests 1 "LEI-P$((i % 20 + 1))" tv-licence 100
	done >"$work/plan"
	load adviser -n $clients "$work/plan"
	is 'pace: all recorded' '{"201":4000}' "$(sum .statuses)"
	say "$(sum '"\(.per_second | floor) payments a second by 32 clients, one a request; " +
		"half within \(.median_ms) ms, 99 of 100 within \(.slow_ms) ms"')"
}

rig_start 'lanes: 1'
at_cap 'one lane' LEI-1
at_fund 'one lane' 2020-21 LEI-2
one_key
pace
books_hold 'one lane'

rig_daemon_stop a
rig_daemon_start a 'lanes: 2' 'batch-max: 7'
at_cap 'two lanes' LEI-3
at_fund 'two lanes' 2021-22 LEI-4
books_hold 'two lanes'

rig_daemon_start b 'lanes: 2' 'batch-max: 7'
at_cap 'two daemons' LEI-5 -u "$(rig_url b)"
one_person -u "$(rig_url b)"
new_offer
books_hold 'two daemons'
rig_stop
