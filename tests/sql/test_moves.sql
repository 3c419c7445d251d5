\i tests/sql/fixture.psql

-- What core/payment.def says, and what the migrations say.
\set moves `"$BUILD"/tests/sql/moves`
CREATE TEMP TABLE said (move text PRIMARY KEY);
INSERT INTO said SELECT line FROM regexp_split_to_table(rtrim(:'moves', E'\n'), E'\n') AS line;
CREATE TEMP VIEW allowed AS
	SELECT concat_ws(' ', step, was, becomes, kind, array_to_string(roles, ','),
		CASE WHEN phases = '{}' THEN 'none' ELSE array_to_string(phases, ',') END, approvals,
		CASE WHEN closes THEN 'closes' ELSE 'goes-on' END) AS move
	FROM payment_move_allowed;
SELECT cmp_ok((SELECT count(*) FROM said), '>=', 3::bigint, 'there are moves');
SELECT ok(EXISTS (SELECT FROM allowed AS a WHERE a.move = s.move), 'the database allows: ' || s.move) FROM said AS s ORDER BY s.move;
SELECT ok(EXISTS (SELECT FROM said AS s WHERE s.move = a.move), 'payment.def has: ' || a.move) FROM allowed AS a ORDER BY a.move;

-- Every move begins where a payment begins, or where another leads.
SELECT is_empty($$SELECT was FROM payment_move_allowed EXCEPT SELECT 'requested' EXCEPT SELECT becomes FROM payment_move_allowed$$,
	'no move begins where nothing leads');

SELECT throws_ok('DELETE FROM payment_move_allowed', 'BU020', NULL, 'no move goes');
SELECT throws_ok('UPDATE payment_move_allowed SET roles = ''{adviser}''', 'BU020', NULL, 'nor changes');
SET LOCAL ROLE bursar_daemon;
SELECT throws_ok($$INSERT INTO payment_move_allowed VALUES ('pay', 'requested', 'paid', 'payment-paid', '{finance}', '{}', 'keeps', true)$$, '42501',
	NULL, 'the daemon makes none');

SELECT * FROM finish();
ROLLBACK;
