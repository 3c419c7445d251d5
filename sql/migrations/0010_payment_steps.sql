-- The steps of a payment are rows that are only ever added, as transfers are; its state follows from them, as balances follow from
-- transfers. The request is the payment's own row. What the daemon could change of a payment before, it cannot any more.
--
--   BU032  a step is not allowed in the state its payment is in, or its payment is unknown (as in 0002)
--   BU033  an approval is not of what was asked, or by who asked, or by somebody who gave one already, or not the next of its round
--   BU035  a step is made by nobody who may, or not by an event of its kind (as in 0004)
--   BU036  the transfers of a step's event are not those of the step (as in 0004)
--
-- Order within a transaction: events and transfers before steps, a payment before its steps.


-- Which steps there are: core/payment.def has the same rows, and tests/sql/test_moves.sql compares them. A later migration adds rows.
CREATE TABLE payment_move_allowed (
	step text NOT NULL,
	was text NOT NULL,
	becomes text NOT NULL,
	kind text NOT NULL,     -- of the step's event
	roles text[] NOT NULL,  -- whoever makes it has one of them
	phases text[] NOT NULL, -- of its event's transfers, which are these and no more, in this order
	approvals text NOT NULL CHECK (approvals IN ('adds', 'drops', 'keeps')), -- of the round; what drops them begins a new one
	closes boolean NOT NULL, -- what was asked for has come to its end
	PRIMARY KEY (step, was, becomes)
);
INSERT INTO payment_move_allowed VALUES
	('approve', 'requested', 'approved', 'payment-approved', '{manager,finance}', '{reserve}', 'adds', false),
	('decline', 'requested', 'declined', 'payment-declined', '{manager,finance}', '{release}', 'keeps', true),
	('pay', 'approved', 'paid', 'payment-paid', '{finance}', '{settle,settle}', 'keeps', true);
CREATE TRIGGER recorded BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_move_allowed
	FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever();

CREATE TABLE payment_step (
	authority_id integer NOT NULL,
	payment_id bigint NOT NULL,
	event bigint NOT NULL,
	step text NOT NULL,
	becomes text NOT NULL, -- the state after it
	staff_id integer NOT NULL,
	round smallint NOT NULL,
	stage smallint,        -- of an approval: which of its round
	content sha256_hash,   -- of an approval: what is approved
	fund_account bigint,   -- of a step that reserves it
	payable_account bigint,
	-- An event has one step.
	PRIMARY KEY (authority_id, event),
	CONSTRAINT payment_step_shape CHECK (
		(stage IS NULL) = (content IS NULL) AND (fund_account IS NULL) = (payable_account IS NULL))
);

-- What was done with each payment until now.
INSERT INTO payment_step
	SELECT a.authority_id, a.payment_id, a.event, 'approve', 'approved', a.approver, 1, a.stage, a.content, p.fund_account,
		p.payable_account
	FROM approval AS a JOIN payment AS p ON p.authority_id = a.authority_id AND p.payment_id = a.payment_id
	UNION ALL
	SELECT p.authority_id, p.payment_id, p.closed_event, CASE p.state WHEN 'paid' THEN 'pay' ELSE 'decline' END, p.state, e.staff_id,
		1, NULL, NULL, NULL, NULL
	FROM payment AS p JOIN event AS e ON e.authority_id = p.authority_id AND e.number = p.closed_event;
CREATE INDEX payment_step_payment ON payment_step (authority_id, payment_id, event);


-- A payment is written once, by whoever asks for it, and changed by the trigger below alone.

DROP TRIGGER payment_fixed ON payment;
DROP TRIGGER payment_move ON payment;
DROP TRIGGER payment_settled ON payment;
DROP TRIGGER payment_moved ON payment;
DROP TRIGGER update_now ON payment;
DROP FUNCTION payment_fixed();
DROP FUNCTION payment_move();
DROP FUNCTION payment_moved();
DROP FUNCTION payment_update_now();
DROP TABLE approval;
DROP FUNCTION approval_made();
DROP FUNCTION approval_insert_now();

ALTER TABLE payment
	DROP CONSTRAINT payment_state_check, -- the states are those of payment_move_allowed
	DROP CONSTRAINT payment_shape,
	DROP CONSTRAINT payment_authority_id_payment_id_content_requester_key,
	ADD COLUMN round smallint NOT NULL DEFAULT 1,
	ADD COLUMN approvals smallint NOT NULL DEFAULT 0; -- of the round
UPDATE payment SET approvals = 1 WHERE approved_event IS NOT NULL;
ALTER TABLE payment ADD CONSTRAINT payment_shape CHECK (
	(fund_account IS NULL) = (payable_account IS NULL) AND (fund_account IS NULL) = (approved_event IS NULL)
	AND (state <> 'requested' OR (fund_account IS NULL AND closed_event IS NULL AND approvals = 0)));

REVOKE UPDATE (state, fund_account, payable_account, approved_event, closed_event), INSERT ON payment FROM bursar_daemon;
GRANT INSERT (authority_id, payment_id, person_id, entitlement, amount_pence, need_date, offer_version, content, requester, period, year,
	cap_account, drawn_account, reserve_n) ON payment TO bursar_daemon;

CREATE TRIGGER derived BEFORE UPDATE ON payment FOR EACH STATEMENT
	WHEN (pg_trigger_depth() = 0 OR current_user <> 'bursar_owner') EXECUTE FUNCTION derived_alone();


-- Each step is judged by what its payment is, by its event, and by the event's transfers, each looked up by its whole key whatever
-- the tables' sizes were when this was planned (0008). A payment's key is not the only index that begins with an authority: asked
-- for in its order, no other serves. Its place stands still, since nobody else changes payments while this transaction has the head.
-- A payment's n-th step of a statement is applied in the n-th pass: nearly always there is one.

CREATE FUNCTION payment_step_apply() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET jit = off
AS $$
DECLARE
	steps bigint;
	applied bigint := 0;
	met bigint;
	changed bigint;
	pass bigint := 0;
	fault text;
	missed bigint;
	bad record;
BEGIN
	SELECT count(*) INTO steps FROM added;
	WHILE applied < steps LOOP
		pass := pass + 1;
		WITH step AS MATERIALIZED (
			SELECT *
			FROM (
				SELECT *, row_number() OVER (PARTITION BY authority_id, payment_id ORDER BY event) AS nth FROM added
			) AS numbered
			WHERE nth = pass
		), judged AS MATERIALIZED (
			SELECT s.event, s.becomes, s.fund_account, s.payable_account, m.approvals, m.closes, p.place, CASE
				-- No such payment, or no such move.
				WHEN m.kind IS NULL THEN 'BU032'
				-- By its event, made by somebody who may.
				WHEN (SELECT e.kind = m.kind AND e.staff_id = s.staff_id AND f.active AND f.roles && m.roles
						FROM event AS e JOIN staff AS f ON f.authority_id = e.authority_id AND f.staff_id = e.staff_id
						WHERE e.authority_id = s.authority_id AND e.number = s.event) IS NOT TRUE
					THEN 'BU035'
				-- An approval is the next of its round and of what was asked, by somebody else, and by nobody twice.
				WHEN s.round <> p.round
						OR s.stage IS DISTINCT FROM CASE m.approvals WHEN 'adds' THEN p.approvals + 1 END
						OR (m.approvals = 'adds' AND (p.content <> s.content OR p.requester = s.staff_id
							OR (p.approvals > 0 AND (SELECT bool_or(b.staff_id = s.staff_id) FROM payment_step AS b
								WHERE b.authority_id = s.authority_id AND b.payment_id = s.payment_id AND b.event < s.event
									AND b.round = s.round AND b.stage IS NOT NULL))))
					THEN 'BU033'
				-- With the money it moves, all of it and no other: what is reserved of a fund, and what becomes of that and of
				-- what the request reserved of a cap.
				WHEN ('reserve' = ANY (m.phases)) <> (s.fund_account IS NOT NULL)
						OR ARRAY(SELECT CASE WHEN t.amount_pence = p.amount_pence AND CASE
								WHEN t.phase = 'reserve'
									THEN t.n = 0 AND t.from_account = s.fund_account AND t.to_account = s.payable_account
								WHEN t.resolves_event = p.payment_id
									THEN t.resolves_n = p.reserve_n AND t.from_account = p.cap_account
										AND t.to_account = p.drawn_account
								WHEN t.resolves_event = p.approved_event
									THEN t.resolves_n = 0 AND t.from_account = p.fund_account
										AND t.to_account = p.payable_account
								END THEN t.phase END
							FROM transfer AS t
							WHERE t.authority_id = s.authority_id AND t.event = s.event
							ORDER BY t.n) IS DISTINCT FROM m.phases
						-- What is approved is reserved of its cap.
						OR (m.approvals = 'adds' AND (SELECT t.phase = 'reserve' AND t.amount_pence = p.amount_pence
								AND t.from_account = p.cap_account AND t.to_account = p.drawn_account
							FROM transfer AS t
							WHERE t.authority_id = p.authority_id AND t.event = p.payment_id AND t.n = p.reserve_n) IS NOT TRUE)
					THEN 'BU036'
				END AS fault
			FROM step AS s
				LEFT JOIN LATERAL (
					SELECT ctid AS place, * FROM payment
					WHERE authority_id = s.authority_id AND payment_id >= s.payment_id
					ORDER BY payment_id
					LIMIT 1
				) AS p ON p.payment_id = s.payment_id
				LEFT JOIN payment_move_allowed AS m ON m.step = s.step AND m.was = p.state AND m.becomes = s.becomes
		), moved AS (
			UPDATE payment AS p
			SET state = j.becomes,
				round = CASE j.approvals WHEN 'drops' THEN p.round + 1 ELSE p.round END,
				approvals = CASE j.approvals WHEN 'adds' THEN p.approvals + 1 WHEN 'drops' THEN 0 ELSE p.approvals END,
				fund_account = coalesce(j.fund_account, p.fund_account),
				payable_account = coalesce(j.payable_account, p.payable_account),
				approved_event = CASE WHEN j.fund_account IS NOT NULL THEN j.event ELSE p.approved_event END,
				closed_event = CASE WHEN j.closes THEN j.event ELSE p.closed_event END
			FROM judged AS j
			WHERE j.fault IS NULL AND p.ctid = j.place
			RETURNING 1
		)
		SELECT (SELECT count(*) FROM judged), (SELECT count(*) FROM moved), f.fault, f.event
		INTO met, changed, fault, missed
		FROM (SELECT) AS one
			LEFT JOIN LATERAL (SELECT j.fault, j.event FROM judged AS j WHERE j.fault IS NOT NULL ORDER BY j.event LIMIT 1) AS f ON true;
		IF fault IS NOT NULL OR changed <> met THEN
			SELECT a.payment_id, p.state, a.step, a.becomes, a.staff_id INTO bad
			FROM added AS a
				LEFT JOIN payment AS p ON p.authority_id = a.authority_id AND p.payment_id = a.payment_id
			WHERE a.event = missed
			LIMIT 1;
			RAISE EXCEPTION 'payment P%, which is %, may not become % by event % (%) of staff %', bad.payment_id,
				coalesce(bad.state, 'unknown'), bad.becomes, missed, bad.step, bad.staff_id
				USING ERRCODE = coalesce(fault, 'BU032'), DETAIL = CASE fault
					WHEN 'BU033' THEN 'It is not the next approval of what was asked for, by somebody else.'
					WHEN 'BU035' THEN 'The event is none of this step, or of nobody who may.'
					WHEN 'BU036' THEN 'The transfers of the event are not those of this step.'
					ELSE 'There is no such move.' END;
		END IF;
		applied := applied + met;
	END LOOP;
	RETURN NULL;
END
$$;

CREATE TRIGGER payment_step_apply AFTER INSERT ON payment_step
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION payment_step_apply();

-- Of an event of its transaction, as all that the daemon writes (0004). By its name it comes first.
CREATE FUNCTION payment_step_insert_now() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
AS $$
DECLARE
	bad record;
BEGIN
	SELECT a.* INTO bad
	FROM (SELECT authority_id, min(event) AS low, max(event) AS high FROM added GROUP BY authority_id) AS a
	WHERE NOT EXISTS (
		SELECT FROM log_head AS h
		WHERE h.authority_id = a.authority_id AND h.batch_tx = pg_current_xact_id()
			AND a.low >= h.batch_first AND a.high < h.size)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'INSERT of payment_step names events % to %, not all of which are of its transaction', bad.low, bad.high
			USING ERRCODE = 'BU006';
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER insert_now AFTER INSERT ON payment_step
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION payment_step_insert_now();

CREATE TRIGGER recorded BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_step
	FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever();


-- The steps that approve, as they are shown. Whoever looks sees through it what they would see of the tables.
CREATE VIEW approval WITH (security_invoker = true) AS
	SELECT s.authority_id, s.payment_id, s.content, p.requester, s.staff_id AS approver, s.round, s.stage, s.event
	FROM payment_step AS s JOIN payment AS p ON p.authority_id = s.authority_id AND p.payment_id = s.payment_id
	WHERE s.stage IS NOT NULL;

GRANT SELECT ON payment_move_allowed, payment_step, approval TO bursar_daemon, bursar_auditor;
GRANT INSERT ON payment_step TO bursar_daemon;

ALTER TABLE payment_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY authority ON payment_step USING (authority_id = current_setting('bursar.authority')::integer)
	WITH CHECK (authority_id = current_setting('bursar.authority')::integer);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bursar FROM PUBLIC;
