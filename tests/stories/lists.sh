#!/bin/bash
# More than fits: lists come in pages, records say what they leave out, and a reply that would be
# too large fails by itself, in words.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"

many=21600

# fill REF COUNT BYTES: facts of somebody, with evidence of so many bytes each that nobody wrote,
# and as many refusals; as if they had been recorded before there was a limit.
fill() {
	sql "SET session_replication_role = replica;
		INSERT INTO fact (authority_id, person_id, code, event, from_date)
		SELECT $authority, person_id, 'first-tenancy', 1000000 + n, '2019-07-01'
		FROM person_private CROSS JOIN generate_series(1, $2) AS n
		WHERE authority_id = $authority AND ref = '$1';
		INSERT INTO person_text (authority_id, event, field, person_id, sealed)
		SELECT $authority, f.event, 'evidence', f.person_id, decode(repeat('ab', $3), 'hex')
		FROM fact AS f JOIN person_private AS p USING (authority_id, person_id)
		WHERE f.authority_id = $authority AND p.ref = '$1' AND f.event > 1000000
		ON CONFLICT DO NOTHING;
		INSERT INTO refusal (authority_id, event, person_id, entitlement, amount_pence,
			reasons, need_date)
		SELECT $authority, f.event, f.person_id, 'setting-up-home', 1, '{cap-exceeded}',
			'2019-07-01'
		FROM fact AS f JOIN person_private AS p USING (authority_id, person_id)
		WHERE f.authority_id = $authority AND p.ref = '$1' AND f.event > 1000000
		ON CONFLICT DO NOTHING;"
}

next_link() {
	sed -n 's/^Link: <\(.*\)>; rel="next"$/\1/Ip' <<<"$headers"
}

pages() {
	ask adviser GET /v1/people/LEI-1/facts
	is 'facts: a page' '200 100 /v1/people/LEI-1/facts?after=1000100' \
		"$status $(field '.items | length') $(next_link)"
	ask adviser GET "$(next_link)"
	is 'facts: the next' '200 1000101' "$status $(field '.items[0].event')"
	ask adviser GET "/v1/people/LEI-1/facts?limit=1000&after=$((1000000 + many - 1000))"
	is 'facts: the last' '200 1000 ' "$status $(field '.items | length') $(next_link)"
	ask adviser GET /v1/people/LEI-1/refusals
	is 'refusals: a page' '200 100 /v1/people/LEI-1/refusals?after=1000100' \
		"$status $(field '.items | length') $(next_link)"
	ask adviser GET /v1/people/LEI-1
	is 'a record is cut to the newest' \
		"200 100 $((1000000 + many)) /v1/people/{ref}/facts null" "$status $(field \
		'"\(.facts | length) \(.facts[-1].event) \(.more.facts) \(.more.awards)"')"
	ask adviser GET '/v1/people/LEI-1/statement?limit=1000'
	is 'a statement is cut to the newest' \
		"200 1000 $((1000000 + many)) /v1/people/{ref}/refusals null" "$status $(field \
		'"\(.refusals | length) \(.refusals[-1].event) \(.more.refusals) \(.more.caps)"')"
}

by_the_command_line() {
	is 'bursar fact list has all' "$many" \
		"$(as adviser fact list LEI-1 -o csv | grep -c first-tenancy)"
	is 'bursar person refusals has all' "$many" \
		"$(as adviser person refusals LEI-1 -o csv | grep -c cap-exceeded)"
	is 'bursar person show says what it leaves out' \
		'Only 1000 are shown; bursar fact list REF shows all.' \
		"$(as adviser person show LEI-1 | grep '^Only')"
	is 'bursar person statement says what it leaves out' \
		'Only 1000 are shown; bursar person refusals REF shows all.' \
		"$(as adviser person statement LEI-1 | grep '^Only')"
}

# Deciding looks at all of it, and goes on.
deciding() {
	ask adviser POST /v1/payments '{"ref":"LEI-1","entitlement":"setting-up-home",
		"amount_pence":100,"on":"2019-07-01"}'
	is 'a payment of somebody of whom there is so much' 201 "$status"
	ask adviser GET '/v1/people/LEI-1/entitlements?on=2019-07-01'
	is 'and what they may have' 200 "$status"
	ask adviser POST /v1/people/LEI-1/facts \
		'{"fact":"first-tenancy","from":"2019-07-01","evidence":"Seen"}'
	is 'one fact more is too many' '422 invalid /fact' \
		"$status $(field '"\(.code) \(.where)"')"
	# Their events are none of the log's, and numbered beyond it (fill).
	sql 'ALTER TABLE fact_end DROP CONSTRAINT fact_end_after'
	ask adviser POST /v1/people/LEI-1/facts/first-tenancy/end '{"on":"2019-08-01"}'
	is 'they can be ended' 201 "$status"
	is 'all of them' "$many" "$(sql "SELECT count(*) FROM fact_end
		WHERE until_date = '2019-07-31'
		AND person_id = (SELECT person_id FROM person_private
			WHERE authority_id = $authority AND ref = 'LEI-1')")"
}

too_large() {
	ask adviser GET '/v1/people/LEI-2/facts?limit=1000'
	is 'a page that is too large' '422 unshown' "$status $(field .code)"
	ask adviser GET '/v1/people/LEI-2/facts?limit=10'
	is 'less of it is not' '200 10' "$status $(field '.items | length')"
	ask adviser GET /v1/people/LEI-2
	is 'nor is the record' 200 "$status"
}

rig_start
person LEI-1
person LEI-2
fill LEI-1 $many 2060
pages
by_the_command_line
deciding
sql "SET session_replication_role = replica; DELETE FROM refusal WHERE event > 1000000;
	DELETE FROM person_text WHERE event > 1000000; DELETE FROM fact WHERE event > 1000000"
fill LEI-2 200 100000
too_large
rig_stop
