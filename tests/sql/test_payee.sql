\i tests/sql/fixture.psql
-- To whom a payment goes: what it says is what stands, and it goes on no more once that has changed, nor by whoever set it.
-- Of this transaction: 23 to 29 of no step, 30 to 34 approvals by 3, who set the shop's creditor-ref, 35 to 39 by 4, 50 to 59 requests.
SELECT pg_temp.committed();
SELECT pg_temp.events(1, 23, 29, 'refused', 2);
SELECT pg_temp.events(1, 30, 34, 'payment-approved', 3);
SELECT pg_temp.events(1, 35, 39, 'payment-approved', 4);
SELECT pg_temp.events(1, 40, 49, 'refused', 2);
SELECT pg_temp.events(1, 50, 59, 'payment-requested', 2);
SET LOCAL ROLE bursar_daemon;
SELECT set_config('bursar.authority', '1', true);

CREATE FUNCTION pg_temp.tried(what text) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE what;
	RAISE EXCEPTION 'undone' USING ERRCODE = 'ZZ000';
EXCEPTION WHEN OTHERS THEN
	RETURN CASE SQLSTATE WHEN 'ZZ000' THEN 'accepted' ELSE SQLSTATE END;
END
$$;
CREATE FUNCTION pg_temp.request(id bigint, payee text, creditor text) RETURNS text LANGUAGE sql AS $$
	SELECT format('INSERT INTO transfer VALUES (1, %s, 0, ''reserve'', 129, 130, 7000, NULL, NULL);
		INSERT INTO payment (authority_id, payment_id, person_id, entitlement, amount_pence, need_date, offer_version, content, requester,
			period, year, cap_account, drawn_account, reserve_n, age, category, payee_id, creditor_set)
		SELECT 1, %s, person_id, entitlement, amount_pence, need_date, offer_version, content, requester, period, year, cap_account,
			drawn_account, reserve_n, age, category, %s, %s FROM payment WHERE payment_id = 18; ', id, id, payee, creditor)
$$;
CREATE FUNCTION pg_temp.approve(id bigint, event bigint, staff integer) RETURNS text LANGUAGE sql AS $$
	SELECT format('INSERT INTO transfer VALUES (1, %s, 0, ''reserve'', 145, 146, 7000, NULL, NULL);
		INSERT INTO payment_step SELECT 1, %s, %s, ''approve'', ''approved'', %s, 1, 1, content, 145, 146 FROM payment WHERE payment_id = 18; ',
		event, id, event, staff)
$$;

SELECT is(pg_temp.tried(statement), want, says) FROM (VALUES
	(pg_temp.request(50, '16', '16'), 'accepted', 'to a payee as it stands'),
	(pg_temp.request(50, '16', 'NULL'), 'BU060', 'not as if it had no creditor-ref'),
	(pg_temp.request(50, '17', '16'), 'BU060', 'not to one that is not there'),
	(pg_temp.request(50, 'NULL', '16'), 'BU060', 'nor by a payee''s creditor-ref to a person'),
	('INSERT INTO payee_change VALUES (1, 23, 16, false, true); ' || pg_temp.request(50, '16', '16'), 'BU060', 'not to one that has ended'),
	('INSERT INTO creditor VALUES (1, 23, NULL, 16, false, 2, NULL); ' || pg_temp.request(50, '16', '16'), 'BU060',
		'nor as it stood before'),
	('INSERT INTO creditor VALUES (1, 23, NULL, 16, false, 2, NULL); ' || pg_temp.request(50, '16', '23'), 'accepted', 'but as it stands then'),
	('INSERT INTO creditor VALUES (1, 23, NULL, 17, true, 2, NULL)', '23503', 'a creditor-ref is of a payee who is there'),
	('INSERT INTO creditor VALUES (1, 23, NULL, NULL, true, 2, NULL)', '23514', 'and of somebody'),
	('INSERT INTO creditor VALUES (1, 23, ''aaaaaaaa-0000-4000-8000-000000000001'', 16, true, 2, NULL)', '23514', 'of one of them'),
	('INSERT INTO creditor VALUES (1, 23, NULL, 16, true, 2, 2)', '23514', 'by two, where there are two'),
	('INSERT INTO payee VALUES (1, 23, gen_random_uuid(), ''shop'', ''\x00'')', '23505', 'a code is one payee''s'),
	('UPDATE creditor SET given = false', '42501', 'nothing of it changes'),
	('DELETE FROM payee', '42501', 'and nothing goes'),
	(pg_temp.request(50, '16', '16') || pg_temp.approve(50, 35, 4), 'accepted', 'approved as it stands'),
	(pg_temp.request(50, '16', '16') || pg_temp.approve(50, 30, 3), 'BU061', 'but not by whoever set it'),
	(pg_temp.request(50, '16', '16') || 'INSERT INTO creditor VALUES (1, 24, NULL, 16, true, 2, NULL); ' || pg_temp.approve(50, 35, 4), 'BU061',
		'nor once it has changed'),
	(pg_temp.approve(18, 30, 3), 'accepted', 'one to nobody who is known is approved'),
	('INSERT INTO creditor VALUES (1, 24, ''aaaaaaaa-0000-4000-8000-000000000001'', NULL, true, 2, NULL); ' || pg_temp.approve(18, 30, 3), 'BU061',
		'not once the person is known'),
	('INSERT INTO person_text VALUES (1, 25, ''payee'', ''aaaaaaaa-0000-4000-8000-000000000001'', ''\x00'');
		INSERT INTO creditor VALUES (1, 24, ''aaaaaaaa-0000-4000-8000-000000000002'', NULL, true, 2, NULL); ' || pg_temp.approve(18, 30, 3),
		'accepted', 'but when somebody else is')) AS t (statement, want, says);

SELECT * FROM finish();
ROLLBACK;
