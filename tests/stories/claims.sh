#!/bin/bash
# How somebody comes to sign in, between two councils: the holder alone registers a certificate,
# with an invitation that serves once, one member of staff of one council, and tells others nothing.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"

# bad NAME STATUS PROBLEM WHO CODE: a claim that is refused, and records nothing.
bad() {
	local before
	before=$(sql 'SELECT sum(size) FROM log_head')
	ask "$4" POST /v1/staff/claim "{\"code\":\"$5\"}"
	is "$1" "$2 $3 $before" "$status $(field .code) $(sql 'SELECT sum(size) FROM log_head')"
}

# claim WHO CODE [CURL ARGUMENT]...
claim() {
	local who=$1 code=$2
	shift 2
	ask "$who" POST /v1/staff/claim "{\"code\":\"$code\"}" "$@"
}

# invite ADMIN NAME: sets code and key.
invite() {
	key=$(new_key)
	KEY=$key ask "$1" POST /v1/staff "{\"name\":\"$2\",\"roles\":[\"adviser\"]}"
	code=$(field .invitation)
}

rig_start
for who in derby_admin one two three four five; do
	"$tools/certs" "$certs" client "$who" >>"$work/setup.log" 2>&1
done
"$bursard" --config "$work/a.yaml" authority add derby --name 'Derby' \
	--admin-cert "$certs/derby_admin.crt" >>"$work/setup.log" 2>&1 || give_up 'a second council'

say 'an invitation'
invite admin 'Invented One'
is 'is printed' '201 leicester-7' "$status ${code:0:11}"
first=$answer
KEY=$key ask admin POST /v1/staff '{"name":"Invented One","roles":["adviser"]}'
is 'and again, by its key' "$first" "${answer/,\"replayed\":true/}"
is 'stands nowhere' 0 "$(sql "SELECT count(*) FROM event
	WHERE convert_from(bytes, 'UTF8') LIKE '%${code:12:5}%'")"
print=$(openssl x509 -in "$certs/one.crt" -outform DER | sha256sum | cut -d ' ' -f 1)
ask admin POST /v1/staff \
	"{\"name\":\"X\",\"roles\":[\"adviser\"],\"certificate_sha256\":\"$print\"}"
is 'no admin registers a certificate for somebody' '422 /certificate_sha256' \
	"$status $(field .where)"

say 'a claim that is none'
bad 'a wrong code' 404 not-found one leicester-7-00000-00000-00000-00000
says=$(field .detail,.where,.remedy,.title)
last=$([ "${code:34}" = 0 ] && echo 1 || echo 0)
for typed in "leicester-8${code:11}" "leicester-70${code:11}" "derby-1${code:11}" \
	"derby-7${code:11}" "nowhere-7${code:11}" "${code:0:34}$last"; do
	bad "another number, council, or letter: ${typed%%-*-*}" 404 not-found one "$typed"
	is 'in the same words' "$says" "$(field .detail,.where,.remedy,.title)"
done
bad 'half a code' 422 invalid one "${code:0:20}"
bad 'no certificate' 401 not-signed-in nobody "$code"
bad 'somebody of the council' 409 exists adviser "$code"
bad 'somebody of another' 409 exists derby_admin "$code"
bad 'somebody of another, with a wrong code' 409 exists derby_admin "derby-1${code:11}"
KEY=none bad 'no key' 400 key-missing one "$code"

say 'a claim'
ask one POST '/v1/staff/claim?dry-run=true' "{\"code\":\"$code\"}"
is 'dry' '200 false' "$status $(field .recorded)"
ask one GET /v1/me
is 'registers nothing' 401 "$status"
key=$(new_key)
KEY=$key claim one "${code,,}"
claimed=$answer
is 'is recorded' '201 7' "$status $(field .staff)"
ask one GET /v1/me
is 'and who they are is known at once' '200 leicester Invented One' \
	"$status $(field '.authority.code + " " + .name')"
KEY=$key claim one "${code,,}"
is 'the answer that was lost is given again' "$claimed" "${answer/,\"replayed\":true/}"
KEY=$key claim two "${code,,}"
is 'to its holder alone' '409 key-reused' "$status $(field .code)"
bad 'without its key it was used' 409 exists one "$code"
bad 'by another certificate as well' 422 invalid two "$code"
is 'in these words' 'used before' "$(grep -o 'used before' <<<"$answer")"

say 'two councils'
invite derby_admin 'Invented Two'
bad 'a certificate that the other council knows' 409 exists one "$code"
claim two "$code"
ask two GET /v1/me
is 'each works in the books that invited them' 'derby' "$(field .authority.code)"

say 'renewed'
invite admin 'Invented Three'
old=$code
ask admin POST /v1/staff/8/renew '{}'
is 'another invitation' '201 leicester-8' "$status $(field .invitation | cut -c 1-11)"
code=$(field .invitation)
bad 'makes the one before it void' 404 not-found three "$old"
claim three "$code"
is 'and is claimed' 201 "$status"
ask admin POST /v1/staff/8/renew ''
code=$(field .invitation)
claim four "$code"
is 'a second certificate' 201 "$status"
ask four GET /v1/me
is 'is the same member of staff' 8 "$(field .staff)"
ask three GET /v1/me
is 'beside the first' 8 "$(field .staff)"
ask auditor GET /v1/staff
is 'the list counts' '2 null' "$(field '.items[] | select(.staff == 8) |
	"\(.certificates) \(.invited_until)"')"
ask admin POST /v1/staff/8/renew '{}'
until=$(field .until)
is 'in seven days' "$(TZ=Europe/London date -d '+7 days' +%F)" "$until"
ask auditor GET /v1/staff
is 'and says who has not claimed' "$until" "$(field '.items[] | select(.staff == 8).invited_until')"

say 'two councils at once'
invite admin 'Invented Five'
print=$(openssl x509 -in "$certs/five.crt" -outform DER | sha256sum | cut -d ' ' -f 1)
# The other council's claim, which has been decided and is not committed yet.
sql "BEGIN; SET LOCAL session_replication_role = replica;
	INSERT INTO credential (kind, digest, authority_id, staff_id, event)
	SELECT 'certificate', '\\x$print', authority_id, 1, 0 FROM authority WHERE code = 'derby';
	SELECT pg_sleep(1); COMMIT" >/dev/null &
rig_others[claim]=$!
until [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")" -gt 0 ]; do
	sleep 0.02
done
bad 'the later is told at once' 409 exists five "$code"
wait "${rig_others[claim]}"
unset 'rig_others[claim]'
is 'and works with the other' '200 derby' \
	"$(ask five GET /v1/me && echo "$status $(field .authority.code)")"
sql "BEGIN; SET LOCAL session_replication_role = replica;
	DELETE FROM credential WHERE digest = '\\x$print'; COMMIT"

say 'what the database holds'
is 'each certificate, its event and its invitation' 't' "$(sql "
	SELECT bool_and(e.kind = CASE WHEN c.invitation IS NULL THEN 'authority-opened'
		ELSE 'staff-claimed' END AND convert_from(e.bytes, 'UTF8') LIKE
		'%\"certificate\":\"' || encode(c.digest, 'hex') || '\"%')
	FROM credential c JOIN event e ON e.authority_id = c.authority_id AND e.number = c.event")"
rig_stop
