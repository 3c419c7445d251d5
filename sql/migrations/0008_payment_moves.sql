-- The guards of 0004 that look things up, so that they find each by its whole key whatever the tables' sizes were when they were
-- planned. An EXISTS may be planned as a hashed subplan, and a join by reading all of a table that was empty then: either reads the
-- whole ledger for each statement later. A subquery that gives a value is looked up for each row, by all of its keys.

CREATE OR REPLACE FUNCTION payment_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET jit = off
AS $$
DECLARE
	bad record;
BEGIN
	SELECT p.payment_id, p.approved_event INTO bad
	FROM moved AS p
	WHERE p.state = 'approved'
		AND (SELECT a.event FROM approval AS a
			WHERE a.authority_id = p.authority_id AND a.event = p.approved_event AND a.payment_id = p.payment_id) IS NULL
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'payment P% has no approval by event %', bad.payment_id, bad.approved_event USING ERRCODE = 'BU033';
	END IF;

	-- An approval's event was looked at with the approval (approval_made).
	SELECT p.payment_id, p.state, p.closed_event INTO bad
	FROM moved AS p
	WHERE p.state <> 'approved'
		AND (SELECT e.kind = 'payment-' || p.state AND s.active
				AND s.roles && CASE p.state WHEN 'paid' THEN '{finance}'::text[] ELSE '{manager,finance}' END
			FROM event AS e JOIN staff AS s ON s.authority_id = e.authority_id AND s.staff_id = e.staff_id
			WHERE e.authority_id = p.authority_id AND e.number = p.closed_event) IS NOT TRUE
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'payment P% would be % by event %, which is none of that or of nobody who may', bad.payment_id,
			bad.state, bad.closed_event USING ERRCODE = 'BU035';
	END IF;

	-- Approved: what it reserves of its cap stands, and its fund's share is reserved. Declined: its cap is released. Paid: both are
	-- settled.
	SELECT p.payment_id, p.state, coalesce(p.closed_event, p.approved_event) AS event INTO bad
	FROM moved AS p
	WHERE CASE p.state
		WHEN 'approved' THEN
			(SELECT t.phase = 'reserve' AND t.amount_pence = p.amount_pence
					AND t.from_account = p.cap_account AND t.to_account = p.drawn_account
				FROM transfer AS t
				WHERE t.authority_id = p.authority_id AND t.event = p.payment_id AND t.n = p.reserve_n)
			AND (SELECT t.phase = 'reserve' AND t.amount_pence = p.amount_pence
					AND t.from_account = p.fund_account AND t.to_account = p.payable_account
				FROM transfer AS t
				WHERE t.authority_id = p.authority_id AND t.event = p.approved_event AND t.n = 0)
		ELSE
			(SELECT t.event = p.closed_event AND t.phase = CASE p.state WHEN 'paid' THEN 'settle' ELSE 'release' END
					AND t.amount_pence = p.amount_pence AND t.from_account = p.cap_account AND t.to_account = p.drawn_account
				FROM transfer AS t
				WHERE t.authority_id = p.authority_id AND t.resolves_event = p.payment_id AND t.resolves_n = p.reserve_n)
			AND (p.state = 'declined' OR (SELECT t.event = p.closed_event AND t.phase = 'settle'
					AND t.from_account = p.fund_account AND t.to_account = p.payable_account
				FROM transfer AS t
				WHERE t.authority_id = p.authority_id AND t.resolves_event = p.approved_event AND t.resolves_n = 0))
		END IS NOT TRUE
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'payment P% would be % by event % without its transfers', bad.payment_id, bad.state, bad.event
			USING ERRCODE = 'BU036';
	END IF;
	RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION approval_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET jit = off
AS $$
DECLARE
	bad record;
BEGIN
	SELECT a.payment_id, a.approver, a.event INTO bad
	FROM added AS a
	WHERE (SELECT e.kind = 'payment-approved' AND e.staff_id = a.approver AND s.active
				AND s.roles && '{manager,finance}'::text[]
			FROM event AS e JOIN staff AS s ON s.authority_id = e.authority_id AND s.staff_id = e.staff_id
			WHERE e.authority_id = a.authority_id AND e.number = a.event) IS NOT TRUE
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'payment P% is approved by staff %, who may not or did not by event %', bad.payment_id,
			bad.approver, bad.event USING ERRCODE = 'BU035';
	END IF;
	RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION award_credit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET jit = off
AS $$
DECLARE
	bad record;
BEGIN
	SELECT w.event INTO bad
	FROM added AS w
	WHERE (SELECT bool_or(t.phase = 'post' AND t.amount_pence = w.amount_pence AND t.to_account = w.account_id)
			FROM transfer AS t WHERE t.authority_id = w.authority_id AND t.event = w.event) IS NOT TRUE
		OR (SELECT a.person_id = w.person_id AND a.entitlement = w.entitlement AND a.period = w.period
			FROM account AS a WHERE a.authority_id = w.authority_id AND a.account_id = w.account_id) IS NOT TRUE
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'the award of event % is credited to no cap', bad.event USING ERRCODE = 'BU014';
	END IF;
	UPDATE account AS a SET base_pence = a.base_pence - w.amount
	FROM (
		SELECT authority_id, account_id, sum(amount_pence)::bigint AS amount FROM added GROUP BY authority_id, account_id
	) AS w
	WHERE a.authority_id = w.authority_id AND a.account_id = w.account_id;
	RETURN NULL;
END
$$;
