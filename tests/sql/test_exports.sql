\i tests/sql/fixture.psql

\set q `cat sql/queries/export_events.sql`
CREATE FUNCTION pg_temp.events_bytes(text, text, text, text, text, text, text) RETURNS TABLE (body bytea, next text, size text) LANGUAGE sql AS :'q';
CREATE FUNCTION pg_temp.events_jsonl(text, text, text, text, text, text) RETURNS TABLE (body text, next text, size text) LANGUAGE sql AS
	$$SELECT convert_from(body, 'UTF8'), next, size FROM pg_temp.events_bytes($1, $2, $3, $4, $5, $6, 'jsonl')$$;
\set q `cat sql/queries/export_ledger.sql`
CREATE FUNCTION pg_temp.export_ledger(text, text, text, text, text, text, text) RETURNS TABLE (body text, next text, size text) LANGUAGE sql AS :'q';
CREATE FUNCTION pg_temp.ledger_jsonl(text, text, text, text, text, text) RETURNS TABLE (body text, next text, size text) LANGUAGE sql AS
	$$SELECT * FROM pg_temp.export_ledger($1, $2, $3, $4, $5, $6, 'jsonl')$$;
CREATE FUNCTION pg_temp.ledger_csv(text, text, text, text, text, text) RETURNS TABLE (body text, next text, size text) LANGUAGE sql AS
	$$SELECT * FROM pg_temp.export_ledger($1, $2, $3, $4, $5, $6, 'csv')$$;
\set q `cat sql/queries/export_payments.sql`
CREATE FUNCTION pg_temp.export_payments(text, text, text, text, text, text, text) RETURNS TABLE (body text, next text, size text) LANGUAGE sql AS :'q';
CREATE FUNCTION pg_temp.payments_jsonl(text, text, text, text, text, text) RETURNS TABLE (body text, next text, size text) LANGUAGE sql AS
	$$SELECT * FROM pg_temp.export_payments($1, $2, $3, $4, $5, $6, 'jsonl')$$;
CREATE FUNCTION pg_temp.payments_csv(text, text, text, text, text, text) RETURNS TABLE (body text, next text, size text) LANGUAGE sql AS
	$$SELECT * FROM pg_temp.export_payments($1, $2, $3, $4, $5, $6, 'csv')$$;
\set q `cat sql/queries/export_balances.sql`
CREATE FUNCTION pg_temp.export_balances(text, text, text, text, text, text, text) RETURNS TABLE (body text, next text, size text) LANGUAGE sql AS :'q';
CREATE FUNCTION pg_temp.balances_jsonl(text, text, text, text, text, text) RETURNS TABLE (body text, next text, size text) LANGUAGE sql AS
	$$SELECT * FROM pg_temp.export_balances($1, $2, $3, $4, $5, $6, 'jsonl')$$;
CREATE FUNCTION pg_temp.balances_csv(text, text, text, text, text, text) RETURNS TABLE (body text, next text, size text) LANGUAGE sql AS
	$$SELECT * FROM pg_temp.export_balances($1, $2, $3, $4, $5, $6, 'csv')$$;
\set q `cat sql/queries/export_rows.sql`
CREATE FUNCTION pg_temp.export_rows(text, text, text, text, text, text, text) RETURNS TABLE (body text, next text, size text) LANGUAGE sql AS :'q';
CREATE FUNCTION pg_temp.rows_jsonl(text, text, text, text, text, text) RETURNS TABLE (body text, next text, size text) LANGUAGE sql AS
	$$SELECT * FROM pg_temp.export_rows($1, $2, $3, $4, $5, $6, 'jsonl')$$;
\set q `cat sql/queries/export_keys.sql`
CREATE FUNCTION pg_temp.export_keys(text, text, text, text, text, text, text) RETURNS TABLE (body text, next text, size text) LANGUAGE sql AS :'q';
CREATE FUNCTION pg_temp.keys_jsonl(text, text, text, text, text, text) RETURNS TABLE (body text, next text, size text) LANGUAGE sql AS
	$$SELECT * FROM pg_temp.export_keys($1, $2, $3, $4, $5, $6, 'jsonl')$$;

SELECT set_config('bursar.authority', '1', true);
SET LOCAL ROLE bursar_daemon;

-- events: just the stored bytes. The numbers that come out, and where to go on.
CREATE FUNCTION pg_temp.numbers(from_day text, to_day text, size text, cursor text) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce((SELECT min(n) || '-' || max(n) || ' (' || count(*) || ')'
			FROM (SELECT (line::json ->> 'number')::bigint AS n FROM regexp_split_to_table(rtrim(body, E'\n'), E'\n') AS line
				WHERE line <> '') AS x), 'none')
		|| coalesce(' then ' || next, '')
	FROM pg_temp.events_jsonl('1', '1', from_day, to_day, size, cursor)
$$;
SELECT is((SELECT body FROM pg_temp.events_jsonl('1', '1', NULL, NULL, '2', NULL)),
	E'{"v":1,"number":0,"kind":"authority-opened"}\n{"v":1,"number":1,"kind":"staff-added"}\n', 'events: the bytes, each line ended');
SELECT results_eq($$SELECT body, next FROM pg_temp.events_jsonl('1', '1', NULL, NULL, '0', NULL)$$, $$VALUES ('', NULL)$$, 'events: of an empty log');
SELECT is(pg_temp.numbers(f, t, s, c), want, format('events: from %s to %s size %s cursor %s', f, t, s, c)) FROM (VALUES
	(NULL, NULL, NULL, NULL, '0-22 (23)'),
	(NULL, NULL, NULL, '0', '0-22 (23)'),
	(NULL, NULL, '5', NULL, '0-4 (5)'),
	(NULL, NULL, '99', NULL, '0-22 (23)'),
	(NULL, NULL, '-1', NULL, 'none'),
	('2019-04-03', NULL, NULL, NULL, '2-22 (21)'),
	(NULL, '2019-04-03', NULL, NULL, '0-2 (3)'),
	('2019-04-03', '2019-04-03', NULL, NULL, '2-2 (1)'),
	('2019-04-04', '2019-04-03', NULL, NULL, 'none'),
	('2019-04-03', '2019-04-10', '5', NULL, '2-4 (3)'),
	('2019-04-03', '2019-04-10', NULL, '7', '7-9 (3)'),
	('2000-01-01', '2000-01-02', NULL, NULL, 'none'),
	('2030-01-01', NULL, NULL, NULL, 'none'),
	('2000-01-01', '2030-01-02', NULL, NULL, '0-22 (23)'),
	(NULL, NULL, NULL, '22', '22-22 (1)'),
	(NULL, NULL, NULL, '23', 'none')) AS x (f, t, s, c, want);
SELECT throws_ok($$SELECT * FROM pg_temp.events_jsonl('1', '1', '2019-02-29', NULL, NULL, NULL)$$, '22008', NULL, 'events: from no day');

SELECT is((SELECT size FROM pg_temp.events_jsonl('1', '1', NULL, NULL, NULL, NULL)), '23', 'events: the head they stop at');
SELECT is((SELECT size FROM pg_temp.events_jsonl('1', '1', NULL, NULL, '5', NULL)), '5', 'events: an earlier head asked for');
SELECT is((SELECT size FROM pg_temp.balances_csv('1', '1', NULL, NULL, NULL, NULL)), '23', 'balances: the head they belong to');

-- ledger
SELECT is((SELECT body FROM pg_temp.ledger_csv('1', '1', NULL, '2019-04-11', NULL, NULL)),
	E'event,n,day,phase,book,from,to,amount_pence,resolves_event,resolves_n,undoes_event,undoes_n\n'
	'8,0,2019-04-09,post,allowance,offer:setting-up-home,cap:aaaaaaaa-0000-4000-8000-000000000001:setting-up-home:lifetime,200000,,,,\n'
	'8,1,2019-04-09,post,allowance,offer:setting-up-home,cap:aaaaaaaa-0000-4000-8000-000000000001:setting-up-home:lifetime,10000,,,,\n'
	'9,0,2019-04-10,post,money,grantor,fund:leaving-care:2019-20,300000,,,,\n'
	'9,1,2019-04-10,post,money,grantor,fund:leaving-care:2020-21,100,,,,\n'
	'10,0,2019-04-11,reserve,allowance,cap:aaaaaaaa-0000-4000-8000-000000000001:setting-up-home:lifetime,drawn:setting-up-home,150000,,,,\n',
	'ledger: the first page of a CSV has a header');
SELECT is((SELECT body FROM pg_temp.ledger_csv('1', '1', '2019-04-13', '2019-04-13', NULL, '0')),
	E'12,0,2019-04-13,settle,allowance,cap:aaaaaaaa-0000-4000-8000-000000000001:setting-up-home:lifetime,drawn:setting-up-home,150000,10,0,,\n'
	'12,1,2019-04-13,settle,money,fund:leaving-care:2019-20,payable:leaving-care:2019-20,150000,11,0,,\n',
	'ledger: a further page has none');
SELECT is((SELECT body FROM pg_temp.ledger_jsonl('1', '1', '2019-04-13', '2019-04-14', NULL, NULL)),
	E'{"event":12,"n":0,"day":"2019-04-13","phase":"settle","book":"allowance","from":"cap:aaaaaaaa-0000-4000-8000-000000000001:setting-up-home:lifetime","to":"drawn:setting-up-home","amount_pence":150000,"resolves_event":10,"resolves_n":0}\n'
	'{"event":12,"n":1,"day":"2019-04-13","phase":"settle","book":"money","from":"fund:leaving-care:2019-20","to":"payable:leaving-care:2019-20","amount_pence":150000,"resolves_event":11,"resolves_n":0}\n'
	'{"event":13,"n":0,"day":"2019-04-14","phase":"reserve","book":"allowance","from":"cap:aaaaaaaa-0000-4000-8000-000000000001:setting-up-home:lifetime","to":"drawn:setting-up-home","amount_pence":20000,"resolves_event":null,"resolves_n":null}\n',
	'ledger: as JSON lines');
SELECT is((SELECT count(*) FROM pg_temp.ledger_jsonl('1', '1', NULL, NULL, NULL, NULL), regexp_split_to_table(rtrim(body, E'\n'), E'\n')),
	(SELECT count(*) FROM transfer), 'ledger: a line a transfer');
SELECT results_eq($$SELECT body, next FROM pg_temp.ledger_jsonl('1', '1', NULL, NULL, '8', NULL)$$, $$VALUES ('', NULL)$$, 'ledger: before the first transfer');

-- payments, as they stood
SELECT is((SELECT body FROM pg_temp.payments_csv('1', '1', NULL, NULL, NULL, NULL)),
	E'payment,day,person,entitlement,period,amount_pence,on,state,fund,requester,approver\n'
	'P10,2019-04-11,aaaaaaaa-0000-4000-8000-000000000001,setting-up-home,lifetime,150000,2019-04-11,paid,leaving-care,2,3\n'
	'P13,2019-04-14,aaaaaaaa-0000-4000-8000-000000000001,setting-up-home,lifetime,20000,2019-04-20,declined,,2,\n'
	'P15,2019-04-16,aaaaaaaa-0000-4000-8000-000000000001,setting-up-home,lifetime,5000,2019-05-01,approved,leaving-care,2,4\n'
	'P18,2019-04-19,aaaaaaaa-0000-4000-8000-000000000001,setting-up-home,lifetime,7000,2019-05-02,requested,,2,\n', 'payments');
CREATE FUNCTION pg_temp.states(from_day text, to_day text, size text, cursor text) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(concat_ws(' ', l ->> 'payment', l ->> 'state', l ->> 'fund', l ->> 'approver'), ', ')
	FROM pg_temp.payments_jsonl('1', '1', from_day, to_day, size, cursor), regexp_split_to_table(rtrim(body, E'\n'), E'\n') AS line,
		LATERAL (SELECT nullif(line, '')::json) AS j (l)
$$;
SELECT is(pg_temp.states(f, t, s, c), want, format('payments: from %s to %s size %s cursor %s', f, t, s, c)) FROM (VALUES
	(NULL, NULL, NULL, NULL, 'P10 paid leaving-care 3, P13 declined, P15 approved leaving-care 4, P18 requested'),
	(NULL, NULL, '10', NULL, ''),
	(NULL, NULL, '11', NULL, 'P10 requested'),
	(NULL, NULL, '12', NULL, 'P10 approved leaving-care 3'),
	(NULL, NULL, '13', NULL, 'P10 paid leaving-care 3'),
	(NULL, NULL, '14', NULL, 'P10 paid leaving-care 3, P13 requested'),
	(NULL, NULL, '17', NULL, 'P10 paid leaving-care 3, P13 declined, P15 requested'),
	(NULL, '2019-04-14', NULL, NULL, 'P10 paid leaving-care 3, P13 declined'),
	('2019-04-12', '2019-04-16', NULL, NULL, 'P13 declined, P15 approved leaving-care 4'),
	(NULL, NULL, NULL, '16', 'P18 requested')) AS x (f, t, s, c, want);
SELECT is((SELECT body FROM pg_temp.payments_jsonl('1', '1', NULL, NULL, NULL, '18')),
	E'{"payment":"P18","day":"2019-04-19","person":"aaaaaaaa-0000-4000-8000-000000000001","entitlement":"setting-up-home","period":"lifetime","amount_pence":7000,"on":"2019-05-02","state":"requested","fund":null,"requester":2,"approver":null}\n',
	'payments: as JSON lines');

-- balances
SELECT is((SELECT body FROM pg_temp.balances_csv('1', '1', NULL, NULL, NULL, NULL)),
	E'size,account,book,floor,credited_pence,debited_pence,reserved_pence,base_pence\n'
	'23,offer:setting-up-home,allowance,,0,210000,0,\n'
	'23,cap:aaaaaaaa-0000-4000-8000-000000000001:setting-up-home:lifetime,allowance,0,210000,150000,12000,200000\n'
	'23,drawn:setting-up-home,allowance,0,150000,0,0,\n'
	'23,grantor,money,,0,300100,0,\n'
	'23,fund:leaving-care:2019-20,money,0,300000,150000,5000,\n'
	'23,payable:leaving-care:2019-20,money,0,150000,0,0,\n'
	'23,fund:leaving-care:2020-21,money,0,100,0,0,\n', 'balances');
SELECT is((SELECT split_part(body, E'\n', 4) FROM pg_temp.balances_jsonl('1', '1', NULL, NULL, NULL, NULL)),
	'{"size":23,"account":"grantor","book":"money","floor":null,"credited_pence":0,"debited_pence":300100,"reserved_pence":0,"base_pence":null}',
	'balances: as JSON lines');
CREATE FUNCTION pg_temp.balances_at(of_size bigint) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(line::json ->> 'account' || ' ' || (line::json ->> 'credited_pence') || ' ' || (line::json ->> 'debited_pence')
		|| ' ' || (line::json ->> 'reserved_pence') || coalesce(' ' || (line::json ->> 'base_pence'), ''), E'\n' ORDER BY n)
	FROM pg_temp.balances_jsonl('1', '1', NULL, NULL, of_size::text, NULL)
		CROSS JOIN regexp_split_to_table(rtrim(body, E'\n'), E'\n') WITH ORDINALITY AS l (line, n)
	WHERE line <> ''
$$;
CREATE FUNCTION pg_temp.computed_at(of_size bigint) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(concat_ws(' ', code,
		coalesce((SELECT sum(amount_pence) FROM transfer AS t
			WHERE t.authority_id = 1 AND event < of_size AND to_account = account_id AND phase IN ('post', 'settle')), 0)
			- coalesce((SELECT sum(amount_pence) FROM transfer AS t
				WHERE t.authority_id = 1 AND event < of_size AND to_account = account_id AND phase = 'back'), 0),
		coalesce((SELECT sum(amount_pence) FROM transfer AS t
			WHERE t.authority_id = 1 AND event < of_size AND from_account = account_id AND phase IN ('post', 'settle')), 0)
			- coalesce((SELECT sum(amount_pence) FROM transfer AS t
				WHERE t.authority_id = 1 AND event < of_size AND from_account = account_id AND phase = 'back'), 0),
		coalesce((SELECT sum(CASE phase WHEN 'reserve' THEN amount_pence ELSE -amount_pence END) FROM transfer AS t
			WHERE t.authority_id = 1 AND event < of_size AND from_account = account_id AND phase NOT IN ('post', 'back')), 0),
		CASE WHEN person_id IS NOT NULL THEN coalesce((SELECT sum(amount_pence) FROM transfer AS t
			WHERE t.authority_id = 1 AND event < of_size AND to_account = account_id AND phase = 'post'), 0)
			- coalesce((SELECT sum(amount_pence) FROM award AS w
			WHERE w.authority_id = 1 AND event < of_size AND w.account_id = account.account_id), 0) END), E'\n' ORDER BY account_id)
	FROM account
	WHERE authority_id = 1 AND account_id < 16 * of_size
$$;
SELECT is(pg_temp.balances_at(s), pg_temp.computed_at(s), 'balances: as they stood after ' || s || ' events') FROM generate_series(0, 23) AS s;
SELECT is((SELECT size FROM pg_temp.balances_csv('1', '1', NULL, NULL, '99', NULL)), '23', 'balances: of no later head than there is');
SELECT results_eq($$SELECT body, next, size FROM pg_temp.balances_csv('1', '1', NULL, NULL, '23', '99999')$$, $$VALUES ('', NULL, '23')$$,
	'balances: a further page has no header');

-- rows: a line each, by the event they name.
CREATE FUNCTION pg_temp.rows_of(f text, t text, s text, c text) RETURNS text
LANGUAGE sql AS $$
	SELECT string_agg(format('%s %s', j ->> 'event', j ->> 'row'), ', ') || coalesce(' then ' || min(next), '')
	FROM pg_temp.rows_jsonl('1', '1', f, t, s, c), regexp_split_to_table(rtrim(body, E'\n'), '\n') AS line, CAST(line AS json) AS j
$$;
SELECT is(pg_temp.rows_of(f, t, s, c), want, format('rows: from %s to %s size %s cursor %s', f, t, s, c)) FROM (VALUES
	(NULL, '2019-04-03', NULL, NULL, '0 event, 0 staff, 0 certificate, 1 event, 1 staff, 1 staff, 1 staff, 1 staff, 1 certificate, 1 certificate, 1 invitation, 2 event, 2 offer'),
	('2019-04-04', '2019-04-07', NULL, NULL, '3 event, 3 person, 3 category, 4 event, 4 category, 4 category, 5 event, 5 text, 5 fact, 6 event, 6 text, 6 text, 6 fact'),
	('2019-04-08', NULL, '11', NULL, '7 event, 7 fact-end, 8 event, 8 account, 8 account, 8 account, 8 award, 9 event, 9 account, 9 account, 9 account, 9 account, 10 event, 10 text, 10 payment'),
	(NULL, NULL, '17', '11', '11 event, 11 approval, 11 step, 12 event, 12 step, 13 event, 13 payment, 14 event, 14 step, 15 event, 15 payment, 16 event, 16 text, 16 text, 16 refusal, 16 payee, 16 creditor')) AS x (f, t, s, c, want);
SELECT is((SELECT body FROM pg_temp.rows_jsonl('1', '1', NULL, NULL, '11', '10')),
	E'{"row":"event","event":10,"at":1554969600000000,"day":"2019-04-11","kind":"payment-requested","staff":2,"leaf":"'
	|| encode((SELECT leaf FROM event WHERE authority_id = 1 AND number = 10), 'hex') || E'"}\n'
	'{"row":"text","event":10,"field":"payee","person":"aaaaaaaa-0000-4000-8000-000000000001","payee":null}\n'
	'{"row":"payment","event":10,"person":"aaaaaaaa-0000-4000-8000-000000000001","entitlement":"setting-up-home","amount_pence":150000,"on":"2019-04-11","age":19,"category":"relevant","replaces":null,"offer":1,"content":"'
	|| encode(sha256('10'), 'hex') || E'","requester":2,"state":"paid","period":"lifetime","year":"2019-20","cap":"cap:aaaaaaaa-0000-4000-8000-000000000001:setting-up-home:lifetime",'
	'"drawn":"drawn:setting-up-home","reserve_n":0,"fund":"fund:leaving-care:2019-20","payable":"payable:leaving-care:2019-20","approved_event":11,"closed_event":12,"payee":null,"creditor_set":null,"last_event":12}\n',
	'rows: as JSON lines');
SELECT is((SELECT body FROM pg_temp.rows_jsonl('1', '1', NULL, NULL, '13', '11')),
	(SELECT string_agg(format('{"row":"event","event":%s,"at":%s,"day":"%s","kind":"%s","staff":%s,"leaf":"%s"}', number,
		(extract(epoch FROM at) * 1000000)::bigint, day, kind, staff_id, encode(leaf, 'hex')) || E'\n' || rows, '' ORDER BY number)
	FROM event JOIN (VALUES
		(11, '{"row":"approval","event":11,"payment":10,"content":"' || encode(sha256('10'), 'hex') || E'","requester":2,"approver":3,"stage":1}\n'
			'{"row":"step","event":11,"payment":10,"step":"approve","state":"approved","staff":3,"round":1,"stage":1,"content":"'
			|| encode(sha256('10'), 'hex') || E'","fund":"fund:leaving-care:2019-20","payable":"payable:leaving-care:2019-20","until":null,"roles":null,"needed":null,"rules":null}\n'),
		(12, E'{"row":"step","event":12,"payment":10,"step":"pay","state":"paid","staff":4,"round":1,"stage":null,"content":null,"fund":null,"payable":null,"until":null,"roles":null,"needed":null,"rules":null}\n')
		) AS x (n, rows) ON n = number), 'rows: an approval and its steps');
SELECT is((SELECT string_agg(body, '') FROM pg_temp.keys_jsonl('1', '1', NULL, NULL, NULL, NULL)), E'{"staff":2,"event":10}\n', 'keys');
SELECT is((SELECT body FROM pg_temp.keys_jsonl('1', '1', NULL, NULL, '10', NULL)), '', 'keys: of an earlier head');
SELECT is((SELECT body FROM pg_temp.keys_jsonl('1', '1', NULL, NULL, NULL, '2:cccccccc-0000-7000-8000-000000000001')), '', 'keys: after the last');
-- What no guard lets in.
RESET ROLE;
SAVEPOINT sound;
SET LOCAL session_replication_role = replica;
INSERT INTO award VALUES (1, 23, :one, 'gym', '2019-05-01', 'lifetime', 1, 129), (1, -1, :one, 'gym', '2019-05-01', 'lifetime', 1, 129);
INSERT INTO command_key VALUES (1, 2, 'cccccccc-0000-7000-8000-000000000002', sha256('k'), 99);
SET LOCAL session_replication_role = origin;
SET LOCAL ROLE bursar_daemon;
SELECT is(pg_temp.rows_of(NULL, '2019-04-01', NULL, NULL), '-1 award, 0 event, 0 staff, 0 certificate, 23 award',
	'rows: below the log on the first page, and beyond it on the last');
SELECT is(pg_temp.rows_of(NULL, NULL, NULL, '22'), '22 event, 22 invitation, 22 offer, 22 rules, 22 rule-limit, 23 award', 'rows: beyond the log, on the last page alone');
SELECT is((SELECT body FROM pg_temp.keys_jsonl('1', '1', NULL, NULL, NULL, NULL)), E'{"staff":2,"event":10}\n{"staff":2,"event":99}\n', 'keys: beyond the log');
RESET ROLE;
ROLLBACK TO sound;
SET LOCAL ROLE bursar_daemon;

-- Pages. A log of 12,000 events, each with a post; payments for more than a page.
SELECT pg_temp.events(1, 23, 11999, 'refused', 2);
INSERT INTO transfer SELECT 1, n, 0, 'post', 144, 145, 1, NULL, NULL FROM generate_series(23, 11999) AS n;
INSERT INTO payment (authority_id, payment_id, person_id, entitlement, amount_pence, need_date, offer_version, content, requester,
		period, year, cap_account, drawn_account, reserve_n, age, category)
	SELECT 1, n, :one, 'setting-up-home', 1, '2019-05-01', 1, sha256('x'::bytea), 2, 'lifetime', '2019-20', 129, 130, 0, 19, 'relevant'
	FROM generate_series(23, 5018) AS n;
SELECT is(pg_temp.numbers(NULL, NULL, s, c), want, format('pages of events: size %s cursor %s', s, c)) FROM (VALUES
	(NULL, NULL, '0-999 (1000) then 1000'),
	(NULL, '1000', '1000-1999 (1000) then 2000'),
	(NULL, '11000', '11000-11999 (1000)'),
	('1000', NULL, '0-999 (1000)'),
	('1001', NULL, '0-999 (1000) then 1000'),
	('1001', '1000', '1000-1000 (1)')) AS x (s, c, want);
SELECT results_eq(format('SELECT array_length(string_to_array(body, E''\n''), 1) - 1, next FROM pg_temp.ledger_csv(''1'', ''1'', NULL, NULL, %L, %L)', s, c),
	format('VALUES (%s, %L::text)', lines, next), format('pages of the ledger: size %s cursor %s', s, c)) FROM (VALUES
	(NULL, NULL, 1 + 13 + 8000 - 23, '8000'),
	(NULL, '8000', 4000, NULL),
	('8000', NULL, 1 + 13 + 8000 - 23, NULL),
	('8001', '8000', 1, NULL)) AS x (s, c, lines, next);
SELECT results_eq(format('SELECT coalesce(array_length(string_to_array(body, E''\n''), 1) - 1, 0), next FROM pg_temp.payments_csv(''1'', ''1'', NULL, NULL, %L, %L)', s, c),
	format('VALUES (%s, %L::text)', lines, next), format('pages of payments: size %s cursor %s', s, c)) FROM (VALUES
	(NULL, NULL, 5001, '5019'),
	(NULL, '5019', 0, NULL),
	(NULL, '24', 4995, NULL),
	('5019', NULL, 5001, NULL),
	('5018', NULL, 5000, NULL)) AS x (s, c, lines, next);
SELECT is(pg_temp.numbers('2024-01-01', '2024-01-03', NULL, NULL), '10299-10316 (18)', 'days are found in a long log');

SELECT * FROM finish();
ROLLBACK;
