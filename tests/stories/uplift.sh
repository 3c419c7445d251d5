#!/bin/bash
# Caps that change, over three versions of an offer, on a database: who has drawn gets what the
# versions say, whether or not anybody asked while one held; who was declined, or has an award
# alone, has drawn nothing; and what was topped up once is not topped up again.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"

# offer EFFECTIVE HOME-CAP HOME-UPLIFT STUDY-CAP STUDY-UPLIFT: the text, with the caps of a lifetime
# and of an academic year.
offer() {
	cat <<-OFFER
		authority: leicester
		name: Invented Council
		title: What we offer
		effective: $1
		source: invented.txt
		funds: [{code: leaving-care, name: Leaving care budget}]
		entitlements:
		  - code: home
		    name: Setting up home
		    says: A home.
		    ages: {from: 18, until: 25}
		    categories: [former-relevant]
		    cap: {amount: "$2", per: lifetime}
		    uplift: $3
		    fund: leaving-care
		  - code: study
		    name: Study
		    says: To study.
		    ages: {from: 18, until: 25}
		    categories: [former-relevant]
		    cap: {amount: "$4", per: academic-year}
		    uplift: $5
		    fund: leaving-care
	OFFER
}

publish() {
	offer "$@" >"$work/offer.yaml"
	as admin offer publish "$work/offer.yaml" >"$work/said" 2>&1 ||
		give_up "publish $1" "$(cat "$work/said")"
}

# wants REF LINE PENCE DAY: asks for it; $id is the payment.
wants() {
	ask adviser POST /v1/payments \
		"{\"ref\":\"$1\",\"entitlement\":\"$2\",\"amount_pence\":$3,\"on\":\"$4\"}"
	id=$(field '.payment // empty')
}

# has REF LINE PENCE DAY: has it.
has() {
	wants "$@"
	[ "$status" = 201 ] || give_up "$*" "$answer"
	if ! as manager payment approve "$id" -y >"$work/said" 2>&1 ||
		! as finance payment pay "$id" -y >>"$work/said" 2>&1; then
		give_up "paying $*" "$(cat "$work/said")"
	fi
}

declined() {
	wants "$@"
	as manager payment decline "$id" --reason 'Not yet' -y >"$work/said" 2>&1 ||
		give_up "declining $*" "$(cat "$work/said")"
}

# sees NAME REF LINE DAY LIMIT LEFT: by a look, and by a request of a penny more than is left.
sees() {
	local line=".items[] | select(.code == \"$3\")"
	ask adviser GET "/v1/people/$2/entitlements?on=$4"
	is "$1" "[$5,$6,$6]" \
		"$(field "$line | [.cap.limit_pence, .cap.left_pence, .left_pence] | tostring")"
	wants "$2" "$3" $(($6 + 1)) "$4"
	is "$1, asked for a penny more" "422 cap-exceeded $5 $6" \
		"$status $(field '.reasons[0] | "\(.code) \(.limit_pence) \(.left_pence)"')"
}

# What was drawn by the first version alone, before anybody knew of the others.
before() {
	has ALL home 200000 2019-07-01
	has SOME home 125000 2019-07-01
	declined DECLINED home 50000 2019-07-01
	as manager award make AWARDED home 300 --on 2019-07-01 --reason 'Agreed' -y >/dev/null
	wants WAITS home 50000 2019-07-01
	waits=$id
	has SOME study 120000 2020-10-01
	declined DECLINED study 100000 2020-10-01
}

# home: 2,000 → 2,600 (top-up) → 3,000 (new-only). study: 1,200 → 1,500 (new-only) → 1,600 (top-up).
uplifts() {
	publish 2020-04-01 2600.00 top-up 1200.00 new-only
	publish 2021-01-01 3000.00 new-only 1500.00 new-only
	publish 2021-06-01 3000.00 new-only 1600.00 top-up
}

lifetimes() {
	sees 'the day before' SOME home 2020-03-31 200000 75000
	sees 'topped up' SOME home 2020-04-01 260000 135000
	sees 'topped up, though nobody asked meanwhile, and not uplifted' SOME home 2021-01-01 \
		260000 135000
	sees 'all drawn: the difference alone' ALL home 2021-02-01 260000 60000
	sees 'declined: has drawn nothing' DECLINED home 2021-01-01 300000 300000
	sees 'an award alone: has drawn nothing' AWARDED home 2021-01-01 330000 330000
	sees 'nothing at all' NEW home 2021-01-01 300000 300000
	sees 'on its way counts as drawn' WAITS home 2021-01-01 260000 210000
	as manager payment decline "$waits" --reason 'Not yet' -y >/dev/null
	sees 'until it is declined' WAITS home 2021-01-01 300000 300000
	is 'a request without what was drawn first' null "$(sql "SELECT coalesce(
		encode(bytes, 'escape')::json ->> 'first_drawn', 'null') FROM event
		WHERE number = ${waits#P}")"
}

years() {
	sees 'an academic year: within it, new-only' SOME study 2021-05-31 120000 0
	sees 'a neighbour who was declined' DECLINED study 2021-05-31 150000 150000
	sees 'then a top-up, which makes up for all' SOME study 2021-06-01 160000 40000
	sees 'the next year' SOME study 2021-09-01 160000 160000
}

# Every request that draws on an uplift finds it credited already: nothing is topped up twice.
once() {
	local key=
	key=$(new_key)
	KEY=$key wants ALL home 60000 2021-02-01
	is 'the difference is had' "201 260000 0" \
		"$status $(field '.cap | "\(.limit_pence) \(.left_pence)"')"
	says=$(field .says)
	sees 'and nothing more' ALL home 2021-02-01 260000 0
	sees 'nor a day later' ALL home 2021-07-01 260000 0
	wants SOME home 100 2020-06-01
	wants SOME home 100 2021-02-01
	wants SOME home 100 2021-07-01
	is 'three requests, one uplift' "201 260000 134700" \
		"$status $(field '.cap | "\(.limit_pence) \(.left_pence)"')"
	is 'the event says what was drawn first' '2019-07-01 3' "$(sql "SELECT
		concat_ws(' ', j ->> 'first_drawn', j ->> 'rules') FROM event,
		LATERAL (SELECT encode(bytes, 'escape')::json) x (j) WHERE number = ${id#P}")"
	is 'the ledger: what was credited, and by the offer' \
		$'ALL 260000 260000\nSOME 260000 260000' \
		"$(sql "SELECT ref || ' ' || credited || ' ' || base_pence FROM account
			JOIN person_private USING (authority_id, person_id)
			WHERE ref IN ('ALL', 'SOME') AND period = 'lifetime' ORDER BY ref")"
	as manager award make ALL home 50 --on 2021-07-01 --reason 'Agreed' -y >/dev/null
	sees 'an award comes on top' ALL home 2021-07-01 265000 5000
	KEY=$key wants ALL home 60000 2021-02-01
	is 'sent again: the same answer' "201 true $says" \
		"$status $(field '"\(.replayed) \(.says)"')"
	sees 'and nothing drawn by it' ALL home 2021-07-01 265000 5000
}

# As a batch does: later items see earlier ones.
together() {
	local item
	item="\"ref\":\"NEW\",\"entitlement\":\"home\",\"amount_pence\""
	ask adviser POST /v1/payments/batch "{\"items\":[
		{\"key\":\"$(new_key)\",$item:1,\"on\":\"2020-01-01\"},
		{\"key\":\"$(new_key)\",$item:260000,\"on\":\"2021-07-01\"},
		{\"key\":\"$(new_key)\",$item:259999,\"on\":\"2021-07-01\"},
		{\"key\":\"$(new_key)\",$item:1,\"on\":\"2021-07-01\"}]}"
	is 'a batch: each item sees those before it' '[201,422,201,422]' \
		"$(field '[.answers[].status] | tostring')"
}

rig_start
for ref in ALL SOME DECLINED AWARDED NEW WAITS; do
	person "$ref"
done
for year in 2020-21 2021-22; do
	as finance fund credit leaving-care 10000 --year "$year" --reason Invented -y >/dev/null
done
publish 2018-04-01 2000.00 new-only 1200.00 new-only
before
uplifts
lifetimes
years
once
together
books_hold 'uplifts'
rig_stop
