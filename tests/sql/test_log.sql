\i tests/sql/fixture.psql

-- (number, at, leaf_of, day) as one row of an INSERT into the log of an authority.
CREATE FUNCTION pg_temp.row(of_authority integer, number bigint, at text, day text DEFAULT NULL) RETURNS text
LANGUAGE sql AS $$
	SELECT format('(%s, %s, %L::timestamptz, %L::date, ''refused'', 2, ''{}'', sha256(''\x007b7d''))', of_authority, number, at,
		coalesce(day, left(at, 10)))
$$;
CREATE FUNCTION pg_temp.put(VARIADIC rows text[]) RETURNS text
LANGUAGE sql AS $$ SELECT 'INSERT INTO event VALUES ' || array_to_string(rows, ', ') $$;

SET LOCAL ROLE bursar_daemon;
SELECT set_config('bursar.authority', '1', true);

SELECT results_eq('SELECT size, at FROM log_head', $$VALUES (23::bigint, '2019-04-23 08:00Z'::timestamptz)$$, 'the head counts events');

-- Numbers.
SELECT throws_ok(pg_temp.put(pg_temp.row(1, 24, '2019-05-01 08:00Z')), 'BU002', NULL, 'a gap before the first is refused');
SELECT throws_ok(pg_temp.put(pg_temp.row(1, 23, '2019-05-01 08:00Z'), pg_temp.row(1, 25, '2019-05-01 08:00Z')), 'BU002', NULL,
	'a gap within a batch is refused');
SELECT throws_ok(pg_temp.put(pg_temp.row(1, 22, '2019-05-01 08:00Z')), '23505', NULL, 'a repeated number is refused');
SELECT throws_ok(pg_temp.put(pg_temp.row(1, 23, '2019-05-01 08:00Z'), pg_temp.row(1, 23, '2019-05-01 08:00Z')), '23505', NULL,
	'a number twice in a batch is refused');
SELECT throws_ok(pg_temp.put(pg_temp.row(1, -1, '2019-05-01 08:00Z')), '23514', NULL, 'a negative number is refused');
-- Instants and days.
SELECT throws_ok(pg_temp.put(pg_temp.row(1, 23, '2019-04-23 07:59:59.999999Z')), 'BU003', NULL,
	'an instant before the last event is refused');
SELECT throws_ok(pg_temp.put(pg_temp.row(1, 23, '2019-05-02 08:00Z'), pg_temp.row(1, 24, '2019-05-02 07:59:59Z')), 'BU003', NULL,
	'an instant going back within a batch is refused');
SELECT throws_ok(pg_temp.put(pg_temp.row(1, 23, '2019-07-01 23:00:00Z')), 'BU004', NULL, 'in summer 23:00 UTC is the next day');
SELECT throws_ok(pg_temp.put(pg_temp.row(1, 23, '2019-07-01 22:59:59Z', '2019-07-02')), 'BU004', NULL, 'in summer 22:59 UTC is not');
-- Leaves.
SELECT throws_ok($$INSERT INTO event VALUES (1, 23, '2019-05-01 08:00Z', '2019-05-01', 'refused', 2, '{}', sha256('{}'))$$, '23514', NULL,
	'a wrong leaf is refused');
SELECT throws_ok($$INSERT INTO event VALUES (1, 23, '2019-05-01 08:00Z', '2019-05-01', 'refused', 2, '{}', '\x00')$$, '23514', NULL,
	'a short leaf is refused');

-- Bytes.
PREPARE large(integer) AS INSERT INTO event SELECT 1, 23, '2019-05-01 08:00Z', '2019-05-01', 'refused', 2, b, sha256('\x00'::bytea || b)
	FROM convert_to(repeat('x', $1), 'UTF8') AS b;
SELECT throws_ok('EXECUTE large(65537)', '23514', 'new row for relation "event" violates check constraint "event_bytes_max"',
	'an event of more than 64 KiB is refused');
SAVEPOINT large;
SELECT lives_ok('EXECUTE large(65536)', 'one of just so many is not');
ROLLBACK TO large;

-- Accepted: the same instant as the last, several at once out of order, the two sides of midnight in summer and in winter.
SELECT lives_ok(pg_temp.put(pg_temp.row(1, 25, '2019-07-01 23:00:00Z', '2019-07-02'), pg_temp.row(1, 23, '2019-04-23 08:00Z'),
	pg_temp.row(1, 24, '2019-07-01 22:59:59Z')), 'a batch that goes on without a gap is accepted');
SELECT lives_ok(pg_temp.put(pg_temp.row(1, 26, '2019-12-01 23:59:59Z')), 'a batch of one is accepted');
SELECT lives_ok('INSERT INTO event SELECT * FROM event WHERE false', 'no event at all is accepted');
SELECT results_eq('SELECT size, at FROM log_head', $$VALUES (27::bigint, '2019-12-01 23:59:59Z'::timestamptz)$$,
	'the head has advanced by just these');

-- The head itself.
SELECT throws_ok('UPDATE log_head SET size = 30', '42501', NULL, 'the daemon cannot set the size');
SELECT throws_ok($$UPDATE log_head SET at = '2000-01-01'$$, '42501', NULL, 'the daemon cannot set the instant of the head');
SELECT throws_ok('INSERT INTO log_head (authority_id) VALUES (1)', '42501', NULL, 'the daemon cannot make a head');
SELECT throws_ok('DELETE FROM log_head', '42501', NULL, 'the daemon cannot remove a head');
SELECT throws_ok('UPDATE log_head SET offer_serial = offer_serial + 1', 'BU021', NULL, 'nor count offers');
SELECT lives_ok('SELECT size FROM log_head WHERE authority_id = 1 FOR UPDATE', 'the daemon locks the head');

RESET ROLE;
INSERT INTO authority VALUES (3, 'nobody', 'Without a log');
SELECT throws_ok(pg_temp.put(pg_temp.row(3, 0, '2019-05-01 08:00Z')), 'BU001', NULL, 'an authority without a head has no log');
INSERT INTO log_head (authority_id, size) VALUES (3, 5);
SELECT throws_ok(pg_temp.put(pg_temp.row(3, 4, '2019-05-01 08:00Z'), pg_temp.row(3, 6, '2019-05-01 08:00Z')), 'BU002', NULL,
	'a number below the size is refused even where it is free');
SELECT throws_ok(pg_temp.put(pg_temp.row(1, 27, '2020-05-01 08:00Z'), pg_temp.row(2, 4, '2020-05-01 08:00Z')), 'BU002', NULL,
	'each authority has its own numbers: one with a gap spoils both');
SELECT lives_ok(pg_temp.put(pg_temp.row(1, 27, '2020-05-01 08:00Z'), pg_temp.row(2, 3, '2020-05-01 08:00Z')),
	'each authority has its own numbers: both without a gap');
SELECT results_eq('SELECT size FROM log_head WHERE authority_id < 3 ORDER BY authority_id', 'VALUES (28::bigint), (4::bigint)', 'both heads have advanced');

SELECT * FROM finish();
ROLLBACK;
