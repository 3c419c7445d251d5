#!/bin/bash
# What sound requests are answered: refusals that are events, dry runs that are nothing, batches,
# lists in pages, exports whose bytes are those hashed, figures; and logs that name nobody.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"

# asks NAME STATUS FILTER WANT WHO METHOD PATH [BODY]: the answer by jq.
asks() {
	local name=$1 status_wanted=$2 filter=$3 want=$4
	shift 4
	ask "$@"
	is "$name" "$status_wanted $want" "$status $(field "$filter | tostring")"
	[ "$status" = "$status_wanted" ] || sed 's/^/    | /' <<<"$answer"
}

request() {
	printf '{"ref":"%s","entitlement":"%s","amount_pence":%s,"on":"2019-07-01"}' "$1" "$2" "$3"
}

refusals() {
	local size key first
	size=$(events)
	asks 'a line the offer lacks is refused' 422 '[.code, .recorded, .reasons[].code]' \
		'["refused",true,"not-offered"]' adviser POST /v1/payments \
		"$(request LEI-1 pension 100)"
	asks 'every reason is told' 422 '[.reasons[].code] | sort | join(" ")' \
		'age-below award-needed category' adviser POST /v1/payments \
		"$(request LEI-YOUNG driving-lessons 100)"
	asks 'with its figures' 422 '.reasons[0] | [.code, .limit_pence, .left_pence, .asked_pence,
		.over_pence]' '["cap-exceeded",200000,200000,200001,1]' adviser POST /v1/payments \
		"$(request LEI-1 setting-up-home 200001)"
	asks 'and the line that decided' 422 '.offer | [.version, .line]' \
		'[1,"setting-up-home"]' adviser POST /v1/payments \
		"$(request LEI-1 setting-up-home 200001)"
	is 'each refusal is an event' $((size + 4)) "$(events)"
	key=$(new_key)
	KEY=$key asks 'a refusal' 422 '.replayed // false' false adviser POST /v1/payments \
		"$(request LEI-1 setting-up-home 200001)"
	first=$(field 'del(.replayed, .request_id)')
	KEY=$key asks 'and its key again' 422 .replayed true adviser POST /v1/payments \
		"$(request LEI-1 setting-up-home 200001)"
	is 'has the same answer' "$first" "$(field 'del(.replayed, .request_id)')"
	is 'and no event of its own' $((size + 5)) "$(events)"
	KEY=$key asks 'a key used otherwise' 409 .code key-reused adviser POST /v1/payments \
		"$(request LEI-1 setting-up-home 200002)"
	is 'is no event' $((size + 5)) "$(events)"
}

dry_runs() {
	local size
	size=$(events)
	KEY=none asks 'a dry run' 200 '[.recorded, .event, .payment, .cap.left_pence]' \
		'[false,null,null,70000]' adviser POST '/v1/payments?dry-run=true' \
		"$(request LEI-1 setting-up-home 5000)"
	KEY=none asks 'a dry run that is refused' 422 '[.recorded, .event, .reasons[0].code]' \
		'[false,null,"cap-exceeded"]' adviser POST '/v1/payments?dry-run=true' \
		"$(request LEI-1 setting-up-home 200001)"
	KEY=none asks 'a dry run of a person' 200 .recorded false adviser POST \
		'/v1/people?dry-run=true' \
		'{"ref":"LEI-DRY","born":"2000-01-01","category":"relevant"}'
	KEY=none asks 'who is not there then' 404 .code not-found adviser GET /v1/people/LEI-DRY
	is 'dry runs are no events' "$size" "$(events)"
}

# Keys that are the authority's: the same whoever sends them, beside everybody's own.
scopes() {
	local key size award all=(-H 'Key-Scope: authority')
	award='{"entitlement":"driving-lessons","amount_pence":100,"on":"2019-07-01","reason":"x"}'
	key=$(new_key)
	size=$(events)
	KEY=$key asks 'a dry run asks about a key nobody has used' 200 \
		'[.recorded, .replayed]' '[false,null]' manager POST \
		'/v1/people/LEI-4/awards?dry-run=true' "$award" "${all[@]}"
	KEY=$key asks 'a key of the authority' 201 '[.replayed, .first_by]' '[null,null]' \
		manager POST /v1/people/LEI-4/awards "$award" "${all[@]}"
	KEY=$key asks 'and of a colleague: who sent it first' 201 '[.replayed, .first_by.name]' \
		'[true,"Invented Manager"]' finance POST \
		/v1/people/LEI-4/awards "$award" "${all[@]}"
	KEY=$key asks 'a dry run tells it too' 201 '[.recorded, .replayed, .first_by.name]' \
		'[true,true,"Invented Manager"]' finance POST \
		'/v1/people/LEI-4/awards?dry-run=true' "$award" "${all[@]}"
	KEY=$key asks 'for something else' 409 .code key-reused finance POST \
		/v1/people/LEI-4/awards "${award/100/101}" "${all[@]}"
	KEY=$key asks 'without the role' 403 .code not-your-role adviser POST \
		/v1/people/LEI-4/awards "$award" "${all[@]}"
	is 'it is one award' $((size + 1)) "$(events)"
	KEY=$key asks 'the same bytes as a key of her own' 201 '[.replayed, .first_by]' \
		'[null,null]' finance POST /v1/people/LEI-4/awards "$award" -H 'Key-Scope: staff'
	KEY=$key asks 'again: nobody is named' 201 '[.replayed, .first_by]' '[true,null]' \
		finance POST /v1/people/LEI-4/awards "$award"
	asks 'no such scope' 422 '[.code, .where]' '["invalid","Key-Scope"]' manager POST \
		/v1/people/LEI-4/awards "$award" -H 'Key-Scope: all'
	asks 'no such scope of a batch' 422 '[.code, .where]' '["invalid","Key-Scope"]' adviser \
		POST /v1/payments/batch '{"items":[]}' -H 'Key-Scope: Authority'
	asks 'two scopes' 400 '[.code, .where]' '["malformed","Key-Scope"]' manager POST \
		/v1/people/LEI-4/awards "$award" "${all[@]}" -H 'Key-Scope: staff'
	key=$(new_key)
	award="{\"items\":[{\"key\":\"$key\",$(request LEI-4 setting-up-home 3 | cut -c 2-)]}"
	asks 'a batch' 200 '.answers[0].status' 201 adviser POST \
		/v1/payments/batch "$award" "${all[@]}"
	asks 'a batch of a colleague' 200 '.answers[0].body | [.replayed, .first_by.name]' \
		'[true,"Invented Adviser"]' senior POST /v1/payments/batch "$award" "${all[@]}"
	is 'and two events more' $((size + 3)) "$(events)"
}

lifecycle() {
	local id
	asks 'a request' 201 '[.state, .amount_pence, .cap.left_pence, .fund.left_pence]' \
		'["requested",125000,75000,15000000]' adviser POST /v1/payments \
		'{"ref":"LEI-1","entitlement":"setting-up-home","amount_pence":125000,
		"on":"2019-07-01","payee":"Zebra Furniture"}'
	id=$(field .payment)
	asks 'is not paid before it is approved' 409 .reasons[0].code wrong-state finance POST \
		"/v1/payments/$id/pay" '{}'
	asks 'is approved' 201 '[.state, .fund.left_pence]' '["approved",14875000]' manager POST \
		"/v1/payments/$id/approve" '{}'
	asks 'is paid' 201 .state paid finance POST "/v1/payments/$id/pay" '{}'
	asks 'is not declined after that' 409 .code wrong-state manager POST \
		"/v1/payments/$id/decline" '{"reason":"late"}'
	asks 'and has a history' 200 '[.state, .payee, (.history | map(.kind, .by.name))]' \
		"$(jq -c . <<<'["paid", "Zebra Furniture", [
			"payment-requested", "Invented Adviser", "refused", "Invented Finance",
			"payment-approved", "Invented Manager", "payment-paid", "Invented Finance",
			"refused", "Invented Manager"]]')" \
		auditor GET "/v1/payments/$id"
	asks 'more than is left' 422 '.reasons[0] | [.code, .left_pence, .over_pence]' \
		'["cap-exceeded",75000,5000]' adviser POST /v1/payments \
		"$(request LEI-1 setting-up-home 80000)"
	asks 'a request of a senior' 201 .state requested senior POST /v1/payments \
		"$(request LEI-1 setting-up-home 100)"
	id=$(field .payment)
	asks 'is not approved by themselves' 422 .reasons[0].code not-your-own senior POST \
		"/v1/payments/$id/approve" '{}'
	asks 'but declined by a manager' 201 '[.state, .amount_pence]' '["declined",100]' manager \
		POST "/v1/payments/$id/decline" '{"reason":"Quagga"}'
}

batch() {
	local first second size
	first=$(new_key)
	second=$(new_key)
	size=$(events)
	ask adviser POST /v1/payments/batch "{\"items\":[
		{\"key\":\"$first\",$(request LEI-2 setting-up-home 150000 | cut -c 2-),
		{\"key\":\"$second\",$(request LEI-2 setting-up-home 60000 | cut -c 2-),
		{\"key\":\"$(new_key)\",$(request LEI-2 setting-up-home 50000 | cut -c 2-),
		{\"key\":\"$first\",$(request LEI-2 setting-up-home 150000 | cut -c 2-),
		{\"key\":\"$first\",$(request LEI-2 setting-up-home 150001 | cut -c 2-),
		{\"key\":\"$(new_key)\",$(request LEI-404 setting-up-home 100 | cut -c 2-),
		{\"key\":\"$(new_key)\",$(request LEI-2 setting-up-home 0 | cut -c 2-),
		$(request LEI-2 setting-up-home 100),
		7]}"
	is 'a batch: each item by itself' \
		'200 [201,422,201,201,409,404,422,422,422]' \
		"$status $(field '[.answers[].status] | tostring')"
	is 'a batch: the second of a key is the first again' 'true true' \
		"$(field '[.answers[3].body.replayed,
			(.answers[0].body | del(.replayed)) ==
			(.answers[3].body | del(.replayed))] | join(" ")' | sed 's/,/ /')"
	is 'a batch: where its faults are' \
		'["/items/6/amount_pence","/items/7/key","/items/8"]' \
		"$(field '[.answers[6:][].body.where] | tostring')"
	is 'a batch: three events' $((size + 3)) "$(events)"
	KEY=$second asks 'a key of a batch is no key of a request' 409 .code key-reused adviser \
		POST /v1/payments "$(request LEI-2 setting-up-home 60000)"
}

pages() {
	local path='/v1/people?limit=2' seen='' turns=0
	while [ -n "$path" ] && [ $turns -lt 9 ]; do
		ask adviser GET "$path"
		seen+=" $(field '[.items[].ref] | join(" ")')"
		path=$(sed -n 's/^[Ll]ink: <\(.*\)>; rel="next"$/\1/p' <<<"$headers")
		turns=$((turns + 1))
	done
	is 'everybody once, in pages of two' "3 LEI-1 LEI-2 LEI-3 LEI-4 LEI-YOUNG" \
		"$turns $(echo $seen)"
	asks 'a person with name and birth date' 200 '[.name, .born, .categories[0].category]' \
		'["Sam Wombat","2000-02-29","former-relevant"]' auditor GET /v1/people/LEI-1
	ask adviser GET '/v1/payments?state=requested&limit=1'
	is 'a page keeps its filter' '/v1/payments?state=requested&limit=1&after=P' \
		"$(sed -n 's/^[Ll]ink: <\(.*P\)[0-9]*>; rel="next"$/\1/p' <<<"$headers")"
}

looks() {
	asks 'entitlements: what may be had' 200 '.items[] | select(.code == "setting-up-home") |
		[.payable, .left_pence, .cap.drawn_pence]' '[true,75000,125000]' adviser GET \
		'/v1/people/LEI-1/entitlements?on=2019-07-01'
	asks 'entitlements: and why not' 200 '.items[] | select(.code == "driving-lessons") |
		[.payable, .reasons[0].code]' '[false,"award-needed"]' adviser GET \
		'/v1/people/LEI-1/entitlements?on=2019-07-01'
	asks 'entitlements: on a day past the age' 200 '[.items[] | select(.payable)] | length' 0 \
		adviser GET '/v1/people/LEI-1/entitlements?on=2025-03-01'
	asks 'a statement' 200 '[.name, (.caps[] | select(.entitlement == "setting-up-home") |
		[.credited_pence, .drawn_pence, .reserved_pence, .left_pence]),
		(.payments | length), (.refusals | length > 3)]' \
		'["Sam Wombat",[200000,125000,0,75000],2,true]' auditor GET \
		/v1/people/LEI-1/statement
	asks 'funds' 200 '.items[0] | [.credited_pence, .spent_pence, .left_pence]' \
		'[15000000,125000,14875000]' finance GET '/v1/funds?year=2019-20'
	asks 'the budget' 200 '[.totals.credited_pence, .totals.spent_pence]' '[15000000,125000]' \
		finance GET '/v1/reports/budget?year=2019-20'
}

header_of() {
	sed -n "s/^$1: //Ip" <<<"$headers"
}

exports() {
	local line size
	size=$(events)
	ask auditor GET /v1/export/events
	is 'events: all of them' "200 $size $size" \
		"$status $(header_of X-Bursar-Size) $(wc -l <"$work/answer")"
	while IFS= read -r line; do
		printf '\0%s' "$line" | sha256sum | cut -d ' ' -f 1
	done <"$work/answer" >"$work/leaves"
	is 'events: the bytes are those hashed' "$(sql \
		"SELECT encode(leaf, 'hex') FROM event WHERE authority_id = $authority
			ORDER BY number")" "$(cat "$work/leaves")"
	is 'events: each is ASCII and JSON with its number' "$(seq 0 $((size - 1)))" \
		"$(LC_ALL=C grep -v '[^ -~]' "$work/answer" | jq .n)"
	ask auditor GET '/v1/export/events?size=7'
	is 'events: stop where told' "200 7 7" \
		"$status $(header_of X-Bursar-Size) $(wc -l <"$work/answer")"
	ask auditor GET '/v1/export/events?to=2000-01-01'
	is 'events: of no day' "200 0" "$status $(wc -c <"$work/answer")"
	ask auditor GET '/v1/export/ledger?format=csv'
	is 'ledger: a line a transfer, and the header' \
		"200 $(($(rows transfer) + 1)) text/csv; charset=utf-8" \
		"$status $(wc -l <"$work/answer") $(header_of Content-Type)"
	local columns=event,n,day,phase,book,from,to,amount_pence
	is 'ledger: its columns' \
		"$columns,resolves_event,resolves_n,undoes_event,undoes_n" \
		"$(head -n 1 "$work/answer")"
	ask auditor GET '/v1/export/payments?format=jsonl'
	is 'payments: as they stand' \
		"$(sql "SELECT state || ' ' || sum(amount_pence) FROM payment
			WHERE authority_id = $authority GROUP BY state
			ORDER BY state")" \
		"$(jq -rs 'group_by(.state)[] | "\(.[0].state) \(map(.amount_pence) | add)"' \
			"$work/answer")"
	ask auditor GET '/v1/export/balances?format=jsonl'
	is 'balances: of that head' "$size" "$(jq .size "$work/answer" | sort -u)"
	as auditor export ledger --format hledger >"$work/journal"
	is 'the journal: hledger takes it' 0 "$(
		hledger -f "$work/journal" check -s ordereddates >"$work/hledger" 2>&1
		echo $?
	)"
}

# Text exposition format 0.0.4: a family has one head, HELP then TYPE, and all its lines behind.
# shellcheck disable=SC2016
exposition='
/^# HELP [a-z_]+ ./ {
	help = $3
	if (seen[help]++)
		print "twice: " $0
	next
}
/^# TYPE [a-z_]+ (counter|gauge)$/ {
	type = $3
	if (type != help)
		print "no help: " $0
	next
}
/^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.]+$/ {
	split($0, name, /[{ ]/)
	if (name[1] != type)
		print "away from its head: " $0
	next
}
{ print "no such line: " $0 }'

figures() {
	is 'live' $'live\n\n200' "$(rig_admin /livez)"
	is 'ready' 'ready 200' "$(rig_admin /readyz | sed -n '1p;$p' | xargs)"
	is 'no other admin path' 404 "$(rig_admin /v1/me | tail -n 1)"
	rig_admin /metrics >"$work/metrics"
	is 'metrics' 200 "$(tail -n 1 "$work/metrics")"
	is 'metrics: commands recorded' 1 "$(grep -c '^bursar_commands_recorded_total [1-9]' \
		"$work/metrics")"
	is 'metrics: by route and status' 1 "$(grep -cF \
		'bursar_http_requests_total{method="POST",route="/v1/payments",status="4xx"} ' \
		"$work/metrics")"
	is 'metrics: families stand together, behind their heads' '' \
		"$(head -n -2 "$work/metrics" | awk "$exposition")"
}

# Whatever was said about anybody, no log and no figure says it again.
silence() {
	local word
	for word in LEI- Wombat Zebra Quagga Okapi 2000-02-29 2000-01-01 Invented; do
		is "neither logs nor figures say $word" '' "$(grep -aE -m 1 -- "$word" \
			"$work/a.log" "$work/metrics" "$pg/log" || true)"
	done
	is 'the log is JSON lines' '' "$(grep -a . "$work/a.log" | jq -c 'select((.time and
		.level and .event) | not)' 2>&1 | head -n 3)"
	is 'with a request id, a route and a time' true "$(
		grep -a '"event":"request"' "$work/a.log" |
			jq -s 'length > 40 and all((.id | length == 16) and .took_us >= 0)'
	)"
}

rig_start
person LEI-1 'Sam Wombat'
person LEI-2
person LEI-3
person LEI-4
as adviser person add LEI-YOUNG --born 2004-01-01 --category eligible >/dev/null
as adviser fact add LEI-3 first-tenancy --from 2019-07-01 --evidence 'Okapi seen' >/dev/null
refusals
lifecycle
scopes
dry_runs
batch
pages
looks
exports
figures
silence
books_hold 'answers'
rig_stop
