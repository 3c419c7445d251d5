\i tests/sql/fixture.psql
-- Those of the fixture are an earlier transaction's. Of this one: 23 to 29 of no step, 30 to 34 approvals by a manager (3), 35 to 39
-- by finance (4), 40 to 49 payments by 4, 50 to 59 requests, 60 to 69 declined by 3; 70 approved by the adviser who asked (2), 71 by
-- a manager who has left (6), 72 paid by a manager alone (7), 73 and 74 approved by a manager (7), 75 and 76 deferred by 3.
SELECT pg_temp.committed();
SELECT pg_temp.events(1, 23, 29, 'refused', 2);
SELECT pg_temp.events(1, 30, 34, 'payment-approved', 3);
SELECT pg_temp.events(1, 35, 39, 'payment-approved', 4);
SELECT pg_temp.events(1, 40, 49, 'payment-paid', 4);
SELECT pg_temp.events(1, 50, 59, 'payment-requested', 2);
SELECT pg_temp.events(1, 60, 69, 'payment-declined', 3);
SELECT pg_temp.events(1, 70, 70, 'payment-approved', 2);
SELECT pg_temp.events(1, 71, 71, 'payment-approved', 6);
SELECT pg_temp.events(1, 72, 72, 'payment-paid', 7);
SELECT pg_temp.events(1, 73, 74, 'payment-approved', 7);
SELECT pg_temp.events(1, 75, 76, 'payment-deferred', 3);
INSERT INTO staff VALUES (1, 6, 'Fay Gone', '{manager}', false, 23), (1, 7, 'Gus Manager', '{manager}', true, 23);

SET LOCAL ROLE bursar_daemon;
SELECT set_config('bursar.authority', '1', true);

-- Whether SQL is accepted, and else its SQLSTATE; undone in either case.
CREATE FUNCTION pg_temp.tried(what text) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE what;
	RAISE EXCEPTION 'undone' USING ERRCODE = 'ZZ000';
EXCEPTION WHEN OTHERS THEN
	RETURN CASE SQLSTATE WHEN 'ZZ000' THEN 'accepted' ELSE SQLSTATE END;
END
$$;

-- Beginning: the daemon says nothing of what follows from steps, and nobody begins a payment elsewhere.
PREPARE request(bigint, integer) AS
	INSERT INTO payment (authority_id, payment_id, person_id, entitlement, amount_pence, need_date, offer_version, content, requester,
			period, year, cap_account, drawn_account, reserve_n, age, category)
	SELECT 1, $1, person_id, entitlement, amount_pence, need_date, offer_version, sha256($1::text::bytea), $2, period, year, cap_account,
		drawn_account, reserve_n, age, category
	FROM payment WHERE payment_id = 18;
SELECT lives_ok('EXECUTE request(50, 2)', 'a payment is asked for');
SELECT throws_ok('EXECUTE request(51, 9)', 'BU034', NULL, 'but not by nobody');
SELECT is(pg_temp.tried(format('INSERT INTO payment (authority_id, payment_id, person_id, entitlement, amount_pence, need_date, offer_version,
		content, requester, period, year, cap_account, drawn_account, reserve_n, age, category, %s)
	SELECT 1, 51, person_id, entitlement, amount_pence, need_date, offer_version, content, requester, period, year, cap_account,
		drawn_account, reserve_n, age, category, %s FROM payment WHERE payment_id = 18', name, value)), '42501', 'no payment begins with a ' || name)
	FROM (VALUES ('state', '''requested'''), ('fund_account', '145'), ('payable_account', '146'), ('approved_event', '11'),
		('closed_event', '12'), ('round', '2'), ('approvals', '1')) AS x (name, value);
RESET ROLE;
SET LOCAL ROLE bursar_owner;
SELECT is(pg_temp.tried(format('INSERT INTO payment (authority_id, payment_id, person_id, entitlement, amount_pence, need_date, offer_version,
		content, requester, period, year, cap_account, drawn_account, reserve_n, age, category, %s)
	SELECT 1, 51, person_id, entitlement, amount_pence, need_date, offer_version, content, requester, period, year, cap_account,
		drawn_account, reserve_n, age, category, %s FROM payment WHERE payment_id = 18', name, value)), code, 'for nobody: ' || name || ' ' || value)
	FROM (VALUES ('state', '''paid''', 'BU030'), ('state', '''approved''', 'BU030'), ('fund_account', '145', '23514'),
		('fund_account, payable_account, approved_event', '145, 146, 11', '23514'), ('closed_event', '12', '23514'),
		('approvals', '1', '23514')) AS x (name, value, code);
RESET ROLE;

-- A payment is changed by nobody: not what was requested, nor what follows from its steps.
CREATE TEMP TABLE change (what text);
INSERT INTO change VALUES ('payment_id = 99'), ('person_id = gen_random_uuid()'), ('entitlement = ''gym'''), ('amount_pence = 1'),
	('need_date = ''2019-01-01'''), ('offer_version = 2'), ('content = sha256(''x'')'), ('requester = 3'), ('period = ''2019-20'''),
	('year = ''2018-19'''), ('cap_account = 128'), ('drawn_account = 129'), ('reserve_n = 1'), ('authority_id = 2'), ('state = ''paid'''),
	('state = ''declined'', closed_event = 60'), ('fund_account = 147'), ('payable_account = 144'), ('approved_event = 30'),
	('closed_event = 40'), ('round = 2'), ('approvals = 2');
GRANT SELECT ON change TO PUBLIC;
SELECT throws_ok('UPDATE payment SET ' || what || ' WHERE payment_id = 15', 'BU021', NULL, 'a superuser: ' || what) FROM change;
SET LOCAL ROLE bursar_owner;
SELECT throws_ok('UPDATE payment SET ' || what || ' WHERE payment_id = 15', 'BU021', NULL, 'the owner: ' || what) FROM change;
RESET ROLE;
SET LOCAL ROLE bursar_daemon;
SELECT throws_ok('UPDATE payment SET ' || what || ' WHERE payment_id = 15', '42501', NULL, 'the daemon: ' || what) FROM change;
-- A trigger of one's own, on a table of one's own, is not the owner's.
RESET ROLE;
CREATE FUNCTION pg_temp.by_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE payment SET state = 'paid' WHERE payment_id = 18;
	RETURN NULL;
END
$$;
CREATE TEMP TABLE own (n integer);
CREATE TRIGGER own AFTER INSERT ON own EXECUTE FUNCTION pg_temp.by_trigger();
SELECT throws_ok('INSERT INTO own VALUES (1)', 'BU021', NULL, 'nor by a trigger of one''s own');
SET LOCAL ROLE bursar_daemon;

-- Transfers and step of each of the three moves, of payment 18 (requested) and 15 (approved): sound, so that each of the tries below
-- fails for what it changes alone.
CREATE FUNCTION pg_temp.reserved(event bigint, amount bigint = 7000, fund bigint = 145, payable bigint = 146, n integer = 0) RETURNS text
LANGUAGE sql AS $$
	SELECT format('INSERT INTO transfer VALUES (1, %s, %s, ''reserve'', %s, %s, %s, NULL, NULL); ', event, n, fund, payable, amount)
$$;
CREATE FUNCTION pg_temp.resolved(event bigint, n integer, phase text, of bigint, of_n integer = 0, amount bigint = 7000) RETURNS text
LANGUAGE sql AS $$
	SELECT format('INSERT INTO transfer SELECT 1, %s, %s, %L, from_account, to_account, %s, event, n FROM transfer
		WHERE authority_id = 1 AND event = %s AND n = %s; ', event, n, phase, amount, of, of_n)
$$;
CREATE FUNCTION pg_temp.approval(event bigint, payment bigint = 18, staff integer = 3, content text = '18', fund text = '145',
	payable text = '146', round integer = 1, stage text = '1', becomes text = 'approved', roles text = NULL, needed integer = NULL,
	rules integer = NULL) RETURNS text
LANGUAGE sql AS $$
	SELECT format('INSERT INTO payment_step VALUES (1, %s, %s, ''approve'', %L, %s, %s, %s, sha256(%L), %s, %s, NULL, %L, %L, %L); ', payment,
		event, becomes, staff, round, stage, content, fund, payable, roles, needed, rules)
$$;
CREATE FUNCTION pg_temp.step(step text, becomes text, event bigint, payment bigint, staff integer, round integer = 1) RETURNS text
LANGUAGE sql AS $$
	SELECT format('INSERT INTO payment_step VALUES (1, %s, %s, %L, %L, %s, %s, NULL, NULL, NULL, NULL); ', payment, event, step, becomes, staff,
		round)
$$;
CREATE FUNCTION pg_temp.settled(event bigint) RETURNS text
LANGUAGE sql AS $$
	SELECT pg_temp.resolved(event, 0, 'settle', 15, 0, 5000) || pg_temp.resolved(event, 1, 'settle', 17, 0, 5000)
$$;
SELECT is(pg_temp.tried(pg_temp.reserved(30) || pg_temp.approval(30)), 'accepted', 'approved by a manager');
SELECT is(pg_temp.tried(pg_temp.reserved(35) || pg_temp.approval(35, 18, 4)), 'accepted', 'approved by finance');
SELECT is(pg_temp.tried(pg_temp.resolved(60, 0, 'release', 18) || pg_temp.step('decline', 'declined', 60, 18, 3)), 'accepted', 'declined');
SELECT is(pg_temp.tried(pg_temp.settled(40) || pg_temp.step('pay', 'paid', 40, 15, 4)), 'accepted', 'paid');

-- Whoever asked, what was asked for, and which approval it is.
SELECT is(pg_temp.tried(what), code, says) FROM (VALUES
	(pg_temp.reserved(70) || pg_temp.approval(70, 18, 2), 'BU035', 'the requester, who is an adviser, does not approve'),
	(pg_temp.reserved(30) || pg_temp.approval(30, 18, 3, '19'), 'BU033', 'other content is not approved'),
	(pg_temp.reserved(30) || pg_temp.approval(30, 19), 'BU032', 'nor a payment that is none'),
	(pg_temp.reserved(30) || pg_temp.approval(30, 2), 'BU032', 'nor one of another authority'),
	(pg_temp.reserved(30) || pg_temp.approval(30, 18, 3, '18', '145', '146', 2), 'BU033', 'nor in a round to come'),
	(pg_temp.reserved(30) || pg_temp.approval(30, 18, 3, '18', '145', '146', 0), 'BU033', 'or gone by'),
	(pg_temp.reserved(30) || pg_temp.approval(30, 18, 3, '18', '145', '146', 1, '2'), 'BU033', 'nor as a second approval'),
	(pg_temp.reserved(30) || pg_temp.approval(30, 18, 3, '18', '145', '146', 1, '0'), 'BU033', 'nor as one before the first'),
	(pg_temp.reserved(30) || pg_temp.approval(30, 18, 3, '18', '145', '146', 1, 'NULL'), '23514', 'nor as none'),
	(pg_temp.reserved(30) || 'INSERT INTO payment_step VALUES (1, 18, 30, ''approve'', ''approved'', 3, 1, NULL, NULL, 145, 146)', 'BU033',
		'nor without saying what'),
	(pg_temp.settled(40) || 'INSERT INTO payment_step VALUES (1, 15, 40, ''pay'', ''paid'', 4, 1, 1, sha256(''15''), NULL, NULL)', 'BU033',
		'what is paid is not approved by that'),
	(pg_temp.settled(40) || pg_temp.step('pay', 'paid', 40, 15, 4, 2), 'BU033', 'nor in another round')) AS x (what, code, says);
-- Of one who has the role, and asked.
SELECT lives_ok('EXECUTE request(52, 3)', 'a manager may have been an adviser');
SELECT lives_ok($$INSERT INTO transfer VALUES (1, 52, 0, 'reserve', 129, 130, 7000, NULL, NULL)$$, 'and have asked');
SELECT is(pg_temp.tried(pg_temp.reserved(30) || pg_temp.approval(30, 52, 3, '52')), 'BU033', 'who does not approve their own request');
SELECT is(pg_temp.tried(pg_temp.reserved(35) || pg_temp.approval(35, 52, 4, '52')), 'accepted', 'but somebody else does');

-- By its event: of this transaction, of its kind, of whoever makes it, who may.
SELECT is(pg_temp.tried(what), code, says) FROM (VALUES
	(pg_temp.reserved(30) || pg_temp.approval(77), 'BU006', 'approved by no event'),
	(pg_temp.approval(21), 'BU006', 'by an event recorded before'),
	(pg_temp.approval(17), '23505', 'by one that approved another payment then'),
	(pg_temp.reserved(40) || pg_temp.approval(40, 18, 4), 'BU035', 'by an event of another kind'),
	(pg_temp.reserved(60) || pg_temp.approval(60), 'BU035', 'or that declined'),
	(pg_temp.reserved(35) || pg_temp.approval(35), 'BU035', 'by the event of somebody else'),
	(pg_temp.reserved(71) || pg_temp.approval(71, 18, 6), 'BU035', 'by somebody who has left'),
	(pg_temp.settled(72) || pg_temp.step('pay', 'paid', 72, 15, 7), 'BU035', 'paid by a manager'),
	(pg_temp.settled(60) || pg_temp.step('pay', 'paid', 60, 15, 3), 'BU035', 'paid by an event that declined'),
	(pg_temp.resolved(40, 0, 'release', 18) || pg_temp.step('decline', 'declined', 40, 18, 4), 'BU035', 'declined by an event that paid'),
	(pg_temp.resolved(60, 0, 'release', 18) || pg_temp.step('decline', 'declined', 14, 18, 3), '23505', 'declined as another was'),
	(pg_temp.reserved(30) || pg_temp.approval(30) || pg_temp.approval(30, 50, 3, '50'), '23505', 'one event approves one payment'))
	AS x (what, code, says);

-- With its transfers.
SELECT is(pg_temp.tried(what), code, says) FROM (VALUES
	(pg_temp.approval(30), 'BU036', 'approved with nothing reserved'),
	(pg_temp.reserved(31) || pg_temp.approval(30), 'BU036', 'or by another event'),
	(pg_temp.reserved(30, 6999) || pg_temp.approval(30), 'BU036', 'or less'),
	(pg_temp.reserved(30, 7001) || pg_temp.approval(30), 'BU036', 'or more'),
	(pg_temp.reserved(30, 100, 147) || pg_temp.approval(30), 'BU036', 'or less of another fund'),
	(pg_temp.reserved(30, 7000, 145, 147) || pg_temp.approval(30), 'BU036', 'or for another payable'),
	(pg_temp.reserved(30, 7000, 145, 146, 1) || pg_temp.approval(30), 'BU036', 'or not as the first of its event'),
	(pg_temp.reserved(30) || pg_temp.reserved(30, 7000, 145, 146, 1) || pg_temp.approval(30), 'BU036', 'or twice'),
	(pg_temp.reserved(30) || pg_temp.reserved(30, 1, 145, 146, 1) || pg_temp.approval(30), 'BU036', 'or more beside it'),
	(pg_temp.reserved(30) || pg_temp.approval(30, 18, 3, '18', '147'), 'BU036', 'approved from another fund'),
	(pg_temp.reserved(30) || pg_temp.approval(30, 18, 3, '18', '145', '147'), 'BU036', 'to another payable'),
	(pg_temp.reserved(30) || pg_temp.approval(30, 18, 3, '18', 'NULL', 'NULL'), 'BU036', 'from no fund'),
	(pg_temp.reserved(30) || pg_temp.approval(30, 18, 3, '18', '145', 'NULL'), '23514', 'to no payable'),
	(pg_temp.reserved(30) || pg_temp.approval(30, 50, 3, '50'), 'BU036', 'approved with no cap reserved'),
	(pg_temp.step('decline', 'declined', 60, 18, 3), 'BU036', 'declined with nothing released'),
	(pg_temp.resolved(61, 0, 'release', 18) || pg_temp.step('decline', 'declined', 60, 18, 3), 'BU036', 'or by another event'),
	(pg_temp.resolved(60, 0, 'settle', 18) || pg_temp.step('decline', 'declined', 60, 18, 3), 'BU036', 'or settled'),
	(pg_temp.reserved(52, 7000, 129, 130, 1) || pg_temp.resolved(60, 0, 'release', 52, 1) || pg_temp.step('decline', 'declined', 60, 52, 3), 'BU036',
		'or another reserve of its request'),
	(pg_temp.resolved(60, 0, 'release', 52) || pg_temp.step('decline', 'declined', 60, 18, 3), 'BU036', 'or that of another payment'),
	(pg_temp.resolved(60, 0, 'release', 18) || 'INSERT INTO payment_step VALUES (1, 18, 60, ''decline'', ''declined'', 3, 1, NULL, NULL, 145, 146)',
		'BU036', 'or from a fund'),
	(pg_temp.step('pay', 'paid', 40, 15, 4), 'BU036', 'paid without a transfer'),
	(pg_temp.resolved(40, 0, 'settle', 17, 0, 5000) || pg_temp.step('pay', 'paid', 40, 15, 4), 'BU036', 'with the fund alone'),
	(pg_temp.resolved(40, 0, 'settle', 15, 0, 5000) || pg_temp.step('pay', 'paid', 40, 15, 4), 'BU036', 'with the cap alone'),
	(pg_temp.resolved(40, 0, 'settle', 15, 0, 5000) || pg_temp.resolved(41, 1, 'settle', 17, 0, 5000) || pg_temp.step('pay', 'paid', 40, 15, 4),
		'BU036', 'with the fund by another event'),
	(pg_temp.resolved(40, 0, 'settle', 15, 0, 5000) || pg_temp.resolved(40, 1, 'release', 17, 0, 5000) || pg_temp.step('pay', 'paid', 40, 15, 4),
		'BU036', 'with the fund released'),
	(pg_temp.resolved(40, 0, 'settle', 18) || pg_temp.resolved(40, 1, 'settle', 17, 0, 5000) || pg_temp.step('pay', 'paid', 40, 15, 4),
		'BU036', 'with the cap of another'),
	(pg_temp.settled(40) || pg_temp.reserved(40, 5000, 145, 146, 2) || pg_temp.step('pay', 'paid', 40, 15, 4), 'BU036', 'with more than that'))
	AS x (what, code, says);

-- Deferred: with no transfer, by somebody who may; what is deferred is approved in the next round, declined, or not deferred again.
CREATE FUNCTION pg_temp.deferred(until text = 'NULL') RETURNS text
LANGUAGE sql AS $$
	SELECT format('INSERT INTO payment_step VALUES (1, 18, 75, ''defer'', ''deferred'', 3, 1, NULL, NULL, NULL, NULL, %s); ', until)
$$;
SELECT is(pg_temp.tried(what), code, says) FROM (VALUES
	(pg_temp.deferred(), 'accepted', 'deferred'),
	(pg_temp.deferred('''2019-07-01'''), 'accepted', 'deferred until a day'),
	(pg_temp.resolved(75, 0, 'release', 18) || pg_temp.deferred(), 'BU036', 'deferred, and its cap released'),
	(pg_temp.step('defer', 'deferred', 60, 18, 3), 'BU035', 'deferred by an event that declined'),
	(pg_temp.step('defer', 'deferred', 75, 18, 4), 'BU035', 'or of somebody else'),
	(pg_temp.step('defer', 'deferred', 75, 15, 3), 'BU032', 'nor what is approved'),
	(pg_temp.deferred() || pg_temp.step('defer', 'deferred', 76, 18, 3, 2), 'BU032', 'deferred twice'),
	(pg_temp.deferred() || pg_temp.reserved(30) || pg_temp.approval(30), 'BU033', 'approved in the round that it ended'),
	(pg_temp.deferred() || pg_temp.reserved(30) || pg_temp.approval(30, 18, 3, '18', '145', '146', 2), 'accepted', 'approved in the next'),
	(pg_temp.deferred() || pg_temp.resolved(60, 0, 'release', 18) || pg_temp.step('decline', 'declined', 60, 18, 3, 2), 'accepted', 'declined'),
	(pg_temp.reserved(30) || replace(pg_temp.approval(30), '146, NULL', '146, ''2019-07-01'''), '23514', 'an approval waits for no day'))
	AS x (what, code, says);

-- Every move between states, of payments that are there in each: the three, with all that belongs to them, and no other.
CREATE TEMP TABLE move AS
	SELECT before, after, step
	FROM unnest(ARRAY['requested', 'approved', 'declined', 'paid']) AS before, unnest(ARRAY['requested', 'approved', 'declined', 'paid', 'lost']) AS after,
		unnest(ARRAY['approve', 'decline', 'pay', 'request']) AS step;
CREATE FUNCTION pg_temp.try_move(before text, after text, step text) RETURNS text
LANGUAGE sql AS $$
	SELECT pg_temp.tried(CASE step
		WHEN 'approve' THEN CASE WHEN before = 'requested' THEN pg_temp.reserved(30) ELSE '' END
			|| pg_temp.approval(30, id, 3, id::text, '145', '146', 1, '1', after)
		WHEN 'decline' THEN CASE WHEN before = 'requested' THEN pg_temp.resolved(60, 0, 'release', 18) ELSE '' END
			|| pg_temp.step(step, after, 60, id, 3)
		ELSE CASE WHEN before = 'approved' THEN pg_temp.settled(40) ELSE '' END || pg_temp.step(step, after, 40, id, 4)
		END)
	FROM (SELECT CASE before WHEN 'requested' THEN 18 WHEN 'approved' THEN 15 WHEN 'declined' THEN 13 ELSE 10 END) AS p (id)
$$;
SELECT is(pg_temp.try_move(before, after, step),
	CASE WHEN (before, after, step) IN (('requested', 'approved', 'approve'), ('requested', 'declined', 'decline'), ('approved', 'paid', 'pay'))
		THEN 'accepted' ELSE 'BU032' END, format('%s of what is %s, to %s', step, before, after)) FROM move ORDER BY before, after, step;

-- Several of one payment in a statement: each by what the one before it left.
SELECT is(pg_temp.tried(pg_temp.reserved(30) || pg_temp.reserved(35) || $$INSERT INTO payment_step VALUES
	(1, 18, 30, 'approve', 'approved', 3, 1, 1, sha256('18'), 145, 146), (1, 18, 35, 'approve', 'approved', 4, 1, 1, sha256('18'), 145, 146)$$),
	'BU032', 'not approved twice in a statement');
SELECT is(pg_temp.tried(pg_temp.reserved(30) || pg_temp.reserved(35) || $$INSERT INTO payment_step VALUES
	(1, 18, 30, 'approve', 'approved', 3, 1, 1, sha256('18'), 145, 146), (1, 18, 35, 'approve', 'approved', 4, 1, 2, sha256('18'), 145, 146)$$),
	'BU032', 'nor by two');
SELECT is(pg_temp.tried(pg_temp.reserved(30) || pg_temp.resolved(60, 0, 'release', 18) || $$INSERT INTO payment_step VALUES
	(1, 18, 60, 'decline', 'declined', 3, 1, NULL, NULL, NULL, NULL), (1, 18, 30, 'approve', 'approved', 3, 1, 1, sha256('18'), 145, 146)$$),
	'BU032', 'nor approved and declined');
SELECT lives_ok(pg_temp.reserved(30) || pg_temp.resolved(49, 0, 'settle', 18) || pg_temp.resolved(49, 1, 'settle', 30)
	|| pg_temp.settled(40) || $$INSERT INTO payment_step VALUES
	(1, 18, 49, 'pay', 'paid', 4, 1, NULL, NULL, NULL, NULL), (1, 15, 40, 'pay', 'paid', 4, 1, NULL, NULL, NULL, NULL),
	(1, 18, 30, 'approve', 'approved', 3, 1, 1, sha256('18'), 145, 146)$$, 'approved and paid in a statement, another paid beside it');
SELECT results_eq('SELECT payment_id, state, fund_account, payable_account, approved_event, closed_event, round::integer, approvals::integer
		FROM payment WHERE payment_id < 50 ORDER BY 1',
	$$VALUES (10::bigint, 'paid', 145::bigint, 146::bigint, 11::bigint, 12::bigint, 1, 1), (13, 'declined', NULL, NULL, NULL, 14, 1, 0),
		(15, 'paid', 145, 146, 17, 40, 1, 1), (18, 'paid', 145, 146, 30, 49, 1, 1)$$, 'as the steps say');

-- Rounds: two approvals, by financial rules that let nobody approve alone, and a deferral that drops them.
INSERT INTO rules VALUES (1, 2, '2019-01-01', sha256('two'), 'two', '{}', 23);
INSERT INTO rule_limit VALUES
	(1, 2, 0, 'approve', 'manager', NULL, NULL, 1, NULL, 23),
	(1, 2, 1, 'second', 'manager', 'finance', NULL, 1000000, NULL, 23);
CREATE FUNCTION pg_temp.roles_of(who integer) RETURNS text LANGUAGE sql AS $$ SELECT roles::text FROM staff WHERE authority_id = 1 AND staff_id = who $$;
CREATE FUNCTION pg_temp.first_of(event bigint, staff integer, round integer = 1, stage text = '1') RETURNS text
LANGUAGE sql AS $$
	SELECT pg_temp.approval(event, 52, staff, '52', 'NULL', 'NULL', round, stage, 'second-needed', pg_temp.roles_of(staff), 2, 2)
$$;
CREATE FUNCTION pg_temp.second_of(event bigint, staff integer, round integer = 1, stage text = '2') RETURNS text
LANGUAGE sql AS $$
	SELECT pg_temp.reserved(event) || pg_temp.approval(event, 52, staff, '52', '145', '146', round, stage, 'approved', pg_temp.roles_of(staff), 2, 2)
$$;
SELECT throws_ok(pg_temp.first_of(30, 3), '23505', NULL, 'an event that was used is used up');
SELECT is(pg_temp.tried(pg_temp.reserved(35) || pg_temp.first_of(35, 4)), 'BU036', 'the first of two moves no money');
SELECT lives_ok(pg_temp.first_of(35, 4), 'the first of two');
SELECT results_eq('SELECT state, fund_account, approved_event, round::integer, approvals::integer FROM payment WHERE payment_id = 52',
	$$VALUES ('second-needed', NULL::bigint, NULL::bigint, 1, 1)$$, 'counts, and reserves nothing');
SELECT is(pg_temp.tried(what), code, says) FROM (VALUES
	(pg_temp.second_of(36, 4), 'BU033', 'the second is not by the same'),
	(pg_temp.second_of(30, 3), '23505', 'nor by an event used before'),
	(pg_temp.second_of(31, 3), 'BU033', 'nor by whoever asked'),
	(pg_temp.second_of(73, 7, 1, '1'), 'BU033', 'nor a first again'),
	(pg_temp.second_of(73, 7, 2, '2'), 'BU033', 'nor of another round'),
	(pg_temp.second_of(73, 7), 'accepted', 'but by somebody else')) AS x (what, code, says);
SELECT lives_ok(pg_temp.step('defer', 'deferred', 75, 52, 3), 'deferred');
SELECT results_eq('SELECT state, round::integer, approvals::integer FROM payment WHERE payment_id = 52', $$VALUES ('deferred', 2, 0)$$, 'a new round');
SELECT is(pg_temp.tried(pg_temp.first_of(36, 4)), 'BU033', 'the old one is gone by');
SELECT is(pg_temp.tried(pg_temp.first_of(36, 4, 2)), 'accepted', 'whoever approved before the deferral may again');
SELECT lives_ok(pg_temp.first_of(73, 7, 2), 'or somebody else');
SELECT is(pg_temp.tried(pg_temp.second_of(74, 7, 2)), 'BU033', 'once a round');
SELECT lives_ok(pg_temp.second_of(36, 4, 2), 'and whoever approved before it for the second');
SELECT results_eq('SELECT state, fund_account, approved_event, closed_event, round::integer, approvals::integer FROM payment WHERE payment_id = 52',
	$$VALUES ('approved', 145::bigint, 36::bigint, NULL::bigint, 2, 2)$$, 'approved by two');
SELECT results_eq('SELECT approver, round::integer, stage::integer, event, requester FROM approval WHERE payment_id = 52 ORDER BY event',
	$$VALUES (4, 1, 1, 35::bigint, 3), (4, 2, 2, 36, 3), (7, 2, 1, 73, 3)$$, 'as approvals show');
-- In one statement too.
SELECT is(pg_temp.tried(pg_temp.reserved(38) || $$INSERT INTO payment_step VALUES
	(1, 50, 37, 'approve', 'second-needed', 4, 1, 1, sha256('50'), NULL, NULL, NULL, '{finance}', 2, 2), (1, 50, 38, 'approve', 'approved', 4, 1, 2, sha256('50'), 145, 146, NULL, '{finance}', 2, 2)$$),
	'BU036', 'with a cap that is reserved');
SELECT lives_ok($$INSERT INTO transfer VALUES (1, 50, 0, 'reserve', 129, 130, 7000, NULL, NULL)$$, 'a cap is reserved');
SELECT is(pg_temp.tried(pg_temp.reserved(38) || $$INSERT INTO payment_step VALUES
	(1, 50, 37, 'approve', 'second-needed', 4, 1, 1, sha256('50'), NULL, NULL, NULL, '{finance}', 2, 2), (1, 50, 38, 'approve', 'approved', 4, 1, 2, sha256('50'), 145, 146, NULL, '{finance}', 2, 2)$$),
	'BU033', 'not both by one in a statement');
SELECT is(pg_temp.tried(pg_temp.reserved(74) || $$INSERT INTO payment_step VALUES
	(1, 50, 37, 'approve', 'second-needed', 4, 1, 1, sha256('50'), NULL, NULL, NULL, '{finance}', 2, 2), (1, 50, 74, 'approve', 'approved', 7, 1, 2, sha256('50'), 145, 146, NULL, '{manager}', 2, 2)$$),
	'accepted', 'but by two');

-- What an approval says of the rules is what they say.
CREATE FUNCTION pg_temp.limited(becomes text, roles text, needed integer, rules integer, stage text = '1') RETURNS text
LANGUAGE sql AS $$
	SELECT pg_temp.tried(CASE becomes WHEN 'approved' THEN pg_temp.reserved(37) ELSE '' END
		|| pg_temp.approval(37, 50, 4, '50', CASE becomes WHEN 'approved' THEN '145' ELSE 'NULL' END,
			CASE becomes WHEN 'approved' THEN '146' ELSE 'NULL' END, 1, stage, becomes, roles, needed, rules))
$$;
SELECT is(pg_temp.limited('second-needed', '{finance}', 2, 2), 'accepted', 'the first of two, by finance');
SELECT is(pg_temp.limited('approved', '{finance}', 1, 2), 'BU037', 'who does not approve it alone');
SELECT is(pg_temp.limited('approved', '{finance}', 2, 2), 'BU037', 'nor says that two are needed and is one');
SELECT is(pg_temp.limited('second-needed', '{finance}', 3, 2), 'BU037', 'nor that three are');
SELECT is(pg_temp.limited('second-needed', '{finance}', 2, NULL), 'BU037', 'nor that there are no rules');
SELECT is(pg_temp.limited('second-needed', '{finance}', 2, 1), 'BU037', 'nor others');
SELECT is(pg_temp.limited('second-needed', '{manager,finance}', 2, 2), 'BU037', 'nor has a role they have not');
SELECT is(pg_temp.limited('second-needed', NULL, 2, 2), 'BU037', 'nor none');
INSERT INTO rules VALUES (1, 3, '2019-01-02', sha256('three'), 'three', '{}', 23);
INSERT INTO rule_limit VALUES (1, 3, 0, 'approve', 'finance', NULL, NULL, 7000, NULL, 23), (1, 3, 1, 'approve', 'manager', NULL, 'setting-up-home', 6999, NULL, 23);
SELECT is(pg_temp.limited('approved', '{finance}', 1, 3), 'accepted', 'by other rules alone, up to the limit');
INSERT INTO rules VALUES (1, 4, '2019-01-03', sha256('four'), 'four', '{}', 23);
INSERT INTO rule_limit VALUES (1, 4, 0, 'approve', 'finance', NULL, NULL, 6999, NULL, 23);
SELECT is(pg_temp.limited('approved', '{finance}', 1, 4), 'BU037', 'and not beyond it');

SELECT * FROM finish();
ROLLBACK;
