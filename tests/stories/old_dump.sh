#!/bin/bash
# A database of an earlier release, restored on a new server in the order bursard(8) gives: roles,
# dump, `bursard migrate`, keys. Then, for each of its councils, the exports are byte for byte what
# they were, the audit finds nothing, a key used then is answered as it was then, and work goes on.
# shellcheck source=tests/stories/said.sh
. "$(dirname "$0")/said.sh"

old=$root/tests/old/914b202

# Before a single role is there.
restore() {
	run "$bursard" --config "$work/a.yaml" migrate --roles
	is 'the roles are made' "0 roles bursar_owner, bursar_daemon and bursar_auditor: there" \
		"$status $out"
	is 'and nothing else' f "$(sql "SELECT to_regnamespace('bursar') IS NOT NULL")"
	xz -dc "$old/bursar.sql.xz" |
		"$tools/pg-cluster" "$pg" psql -qv ON_ERROR_STOP=1 -1 -f - >"$work/out" 2>&1
	is 'the dump is restored without an error' '' "$(grep -a ERROR "$work/out" || true)"
	run "$bursard" --config "$work/a.yaml" migrate
	is 'it is migrated' '0 1' "$status $(grep -c '^migration 0004_.*: applied$' <<<"$out")"
}

# kept COUNCIL KIND: the export has the digest that is kept.
kept() {
	local file=$1.$2.jsonl
	ask "$1-auditor" GET "/v1/export/$2?format=jsonl"
	is "$1: export/$2 is what it was" "200 $(grep " $file$" "$old/SHA256SUMS")" \
		"$status $(sha256sum <"$work/answer" | cut -d ' ' -f 1)  $file"
}

sound() {
	run as "$1-auditor" audit balance
	is "$1: the audit finds nothing$2" "0 $audit_is_clean" \
		"$status $(grep '^Every' <<<"$out" || head -n 30 <<<"$out$err")"
}

# replayed COUNCIL KEY PAYMENT REF LINE PENCE ON: as the command line asked for it then.
replayed() {
	local before
	before=$(all_events)
	KEY=$2 ask "$1-adviser" POST /v1/payments \
		"{\"ref\":\"$4\",\"entitlement\":\"$5\",\"amount_pence\":$6,\"on\":\"$7\"}"
	is "$1: a key that was used then is answered as it was then" "201 $3 $before" \
		"$status $(field .payment) $(all_events)"
	KEY=$2 ask "$1-adviser" POST /v1/payments \
		"{\"ref\":\"$4\",\"entitlement\":\"$5\",\"amount_pence\":1,\"on\":\"$7\"}"
	is "$1: and for another request it is used up" "409 key-reused" "$status $(field .code)"
}

all_events() {
	sql 'SELECT sum(size) FROM log_head'
}

# goes_on NAME PATTERN WHO ARGUMENT...
goes_on() {
	run as "${@:3}"
	if [ "$status" -eq 0 ] && grep -qE -- "$2" <<<"$out"; then
		ok "$1"
	else
		not_ok "$1: status $status, no line like $2" "$out
$err"
	fi
}

requested() {
	as "$@" | grep -o 'P[0-9]*' | head -n 1
}

rig_pg_start || give_up 'PostgreSQL'
cp -r "$old/certs" "$old/keys" "$work/"
chmod 700 "$certs" "$work/keys"
chmod 600 "$certs"/*.key "$work"/keys/*.key
rig_config a
restore
rig_daemon_start a
for council in derby leicester leicestershire nottinghamshire; do
	for who in adviser manager finance auditor; do
		rig_profile "$council-$who" a
	done
	kept "$council" events
	kept "$council" ledger
	sound "$council" ''
done

replayed derby ef4c43a2-921d-8188-82d7-a0651755e79d \
	P239 DER-9001 communication-allowance 1500 2019-08-01
replayed leicestershire 670c16a9-b8e9-8eee-8bd1-5f48b05e6b81 \
	P789 LCC-0001 allowance 58000 2019-10-01
replayed nottinghamshire 95f2878d-2f33-8d08-85b2-e5333a539710 \
	P267 NCC-9001 driving-lessons 12000 2019-06-24

goes_on 'what was asked for then is approved' P237 derby-manager payment approve P237
goes_on 'and paid' P237 derby-finance payment pay P237 -y
goes_on 'what was approved then is paid' P789 leicestershire-finance payment pay P789 -y
goes_on 'what was asked for then is declined' P267 nottinghamshire-manager payment decline P267 \
	--reason 'Invented' -y
goes_on 'what is sealed can be read' '^Name +Sam Invented$' leicester-adviser \
	person show LEI-9001
goes_on 'something new is asked for' P246 leicester-adviser payment request LEI-9001 \
	setting-up-home 100 --on 2019-07-02
goes_on 'approved' P246 leicester-manager payment approve P246
goes_on 'and paid' P246 leicester-finance payment pay P246 -y
goes_on 'a cap that was full then is not topped up again' '^setting-up-home .* £650.00 *$' \
	leicester-adviser person entitlements LEI-9001 --on 2019-07-02
for council in derby leicester leicestershire nottinghamshire; do
	sound "$council" ', the new included'
done
rig_stop
