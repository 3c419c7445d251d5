\i tests/sql/fixture.psql

-- What the daemon's role may do by itself: nothing that names an event recorded before, or none. Events 0 to 22 are an earlier
-- transaction's, 23 to 60 of this one.
SELECT pg_temp.committed();
SELECT pg_temp.events(1, 23, 60, 'refused', 2);
SELECT set_config('bursar.authority', '1', true);
SET LOCAL ROLE bursar_daemon;

CREATE TEMP TABLE try (name text, what text);
INSERT INTO try VALUES
	('staff', 'INSERT INTO staff VALUES (1, 9, ''Nan'', ''{admin}'', true, %s)'),
	('credential', 'INSERT INTO credential VALUES (''certificate'', sha256(''n''), 1, 3, %s, NULL, NULL, 22)'),
	('staff_invitation', 'INSERT INTO staff_invitation VALUES (1, %s, 4, ''2019-05-08'')'),
	('credential_end', 'INSERT INTO credential_end VALUES (1, %s, 2, 1)'),
	('staff_role', 'INSERT INTO staff_role VALUES (1, %s, 2, ''admin'', true, ''2019-04-01'', NULL)'),
	('staff_suspension', 'INSERT INTO staff_suspension VALUES (1, %s, 2, true)'),
	('person_private', 'INSERT INTO person_private VALUES (1, gen_random_uuid(), %s, ''C9'', ''\x00'', ''\x00'')'),
	('person_text', 'INSERT INTO person_text VALUES (1, %s, ''reason'', NULL, ''\x00'')'),
	('category', 'INSERT INTO category VALUES (1, gen_random_uuid(), ''2019-01-01'', %s, ''eligible'')'),
	('fact', 'INSERT INTO fact VALUES (1, gen_random_uuid(), ''gym'', %s, ''2019-01-01'', NULL)'),
	('fact_end', 'INSERT INTO fact_end VALUES (1, ''aaaaaaaa-0000-4000-8000-000000000001'', ''pathway-plan:gym'', 6, %s, ''2019-05-01'')'),
	('payee', 'INSERT INTO payee VALUES (1, %s, gen_random_uuid(), ''college'', ''\x00'')'),
	('payee_change', 'INSERT INTO payee_change VALUES (1, %s, 16, false, true)'),
	('creditor', 'INSERT INTO creditor VALUES (1, %s, ''aaaaaaaa-0000-4000-8000-000000000001'', NULL, true, 2, NULL)'),
	('offer', 'INSERT INTO offer VALUES (1, 3, ''2020-01-01'', sha256(''x''), ''x'', ''{}'', %s)'),
	('rules', 'INSERT INTO rules VALUES (1, 2, ''2190-01-01'', sha256(''x''), ''x'', ''{}'', %s)'),
	('rule_limit', 'WITH r AS (INSERT INTO rules VALUES (1, 2, ''2190-01-01'', sha256(''x''), ''x'', ''{}'', %1$s))
		INSERT INTO rule_limit VALUES (1, 2, 0, ''award'', ''manager'', NULL, NULL, 1, NULL, %1$s)'),
	('account', 'INSERT INTO account (authority_id, account_id, code, book) VALUES (1, 16 * %s + 15, ''bank'', ''money'')'),
	('transfer', 'INSERT INTO transfer VALUES (1, %s, 7, ''post'', 144, 145, 1, NULL, NULL)'),
	('refusal', 'INSERT INTO refusal VALUES (1, %s, NULL, NULL, NULL, NULL, ''{not-offered}'', NULL)'),
	('payment', 'INSERT INTO payment (authority_id, payment_id, person_id, entitlement, amount_pence, need_date, offer_version, content,
		requester, period, year, cap_account, drawn_account, reserve_n, age, category) VALUES (1, %s, gen_random_uuid(), ''gym'', 1, ''2019-05-01'', 1,
		sha256(''x''), 2, ''lifetime'', ''2019-20'', 129, 130, 0, 19, ''relevant'')'),
	('payment_step', 'INSERT INTO payment_step VALUES (1, 18, %s, ''decline'', ''declined'', 3, 1, NULL, NULL, NULL, NULL)'),
	('command_key', 'INSERT INTO command_key VALUES (1, 2, gen_random_uuid(), sha256(''x''), %s)');
CREATE FUNCTION pg_temp.tried(what text, event bigint) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
	BEGIN
		EXECUTE format(what, event);
		RAISE EXCEPTION 'undone' USING ERRCODE = 'ZZ000';
	EXCEPTION WHEN OTHERS THEN
		RETURN CASE SQLSTATE WHEN 'ZZ000' THEN 'accepted' ELSE SQLSTATE END;
	END;
END
$$;
-- 21: not the last of them, whose row may be there already.
SELECT is(pg_temp.tried(what, 21), 'BU006', name || ': of an event recorded before') FROM try ORDER BY name;
-- A step is looked at further (test_payment.sql), and so is what somebody may (test_staff.sql).
SELECT is(pg_temp.tried(what, 23), CASE name WHEN 'payment_step' THEN 'BU035' WHEN 'staff_suspension' THEN 'BU071' WHEN 'staff_role' THEN 'BU072' WHEN 'credential_end' THEN 'BU073' ELSE 'accepted' END, name || ': of the first of this transaction')
	FROM try ORDER BY name;
SELECT is(pg_temp.tried(what, 60), CASE name WHEN 'payment_step' THEN 'BU035' WHEN 'staff_suspension' THEN 'BU071' WHEN 'staff_role' THEN 'BU072' WHEN 'credential_end' THEN 'BU073' ELSE 'accepted' END, name || ': of the last') FROM try ORDER BY name;
SELECT is(pg_temp.tried(what, 61), 'BU006', name || ': of one that is not there') FROM try ORDER BY name;
SELECT is(pg_temp.tried('INSERT INTO refusal SELECT 1, n, NULL, NULL, NULL, NULL, ''{x}'', NULL FROM generate_series(22, %s) AS n', 30), 'BU006',
	'one of many is enough, at the one end');
SELECT is(pg_temp.tried('INSERT INTO refusal SELECT 1, n, NULL, NULL, NULL, NULL, ''{x}'', NULL FROM generate_series(30, %s) AS n', 61), 'BU006',
	'and at the other');
SELECT is_empty($$SELECT c.relname
	FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'authority_id'
	WHERE c.relnamespace = 'bursar'::regnamespace AND c.relkind = 'r' AND has_any_column_privilege('bursar_daemon', c.oid, 'INSERT')
		AND c.relname <> 'event' AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND tgname = 'insert_now')$$,
	'each table that the daemon adds to is so guarded');
RESET ROLE;

-- The transaction is looked at, not the numbers alone.
SET LOCAL session_replication_role = replica;
UPDATE log_head SET batch_tx = '3', batch_first = 0 WHERE authority_id = 2;
SET LOCAL session_replication_role = origin;
SELECT throws_ok($$INSERT INTO refusal VALUES (2, 2, NULL, NULL, NULL, NULL, '{x}', NULL)$$, 'BU006', NULL, 'another transaction''s batch is another''s');

-- Two batches of one transaction are one.
SELECT pg_temp.committed();
SELECT pg_temp.events(1, 61, 61, 'refused', 2);
SELECT pg_temp.events(1, 62, 62, 'refused', 2);
SELECT lives_ok($$INSERT INTO refusal VALUES (1, 61, NULL, NULL, NULL, NULL, '{x}', NULL), (1, 62, NULL, NULL, NULL, NULL, '{x}', NULL)$$,
	'events added in two statements are of one transaction');

-- The clock: five minutes ahead at most, or the head's own instant.
CREATE FUNCTION pg_temp.event_at(at timestamptz) RETURNS text
LANGUAGE sql AS $$
	SELECT format('INSERT INTO event SELECT 1, size, %L::timestamptz, (%1$L::timestamptz AT TIME ZONE ''Europe/London'')::date, ''refused'', 2, ''{}'',
		sha256(''\x007b7d'') FROM log_head WHERE authority_id = 1', at)
$$;
SELECT throws_ok(pg_temp.event_at('2099-01-01'), 'BU005', NULL, 'an event of 2099');
SELECT throws_ok(pg_temp.event_at(clock_timestamp() + interval '6 minutes'), 'BU005', NULL, 'six minutes ahead');
SAVEPOINT ahead;
SELECT lives_ok(pg_temp.event_at(clock_timestamp() + interval '4 minutes'), 'four minutes ahead');
ROLLBACK TO ahead;
SET LOCAL session_replication_role = replica;
UPDATE log_head SET at = '2036-01-01' WHERE authority_id = 1;
SET LOCAL session_replication_role = origin;
SELECT throws_ok(pg_temp.event_at('2036-01-01 00:00:00.000001'), 'BU005', NULL, 'a log that is ahead goes no further');
SELECT lives_ok(pg_temp.event_at('2036-01-01'), 'but stands still');
ROLLBACK TO ahead;

SELECT pg_temp.events(1, 63, 69, 'award-made', 3);
SET LOCAL ROLE bursar_daemon;

-- Bases: what transfers credit, less awards, and nothing else.
PREPARE base AS SELECT base_pence, credited FROM account WHERE account_id = 129;
SELECT results_eq('base', 'VALUES (200000::bigint, 210000::bigint)', 'a base is what the offer credited, without the award');
SELECT throws_ok('UPDATE account SET base_pence = 0 WHERE account_id = 129', '42501', NULL, 'the daemon sets no base');
RESET ROLE;
SELECT throws_ok('UPDATE account SET base_pence = 0 WHERE account_id = 129', 'BU021', NULL, 'nor does a superuser');
SET LOCAL ROLE bursar_owner;
SELECT throws_ok('UPDATE account SET base_pence = 300000 WHERE account_id = 129', 'BU021', NULL, 'nor the owner');
RESET ROLE;
SET LOCAL ROLE bursar_daemon;
INSERT INTO transfer VALUES (1, 67, 0, 'post', 128, 129, 500, NULL, NULL);
SELECT results_eq('base', 'VALUES (200500::bigint, 210500::bigint)', 'a credit adds to it');
SELECT throws_ok($$INSERT INTO award VALUES (1, 67, 'aaaaaaaa-0000-4000-8000-000000000001', 'setting-up-home', '2019-05-01', 'lifetime', 499, 129)$$,
	'BU014', NULL, 'an award of another amount than was credited');
SELECT throws_ok($$INSERT INTO award VALUES (1, 68, 'aaaaaaaa-0000-4000-8000-000000000001', 'setting-up-home', '2019-05-01', 'lifetime', 500, 129)$$,
	'BU014', NULL, 'an award that nothing credits');
SELECT throws_ok($$INSERT INTO award VALUES (1, 67, 'aaaaaaaa-0000-4000-8000-000000000002', 'setting-up-home', '2019-05-01', 'lifetime', 500, 129)$$,
	'BU014', NULL, 'an award to somebody else than its cap''s');
SELECT lives_ok($$INSERT INTO award VALUES (1, 67, 'aaaaaaaa-0000-4000-8000-000000000001', 'setting-up-home', '2019-05-01', 'lifetime', 500, 129)$$,
	'an award as it was credited');
SELECT results_eq('base', 'VALUES (200000::bigint, 210500::bigint)', 'which is no base');
SELECT throws_ok($$INSERT INTO account (authority_id, account_id, code, book, floor, person_id, base_pence)
	VALUES (1, 16 * 68, 'cap:x', 'allowance', 0, 'aaaaaaaa-0000-4000-8000-000000000001', 1)$$, 'BU013', NULL, 'no cap begins with a base');
SELECT throws_ok($$INSERT INTO account (authority_id, account_id, code, book, floor, person_id)
	VALUES (1, 16 * 68, 'cap:x', 'allowance', 0, 'aaaaaaaa-0000-4000-8000-000000000001')$$, 'BU013', NULL, 'or without');
SELECT throws_ok($$INSERT INTO account (authority_id, account_id, code, book, floor, base_pence) VALUES (1, 16 * 68, 'fund:x:2019-20', 'money', 0, 0)$$,
	'BU013', NULL, 'and no fund has one');
SELECT throws_ok($$INSERT INTO account (authority_id, account_id, code, book, floor, base_pence) VALUES (1, 16 * 68, 'cap:x', 'allowance', 0, 0)$$,
	'BU013', NULL, 'nor is a cap nobody''s');
SELECT lives_ok($$INSERT INTO account (authority_id, account_id, code, book, floor, person_id, entitlement, period, base_pence)
	VALUES (1, 16 * 68, 'cap:aaaaaaaa-0000-4000-8000-000000000001:x:2020', 'allowance', 0, 'aaaaaaaa-0000-4000-8000-000000000001',
		'x', '2020', 0)$$, 'a cap');

-- Versions.
SELECT results_eq('SELECT offer_serial FROM log_head', 'VALUES (2)', 'versions are counted as they are added');
SELECT throws_ok($$INSERT INTO offer VALUES (1, 4, '2020-01-01', sha256('x'), 'x', '{}', 61)$$, 'BU050', NULL, 'none is left out');
SELECT throws_ok($$INSERT INTO offer VALUES (1, 0, '2020-01-01', sha256('x'), 'x', '{}', 61)$$, '23514', NULL, 'none stands before the first');
SELECT lives_ok($$INSERT INTO offer VALUES (1, 3, '2020-01-01', sha256('x'), 'x', '{}', 61), (1, 4, '2020-01-01', sha256('y'), 'y', '{}', 62)$$,
	'two that go on');
SELECT results_eq('SELECT offer_serial FROM log_head', 'VALUES (4)', 'are counted');
SELECT throws_ok('UPDATE log_head SET offer_serial = 0', 'BU021', NULL, 'and not by hand');
-- A trigger of one's own, on a table of one's own, is not the owner's.
CREATE FUNCTION pg_temp.by_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE log_head SET offer_serial = 0;
	RETURN NULL;
END
$$;
CREATE TEMP TABLE own (n integer);
CREATE TRIGGER own AFTER INSERT ON own EXECUTE FUNCTION pg_temp.by_trigger();
SELECT throws_ok('INSERT INTO own VALUES (1)', 'BU021', NULL, 'nor by a trigger of one''s own');

SELECT * FROM finish();
ROLLBACK;
