\i tests/sql/fixture.psql
SELECT pg_temp.events(1, 23, 29, 'refused', 2);
SELECT pg_temp.events(1, 30, 30, 'payment-approved', 3);
SELECT pg_temp.events(1, 31, 31, 'payment-approved', 4);
SELECT pg_temp.events(1, 32, 41, 'payment-requested', 2);
SELECT pg_temp.events(1, 42, 50, 'payment-paid', 4);
SELECT pg_temp.events(1, 51, 60, 'payment-declined', 3);
INSERT INTO transfer VALUES (1, 40, 0, 'reserve', :cap_home, :drawn_home, 7000, NULL, NULL);

SET LOCAL ROLE bursar_daemon;
SELECT set_config('bursar.authority', '1', true);

-- The approval: not by the requester, of this content, not twice by one.
SELECT throws_ok($$INSERT INTO approval VALUES (1, 18, sha256('18'), 2, 2, 1, 30)$$, '23514', NULL, 'the requester does not approve');
SELECT throws_ok($$INSERT INTO approval VALUES (1, 18, sha256('18'), 3, 2, 1, 30)$$, '23503', NULL, 'not by naming another requester');
SELECT throws_ok($$INSERT INTO approval VALUES (1, 18, sha256('19'), 2, 3, 1, 30)$$, '23503', NULL, 'other content is not approved');
SELECT throws_ok($$INSERT INTO approval VALUES (1, 19, sha256('18'), 2, 3, 1, 30)$$, '23503', NULL, 'nor another payment');
SELECT throws_ok($$INSERT INTO approval VALUES (1, 18, sha256('18'), 2, 9, 1, 30)$$, '23503', NULL, 'nor by nobody');
SELECT throws_ok($$INSERT INTO approval VALUES (1, 18, sha256('18'), 2, 3, 3, 30)$$, '23514', NULL, 'nor at a third stage');
SELECT throws_ok($$UPDATE payment SET state = 'approved', fund_account = 145, payable_account = 146, approved_event = 30
	WHERE payment_id = 18$$, 'BU033', NULL, 'approved without an approval');
SELECT lives_ok($$INSERT INTO approval VALUES (1, 18, sha256('18'), 2, 3, 1, 30)$$, 'somebody else approves the content as it stands');
SELECT throws_ok($$INSERT INTO approval VALUES (1, 18, sha256('18'), 2, 3, 2, 31)$$, '23505', NULL, 'the same approver not twice');
SELECT throws_ok($$INSERT INTO approval VALUES (1, 18, sha256('18'), 2, 4, 1, 31)$$, '23505', NULL, 'a stage not twice');
SELECT lives_ok($$INSERT INTO approval VALUES (1, 18, sha256('18'), 2, 4, 2, 31)$$, 'a second approver');

-- Beginning.
PREPARE request(bigint, text) AS
	INSERT INTO payment (authority_id, payment_id, person_id, entitlement, amount_pence, need_date, offer_version, content, requester,
			period, year, cap_account, drawn_account, reserve_n, state, fund_account, payable_account, approved_event, closed_event)
	SELECT 1, $1, person_id, entitlement, amount_pence, need_date, offer_version, content, requester, period, year, cap_account,
		drawn_account, reserve_n, state, fund_account, payable_account, approved_event, closed_event
	FROM payment WHERE state = $2;
SELECT throws_ok($$EXECUTE request(40, 'approved')$$, 'BU030', NULL, 'no payment begins as approved');
SELECT throws_ok($$EXECUTE request(40, 'paid')$$, 'BU030', NULL, 'nor as paid');
SELECT throws_ok($$EXECUTE request(40, 'declined')$$, 'BU030', NULL, 'nor as declined');
SELECT lives_ok($$EXECUTE request(40, 'requested')$$, 'but as requested');
SELECT throws_ok($$INSERT INTO payment SELECT authority_id, 41, person_id, entitlement, amount_pence, need_date, offer_version, content, 9,
	state, period, year, cap_account, drawn_account, reserve_n FROM payment WHERE payment_id = 40$$, 'BU034', NULL, 'nor by nobody');

-- Every move between states, of payments that are there in each. The columns are those of the state moved to, so that it is the
-- move and not the shape that is tried.
CREATE TEMP TABLE move (before text, after text, code text);
INSERT INTO move VALUES
	('requested', 'requested', 'BU032'), ('requested', 'approved', NULL), ('requested', 'declined', NULL), ('requested', 'paid', 'BU032'),
	('approved', 'requested', 'BU032'), ('approved', 'approved', 'BU032'), ('approved', 'declined', 'BU032'), ('approved', 'paid', NULL),
	('declined', 'requested', 'BU032'), ('declined', 'approved', 'BU032'), ('declined', 'declined', 'BU032'), ('declined', 'paid', 'BU032'),
	('paid', 'requested', 'BU032'), ('paid', 'approved', 'BU032'), ('paid', 'declined', 'BU032'), ('paid', 'paid', 'BU032');
CREATE FUNCTION pg_temp.try_move(before text, after text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	id bigint := CASE before WHEN 'requested' THEN 18 WHEN 'approved' THEN 15 WHEN 'declined' THEN 13 ELSE 10 END;
	with_fund boolean := after IN ('approved', 'paid');
	got text := 'accepted';
BEGIN
	BEGIN
		-- What belongs to the three moves that there are.
		IF before = 'requested' AND after = 'approved' THEN
			INSERT INTO transfer VALUES (1, 31, 0, 'reserve', 145, 146, 7000, NULL, NULL);
		ELSIF before = 'requested' AND after = 'declined' THEN
			INSERT INTO transfer VALUES (1, 51, 0, 'release', 129, 130, 7000, 18, 0);
		ELSIF before = 'approved' AND after = 'paid' THEN
			INSERT INTO transfer VALUES (1, 50, 0, 'settle', 129, 130, 5000, 15, 0), (1, 50, 1, 'settle', 145, 146, 5000, 17, 0);
		END IF;
		UPDATE payment SET state = after, fund_account = CASE WHEN with_fund THEN 145 END,
			payable_account = CASE WHEN with_fund THEN 146 END,
			approved_event = CASE WHEN with_fund THEN coalesce(approved_event, 31) END,
			closed_event = CASE after WHEN 'declined' THEN 51 WHEN 'paid' THEN coalesce(closed_event, 50) END
		WHERE authority_id = 1 AND payment_id = id;
		RAISE EXCEPTION 'undone' USING ERRCODE = 'ZZ000';
	EXCEPTION WHEN OTHERS THEN
		IF SQLSTATE <> 'ZZ000' THEN
			got := SQLSTATE;
		END IF;
	END;
	RETURN got;
END
$$;
SELECT is(pg_temp.try_move(before, after), coalesce(code, 'accepted'), before || ' to ' || after) FROM move ORDER BY before, after;

-- The shape of a state.
SELECT throws_ok($$UPDATE payment SET state = 'approved', payable_account = 146, approved_event = 30 WHERE payment_id = 18$$, '23514', NULL,
	'approved from no fund');
SELECT throws_ok($$UPDATE payment SET state = 'approved', fund_account = 145, approved_event = 30 WHERE payment_id = 18$$, '23514', NULL,
	'approved to no payable');
SELECT throws_ok($$UPDATE payment SET state = 'approved', fund_account = 145, payable_account = 146 WHERE payment_id = 18$$, '23514', NULL,
	'approved by no event');
SELECT throws_ok($$UPDATE payment SET state = 'approved', fund_account = 145, payable_account = 146, approved_event = 29
	WHERE payment_id = 18$$, 'BU033', NULL, 'approved by an event that was none');
SELECT throws_ok($$UPDATE payment SET state = 'approved', fund_account = 145, payable_account = 146, approved_event = 30,
	closed_event = 30 WHERE payment_id = 18$$, '23514', NULL, 'approved and closed at once');
SELECT throws_ok($$UPDATE payment SET state = 'declined' WHERE payment_id = 18$$, '23514', NULL, 'declined by no event');
SELECT throws_ok($$UPDATE payment SET state = 'paid' WHERE payment_id = 15$$, '23514', NULL, 'paid by no event');
SELECT throws_ok($$UPDATE payment SET state = 'paid', fund_account = 147, closed_event = 50 WHERE payment_id = 15$$, 'BU031', NULL,
	'paid from another fund than approved');
SELECT throws_ok($$UPDATE payment SET state = 'paid', payable_account = 144, closed_event = 50 WHERE payment_id = 15$$, 'BU031', NULL,
	'paid from another payable');
SELECT throws_ok($$UPDATE payment SET state = 'paid', approved_event = 18, closed_event = 50 WHERE payment_id = 15$$, 'BU031', NULL,
	'paid by another approval');
SELECT throws_ok($$UPDATE payment SET state = 'lost', closed_event = 50 WHERE payment_id = 15$$, 'BU032', NULL, 'no state of its own');

-- What was requested never changes: not for the daemon by privilege, not for the owner by trigger, not even while it moves.
CREATE TEMP TABLE change (what text);
INSERT INTO change VALUES ('payment_id = 99'), ('person_id = gen_random_uuid()'), ('entitlement = ''gym'''), ('amount_pence = 1'),
	('need_date = ''2019-01-01'''), ('offer_version = 2'), ('content = sha256(''x'')'), ('requester = 3'), ('period = ''2019-20'''),
	('year = ''2018-19'''), ('cap_account = 128'), ('drawn_account = 129'), ('reserve_n = 1'), ('authority_id = 2');
GRANT SELECT ON change TO PUBLIC;
SELECT throws_ok('UPDATE payment SET ' || what || ' WHERE payment_id = 15', '42501', NULL, 'the daemon: ' || what) FROM change;
RESET ROLE;
SET LOCAL ROLE bursar_owner;
SELECT throws_ok('UPDATE payment SET state = ''declined'', closed_event = 50, ' || what || ' WHERE payment_id = 40', 'BU031', NULL,
	'the owner: ' || what) FROM change;
RESET ROLE;
SET LOCAL ROLE bursar_daemon;

-- By its event, of somebody who may, and with its transfers: each of them is missed.
PREPARE approve AS UPDATE payment SET state = 'approved', fund_account = 145, payable_account = 146, approved_event = 30 WHERE payment_id = 18;
SELECT throws_ok('approve', 'BU036', NULL, 'approved with nothing reserved');
SAVEPOINT wrong;
INSERT INTO transfer VALUES (1, 30, 0, 'reserve', 145, 146, 6999, NULL, NULL);
SELECT throws_ok('approve', 'BU036', NULL, 'approved with less');
ROLLBACK TO wrong;
INSERT INTO transfer VALUES (1, 30, 0, 'reserve', 147, 146, 100, NULL, NULL);
SELECT throws_ok('approve', 'BU036', NULL, 'approved from another fund');
ROLLBACK TO wrong;
INSERT INTO transfer VALUES (1, 30, 0, 'reserve', 145, 146, 7000, NULL, NULL);
SELECT lives_ok('approve', 'approved');
RELEASE wrong;
PREPARE pay AS UPDATE payment SET state = 'paid', closed_event = 50 WHERE payment_id IN (15, 18);
SELECT throws_ok('pay', 'BU036', NULL, 'paid without a transfer');
INSERT INTO transfer VALUES (1, 50, 0, 'settle', 129, 130, 5000, 15, 0), (1, 50, 1, 'settle', 145, 146, 5000, 17, 0),
	(1, 49, 0, 'settle', 145, 146, 7000, 30, 0);
SELECT throws_ok('pay', 'BU036', NULL, 'paid with the fund alone settled, and by another event');
SAVEPOINT half;
INSERT INTO transfer VALUES (1, 50, 2, 'settle', 129, 130, 7000, 18, 0);
SELECT throws_ok('pay', 'BU036', NULL, 'paid with the cap alone settled by its event');
SELECT lives_ok('UPDATE payment SET state = ''paid'', closed_event = 50 WHERE payment_id = 15', 'paid with both');
ROLLBACK TO half;
INSERT INTO transfer VALUES (1, 49, 1, 'settle', 129, 130, 7000, 18, 0);
SELECT throws_ok('UPDATE payment SET state = ''paid'', closed_event = 48 WHERE payment_id = 18', 'BU036', NULL, 'paid by an event that settled nothing');
SELECT throws_ok('UPDATE payment SET state = ''paid'', closed_event = 51 WHERE payment_id = 18', 'BU035', NULL, 'paid by an event of another kind');
SELECT lives_ok('UPDATE payment SET state = ''paid'', closed_event = 49 WHERE payment_id = 18', 'paid');
SELECT lives_ok('UPDATE payment SET state = ''paid'', closed_event = 50 WHERE payment_id = 15', 'and the other');
SELECT throws_ok('UPDATE payment SET state = ''declined'', closed_event = 51 WHERE payment_id = 40', 'BU036', NULL, 'declined with nothing released');
INSERT INTO transfer VALUES (1, 51, 0, 'release', 129, 130, 7000, 40, 0);
SELECT lives_ok($$UPDATE payment SET state = 'declined', closed_event = 51 WHERE payment_id = 40$$, 'declined');
SELECT results_eq('SELECT payment_id, state, closed_event FROM payment WHERE payment_id > 13 ORDER BY 1',
	$$VALUES (15::bigint, 'paid', 50::bigint), (18, 'paid', 49), (40, 'declined', 51)$$, 'as it was said');

SELECT * FROM finish();
ROLLBACK;
