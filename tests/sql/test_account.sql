\i tests/sql/fixture.psql
-- An account is of a kind: core/account.def and the table say the same, and no account is made beside it.

\set kinds `sed -n 's/^ACCOUNT([A-Z]*, "\([a-z]*\)", \([A-Z]*\), \([A-Z0-9]*\), \(.*\))$/\1 \2 \3 \4/p' core/account.def`
SELECT bag_eq(
	format($$SELECT regexp_replace(line, ' .*', ''), lower(split_part(line, ' ', 2)), nullif(split_part(line, ' ', 3), 'NONE')::bigint,
			CASE WHEN line ~ ' 0$' AND line !~ ' \| ' THEN '{}' ELSE regexp_split_to_array(
				lower(regexp_replace(line, '^\S+ \S+ \S+ ', '')), ' \| ') END
		FROM regexp_split_to_table(%L, '\n') AS line$$, :'kinds'),
	'SELECT prefix::text, book::text, floor, parts FROM account_kind', 'the kinds are those of core/account.def');
SELECT ok((SELECT count(*) FROM account_kind) >= 7, 'and there are some');
SELECT throws_ok($$DELETE FROM account_kind$$, 'BU020', NULL, 'no kind goes');

SELECT pg_temp.events(1, 23, 60, 'refused', 2);
SET LOCAL ROLE bursar_daemon;
SELECT set_config('bursar.authority', '1', true);
SELECT throws_ok($$INSERT INTO account_kind VALUES ('x', 'money', 0, '{}')$$, '42501', NULL, 'the daemon makes no kind');

PREPARE make(text, text, bigint, uuid, text, text) AS
	INSERT INTO account (authority_id, account_id, code, book, floor, person_id, entitlement, period, base_pence)
	VALUES (1, 30 * 16, $1, $2, $3, $4, $5, $6, CASE WHEN starts_with($1, 'cap:') THEN 0 END);
CREATE FUNCTION pg_temp.made(code text, book text, floor integer, person text, line text, period text) RETURNS text
LANGUAGE sql
RETURN format('EXECUTE make(%L, %L, %L, %L, %L, %L)', code, book, floor, person, line, period);

SELECT throws_ok(pg_temp.made(code, book, floor, person, line, period), 'BU015', NULL, what)
FROM (VALUES
	('promise:gym', 'allowance', 0, NULL, NULL, NULL, 'an account of no kind'),
	('drawn:gym', 'promise', 0, NULL, NULL, NULL, 'an account of no book'),
	('drawn:gym', 'money', 0, NULL, NULL, NULL, 'an account of another book than its kind''s'),
	('drawn:gym', 'allowance', NULL, NULL, NULL, NULL, 'an account without the floor of its kind'),
	('offer:gym', 'allowance', 0, NULL, NULL, NULL, 'a source with a floor'),
	('drawn', 'allowance', 0, NULL, NULL, NULL, 'an account without a part of its kind'),
	('drawn:gym:lifetime', 'allowance', 0, NULL, NULL, NULL, 'an account with a part more'),
	('fund:care:2021-22', 'money', 0, NULL, NULL, NULL, 'a fund without its year'),
	('fund:care:2021-22', 'money', 0, NULL, NULL, '2020-21', 'a fund of another year'),
	('drawn:gym', 'allowance', 0, NULL, NULL, '2020-21', 'a period where its kind has none'),
	('drawn:gym', 'allowance', 0, NULL, 'gym', NULL, 'a line where its kind has none'),
	('cap:aaaaaaaa-0000-4000-8000-000000000001:gym:lifetime', 'allowance', 0, 'aaaaaaaa-0000-4000-8000-000000000002', 'gym',
		'lifetime', 'the cap of somebody else'),
	('cap:aaaaaaaa-0000-4000-8000-000000000001:gym:lifetime', 'allowance', 0, 'aaaaaaaa-0000-4000-8000-000000000001', 'driving',
		'lifetime', 'the cap of another line')
) AS bad (code, book, floor, person, line, period, what);
SELECT lives_ok(pg_temp.made('cap:aaaaaaaa-0000-4000-8000-000000000001:gym:lifetime', 'allowance', 0,
	'aaaaaaaa-0000-4000-8000-000000000001', 'gym', 'lifetime'), 'a cap is made');

SELECT * FROM finish();
ROLLBACK;
