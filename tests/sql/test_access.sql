\i tests/sql/fixture.psql

-- The roles.
SELECT results_eq($$SELECT rolname::text COLLATE "default", rolcanlogin, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls,
		coalesce('default_transaction_read_only=on' = ANY (rolconfig), false),
		coalesce('search_path=bursar, pg_temp' = ANY (rolconfig), false)
	FROM pg_roles WHERE rolname LIKE 'bursar%' ORDER BY 1$$,
	$$VALUES ('bursar_auditor', true, false, true, true), ('bursar_daemon', true, false, false, true), ('bursar_owner', false, false, false, false)$$,
	'who signs in, with what');
SELECT is_empty($$SELECT FROM pg_auth_members WHERE member IN (SELECT oid FROM pg_roles WHERE rolname IN ('bursar_daemon', 'bursar_auditor'))$$,
	'neither who signs in is a member of another role');
SELECT is_empty($$SELECT relname FROM pg_class WHERE relnamespace = 'bursar'::regnamespace AND relowner <> 'bursar_owner'::regrole$$,
	'the owner owns every table');
SELECT is_empty($$SELECT proname FROM pg_proc WHERE pronamespace = 'bursar'::regnamespace AND proowner <> 'bursar_owner'::regrole$$,
	'the owner owns every function');
SELECT is_empty($$SELECT proname FROM pg_proc WHERE pronamespace = 'bursar'::regnamespace AND prosecdef
	AND NOT 'search_path=bursar, pg_temp' = ANY (coalesce(proconfig, '{}'))$$, 'whatever runs as its owner has a pinned search_path');
SELECT is_empty($$SELECT proname FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) AS a
	WHERE pronamespace = 'bursar'::regnamespace AND a.grantee = 0$$, 'no function is everybody''s');
SELECT is_empty($$SELECT 1 FROM pg_namespace, aclexplode(nspacl) AS a WHERE nspname = 'bursar' AND a.privilege_type = 'CREATE'
	AND a.grantee <> 'bursar_owner'::regrole$$, 'only the owner makes anything in the schema');

-- Every privilege on every table, whole or by column.
CREATE TEMP VIEW privilege AS
	SELECT c.relname::text COLLATE "default" AS name, a.grantee::regrole::text AS role, (a.privilege_type || coalesce(' (' || a.columns || ')', '')) COLLATE "default" AS may
	FROM pg_class AS c
		CROSS JOIN LATERAL (
			SELECT grantee, privilege_type, NULL AS columns FROM aclexplode(c.relacl)
			UNION ALL
			SELECT x.grantee, x.privilege_type, string_agg(t.attname, ' ' ORDER BY t.attnum)
			FROM pg_attribute AS t, aclexplode(t.attacl) AS x
			WHERE t.attrelid = c.oid AND t.attnum > 0
			GROUP BY 1, 2
		) AS a
	WHERE c.relnamespace = 'bursar'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND a.grantee <> c.relowner;
SELECT results_eq($$SELECT name, string_agg(may, ', ' ORDER BY may) FROM privilege WHERE role = 'bursar_daemon' GROUP BY name ORDER BY name$$, $$VALUES
	('account', 'INSERT (authority_id account_id code book floor person_id entitlement period base_pence), SELECT'),
	('account_kind', 'SELECT'),
	('approval', 'SELECT'),
	('authority', 'SELECT'),
	('award', 'INSERT, SELECT'),
	('category', 'INSERT, SELECT'),
	('command_key', 'INSERT, SELECT'),
	('credential', 'INSERT, SELECT'),
	('credential_end', 'INSERT, SELECT'),
	('creditor', 'INSERT, SELECT'),
	('event', 'INSERT, SELECT'),
	('fact', 'INSERT, SELECT'),
	('fact_end', 'INSERT, SELECT'),
	('log_head', 'SELECT, UPDATE (offer_serial)'),
	('migration', 'SELECT'),
	('offer', 'INSERT, SELECT'),
	('payee', 'INSERT, SELECT'),
	('payee_change', 'INSERT, SELECT'),
	('payment', 'INSERT (authority_id payment_id person_id entitlement amount_pence need_date offer_version content requester period year cap_account drawn_account reserve_n age category payee_id creditor_set replaces), SELECT'),
	('payment_move_allowed', 'SELECT'),
	('payment_step', 'INSERT, SELECT'),
	('person_private', 'INSERT, SELECT'),
	('person_text', 'INSERT, SELECT'),
	('probe', 'INSERT (at), SELECT, UPDATE (at)'),
	('refusal', 'INSERT, SELECT'),
	('rule_limit', 'INSERT, SELECT'),
	('rules', 'INSERT, SELECT'),
	('staff', 'INSERT, SELECT'),
	('staff_invitation', 'INSERT, SELECT'),
	('staff_role', 'INSERT, SELECT'),
	('staff_suspension', 'INSERT, SELECT'),
	('transfer', 'INSERT, SELECT')$$, 'what the daemon may');
SELECT results_eq($$SELECT name, string_agg(may, ', ' ORDER BY may) FROM privilege WHERE role = 'bursar_auditor' AND may <> 'SELECT' GROUP BY name ORDER BY name$$,
	$$VALUES ('payee', 'SELECT (authority_id event key_id code)'), ('person_private', 'SELECT (authority_id person_id event ref)'),
		('person_text', 'SELECT (authority_id event field person_id payee_id)')$$,
	'what the auditor may not see whole');
SELECT is_empty($$SELECT name FROM (SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'bursar'::regnamespace AND relkind = 'r') AS t
	WHERE name NOT IN (SELECT name FROM privilege WHERE role = 'bursar_auditor')$$, 'the auditor sees something of every table');
SELECT is_empty($$SELECT * FROM privilege WHERE role NOT IN ('bursar_daemon', 'bursar_auditor')$$, 'nobody else may anything');

-- Row security.
SELECT is_empty($$SELECT c.relname
	FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'authority_id'
	WHERE c.relnamespace = 'bursar'::regnamespace AND c.relkind = 'r' AND c.relname <> 'authority'
		AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid))$$, 'every table with an authority has row security');

CREATE TEMP TABLE secured (name text);
-- Certificates are for all to read, since they tell the authority; they are added like the rest.
INSERT INTO secured SELECT relname FROM pg_class WHERE relnamespace = 'bursar'::regnamespace AND relrowsecurity AND relname <> 'credential';
GRANT SELECT ON secured TO PUBLIC;
CREATE FUNCTION pg_temp.count_of(name text, authority integer) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
	n bigint;
BEGIN
	EXECUTE format('SELECT count(authority_id) FROM %I WHERE authority_id = $1', name) INTO n USING authority;
	RETURN n;
END
$$;

SELECT is(current_setting('bursar.authority', true), NULL, 'the setting is unset');
SET LOCAL ROLE bursar_daemon;
SELECT throws_ok(format('SELECT * FROM %I', name), '42704', NULL, 'without the setting none is read: ' || name) FROM secured ORDER BY name;
SELECT throws_ok('UPDATE log_head SET offer_serial = 9', '42704', NULL, 'without the setting none is changed');
SELECT throws_ok($$INSERT INTO refusal VALUES (1, 30, NULL, NULL, NULL, NULL, '{x}')$$, '42704', NULL, 'without the setting none is added');
SELECT lives_ok('SELECT * FROM authority', 'authorities are read without it');
SELECT lives_ok($$SELECT * FROM credential WHERE digest = sha256('a'::bytea)$$, 'certificates are read without it');
RESET ROLE;
SET LOCAL ROLE bursar_auditor;
SELECT throws_ok('SELECT * FROM event', '42704', NULL, 'without the setting the auditor reads nothing either');

-- What the setting is after a transaction that had it.
RESET ROLE;
SELECT set_config('bursar.authority', '', true);
SET LOCAL ROLE bursar_daemon;
SELECT throws_ok(format('SELECT * FROM %I', name), '22P02', NULL, 'with an empty setting none is read: ' || name) FROM secured ORDER BY name;

SELECT set_config('bursar.authority', '1', true);
SELECT cmp_ok(pg_temp.count_of(name, 1), '>', 0::bigint, 'authority 1 sees its own: ' || name) FROM secured ORDER BY name;
SELECT is(pg_temp.count_of(name, 2), 0::bigint, 'authority 1 sees nothing of authority 2: ' || name) FROM secured ORDER BY name;
SELECT throws_like(format('INSERT INTO %I SELECT (jsonb_populate_record(r, ''{"authority_id": 2}'')).* FROM %1$I AS r LIMIT 1', name),
	'new row violates row-level security policy%', 'authority 1 adds nothing to authority 2: ' || name)
	FROM secured WHERE name NOT IN ('log_head', 'account', 'payment', 'person_private') ORDER BY name;
SELECT throws_like($$INSERT INTO person_private (authority_id, person_id, event, ref) VALUES (2, gen_random_uuid(), 30, 'C9')$$,
	'new row violates row-level security policy%', 'authority 1 adds nothing to authority 2: person_private');
SELECT throws_like($$INSERT INTO account (authority_id, account_id, code, book) VALUES (2, 800, 'bank', 'money')$$,
	'new row violates row-level security policy%', 'authority 1 adds nothing to authority 2: account');
SELECT throws_like($$INSERT INTO payment (authority_id, payment_id, person_id, entitlement, amount_pence, need_date, offer_version, content, requester,
		period, year, cap_account, drawn_account, reserve_n, age, category)
	SELECT 2, 9, person_id, entitlement, amount_pence, need_date, offer_version, content, requester, period, year, cap_account, drawn_account,
		reserve_n, age, category FROM payment WHERE payment_id = 18$$,
	'new row violates row-level security policy%', 'authority 1 adds nothing to authority 2: payment');
SELECT results_eq('SELECT DISTINCT authority_id FROM approval', 'VALUES (1)', 'authority 1 sees its own approvals alone');
SELECT throws_like($$INSERT INTO credential VALUES ('certificate', sha256('y'), 2, 1, 0, NULL, NULL, 22)$$, 'new row violates row-level security policy%',
	'nor a certificate for somebody of authority 2');
SELECT throws_like($$INSERT INTO credential VALUES ('certificate', sha256('y'), 1, 3, 22, NULL, NULL, NULL)$$, 'new row violates row-level security policy%',
	'nor one that nobody was invited to register');
SELECT lives_ok($$INSERT INTO credential VALUES ('certificate', sha256('y'), 1, 3, 22, NULL, NULL, 22)$$, 'but one for its own, who was');

SELECT set_config('bursar.authority', '2', true);
SELECT is(pg_temp.count_of(name, 1), 0::bigint, 'authority 2 sees nothing of authority 1: ' || name) FROM secured ORDER BY name;
SELECT is_empty('SELECT FROM approval', 'nor its approvals');

-- The auditor.
RESET ROLE;
SET LOCAL ROLE bursar_auditor;
SELECT set_config('bursar.authority', '1', true);
SELECT lives_ok(format('SELECT * FROM %I', name), 'the auditor reads ' || name) FROM secured
	WHERE name NOT IN ('person_private', 'person_text', 'payee') ORDER BY name;
SELECT is(pg_temp.count_of(name, 2), 0::bigint, 'the auditor of 1 sees nothing of 2: ' || name) FROM secured ORDER BY name;
SELECT lives_ok('SELECT person_id, ref FROM person_private', 'the auditor reads who there is');
SELECT throws_ok('SELECT wrapped_key FROM person_private', '42501', NULL, 'but no key');
SELECT throws_ok('SELECT sealed FROM person_private', '42501', NULL, 'nothing sealed of a person');
SELECT throws_ok('SELECT sealed FROM person_text', '42501', NULL, 'and no sealed text');
SELECT throws_ok('UPDATE log_head SET offer_serial = 1', '42501', NULL, 'the auditor changes nothing');
SELECT throws_ok('INSERT INTO refusal SELECT * FROM refusal', '42501', NULL, 'and adds nothing');

SELECT * FROM finish();
ROLLBACK;
