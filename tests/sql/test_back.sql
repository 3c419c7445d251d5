-- What comes back: within what was posted or settled, and never below what stands.
\i tests/sql/fixture.psql
SELECT pg_temp.events(1, 23, 60, 'refused', 2);
SET LOCAL ROLE bursar_daemon;
SELECT set_config('bursar.authority', '1', true);

CREATE FUNCTION pg_temp.tried(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE statement;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END
$$;
CREATE FUNCTION pg_temp.back(event bigint, n integer, from_account bigint, to_account bigint, amount bigint, undoes text = 'NULL, NULL')
RETURNS text LANGUAGE sql AS $$
	SELECT format('INSERT INTO transfer VALUES (1, %s, %s, ''back'', %s, %s, %s, NULL, NULL, %s); ', event, n, from_account, to_account,
		amount, undoes)
$$;
PREPARE balance(bigint) AS SELECT credited, debited, reserved FROM account WHERE account_id = $1;

-- Cap 129: 210,000 credited, of which 10,000 are an award; 150,000 drawn (P10, settled by 12.0), 12,000 reserved. Fund 145: 300,000
-- credited, 150,000 spent (12.1), 5,000 committed.
SELECT is(pg_temp.tried(statement), want, says) FROM (VALUES
	(pg_temp.back(30, 0, 144, 145, 145001), '23514', 'a fund keeps what is spent and committed'),
	(pg_temp.back(30, 0, 144, 147, 101), '23514', 'no more than a fund has'),
	(pg_temp.back(30, 0, 128, 129, 10001), '23514', 'of a cap what the offer gave stays'),
	(pg_temp.back(30, 0, 145, 146, 1), 'BU016', 'what is spent does not come back without a name'),
	(pg_temp.back(30, 0, 129, 130, 1), 'BU016', 'nor what is drawn'),
	(pg_temp.back(30, 0, 144, 999, 1), 'BU016', 'nor of an unknown account'),
	(pg_temp.back(30, 0, 144, 129, 1), 'BU016', 'nor from book to book'),
	(pg_temp.back(30, 0, 129, 130, 150001, '12, 0'), 'BU016', 'no more than was settled'),
	(pg_temp.back(30, 0, 129, 130, 150000, '10, 0'), 'BU016', 'a reserve is not undone'),
	(pg_temp.back(30, 0, 129, 130, 20000, '14, 0'), 'BU016', 'nor a release'),
	(pg_temp.back(30, 0, 129, 130, 1, '12, 1'), 'BU016', 'nor what moved between other accounts'),
	(pg_temp.back(30, 0, 130, 129, 1, '12, 0'), 'BU016', 'nor the other way round'),
	(pg_temp.back(30, 0, 129, 130, 1, '12, 9'), 'BU016', 'nor what is not there'),
	(pg_temp.back(30, 0, 129, 130, 1, '12, NULL'), '23514', 'nor half a name'),
	('INSERT INTO transfer VALUES (1, 30, 0, ''post'', 128, 129, 1, NULL, NULL, 8, 0)', '23514', 'a post undoes nothing'),
	('INSERT INTO transfer VALUES (1, 30, 0, ''back'', 129, 130, 150000, 10, 0, 12, 0)', '23514', 'and what undoes resolves nothing'),
	(pg_temp.back(30, 0, 129, 130, 75000, '12, 0') || pg_temp.back(30, 1, 129, 130, 75001, '12, 0'), 'BU016',
		'nor twice together more than was settled'),
	('INSERT INTO transfer VALUES (1, 30, 0, ''back'', 129, 130, 100000, NULL, NULL, 12, 0), (1, 31, 0, ''back'', 129, 130, 50001, NULL, NULL, 12, 0)',
		'BU016', 'nor in one statement')
) AS t (statement, want, says);
SELECT results_eq('EXECUTE balance(129)', 'VALUES (210000::bigint, 150000::bigint, 12000::bigint)', 'what was refused left no trace');

-- To the last penny.
SELECT lives_ok($$INSERT INTO transfer VALUES (1, 30, 0, 'back', 129, 130, 149999, NULL, NULL, 12, 0), (1, 30, 1, 'back', 145, 146, 149999, NULL, NULL, 12, 1)$$,
	'what was settled comes back');
SELECT results_eq('EXECUTE balance(129)', 'VALUES (210000::bigint, 1::bigint, 12000::bigint)', 'less is drawn');
SELECT results_eq('EXECUTE balance(130)', 'VALUES (1::bigint, 0::bigint, 0::bigint)', 'less has arrived');
SELECT results_eq('EXECUTE balance(145)', 'VALUES (300000::bigint, 1::bigint, 5000::bigint)', 'less is spent');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 31, 0, 'back', 129, 130, 2, NULL, NULL, 12, 0)$$, 'BU016', NULL, 'no more than the rest');
SELECT lives_ok($$INSERT INTO transfer VALUES (1, 31, 0, 'back', 129, 130, 1, NULL, NULL, 12, 0)$$, 'the rest, in another event');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 32, 0, 'back', 129, 130, 1, NULL, NULL, 12, 0)$$, 'BU016', NULL, 'and then nothing');
SELECT lives_ok($$INSERT INTO transfer VALUES (1, 33, 0, 'back', 128, 129, 10000, NULL, NULL)$$, 'an award is taken back');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 34, 0, 'back', 128, 129, 1, NULL, NULL)$$, '23514', NULL, 'what the offer gave is not');
SELECT lives_ok($$INSERT INTO transfer VALUES (1, 35, 0, 'back', 144, 145, 100000, NULL, NULL), (1, 35, 1, 'post', 144, 147, 100000, NULL, NULL)$$,
	'a fund is moved to another');
SELECT results_eq('EXECUTE balance(144)', 'VALUES (0::bigint, 300100::bigint, 0::bigint)', 'and the source has given what it had');
SELECT results_eq('EXECUTE balance(147)', 'VALUES (100100::bigint, 0::bigint, 0::bigint)', 'the other has it');
SELECT results_eq('SELECT book, sum(credited - debited)::bigint FROM account GROUP BY book ORDER BY book',
	$$VALUES ('allowance', 0::bigint), ('money', 0::bigint)$$, 'both books balance');

SELECT * FROM finish();
ROLLBACK;
