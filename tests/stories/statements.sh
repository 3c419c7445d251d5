#!/bin/bash
# Each statement of the daemon is taken by the real schema, with the privileges of the daemon, and
# what a batch looks up it finds by a key. BUILD: a built tree.
# shellcheck source=tests/tools/story.sh
. "$(dirname "$0")/../tools/story.sh"
bursard=$BUILD/daemon/bursard
clean() {
	"$tools/pg-cluster" "$work/pg" kill
	rm -rf "$work"
}
trap clean EXIT

conninfo=$("$tools/pg-cluster" "$work/pg" start --no-sync)
server=${conninfo%% user=*}
psql -X -q -d "$server user=postgres dbname=postgres" -c 'CREATE DATABASE bursar'
for name in server ca; do
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
		-subj "/CN=$name" -keyout "$work/$name.key" -out "$work/$name.pem" 2>/dev/null
done
cat >"$work/bursard.yaml" <<YAML
listen: 127.0.0.1:0
admin: 127.0.0.1:0
tls: {certificate: server.pem, key: server.key, client-ca: ca.pem}
database: "$server dbname=bursar user=bursar_daemon"
owner: "$server dbname=bursar user=postgres"
keys: keys
YAML
expect 'migrates' 0 'applied' "$bursard" migrate --config "$work/bursard.yaml"

# Two councils, the one with so many rows that nobody reads them through. Without the triggers: what
# the rows say is of no matter here.
cat >"$work/fill.sql" <<'SQL'
SET search_path = bursar; SET session_replication_role = replica;
INSERT INTO authority SELECT a, 'council-' || a, 'Invented' FROM generate_series(1, 2) AS a;
INSERT INTO log_head (authority_id) SELECT a FROM generate_series(1, 2) AS a;
CREATE TEMPORARY TABLE n AS SELECT CASE WHEN n % 10 = 0 THEN 2 ELSE 1 END AS authority_id, n,
	sha256(n::text::bytea) AS digest,
	'00000000-0000-4000-8000-'::text || lpad(n::text, 12, '0') AS uuid
	FROM generate_series(1, 20000) AS n;
INSERT INTO event SELECT authority_id, n, now(), current_date, 'invented', 1, ''::bytea,
	sha256('\x00'::bytea) FROM n;
INSERT INTO staff (authority_id, staff_id, name, roles, event)
	SELECT authority_id, n, 'Invented', ARRAY['adviser'], n FROM n;
INSERT INTO staff_invitation (authority_id, event, staff_id, until_date)
	SELECT authority_id, n, n, current_date FROM n;
INSERT INTO credential (kind, digest, authority_id, staff_id, event, invitation)
	SELECT 'certificate', digest, authority_id, n, n, n FROM n;
INSERT INTO command_key (authority_id, staff_id, key, request, event)
	SELECT authority_id, 1, uuid::uuid, digest, n FROM n;
INSERT INTO person_private (authority_id, person_id, event, ref, wrapped_key, sealed, likeness)
	SELECT authority_id, uuid::uuid, n, 'P-' || n, digest, digest, digest FROM n;
INSERT INTO person_text (authority_id, event, field, person_id, sealed)
	SELECT authority_id, n, 'payee', uuid::uuid, digest FROM n;
INSERT INTO fact (authority_id, person_id, code, event, from_date)
	SELECT authority_id, uuid::uuid, 'invented', n, current_date FROM n;
INSERT INTO fact_end (authority_id, person_id, code, fact_event, event, until_date)
	SELECT authority_id, uuid::uuid, 'invented', n, n + 1, current_date FROM n;
INSERT INTO category (authority_id, person_id, from_date, event, code)
	SELECT authority_id, uuid::uuid, current_date, n, 'eligible' FROM n;
INSERT INTO account (authority_id, account_id, code, book, floor, person_id, entitlement, period)
	SELECT authority_id, n * 16, 'cap:' || uuid || ':gift:ever', 'allowance', 0, uuid::uuid,
		'gift', 'ever'
	FROM n;
INSERT INTO account (authority_id, account_id, code, book, floor, period)
	SELECT authority_id, n * 16 + 1, 'fund:f-' || n || ':2019-20', 'money', 0,
		1900 + n % 100 || '-20'
	FROM n WHERE n < 2000;
INSERT INTO payment (authority_id, payment_id, person_id, entitlement, amount_pence, need_date,
		offer_version, content, requester, period, year, cap_account, drawn_account,
		reserve_n, age, category)
	SELECT authority_id, n, uuid::uuid, 'gift', 1, current_date, 1, digest, 1, 'ever',
		1900 + n % 100 || '-20', n * 16, 1, 0, 19, 'relevant' FROM n;
INSERT INTO payment_step (authority_id, payment_id, event, step, becomes, staff_id, round, stage,
		content, needed)
	SELECT authority_id, n, n + 1, 'approve', 'approved', 1, 1, 1, digest, 1 FROM n;
INSERT INTO staff_role (authority_id, event, staff_id, role, holds, from_date)
	SELECT authority_id, n, n, 'adviser', true, current_date FROM n;
INSERT INTO payee (authority_id, event, key_id, code, wrapped_key)
	SELECT authority_id, n, uuid::uuid, 'payee-' || n, digest FROM n;
INSERT INTO payee_change (authority_id, event, payee_id, named, ended)
	SELECT authority_id, n + 1, n, true, false FROM n;
INSERT INTO creditor (authority_id, event, person_id, given, set_by)
	SELECT authority_id, n, uuid::uuid, true, 1 FROM n WHERE n % 2 = 0;
INSERT INTO creditor (authority_id, event, payee_id, given, set_by)
	SELECT authority_id, n, n, true, 1 FROM n WHERE n % 2 = 1;
ANALYZE;
SQL
expect 'fills the tables' 0 '' psql -X -q -v ON_ERROR_STOP=1 \
	-d "$server user=postgres dbname=bursar" -f "$work/fill.sql"

# As a lane is set (daemon/store/lanes.c).
{
	echo 'SET search_path = bursar; SET bursar.authority = 1;'
	echo 'SET plan_cache_mode = force_generic_plan;'
	"$bursard" sql
} >"$work/all.sql"
cat >"$work/explain.sql" <<'SQL'
SELECT format('SELECT %L', '== ' || name),
	format('EXPLAIN (COSTS OFF) EXECUTE %I(%s)', name, array_to_string(
		array_fill('NULL'::text, ARRAY[cardinality(parameter_types)]), ', '))
FROM pg_prepared_statements WHERE cardinality(parameter_types) > 0 ORDER BY name \gexec
SELECT format('SELECT %L', '== ' || name),
	format('EXPLAIN (COSTS OFF) EXECUTE %I', name)
FROM pg_prepared_statements WHERE cardinality(parameter_types) = 0 ORDER BY name \gexec
SQL
# EXPLAIN asks for privileges as running would.
expect 'prepares and explains each' 0 '' psql -X -q -At -v ON_ERROR_STOP=1 \
	-d "$server dbname=bursar user=bursar_daemon" -f "$work/all.sql" -f "$work/explain.sql" \
	-o "$work/plans"
expect 'all of them' 0 "^$(grep -c '^PREPARE ' "$work/all.sql")$" grep -c '^== ' "$work/plans"

# scans PATTERN: of statements with such a name, those whose plan reads all of a table, or all that
# a council has in it; or none. Tables with a row a council, or a handful, are left out.
scans() {
	awk -v name="^($1)\$" '/^== / { of = $2 ~ name ? $2 : "" }
		/Scan/ { node = $0 }
		of && !seen[of] && (/Seq Scan on/ || /Index Cond: \(authority_id = \$[0-9]+\)$/) &&
			node !~ / on (authority|log_head|offer|rules|payment_move_allowed)( |$)/ {
			seen[of]++
			list = list " " of
		}
		END { print list ? list : "none" }' "$work/plans"
}
for name in 'load_.*' 'head_.*' 'sign_in.*'; do
	expect "find by keys: $name" 0 '^none$' scans "$name"
done
expect 'this test sees one that reads all' 0 '^ export_keys$' scans export_keys

story_end
