#!/bin/bash
# The door through the whole daemon: who may come in, and what is made of bad input. Each answer is
# problem details that name the code and the place, and nothing changes.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"

good='{"ref":"LEI-1","entitlement":"setting-up-home","amount_pence":5000,"on":"2019-07-01"}'

# problem NAME STATUS CODE WHERE: what the last answer must be; WHERE is - for none.
problem() {
	local name=$1 want="$2 $3 $4" got
	got="$status $(field '"\(.code) \(.where // "-")"')"
	if [ "$got" != "$want" ]; then
		not_ok "$name" "wanted: $want
got:    $got
$answer"
	elif ! grep -qi '^content-type: application/problem+json$' <<<"$headers" ||
		[ "$(field '(.type == "urn:bursar:problem:\(.code)") and
			(.request_id | length == 16) and (.detail | length > 0) and
			(.status | tostring) == "'"$2"'"')" != true ]; then
		not_ok "$name: problem details" "$headers
$answer"
	elif [ "$(events)" -ne "$before" ]; then
		not_ok "$name: nothing changes" "$(events) events, not $before"
	else
		ok "$name"
	fi
}

# bad NAME STATUS CODE WHERE WHO METHOD PATH [BODY [CURL ARGUMENT]...]
bad() {
	local name=$1 status_wanted=$2 code=$3 where=$4
	shift 4
	ask "$@"
	problem "$name" "$status_wanted" "$code" "$where"
}

# body NAME STATUS CODE WHERE BODY: of a payment's request.
body() {
	bad "$1" "$2" "$3" "$4" adviser POST /v1/payments "$5"
}

# member NAME WHERE JSON: the good request with members replaced is invalid.
member() {
	body "$1" 422 invalid "$2" "$(jq -c ". + $3" <<<"$good")"
}

# raw NAME STATUS CODE WHERE BYTES: by TLS, as printf makes the bytes; the last answer
# counts. RAW: who, an adviser if unset.
raw() {
	local all
	# shellcheck disable=SC2059
	all=$(printf "$5" | timeout 10 openssl s_client -quiet -verify_quiet \
		-CAfile "$certs/ca.crt" -connect "127.0.0.1:$(rig_port a listen)" \
		-cert "$certs/${RAW:=adviser}.crt" -key "$certs/$RAW.key" 2>/dev/null |
		tr -d '\r\0' |
		sed 's/}HTTP/}\nHTTP/') || true
	all=$(tac <<<"$all" | sed '/^HTTP/q' | tac)
	status=$(sed -n '1s/^HTTP\/1.1 \([0-9]*\) .*/\1/p' <<<"$all")
	headers=$(sed '/^$/,$d' <<<"$all")
	answer=$(sed '1,/^$/d' <<<"$all")
	if [ "$status" = 400 ] && ! grep -qi '^connection: close$' <<<"$headers"; then
		not_ok "$1: closes" "$headers"
	fi
	problem "$1" "$2" "$3" "$4"
}

who_comes_in() {
	bad 'no certificate' 401 not-signed-in - nobody GET /v1/me
	bad 'no certificate, recording' 401 not-signed-in - nobody POST /v1/payments "$good"
	bad 'an unregistered certificate' 401 not-signed-in - stranger GET /v1/me
	bad 'a certificate of another CA' 401 not-signed-in - outsider GET /v1/me
	is 'and its connection is closed' yes "$(grep -qi '^connection: close$' <<<"$headers" &&
		echo yes)"
	bad 'without a certificate paths are nobody'"'"'s' 401 not-signed-in - nobody GET /v1/x
	bad 'not an adviser' 403 not-your-role - manager POST /v1/payments "$good"
	bad 'not a manager' 403 not-your-role - adviser POST /v1/payments/P1/approve '{}'
	bad 'not finance' 403 not-your-role - manager POST /v1/payments/P1/pay '{}'
	bad 'not an admin' 403 not-your-role - finance POST /v1/staff '{}'
	bad 'an auditor records nothing' 403 not-your-role - auditor POST /v1/people '{}'
	bad 'the role comes before the body' 403 not-your-role - auditor POST /v1/payments 'x'
	ask auditor GET /v1/me
	is 'who is who' '200 auditor' "$status $(field '.roles | join(" ")')"
	is 'the certificate must be one already' '422 2' "$(
		! "$bursard" --config "$work/a.yaml" authority add derby --name Derby \
			--admin-cert "$certs/none.crt" 2>/dev/null && echo 422) $(sql \
		'SELECT count(*) FROM authority')"
}

what_and_how() {
	bad 'an unknown path' 404 not-found - adviser GET /v1/pensions
	bad 'the root' 404 not-found - adviser GET /
	bad 'a slash too many' 404 not-found - adviser GET /v1/me/
	bad 'GET where POST is wanted' 405 method - adviser GET /v1/payments/P1/approve
	is 'and what is allowed' 'Allow: POST' "$(grep -i '^allow:' <<<"$headers")"
	bad 'POST where GET is wanted' 405 method - adviser POST /v1/me '{}'
	is 'and what is allowed then' 'Allow: GET' "$(grep -i '^allow:' <<<"$headers")"
	bad 'DELETE' 405 method - adviser DELETE /v1/payments
	is 'and what is allowed of both' 'Allow: GET, POST' "$(grep -i '^allow:' <<<"$headers")"
	bad 'a parameter nobody knows' 422 invalid colour adviser GET '/v1/people?colour=red'
	bad 'a parameter of another path' 422 invalid on adviser POST '/v1/payments?on=2019-07-01' \
		"$good"
	bad 'dry-run=maybe' 422 invalid dry-run adviser POST '/v1/payments?dry-run=maybe' "$good"
	bad 'a parameter twice' 400 malformed limit adviser GET '/v1/people?limit=1&limit=2'
	bad 'limit 0' 422 invalid limit adviser GET '/v1/people?limit=0'
	bad 'limit 1001' 422 invalid limit adviser GET '/v1/people?limit=1001'
	bad 'a day that is not' 422 invalid on adviser GET \
		'/v1/people/LEI-1/entitlements?on=2019-02-29'
	bad 'a year that is not' 422 invalid year adviser GET '/v1/funds?year=2019-21'
	bad 'a state that is not' 422 invalid state adviser GET '/v1/payments?state=lost'
	bad 'a size that is not' 422 invalid size auditor GET '/v1/export/events?size=-1'
	bad 'events as CSV' 422 invalid format auditor GET '/v1/export/events?format=csv'
	bad 'a payment that is no number' 422 invalid id adviser GET /v1/payments/341
}

keys() {
	KEY=none bad 'no key' 400 key-missing Idempotency-Key adviser POST /v1/payments "$good"
	KEY=1 bad 'a bad key' 400 key-malformed Idempotency-Key adviser POST /v1/payments "$good"
	KEY=0198c0de-0000-7000-8000-00000000000g bad 'a key with a letter too far' 400 \
		key-malformed Idempotency-Key adviser POST /v1/payments "$good"
	bad 'two keys' 400 malformed Idempotency-Key adviser POST /v1/payments "$good" \
		-H "Idempotency-Key: $(new_key)"
}

bodies() {
	local deep
	body 'nothing' 400 malformed - ''
	body 'truncated' 400 malformed - "${good%??}"
	body 'no JSON' 400 malformed - 'amount=15'
	body 'two objects' 400 malformed - "$good$good"
	body 'not UTF-8' 400 malformed - $'{"ref":"\xff"}'
	body 'a list' 422 invalid - "[$good]"
	body 'a member twice' 400 malformed /ref "${good%\}},\"ref\":\"LEI-2\"}"
	deep=$(printf '[%.0s' {1..16})
	body '17 deep' 400 malformed - "{\"ref\":$deep$(tr '[' ']' <<<"$deep")}"
	member 'an unknown member' /colour '{"colour": "red"}'
	body 'a missing member' 422 invalid /ref "$(jq -c 'del(.ref)' <<<"$good")"
	member 'ref as a number' /ref '{"ref": 1}'
	member 'ref as a list' /ref '{"ref": ["LEI-1"]}'
	member 'ref with a slash' /ref '{"ref": "LEI/1"}'
	member 'an empty ref' /ref '{"ref": ""}'
	member 'a malformed code' /entitlement '{"entitlement": "Setting Up Home"}'
	member 'a payee with NUL' /payee '{"payee": "a\u0000b"}'
	member 'a payee of 2,001 bytes' /payee "{\"payee\": \"$(printf 'x%.0s' {1..2001})\"}"
	member 'amount 0' /amount_pence '{"amount_pence": 0}'
	member 'a negative amount' /amount_pence '{"amount_pence": -5000}'
	body '15.001' 422 invalid /amount_pence "${good/5000/15.001}"
	body '1500.5' 422 invalid /amount_pence "${good/5000/1500.5}"
	body '1e3' 422 invalid /amount_pence "${good/5000/1e3}"
	body 'a leading zero' 400 malformed - "${good/5000/05}"
	body 'beyond int64' 422 invalid /amount_pence "${good/5000/9223372036854775808}"
	body 'far beyond int64' 422 invalid /amount_pence "${good/5000/1$(printf '0%.0s' {1..400})}"
	body 'int64 itself' 422 invalid /amount_pence "${good/5000/9223372036854775807}"
	body 'a penny past the limit' 422 invalid /amount_pence "${good/5000/100000000000}"
	member 'an amount as a text' /amount_pence '{"amount_pence": "15"}'
	member 'an amount with £' /amount_pence '{"amount_pence": "£15.00"}'
	member 'an empty amount' /amount_pence '{"amount_pence": ""}'
	member '2019-02-29' /on '{"on": "2019-02-29"}'
	member '2019-2-1' /on '{"on": "2019-2-1"}'
	member 'a day as a number' /on '{"on": 20190701}'
	body 'an unknown person' 404 not-found /ref "${good/LEI-1/LEI-404}"
}

# Bodies are JSON, and no page of another site sends them: on every path that takes one.
meant() {
	local path media who paths=0
	while read -r _ _ path who; do
		paths=$((paths + 1))
		[ "$who" != nobody ] || continue # no cross-site page has such a certificate
		for media in 'text/plain' ''; do
			MEDIA=$media bad "$path as ${media:-nothing}" 415 media-type Content-Type \
				"$who" POST "$path" '{}'
		done
		bad "$path from another site" 403 cross-site Sec-Fetch-Site "$who" POST "$path" \
			'{}' -H 'Sec-Fetch-Site: cross-site'
	done < <("$BUILD/tests/stories/posts" | sed 's/{ref}/LEI-1/; s/{id}/P1/; s/{code}/x/')
	is 'paths that take bodies' yes "$([ "$paths" -ge 17 ] && echo yes || echo "$paths")"
	for media in 'application/json' 'Application/JSON; charset=UTF-8'; do
		MEDIA=$media ask adviser POST '/v1/payments?dry-run=true' "$good" \
			-H 'Sec-Fetch-Site: same-origin'
		is "a request as $media" 200 "$status"
	done
}

# What is wrong with the head is said before the body is sent: a megabyte is announced, and kept
# back.
unread() {
	local name want rest json='Content-Type: application/json\r\n'
	while IFS=$'\t' read -r name want rest; do
		raw "$name, the body kept back" "${want%% *}" "$(cut -d' ' -f2 <<<"$want")" \
			"${want##* }" "POST $rest${json}Host: x\r\nContent-Length: 60000\r\n\r\n"
	done <<-'ROWS'
		no such path	404 not-found -	/v1/x HTTP/1.1\r\n
		no such method	405 method -	/v1/me HTTP/1.1\r\n
		not the role	403 not-your-role -	/v1/payments/P1/pay HTTP/1.1\r\n
		no such parameter	422 invalid x	/v1/payments?x=1 HTTP/1.1\r\n
		no key	400 key-missing Idempotency-Key	/v1/payments HTTP/1.1\r\n
	ROWS
	raw 'too large, the body kept back' 413 too-large Content-Length \
		"POST /v1/payments HTTP/1.1\r\nHost: x\r\n${json}Content-Length: 65537\r\n\r\n"
}

# Nothing is kept by whoever passes it on, whatever the answer is; and the log says who was not let
# in.
kept_and_told() {
	local path fingerprint
	for path in /v1/me /v1/people/LEI-1 /v1/people/LEI-404 /v1/export/ledger?format=csv; do
		ask auditor GET "$path"
		is "$path is not kept" 'Cache-Control: no-store X-Content-Type-Options: nosniff' \
			"$(grep -iE '^(cache-control|x-content-type-options):' <<<"$headers" |
				sort | paste -sd' ')"
	done
	ask stranger GET /v1/me
	fingerprint=$(openssl x509 -in "$certs/stranger.crt" -outform der | sha256sum)
	is 'the log says who was not let in' "127.0.0.1 ${fingerprint%% *}" \
		"$(grep '"status":401' "$work/a.log" | tail -n 1 |
			jq -r '.peer + " " + .certificate')"
	ask adviser GET /v1/me
	is 'and of others no more than their number' null \
		"$(grep '"status":200' "$work/a.log" | tail -n 1 | jq -c '.peer')"
}

sizes() {
	local fill
	fill=$(printf "%$((65536 - ${#good} + 0))s" '')
	ask adviser POST '/v1/payments?dry-run=true' "${good%\}}$fill}"
	is '64 KiB' 200 "$status"
	body '64 KiB and one byte' 413 too-large Content-Length "${good%\}}$fill }"
	printf '%1048577s' '' >"$work/large"
	bad 'a batch of 1 MiB and one byte' 413 too-large Content-Length adviser POST \
		/v1/payments/batch '' --data-binary "@$work/large"
}

others() {
	bad 'an unknown payment' 404 not-found id manager POST /v1/payments/P999/approve '{}'
	bad 'an event that is no payment' 404 not-found id manager POST /v1/payments/P0/approve '{}'
	bad 'a payment beyond int64' 422 invalid id manager POST \
		/v1/payments/P99999999999999999999/approve '{}'
	bad 'an unknown payment, read' 404 not-found - adviser GET /v1/payments/P999
	bad 'an unknown person, read' 404 not-found - adviser GET /v1/people/LEI-404
	bad 'an unknown fund' 404 not-found code finance POST /v1/funds/pensions/credits \
		'{"amount_pence":100,"year":"2019-20","reason":"x"}'
	bad 'a fund of no year' 422 invalid /year finance POST /v1/funds/leaving-care/credits \
		'{"amount_pence":100,"year":"2019","reason":"x"}'
	bad 'a fact the offer lacks' 404 not-found /fact adviser POST /v1/people/LEI-1/facts \
		'{"fact":"theory-passed","from":"2019-07-01","evidence":"x"}'
	bad 'a fact that is not in force' 404 not-found code adviser POST \
		/v1/people/LEI-1/facts/first-tenancy/end '{"on":"2019-07-01"}'
	bad 'a person there is' 409 exists /ref adviser POST /v1/people \
		'{"ref":"LEI-1","born":"2000-01-01","category":"relevant"}'
	bad 'a category that is not' 422 invalid /category adviser POST /v1/people \
		'{"ref":"LEI-9","born":"2000-01-01","category":"former"}'
	bad 'born on 2019-02-29' 422 invalid /born adviser POST /v1/people \
		'{"ref":"LEI-9","born":"2019-02-29","category":"relevant"}'
	bad 'a role that is not' 422 invalid /roles/0 admin POST /v1/staff \
		'{"name":"X","roles":["king"]}'
	bad 'an offer with faults' 422 offer-invalid /text admin POST /v1/offers \
		'{"text":"authority: leicester\nnmae: x\nfunds: 7\n"}'
	is 'all of them, with their lines' true \
		"$(field '.faults | length > 2 and all(.line > 0 and (.says | length > 0))')"
	bad 'an offer of another council' 422 invalid /text admin POST /v1/offers \
		"$(jq -Rsc '{text: .}' "$root/offers/derby.yaml")"
}

forms() {
	local head='Host: x\r\n' get='GET /v1/me HTTP/1.1\r\n' post='POST /v1/payments HTTP/1.1\r\n'
	local fields
	fields=$(printf 'X-%s: 1\\r\\n' {1..64})
	raw 'two lengths' 400 malformed Content-Length \
		"$post${head}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}"
	raw 'a length that is none' 400 malformed Content-Length \
		"$post${head}Content-Length: +2\r\n\r\n{}"
	raw 'a transfer encoding' 400 malformed Transfer-Encoding \
		"$post${head}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
	raw 'two hosts' 400 malformed Host "$get${head}Host: y\r\n\r\n"
	raw 'no host' 400 malformed Host "$get\r\n"
	raw 'a target without a slash' 400 malformed - "GET v1/me HTTP/1.1\r\n$head\r\n"
	raw 'a whole URL' 400 malformed - "GET https://x/v1/me HTTP/1.1\r\n$head\r\n"
	raw 'two slashes' 400 malformed - "GET //v1/me HTTP/1.1\r\n$head\r\n"
	raw 'an encoded slash' 400 malformed - "GET /v1/people/a%%2fb HTTP/1.1\r\n$head\r\n"
	raw 'an encoded NUL' 400 malformed - "GET /v1/people/a%%00b HTTP/1.1\r\n$head\r\n"
	raw 'HTTP/2.0' 400 malformed - "GET /v1/me HTTP/2.0\r\n$head\r\n"
	raw 'no version' 400 malformed - 'GET /v1/me\r\n\r\n'
	raw 'a blank before the colon' 400 malformed - "$get${head}X : 1\r\n\r\n"
	raw 'a folded header' 400 malformed - "$get${head}X: 1\r\n 2\r\n\r\n"
	raw 'a control byte' 400 malformed X "$get${head}X: \001\r\n\r\n"
	raw 'a bare line feed' 400 malformed - "GET /v1/me HTTP/1.1\n$head\r\n"
	raw '65 headers' 400 malformed - "$get$head$fields\r\n"
	RAW=auditor raw 'an export by HTTP/1.0' 400 malformed - \
		"GET /v1/export/events HTTP/1.0\r\n$head\r\n"
	# A body longer than announced is the next request, and not one.
	raw 'more than was announced' 400 malformed - \
		"$get${head}Content-Length: 0\r\n\r\n{}\r\n\r\n"
	# Longer than limits allow: cut off unanswered.
	is 'a body that never comes' '' "$( (
		printf "$post${head}Content-Type: application/json\r\nContent-Length: 9\r\n"
		printf 'Idempotency-Key: %s\r\n\r\n{' "$(new_key)"
		sleep 5
	) | timeout 10 openssl s_client -quiet -verify_quiet -cert "$certs/adviser.crt" \
			-key "$certs/adviser.key" -connect "127.0.0.1:$(rig_port a listen)" \
			2>/dev/null)"
	is 'plain HTTP at the TLS port' '' "$(
		curl -s --noproxy '*' -m 3 "http://127.0.0.1:$(rig_port a listen)/v1/me" || true)"
}

"$tools/certs" "$work/elsewhere" ca 'another'
"$tools/certs" "$work/elsewhere" client outsider
rig_start 'limits: {request-ms: 3000}'
cp "$work/elsewhere/outsider.crt" "$work/elsewhere/outsider.key" "$certs"
person LEI-1
before=$(events)
who_comes_in
what_and_how
keys
bodies
meant
unread
kept_and_told
sizes
others
forms
is 'after all this, all is as it was' "$before" "$(events)"
ask adviser POST /v1/payments "$good"
is 'and a sound request is recorded' "201 $before" "$status $(field .event)"
books_hold 'bad input'
rig_stop
