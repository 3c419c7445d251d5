\i tests/sql/fixture.psql

-- Who may act, when an event was recorded. Staff: 1 admin, 2 adviser, 3 manager and finance, 4 finance, 5 gone since event 20.
SELECT pg_temp.committed();
SELECT set_config('bursar.authority', '1', true);
CREATE FUNCTION pg_temp.tried(VARIADIC what text[]) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	one text;
BEGIN
	BEGIN
		FOREACH one IN ARRAY what LOOP
			EXECUTE one;
		END LOOP;
		RAISE EXCEPTION 'undone' USING ERRCODE = 'ZZ000';
	EXCEPTION WHEN OTHERS THEN
		RETURN CASE SQLSTATE WHEN 'ZZ000' THEN 'accepted' ELSE SQLSTATE END;
	END;
END
$$;
-- One event of a kind by somebody, and the row it has.
CREATE FUNCTION pg_temp.one(kind text, by_staff integer, of_staff integer, suspended boolean) RETURNS text
LANGUAGE sql AS $$
	SELECT pg_temp.tried(format('SELECT pg_temp.events(1, 23, 23, %L, %s)', kind, by_staff),
		format('INSERT INTO staff_suspension VALUES (1, 23, %s, %L)', of_staff, suspended))
$$;
SET LOCAL ROLE bursar_daemon;
SELECT is(pg_temp.one(kind, by_staff, of_staff, suspended), want, what) FROM (VALUES
	('staff-suspended', 1, 2, true, 'accepted', 'an admin suspends'),
	('staff-suspended', 3, 2, true, 'accepted', 'a manager suspends'),
	('staff-suspended', 4, 2, true, 'BU071', 'finance suspends nobody'),
	('staff-suspended', 2, 3, true, 'BU071', 'nor does an adviser'),
	('staff-suspended', 1, 1, true, 'accepted', 'an admin suspends themself'),
	('staff-suspended', 1, 5, true, 'BU071', 'nobody is suspended twice'),
	('staff-suspended', 1, 9, true, '23503', 'nor somebody who is not there'),
	('staff-reinstated', 1, 5, false, 'accepted', 'an admin reinstates'),
	('staff-reinstated', 3, 5, false, 'BU071', 'a manager does not'),
	('staff-reinstated', 1, 2, false, 'BU071', 'nobody is reinstated who was not suspended'),
	('staff-reinstated', 1, 2, true, 'BU071', 'a row says what its event says'),
	('staff-suspended', 1, 5, false, 'BU071', 'a row says what its event says, the other way'),
	('staff-added', 1, 2, true, 'BU071', 'no other event suspends'),
	('staff-suspended', 5, 2, true, 'BU070', 'who is suspended does nothing')
) AS t (kind, by_staff, of_staff, suspended, want, what);

-- From the event on, and not before it.
RESET ROLE;
SELECT pg_temp.events(1, 23, 23, 'refused', 3);
SELECT pg_temp.events(1, 24, 24, 'staff-suspended', 1);
SET LOCAL ROLE bursar_daemon;
PREPARE standing AS SELECT active, varies FROM staff WHERE authority_id = 1 AND staff_id = 3;
PREPARE serial AS SELECT staff_serial FROM log_head ORDER BY authority_id;
SELECT results_eq('serial', 'VALUES (0)', 'the serial begins');
SELECT lives_ok('INSERT INTO staff_suspension VALUES (1, 24, 3, true)', 'somebody who acted before in the transaction');
SELECT results_eq('standing', 'VALUES (false, true)', 'is not active');
SELECT results_eq('serial', 'VALUES (1)', 'and daemons hear of it');
SELECT results_eq($$SELECT n, staff_acts(1, 3, n) FROM generate_series(22, 26) AS n$$,
	'VALUES (22, true), (23, true), (24, true), (25, false), (26, false)', 'from the next event on');
SELECT results_eq($$SELECT n, staff_acts(1, 5, n) FROM unnest(ARRAY[19, 20, 21]) AS n$$,
	'VALUES (19, true), (20, true), (21, false)', 'whoever was there before as well');
SELECT is(staff_acts(1, 2, 25), true, 'others act');
SELECT is(staff_acts(1, 9, 25), false, 'nobody does not');
RESET ROLE;
SELECT throws_ok($$SELECT pg_temp.events(1, 25, 25, 'refused', 3)$$, 'BU070', NULL, 'they record nothing');
SELECT lives_ok($$SELECT pg_temp.events(1, 25, 25, 'refused', 2)$$, 'others do');
SELECT pg_temp.events(1, 26, 26, 'staff-reinstated', 1);
SELECT lives_ok('INSERT INTO staff_suspension VALUES (1, 26, 3, false)', 'they are reinstated');
SELECT results_eq('standing', 'VALUES (true, true)', 'and active');
SELECT lives_ok($$SELECT pg_temp.events(1, 27, 27, 'refused', 3)$$, 'they record');
SELECT results_eq($$SELECT n, staff_acts(1, 3, n) FROM generate_series(24, 27) AS n$$,
	'VALUES (24, true), (25, false), (26, false), (27, true)', 'what was is not forgotten');

-- What is added after the events of a batch is held against all of them.
SELECT is(pg_temp.tried($$SELECT pg_temp.events(1, 28, 28, 'staff-suspended', 1)$$, $$SELECT pg_temp.events(1, 29, 29, 'refused', 2)$$,
	'INSERT INTO staff_suspension VALUES (1, 28, 2, true)'), 'BU070', 'an event behind the suspension, of the same transaction');
SELECT is(pg_temp.tried($$SELECT pg_temp.events(1, 28, 28, 'staff-suspended', 1)$$, $$SELECT pg_temp.events(1, 29, 29, 'staff-reinstated', 1)$$,
	$$SELECT pg_temp.events(1, 30, 30, 'refused', 2)$$,
	'INSERT INTO staff_suspension VALUES (1, 28, 2, true), (1, 29, 2, false)'), 'accepted', 'suspended and reinstated within one');

-- A step of a payment is judged by what held at its event.
SELECT pg_temp.events(1, 28, 28, 'payment-declined', 3);
SELECT pg_temp.events(1, 29, 29, 'staff-suspended', 1);
INSERT INTO staff_suspension VALUES (1, 29, 3, true);
INSERT INTO transfer VALUES (1, 28, 0, 'release', :cap_home, :drawn_home, 7000, 18, 0);
SELECT lives_ok($$INSERT INTO payment_step VALUES (1, 18, 28, 'decline', 'declined', 3, 1, NULL, NULL, NULL, NULL)$$,
	'a step made just before its maker was suspended');

-- Roles have days: as the latest change says that covers the day, else as they were added.
RESET ROLE;
SELECT pg_temp.events(1, 30, 34, 'staff-changed', 1);
SET LOCAL ROLE bursar_daemon;
SELECT throws_ok($$INSERT INTO staff_role VALUES (1, 29, 2, 'manager', true, '2019-05-01', NULL)$$, 'BU072', NULL, 'no other event changes a role');
RESET ROLE;
SELECT pg_temp.events(1, 35, 35, 'staff-changed', 2);
SET LOCAL ROLE bursar_daemon;
SELECT throws_ok($$INSERT INTO staff_role VALUES (1, 35, 2, 'manager', true, '2019-05-01', NULL)$$, 'BU072', NULL, 'nobody but an admin does');
SELECT throws_ok($$INSERT INTO staff_role VALUES (1, 30, 2, 'boss', true, '2019-05-01', NULL)$$, '23514', NULL, 'to a role that there is');
SELECT throws_ok($$INSERT INTO staff_role VALUES (1, 30, 2, 'manager', true, '2019-05-01', '2019-04-30')$$, '23514', NULL, 'on days that there are');
SELECT throws_ok($$INSERT INTO staff_role VALUES (1, 30, 9, 'manager', true, '2019-05-01', NULL)$$, '23503', NULL, 'of somebody who is there');
SELECT results_eq('serial', 'VALUES (3)', 'until now');
SELECT lives_ok($$INSERT INTO staff_role VALUES (1, 30, 2, 'manager', true, '2019-05-03', '2019-05-05'),
	(1, 31, 2, 'manager', false, '2019-05-04', '2019-05-04'), (1, 32, 2, 'adviser', false, '2019-05-05', NULL)$$, 'three changes');
SELECT results_eq('serial', 'VALUES (4)', 'daemons hear of them');
SELECT results_eq($$SELECT staff_roles_on(1, 2, 40, d::date) FROM generate_series('2019-05-02'::date, '2019-05-06', '1 day') AS d$$,
	$$VALUES ('{adviser}'::text[]), ('{adviser,manager}'), ('{adviser}'), ('{manager}'), ('{}')$$, 'day by day');
SELECT is(staff_roles_on(1, 2, 30, '2019-05-03'), '{adviser}', 'and before any was recorded');
SELECT is(staff_roles_on(1, 2, 31, '2019-05-04'), '{adviser,manager}', 'before the second');
SELECT is(staff_roles_now(1, 2, '2019-05-06'), '{}', 'now');
SELECT is(staff_roles_now(1, 4, '2019-05-06'), '{finance}', 'of whom nothing was changed');
SELECT is(staff_roles_now(1, 9, '2019-05-06'), NULL, 'of nobody');
SELECT results_eq($$SELECT d::date, staff_roles_now(1, 5, d::date) FROM unnest(ARRAY['2019-04-18', '2019-04-19', '2019-05-02', '2019-05-03']) AS d$$,
	$$VALUES ('2019-04-18'::date, '{auditor}'::text[]), ('2019-04-19', '{finance,auditor}'), ('2019-05-02', '{finance,auditor}'),
		('2019-05-03', '{auditor}')$$, 'cover for a fortnight, on its first and last day and beside them');

-- Steps of payments ask for a role in force on the day of their event.
RESET ROLE;
SELECT pg_temp.events(1, 36, 38, 'staff-changed', 1);
SELECT pg_temp.events(1, 39, 39, 'payment-paid', 4);
INSERT INTO transfer VALUES
	(1, 39, 0, 'settle', :cap_home, :drawn_home, 5000, 15, 0), (1, 39, 1, 'settle', :fund, :payable, 5000, 17, 0);
CREATE FUNCTION pg_temp.paid(change text) RETURNS text
LANGUAGE sql AS $$
	SELECT pg_temp.tried(change, 'INSERT INTO payment_step VALUES (1, 15, 39, ''pay'', ''paid'', 4, 1, NULL, NULL, NULL, NULL)')
$$;
SELECT is((SELECT day FROM event WHERE authority_id = 1 AND number = 39), '2019-04-27', 'the day');
SELECT is(pg_temp.paid(format($$INSERT INTO staff_role VALUES (1, 36, 4, 'finance', false, %L, %L)$$, f, u)), want, what)
FROM (VALUES
	('2019-04-28', NULL, 'accepted', 'finance on the day before it is taken'),
	('2019-04-27', NULL, 'BU035', 'no finance on the day it is taken'),
	('2019-04-20', '2019-04-26', 'accepted', 'finance on the day after'),
	('2019-04-20', '2019-04-27', 'BU035', 'no finance on the last day of it')) AS t (f, u, want, what);
INSERT INTO staff_role VALUES (1, 37, 4, 'finance', false, '2019-04-01', NULL);
SELECT is(pg_temp.paid(format($$INSERT INTO staff_role VALUES (1, 38, 4, 'finance', true, %L, %L)$$, f, u)), want, what)
FROM (VALUES
	('2019-04-27', '2019-04-27', 'accepted', 'cover for a day, on that day'),
	('2019-04-20', '2019-04-26', 'BU035', 'and the day after'),
	('2019-04-28', NULL, 'BU035', 'and the day before')) AS t (f, u, want, what);

-- Credentials that are dropped. Two of staff 2 were registered by event 1, one of the admin by event 0.
RESET ROLE;
SELECT pg_temp.events(1, 40, 41, 'staff-credential-dropped', 1);
SELECT pg_temp.events(1, 42, 42, 'staff-credential-dropped', 2);
SELECT pg_temp.events(1, 43, 43, 'staff-changed', 1);
SET LOCAL ROLE bursar_daemon;
SELECT throws_ok($$INSERT INTO credential_end VALUES (1, 42, 2, 1)$$, 'BU073', NULL, 'nobody but an admin drops a credential');
SELECT throws_ok($$INSERT INTO credential_end VALUES (1, 43, 2, 1)$$, 'BU073', NULL, 'and by no other event');
SELECT throws_ok($$INSERT INTO credential_end VALUES (1, 40, 2, 2)$$, 'BU073', NULL, 'none that is not there');
SELECT throws_ok($$INSERT INTO credential_end VALUES (1, 40, 3, 1)$$, 'BU073', NULL, 'none of somebody else''s');
SELECT lives_ok($$INSERT INTO credential_end VALUES (1, 40, 2, 1)$$, 'but one that is theirs');
SELECT results_eq($$SELECT staff_id, revoked_event FROM credential WHERE authority_id = 1 ORDER BY staff_id, digest$$,
	$$VALUES (1, NULL::bigint), (2, 40), (2, 40)$$, 'which signs in nobody any more');
SELECT throws_ok($$INSERT INTO credential_end VALUES (1, 41, 2, 1)$$, '23505', NULL, 'once');
SELECT throws_ok('UPDATE credential SET revoked_event = NULL', '42501', NULL, 'the daemon takes nothing back');
RESET ROLE;
SELECT throws_ok('UPDATE credential SET revoked_event = NULL', 'BU021', NULL, 'nor does anybody else');

SELECT throws_ok('UPDATE staff SET active = true WHERE staff_id = 3', 'BU021', NULL, 'nobody is made active but by an event');
SELECT * FROM finish();
ROLLBACK;
