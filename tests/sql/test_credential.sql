\i tests/sql/fixture.psql

-- Whose credential it is: the statements by which somebody signs in, as functions of their own text, run by the daemon's role.
\set q `cat sql/lane/sign_in_authority.sql`
CREATE FUNCTION pg_temp.sign_in_authority(text, text) RETURNS text LANGUAGE sql AS :'q';
\set q `cat sql/lane/sign_in.sql`
CREATE FUNCTION pg_temp.sign_in(text, text) RETURNS TABLE (authority_id integer, staff_id integer, roles integer, active boolean, serial integer, day date) LANGUAGE sql AS :'q';
CREATE FUNCTION pg_temp.who(name text, of_kind text DEFAULT 'certificate') RETURNS text LANGUAGE sql AS $$
	SELECT pg_temp.sign_in_authority(encode(sha256(name::bytea), 'hex'), of_kind);
	SELECT concat_ws('/', authority_id, staff_id, CASE WHEN NOT active THEN 'suspended' END) FROM pg_temp.sign_in(encode(sha256(name::bytea), 'hex'), of_kind)
$$;

SET LOCAL ROLE bursar_daemon;
SELECT is(pg_temp.who('a'), '1/1', 'a certificate is of its member of staff');
SELECT is(pg_temp.who('z'), '2/1', 'and council');
SELECT is(pg_temp.who('b'), '1/2', 'one of two');
SELECT is(pg_temp.who('c'), '1/2', 'the other');
SELECT is(pg_temp.who('x'), NULL, 'one that is not registered is nobody''s');
SELECT is(pg_temp.who('a', 'session'), NULL, 'nor is one of another kind');
RESET ROLE;

SET LOCAL session_replication_role = replica;
UPDATE credential SET until_at = clock_timestamp() + interval '1 minute' WHERE digest = sha256('a');
UPDATE credential SET until_at = clock_timestamp() WHERE digest = sha256('b');
UPDATE credential SET revoked_event = 2 WHERE digest = sha256('c');
SET LOCAL session_replication_role = DEFAULT;
SET LOCAL ROLE bursar_daemon;
SELECT is(pg_temp.who('a'), '1/1', 'one that ends later holds');
SELECT is(pg_temp.who('b'), NULL, 'one that has ended does not');
SELECT is(pg_temp.who('c'), NULL, 'nor one that was revoked');
RESET ROLE;
SET LOCAL session_replication_role = replica;
UPDATE staff SET active = false WHERE authority_id = 1 AND staff_id = 1;
SET LOCAL session_replication_role = DEFAULT;
SET LOCAL ROLE bursar_daemon;
SELECT is(pg_temp.who('a'), '1/1/suspended', 'one of somebody who is gone tells so');

-- What may be added: test_recorded.sql, test_access.sql and test_provenance.sql have the rest.
RESET ROLE;
SELECT pg_temp.committed();
SELECT pg_temp.events(1, 23, 30, 'refused', 2);
SELECT set_config('bursar.authority', '1', true);
SET LOCAL ROLE bursar_daemon;
SELECT throws_like($$INSERT INTO credential VALUES ('certificate', sha256('y'), 1, 3, 23, NULL, 24, 22)$$, 'new row violates row-level security policy%',
	'none that is revoked');
SELECT throws_ok($$INSERT INTO credential VALUES ('session', sha256('y'), 1, 3, 23, NULL, NULL, 22)$$, '23514', NULL, 'none of a kind that is not known');
RESET ROLE;
SELECT throws_ok($$INSERT INTO credential VALUES ('certificate', sha256('y'), 1, 3, 24, NULL, 24, 22)$$, '23514', NULL, 'none that was revoked before it was there');
SELECT throws_ok($$INSERT INTO credential VALUES ('certificate', sha256('y'), 1, 3, 24, NULL, 31, 22)$$, 'BU006', NULL, 'nor by an event that is none');
SELECT lives_ok($$INSERT INTO credential VALUES ('certificate', sha256('y'), 1, 3, 24, NULL, NULL, 22)$$, 'one that was claimed');

SELECT is_empty($$SELECT relname FROM pg_class WHERE relname LIKE 'staff_cert%' UNION ALL SELECT proname FROM pg_proc WHERE proname LIKE 'staff_cert%'$$,
	'nothing is left of the table of certificates alone');
SELECT * FROM finish();
ROLLBACK;
