\i tests/sql/fixture.psql
SELECT pg_temp.events(1, 23, 60, 'refused', 2);

SET LOCAL ROLE bursar_daemon;
SELECT set_config('bursar.authority', '1', true);

-- Cap: credited 210,000, drawn 150,000, reserved 12,000 by P15 and P18; left 48,000. Fund: 300,000, 150,000, 5,000; left 145,000.
PREPARE balance(bigint) AS SELECT credited, debited, reserved FROM account WHERE account_id = $1;
SELECT results_eq('EXECUTE balance(129)', 'VALUES (210000::bigint, 150000::bigint, 12000::bigint)', 'the balance of a cap');
SELECT results_eq('EXECUTE balance(130)', 'VALUES (150000::bigint, 0::bigint, 0::bigint)', 'what is drawn');
SELECT results_eq('EXECUTE balance(145)', 'VALUES (300000::bigint, 150000::bigint, 5000::bigint)', 'the balance of a fund');
SELECT results_eq('EXECUTE balance(146)', 'VALUES (150000::bigint, 0::bigint, 0::bigint)', 'what is payable');
SELECT results_eq('EXECUTE balance(144)', 'VALUES (0::bigint, 300100::bigint, 0::bigint)', 'a source without a floor');

-- The floor, from both sides.
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 30, 0, 'reserve', 129, 130, 48001, NULL, NULL)$$, '23514', NULL,
	'a cap is not overdrawn by a reserve');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 30, 0, 'post', 129, 130, 48001, NULL, NULL)$$, '23514', NULL,
	'a cap is not overdrawn by a post');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 30, 0, 'reserve', 145, 146, 145001, NULL, NULL)$$, '23514', NULL,
	'a fund is not overdrawn');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 30, 0, 'reserve', 129, 130, 24000, NULL, NULL),
	(1, 30, 1, 'reserve', 129, 130, 24001, NULL, NULL)$$, '23514', NULL, 'a cap is not overdrawn by a batch');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 30, 0, 'post', 146, 144, 150001, NULL, NULL)$$, '23514', NULL,
	'what is payable is not overdrawn');
SELECT lives_ok($$INSERT INTO transfer VALUES (1, 30, 0, 'reserve', 129, 130, 24000, NULL, NULL),
	(1, 30, 1, 'reserve', 129, 130, 24000, NULL, NULL)$$, 'a cap is reserved to the last penny');
SELECT lives_ok($$INSERT INTO transfer VALUES (1, 31, 0, 'reserve', 145, 146, 145000, NULL, NULL)$$, 'a fund is reserved to the last penny');
SELECT results_eq('EXECUTE balance(129)', 'VALUES (210000::bigint, 150000::bigint, 60000::bigint)', 'reserves add up');
SELECT lives_ok($$INSERT INTO transfer VALUES (1, 32, 0, 'post', 144, 147, 99999999999, NULL, NULL)$$, 'a source may be overdrawn');

-- Resolving.
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 40, 0, 'settle', 129, 130, 150000, 10, 0)$$, '23505', NULL,
	'a settled reserve is not settled again');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 40, 0, 'release', 129, 130, 20000, 13, 0)$$, '23505', NULL,
	'a released reserve is not released again');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 40, 0, 'settle', 129, 130, 5000, 15, 0), (1, 40, 1, 'release', 129, 130, 5000, 15, 0)$$,
	'23505', NULL, 'a reserve is not resolved twice in a batch');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 40, 0, 'settle', 129, 130, 4999, 15, 0)$$, 'BU012', NULL, 'with another amount');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 40, 0, 'release', 129, 130, 5001, 15, 0)$$, 'BU012', NULL, 'with a higher amount');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 40, 0, 'settle', 145, 130, 5000, 15, 0)$$, 'BU012', NULL, 'from another account');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 40, 0, 'settle', 129, 128, 5000, 15, 0)$$, 'BU012', NULL, 'to another account');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 40, 0, 'settle', 128, 129, 200000, 8, 0)$$, 'BU012', NULL, 'what is no reserve');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 40, 0, 'settle', 129, 130, 5000, 15, 1)$$, 'BU012', NULL, 'what is not there');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 40, 0, 'settle', 129, 130, 5000, 17, 0)$$, 'BU012', NULL, 'the reserve of another step');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 40, 0, 'settle', 129, 130, 5000, NULL, NULL)$$, '23514', NULL, 'nothing at all');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 40, 0, 'post', 129, 130, 5000, 15, 0)$$, '23514', NULL, 'by a post');
SELECT lives_ok($$INSERT INTO transfer VALUES (1, 40, 0, 'settle', 129, 130, 5000, 15, 0), (1, 40, 1, 'settle', 145, 146, 5000, 17, 0),
	(1, 41, 0, 'release', 129, 130, 7000, 18, 0)$$, 'in amount and both accounts: accepted, several at once');
SELECT results_eq('EXECUTE balance(129)', 'VALUES (210000::bigint, 155000::bigint, 48000::bigint)', 'settling draws, releasing frees');
SELECT results_eq('EXECUTE balance(130)', 'VALUES (155000::bigint, 0::bigint, 0::bigint)', 'only settling arrives');
SELECT lives_ok($$INSERT INTO transfer VALUES (1, 42, 0, 'reserve', 129, 130, 7000, NULL, NULL), (1, 43, 0, 'settle', 129, 130, 7000, 42, 0)$$,
	'a reserve may be resolved in the batch that makes it');

-- Accounts and amounts.
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 50, 0, 'post', 128, 999, 1, NULL, NULL)$$, 'BU010', NULL, 'to an unknown account');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 50, 0, 'reserve', 129, 999, 1, NULL, NULL)$$, 'BU010', NULL,
	'to an unknown account, though a reserve leaves it alone');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 50, 0, 'post', 999, 129, 1, NULL, NULL)$$, 'BU010', NULL, 'from an unknown account');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 50, 0, 'post', 32, 33, 1, NULL, NULL)$$, 'BU010', NULL,
	'between accounts of another authority');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 50, 0, 'post', 144, 129, 1, NULL, NULL)$$, 'BU011', NULL, 'from book to book');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 50, 0, 'post', 128, 128, 1, NULL, NULL)$$, '23514', NULL, 'from an account to itself');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 50, 0, 'post', 128, 129, 0, NULL, NULL)$$, '23514', NULL, 'of nothing');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 50, 0, 'post', 129, 128, -1, NULL, NULL)$$, '23514', NULL, 'of less than nothing');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 50, 0, 'post', 128, 129, 100000000000, NULL, NULL)$$, '23514', NULL, 'of a milliard pounds');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 50, 0, 'gift', 128, 129, 1, NULL, NULL)$$, '23514', NULL, 'in a phase of its own');
SELECT throws_ok($$INSERT INTO transfer VALUES (1, 30, 0, 'post', 128, 129, 1, NULL, NULL)$$, '23505', NULL, 'with a place that is taken');
SELECT lives_ok('INSERT INTO transfer SELECT * FROM transfer WHERE false', 'no transfer at all is accepted');
SELECT results_eq('EXECUTE balance(129)', 'VALUES (210000::bigint, 162000::bigint, 48000::bigint)', 'what was refused left no trace');

-- Balances are not for the daemon to set.
SELECT throws_ok('UPDATE account SET credited = 1', '42501', NULL, 'credited cannot be set');
SELECT throws_ok('UPDATE account SET debited = 1', '42501', NULL, 'debited cannot be set');
SELECT throws_ok('UPDATE account SET reserved = 1', '42501', NULL, 'reserved cannot be set');
SELECT throws_ok('UPDATE account SET floor = NULL', '42501', NULL, 'a floor cannot be lifted');
SELECT throws_ok($$INSERT INTO account (authority_id, account_id, code, book, credited) VALUES (1, 800, 'bank', 'money', 1)$$, '42501', NULL,
	'no account begins with a balance');
SELECT throws_ok($$INSERT INTO account (authority_id, account_id, code, book) VALUES (1, 800, 'fund:x:2019-20', 'money')$$, 'BU015', NULL,
	'no fund without a floor');
SELECT throws_ok($$INSERT INTO account (authority_id, account_id, code, book, person_id, base_pence)
	VALUES (1, 800, 'cap:x:y:lifetime', 'allowance', 'aaaaaaaa-0000-4000-8000-000000000001', 0)$$, 'BU015', NULL,
	'no cap without a floor');
SELECT throws_ok($$INSERT INTO account (authority_id, account_id, code, book, floor, person_id, base_pence)
	VALUES (1, 800, 'cap:x:y:lifetime', 'allowance', -1, 'aaaaaaaa-0000-4000-8000-000000000001', 0)$$,
	'23514', NULL, 'no floor below nothing');
SELECT throws_ok($$INSERT INTO account (authority_id, account_id, code, book, floor) VALUES (1, 800, 'bank', 'money', 0)$$, 'BU015', NULL,
	'the bank has no floor');
SELECT throws_ok($$INSERT INTO account (authority_id, account_id, code, book) VALUES (1, 800, 'grantor', 'money')$$, '23505', NULL,
	'no code twice');
SELECT lives_ok($$INSERT INTO account (authority_id, account_id, code, book, floor, period)
	VALUES (1, 800, 'bank', 'money', NULL, NULL), (1, 801, 'fund:x:2019-20', 'money', 0, '2019-20')$$, 'accounts are made with nothing in them');

-- Both books sum to nothing.
SELECT results_eq('SELECT book, sum(credited - debited)::bigint FROM account GROUP BY book ORDER BY book',
	$$VALUES ('allowance', 0::bigint), ('money', 0::bigint)$$, 'both books balance');

SELECT * FROM finish();
ROLLBACK;
