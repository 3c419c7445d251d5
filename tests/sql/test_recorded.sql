\i tests/sql/fixture.psql
SELECT pg_temp.events(1, 23, 60, 'refused', 2);

-- Each change or removal of what is recorded, by the daemon (no privilege) and by the owner and a superuser (by trigger).
CREATE TEMP TABLE try (what text PRIMARY KEY);
INSERT INTO try
	SELECT format(pattern, name)
	FROM unnest(ARRAY['event', 'transfer', 'payment_step', 'award', 'category', 'refusal', 'command_key', 'offer', 'credential_end', 'fact_end', 'rule_limit', 'staff_role', 'staff_suspension']) AS name,
		unnest(ARRAY['UPDATE %s SET authority_id = authority_id', 'UPDATE %s SET authority_id = 2 WHERE false', 'DELETE FROM %s',
			'DELETE FROM %s WHERE false', 'TRUNCATE %s']) AS pattern
	UNION ALL
	SELECT unnest(ARRAY['UPDATE fact SET authority_id = authority_id', 'UPDATE fact SET until_date = ''2019-01-01'' WHERE false',
		'UPDATE rules SET text = text'])
	UNION ALL
	SELECT format(pattern, name)
	FROM unnest(ARRAY['log_head', 'account', 'credential', 'payment', 'fact', 'staff', 'staff_invitation', 'person_private', 'person_text',
		'rules']) AS name,
		unnest(ARRAY['DELETE FROM %s', 'DELETE FROM %s WHERE false', 'TRUNCATE %s CASCADE']) AS pattern
	UNION ALL
	SELECT unnest(ARRAY['UPDATE staff_invitation SET until_date = until_date', 'UPDATE staff_invitation SET until_date = now() WHERE false']);
GRANT SELECT ON try TO PUBLIC;

SELECT set_config('bursar.authority', '1', true);
SET LOCAL ROLE bursar_daemon;
SELECT throws_ok(what, '42501', NULL, 'the daemon: ' || what) FROM try ORDER BY what;
RESET ROLE;
SET LOCAL ROLE bursar_owner;
SELECT throws_ok(what, 'BU020', NULL, 'the owner: ' || what) FROM try ORDER BY what;
RESET ROLE;
SELECT throws_ok(what, 'BU020', NULL, 'a superuser: ' || what) FROM try ORDER BY what;

SELECT throws_ok($$INSERT INTO offer SELECT * FROM offer ON CONFLICT (authority_id, version) DO UPDATE SET text = ''$$, 'BU020', NULL,
	'nor by way of a conflict');

-- What is new is accepted.
SET LOCAL ROLE bursar_daemon;
INSERT INTO transfer VALUES (1, 30, 0, 'post', :offer_home, :cap_home, 1, NULL, NULL);
SELECT lives_ok($$INSERT INTO award VALUES (1, 30, 'aaaaaaaa-0000-4000-8000-000000000001', 'setting-up-home', '2019-05-01', 'lifetime', 1, 129)$$,
	'an award');
SELECT lives_ok($$INSERT INTO category VALUES (1, 'aaaaaaaa-0000-4000-8000-000000000001', '2019-06-01', 30, 'qualifying')$$, 'a category');
SELECT throws_ok($$INSERT INTO category VALUES (1, 'aaaaaaaa-0000-4000-8000-000000000001', '2019-06-01', 31, 'other')$$, '23514', NULL,
	'but no category of its own');
SELECT lives_ok($$INSERT INTO refusal VALUES (1, 30, NULL, NULL, NULL, NULL, '{fund-exhausted}')$$, 'a refusal');
SELECT throws_ok($$INSERT INTO refusal VALUES (1, 31, NULL, NULL, NULL, NULL, '{}')$$, '23514', NULL, 'but none without a reason');
SELECT lives_ok($$INSERT INTO command_key VALUES (1, 3, 'cccccccc-0000-7000-8000-000000000001', sha256('x'), 30)$$,
	'the same key of another member of staff');
SELECT throws_ok($$INSERT INTO command_key VALUES (1, 2, 'cccccccc-0000-7000-8000-000000000001', sha256('x'), 30)$$, '23505', NULL,
	'but no key twice');
SELECT lives_ok($$INSERT INTO staff_invitation VALUES (1, 30, 4, '2019-05-08')$$, 'an invitation');
SELECT lives_ok($$INSERT INTO credential VALUES ('certificate', sha256('new'), 1, 4, 31, NULL, NULL, 30)$$, 'and its claim');
SELECT throws_ok($$INSERT INTO credential VALUES ('certificate', sha256('newer'), 1, 4, 32, NULL, NULL, 30)$$, '23505', NULL, 'but no second one of it');
SELECT throws_ok($$INSERT INTO credential VALUES ('certificate', sha256('newer'), 1, 4, 32, NULL, NULL, 29)$$, '23503', NULL, 'nor one of an invitation that is none');
SELECT throws_ok($$INSERT INTO credential VALUES ('certificate', sha256('newer'), 1, 4, 32, NULL, NULL, 22)$$, '23503', NULL, 'nor of somebody else''s');
SELECT throws_ok($$INSERT INTO credential VALUES ('certificate', sha256('new'), 1, 3, 32, NULL, NULL, 22)$$, '23505', NULL, 'nor of a certificate that is registered');
SELECT throws_ok($$INSERT INTO credential VALUES ('certificate', sha256('newer'), 1, 3, NULL, NULL, NULL, 22)$$, '23502', NULL, 'nor without an event');
SELECT lives_ok($$INSERT INTO offer VALUES (1, 3, '2020-01-01', sha256('x'), 'x', '{"a":1}', 30)$$, 'an offer');

-- Financial rules.
SELECT lives_ok($$INSERT INTO rules VALUES (1, 2, '2190-01-01', sha256('x'), 'x', '{}', 30)$$, 'financial rules');
SELECT results_eq('SELECT rules_serial FROM log_head WHERE authority_id = 1', 'VALUES (2)', 'their versions are counted');
SELECT throws_ok($$INSERT INTO rules VALUES (1, 4, '2190-01-01', sha256('y'), 'y', '{}', 30)$$, 'BU051', NULL, 'none is left out');
SELECT throws_ok($$INSERT INTO rules VALUES (1, 3, '2190-01-01', sha256('x'), 'x', '{}', 30)$$, '23505', NULL, 'no text is a version twice');
SELECT throws_ok('UPDATE log_head SET rules_serial = 0', '42501', NULL, 'nor is the count changed by hand');
PREPARE limited AS INSERT INTO rule_limit VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9);
SELECT lives_ok($$EXECUTE limited(2, 0, 'approve', 'manager', NULL, NULL, 1, NULL, 30)$$, 'a limit of all');
SELECT lives_ok($$EXECUTE limited(2, 1, 'approve', 'manager', NULL, 'gym', 1, NULL, 30)$$, 'of a line');
SELECT lives_ok($$EXECUTE limited(2, 2, 'second', 'manager', 'finance', NULL, 1, NULL, 30)$$, 'of two');
SELECT lives_ok($$EXECUTE limited(2, 3, 'per-person', 'manager', NULL, NULL, 1, 6, 30)$$, 'of a person');
SELECT throws_ok($$EXECUTE limited(2, 4, 'second', 'manager', NULL, NULL, 1, NULL, 30)$$, '23514', NULL, 'two are two');
SELECT throws_ok($$EXECUTE limited(2, 4, 'award', 'manager', 'finance', NULL, 1, NULL, 30)$$, '23514', NULL, 'and one is one');
SELECT throws_ok($$EXECUTE limited(2, 4, 'per-person', 'manager', NULL, NULL, 1, NULL, 30)$$, '23514', NULL, 'a person has a window');
SELECT throws_ok($$EXECUTE limited(2, 4, 'per-person', 'manager', NULL, NULL, 1, 0, 30)$$, '23514', NULL, 'of a month at least');
SELECT throws_ok($$EXECUTE limited(2, 4, 'award', 'manager', NULL, NULL, 0, NULL, 30)$$, '23514', NULL, 'no limit is nothing');
SELECT throws_ok($$EXECUTE limited(2, 4, 'pay', 'manager', NULL, NULL, 1, NULL, 30)$$, '23514', NULL, 'nor of another kind');
SELECT throws_ok($$EXECUTE limited(3, 0, 'award', 'manager', NULL, NULL, 1, NULL, 30)$$, '23503', NULL, 'nor of a version that is none');
SELECT throws_ok($$EXECUTE limited(1, 1, 'award', 'manager', NULL, NULL, 1, NULL, 30)$$, '23503', NULL, 'nor added to one of before');

-- Facts.
PREPARE ended(text, bigint, bigint, date) AS INSERT INTO fact_end VALUES (1, 'aaaaaaaa-0000-4000-8000-000000000001', $1, $2, $3, $4);
SELECT throws_ok($$EXECUTE ended('pathway-plan:gym', 6, 30, '2019-10-02')$$, 'BU040', NULL, 'a fact does not end later');
SELECT throws_ok($$EXECUTE ended('pathway-plan:gym', 6, 30, NULL)$$, '23502', NULL, 'an end needs a day');
SELECT throws_ok($$EXECUTE ended('pathway-plan:gym', 6, NULL, '2019-09-01')$$, '23502', NULL, 'an end needs an event');
SELECT throws_ok($$EXECUTE ended('contact-details', 5, 30, '2019-05-01')$$, '23505', NULL, 'a fact is ended once');
SELECT throws_ok($$EXECUTE ended('contact-details', 6, 30, '2019-05-01')$$, '23503', NULL, 'an end is of a fact');
SELECT throws_ok($$EXECUTE ended('pathway-plan:gym', 6, 6, '2019-05-01')$$, '23514', NULL, 'by an event after it');
SELECT throws_ok($$UPDATE fact SET from_date = '2019-01-01' WHERE event = 6$$, '42501', NULL, 'the beginning is not for the daemon to change');
SELECT throws_ok($$UPDATE fact SET until_date = '2019-05-01' WHERE event = 6$$, '42501', NULL, 'nor is the last day');
SELECT lives_ok($$EXECUTE ended('pathway-plan:gym', 6, 30, '2019-10-01')$$, 'a fact ends on its last day');
SELECT results_eq('SELECT until_date, event FROM fact_end WHERE fact_event = 6', $$VALUES ('2019-10-01'::date, 30::bigint)$$, 'as it was said');
-- Values of facts.
PREPARE valued(bigint, text, date, text) AS INSERT INTO fact (authority_id, person_id, code, event, from_date, amount_pence, every, value_date,
	value_code) VALUES (1, 'aaaaaaaa-0000-4000-8000-000000000001', 'pay', 33, '2019-01-01', $1, $2, $3, $4);
SELECT throws_ok($$EXECUTE valued($$ || given || ')', '23514', NULL, 'a fact with ' || what) FROM (VALUES
	('1, NULL, NULL, NULL', 'an amount of no period'),
	('NULL, ''week'', NULL, NULL', 'a period of no amount'),
	('-1, ''week'', NULL, NULL', 'an amount below nothing'),
	('100000000000, ''week'', NULL, NULL', 'an amount beyond counting'),
	('1, ''day'', NULL, NULL', 'a period there is not'),
	('1, ''week'', ''2019-01-01'', NULL', 'an amount and a date'),
	('NULL, NULL, ''2019-01-01'', ''north''', 'a date and a code'),
	('NULL, NULL, NULL, ''North''', 'what is no code')) AS bad (given, what);
SELECT lives_ok($$EXECUTE valued(0, 'four-weeks', NULL, NULL)$$, 'a fact with an amount of nothing');
SELECT throws_ok($$UPDATE fact SET amount_pence = 1 WHERE event = 33$$, '42501', NULL, 'which the daemon cannot change');
SELECT lives_ok($$INSERT INTO fact VALUES (1, 'aaaaaaaa-0000-4000-8000-000000000001', 'gym', 31, '2019-01-01', NULL)$$, 'a fact begins');
SELECT lives_ok($$EXECUTE ended('gym', 31, 32, '2018-12-31')$$, 'a fact ends before it began: never held');
-- One of two is enough.
INSERT INTO fact VALUES (1, :one, 'gym', 34, '2019-01-01', '2019-06-30'), (1, :one, 'gym', 35, '2019-01-01', '2019-06-29');
SELECT throws_ok($$INSERT INTO fact_end SELECT 1, person_id, 'gym', event, 36, '2019-06-30' FROM fact WHERE event IN (34, 35)$$, 'BU040', NULL,
	'of two facts that end neither may end later');
SELECT lives_ok($$INSERT INTO fact_end SELECT 1, person_id, 'gym', event, 36, '2019-06-29' FROM fact WHERE event IN (34, 35)$$, 'two facts end');
RESET ROLE;

-- People and staff: of these no command changes anything yet.
SET LOCAL ROLE bursar_daemon;
SELECT throws_ok($$UPDATE person_private SET ref = NULL, wrapped_key = NULL, sealed = NULL WHERE ref = 'C2'$$, '42501', NULL, 'nobody is erased');
SELECT throws_ok($$UPDATE person_text SET sealed = NULL$$, '42501', NULL, 'nor what is said of them');
SELECT throws_ok($$INSERT INTO person_private VALUES (1, 'aaaaaaaa-0000-4000-8000-000000000009', 30, 'C1', '\x00', '\x00')$$, '23505', NULL,
	'no ref twice');
SELECT throws_ok($$INSERT INTO person_private VALUES (1, 'aaaaaaaa-0000-4000-8000-000000000009', 30, '@sealed:x', '\x00', '\x00')$$, '23514', NULL,
	'no ref that looks sealed');
SELECT throws_ok($$INSERT INTO person_private (authority_id, person_id, event, ref, likeness) VALUES (1, 'aaaaaaaa-0000-4000-8000-000000000009', 30, 'C8', sha256('x'))$$,
	'23514', NULL, 'no mark of what is not there');
SELECT throws_ok($$INSERT INTO person_private (authority_id, person_id, event, ref, sealed, likeness) VALUES (1, 'aaaaaaaa-0000-4000-8000-000000000009', 30, 'C8', '\x00', '\x00')$$,
	'23514', NULL, 'no mark of another length');
SELECT lives_ok($$INSERT INTO person_private (authority_id, person_id, event, ref, sealed, likeness) VALUES (1, 'aaaaaaaa-0000-4000-8000-000000000009', 30, 'Cz-9..', '\x00', sha256('x'))$$,
	'a person with a mark');
SELECT results_eq($$SELECT ref_fold FROM person_private WHERE ref = 'Cz-9..'$$, $$VALUES ('cz-9')$$, 'whose ref is folded');
SELECT throws_ok($$INSERT INTO staff VALUES (1, 9, '@sealed:x', '{adviser}', true, 30)$$, '23514', NULL, 'no name that looks sealed');
SELECT throws_ok($$INSERT INTO staff VALUES (1, 9, 'Nan', '{adviser,boss}', true, 30)$$, '23514', NULL, 'no role of its own');
SELECT throws_ok($$INSERT INTO staff VALUES (1, 9, 'Nan', '{}', true, 30)$$, '23514', NULL, 'nobody without a role');
SELECT lives_ok($$INSERT INTO staff VALUES (1, 9, 'Nan', '{adviser}', true, 30)$$, 'but with one');
SELECT throws_ok($$UPDATE staff SET roles = '{admin}' WHERE staff_id = 9$$, '42501', NULL, 'who keeps it');
SELECT throws_ok($$UPDATE staff SET active = true$$, '42501', NULL, 'and nobody comes back');

SELECT * FROM finish();
ROLLBACK;
