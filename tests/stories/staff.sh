#!/bin/bash
# What becomes of those who sign in: who is suspended can do nothing from the next request on, by
# whichever daemon; what they did stays, and is proved.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"

# bad NAME STATUS CODE WHO METHOD PATH [BODY]
bad() {
	local name=$1 wanted="$2 $3"
	shift 3
	ask "$@"
	is "$name" "$wanted" "$status $(field .code)"
}

# like NAME PATTERN TEXT
like() {
	expect "$1" 0 "$2" echo "$3"
}

rig_start
rig_daemon_start b

say 'suspended'
ask adviser POST /v1/people '{"ref":"S-1","born":"2000-02-29","category":"former-relevant"}'
is 'an adviser at work' 201 "$status"
# The memory of sign-ins of both daemons is warm.
ask adviser GET /v1/me
is 'at one daemon' 200 "$status"
as adviser whoami >/dev/null
number=$(field .staff)
cp "$work/a.kept" "$work/a.kept.own"
at_b() {
	cp "$work/b.kept" "$work/a.kept"
	ask "$@"
	cp "$work/a.kept.own" "$work/a.kept"
}
at_b adviser GET /v1/me
is 'and at another' 200 "$status"
bad 'by nobody who may not' 403 not-your-role finance POST "/v1/staff/$number/suspend" \
	'{"reason":"No"}'
bad 'without a reason' 422 invalid admin POST "/v1/staff/$number/suspend" '{}'
bad 'somebody who is not there' 404 not-found admin POST /v1/staff/999/suspend '{"reason":"No"}'
ask admin POST "/v1/staff/$number/suspend?dry-run=true" '{"reason":"Laptop lost"}'
is 'dry' '200 false' "$status $(field .recorded)"
ask adviser GET /v1/me
is 'changes nothing' 200 "$status"
key=$(new_key)
KEY=$key ask manager POST "/v1/staff/$number/suspend" '{"reason":"Laptop lost"}'
is 'a manager suspends' "201 $number" "$status $(field .staff)"
first=$answer
at_b adviser GET /v1/people
is 'from the next request on, at the other daemon' 401 "$status"
bad 'and at this one' 401 not-signed-in adviser GET /v1/people
like 'who is told why' 'You are suspended: ' "$(field .detail)"
bad 'recording as well' 401 not-signed-in adviser POST /v1/people \
	'{"ref":"S-2","born":"2000-02-29","category":"former-relevant"}'
at_b adviser GET '/v1/export/payments?format=csv'
is 'exports as well' 401 "$status"
KEY=$key ask manager POST "/v1/staff/$number/suspend" '{"reason":"Laptop lost"}'
is 'the answer is given again' "$first" "${answer/,\"replayed\":true/}"
bad 'nobody is suspended twice' 409 exists admin POST "/v1/staff/$number/suspend" \
	'{"reason":"Laptop lost"}'
ask auditor GET /v1/staff
is 'the list tells' false "$(field ".items[] | select(.staff == $number) | .active")"
ask auditor GET "/v1/staff/$number"
is 'and what became of them, with the reason' 'suspended Laptop lost' \
	"$(field '.changes[0].what + " " + .changes[0].reason')"
is 'and what they did' person-added "$(field '.did[] | select(.kind == "person-added") | .kind')"
bad 'which is not for everybody' 403 not-your-role finance GET "/v1/staff/$number"
bad 'nobody by that number' 404 not-found auditor GET /v1/staff/999
bad 'no number' 422 invalid auditor GET /v1/staff/P1
like 'by the command line' ' suspended ' "$(as auditor staff show "$number" 2>&1)"

say 'reinstated'
bad 'not by a manager' 403 not-your-role manager POST "/v1/staff/$number/reinstate" \
	'{"reason":"Found"}'
like 'by an admin' "^Reinstated: staff $number can act again.$" \
	"$(as admin staff reinstate "$number" --reason Found 2>&1)"
at_b adviser GET /v1/me
is 'they act again' 200 "$status"
bad 'nobody who was not suspended' 409 exists admin POST "/v1/staff/$number/reinstate" \
	'{"reason":"Found"}'
say 'a role for some days'
day() {
	TZ=Europe/London date -d "$1" +%F
}
bad 'days that are over' 422 invalid admin POST "/v1/staff/$number/roles" \
	"{\"role\":\"manager\",\"from\":\"$(day yesterday)\",\"reason\":\"Cover\"}"
bad 'both' 422 invalid admin POST "/v1/staff/$number/roles" \
	'{"role":"manager","without":"manager","reason":"Cover"}'
bad 'no award before' 403 not-your-role adviser POST /v1/people/S-1/awards \
	'{"entitlement":"setting-up-home","amount_pence":100,"reason":"Agreed"}'
like 'cover for today' \
	"^Changed: staff $number is manager from .* [0-9]* until .* [0-9]*\.$" \
	"$(as admin staff change "$number" --role manager --until "$(day today)" --reason Cover \
		2>&1)"
ask adviser GET /v1/me
is 'is in force from the next request' 'adviser manager' "$(field '.roles | join(" ")')"
at_b adviser GET /v1/me
is 'at the other daemon as well' 'adviser manager' "$(field '.roles | join(" ")')"
ask adviser POST /v1/people/S-1/categories \
	'{"category":"relevant","from":"2019-01-01","reason":"Seen"}'
is 'with what a manager may' 201 "$status"
like 'taken from tomorrow on' "^Changed: staff $number is no adviser any more from " \
	"$(as admin staff change "$number" --without adviser --from "$(day tomorrow)" \
		--reason Moved 2>&1)"
ask auditor GET "/v1/staff/$number"
is 'and not before' 'adviser manager' "$(field '.roles | join(" ")')"
is 'what became of them' 'taken adviser, given manager' \
	"$(field '.changes[:2] | map(.what + " " + .role) | join(", ")')"
say 'certificates'
ask finance POST "/v1/staff/$number/renew" '{}'
is 'nobody invites others but an admin' '403 This needs the role admin.' \
	"$status $(field .detail)"
ask adviser POST "/v1/staff/$number/renew" '{}'
is 'anybody invites themself' "201 $number" "$status $(field .staff)"
code=$(field .invitation)
"$tools/certs" "$certs" client second >>"$work/setup.log" 2>&1
ask second POST /v1/staff/claim "{\"code\":\"$code\"}"
credential=$(field .event)
ask second GET /v1/me
is 'and has two certificates' "200 $number" "$status $(field .staff)"
ask auditor GET "/v1/staff/$number"
is 'whose ends are told' "$credential $(TZ=UTC date -d \
	"$(openssl x509 -in "$certs/second.crt" -noout -enddate | cut -d= -f2)" +%F)" \
	"$(field '.credentials[-1] | "\(.credential) \(.ends)"')"
bad 'another has no such credential' 404 not-found admin POST /v1/staff/1/drop-credential \
	"{\"credential\":$credential}"
bad 'nobody drops one but an admin' 403 not-your-role manager POST \
	"/v1/staff/$number/drop-credential" "{\"credential\":$credential}"
at_b second GET /v1/me
is 'at the other daemon, too' 200 "$status"
like 'one is dropped' "^Dropped: credential $credential of staff $number signs in nobody" \
	"$(as admin staff drop-credential "$number" "$credential" --reason 'Laptop lost' 2>&1)"
at_b second GET /v1/me
is 'and signs in nobody any more' 401 "$status"
ask adviser GET /v1/me
is 'the other does' 200 "$status"
bad 'it is dropped once' 409 exists admin POST "/v1/staff/$number/drop-credential" \
	"{\"credential\":$credential}"
like 'the report' "^ *$number .* manager " "$(as auditor report staff 2>&1)"

say 'who sees what'
as adviser fact add S-1 first-tenancy --from 2019-07-01 --evidence 'Tenancy seen' >/dev/null
ask admin GET /v1/people/S-1
is 'an admin sees no person' '403 not-your-role' "$status $(field .code)"
bad 'nor what they may have' 403 not-your-role admin GET /v1/people/S-1/entitlements
bad 'nor a payment' 403 not-your-role admin GET /v1/payments
ask adviser GET /v1/people/S-1/facts
is 'evidence is for advisers' 'Tenancy seen' "$(field '.items[0].evidence')"
ask finance GET /v1/people/S-1/facts
is 'and not for finance' null "$(field '.items[0].evidence')"
bad 'events are not for advisers' 403 not-your-role adviser GET '/v1/export/events?format=jsonl'
bad 'nor for managers, who have no other role' 403 not-your-role manager GET \
	'/v1/export/ledger?format=csv'
ask finance GET '/v1/export/events?format=jsonl'
is 'but for finance' 200 "$status"
ask manager GET '/v1/export/payments?format=csv'
is 'payments are for managers' 200 "$status"

like 'the audit finds all as it should be' "$audit_is_clean" "$(as auditor audit balance 2>&1)"
rig_daemon_stop b
rig_stop
