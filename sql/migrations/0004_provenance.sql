-- What the daemon's role cannot do by itself, so that a stolen password is worth no more than the commands it can send: whatever it
-- writes names an event of the same transaction, and what follows from transfers and events is written by triggers alone. That a
-- row says what its event says is proved by `bursar audit balance`: to look here as well would cost each payment a join.
--
--   BU005  an event's instant lies more than five minutes ahead of PostgreSQL's clock, and after the log's last
--   BU006  a row names no event of its transaction
--   BU013  an account begins with a base, or is a cap without one
--   BU014  an award has no transfer of its event that credits it to its cap
--   BU021  what is derived is changed by nobody
--   BU033  a payment is approved without an approval by the event it names (as in 0002)
--   BU035  a payment is approved, declined or paid by nobody who may, or not by the event of the step
--   BU036  a payment is approved, declined or paid without the transfers of the step
--   BU050  the versions of an offer do not go on from the last
--
-- Order within a transaction: events first, accounts before transfers, transfers before awards and before a payment's moves, an
-- approval before its payment's.


-- Which events are this transaction's: event_advance leaves it in the head, where every guard looks it up, one row a statement.

ALTER TABLE log_head
	ADD COLUMN batch_tx xid8,      -- the last transaction that added events
	ADD COLUMN batch_first bigint; -- the first event it added; the last is size - 1

CREATE OR REPLACE FUNCTION event_advance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
AS $$
DECLARE
	batch record;
	head log_head;
BEGIN
	FOR batch IN
		SELECT authority_id, min(number) AS first, max(number) AS last, count(*) AS events,
			min(at) AS first_at, max(at) AS last_at,
			min(number) FILTER (WHERE at < before_at) AS backwards,
			min(number) FILTER (WHERE day <> (at AT TIME ZONE 'Europe/London')::date) AS misdated
		FROM (
			SELECT authority_id, number, at, day,
				lag(at) OVER (PARTITION BY authority_id ORDER BY number) AS before_at
			FROM added
		) AS numbered
		GROUP BY authority_id
		ORDER BY authority_id
	LOOP
		SELECT * INTO head FROM log_head WHERE authority_id = batch.authority_id FOR UPDATE;
		IF NOT FOUND THEN
			RAISE EXCEPTION 'authority % has no log', batch.authority_id USING ERRCODE = 'BU001';
		END IF;
		IF batch.first <> head.size OR batch.last <> head.size + batch.events - 1 THEN
			RAISE EXCEPTION 'events % to % (% of them) do not go on from a log of % events', batch.first,
				batch.last, batch.events, head.size USING ERRCODE = 'BU002';
		END IF;
		IF batch.backwards IS NOT NULL OR batch.first_at < head.at THEN
			RAISE EXCEPTION 'event % lies before its predecessor', coalesce(batch.backwards, batch.first)
				USING ERRCODE = 'BU003';
		END IF;
		IF batch.misdated IS NOT NULL THEN
			RAISE EXCEPTION 'event % does not carry the day of its instant in London', batch.misdated
				USING ERRCODE = 'BU004';
		END IF;
		-- A head that is ahead already, by a clock that once was, may be gone on from: time stands still until it is reached.
		IF batch.last_at > greatest(clock_timestamp() + interval '5 minutes', head.at) THEN
			RAISE EXCEPTION 'event % is of %, which is still to come', batch.last, batch.last_at
				USING ERRCODE = 'BU005';
		END IF;
		UPDATE log_head
		SET size = batch.last + 1, at = batch.last_at, batch_tx = pg_current_xact_id(),
			batch_first = CASE WHEN batch_tx = pg_current_xact_id() THEN batch_first ELSE batch.first END
		WHERE authority_id = batch.authority_id;
	END LOOP;
	RETURN NULL;
END
$$;

-- A certificate is known by the event that registered it.
ALTER TABLE staff_cert ADD COLUMN event bigint;
UPDATE staff_cert AS c SET event = s.event
	FROM staff AS s WHERE s.authority_id = c.authority_id AND s.staff_id = c.staff_id;
ALTER TABLE staff_cert ALTER COLUMN event SET NOT NULL;

-- One function a table, since only a trigger's own function sees the rows, and SQL made at run time is planned each time.
DO $do$
DECLARE
	guard record;
BEGIN
	FOR guard IN
		SELECT * FROM (VALUES
			('staff', 'INSERT', 'event', 'event'),
			('staff_cert', 'INSERT', 'event', 'event'),
			('person_private', 'INSERT', 'event', 'event'),
			('person_text', 'INSERT', 'event', 'event'),
			('category', 'INSERT', 'event', 'event'),
			('fact', 'INSERT', 'event', 'greatest(event, ended_event)'),
			('fact', 'UPDATE', 'ended_event', 'ended_event'),
			('offer', 'INSERT', 'event', 'event'),
			('account', 'INSERT', 'account_id >> 4', 'account_id >> 4'),
			('transfer', 'INSERT', 'event', 'event'),
			('award', 'INSERT', 'event', 'event'),
			('payment', 'INSERT', 'payment_id', 'payment_id'),
			('payment', 'UPDATE', 'coalesce(closed_event, approved_event)', 'coalesce(closed_event, approved_event)'),
			('approval', 'INSERT', 'event', 'event'),
			('refusal', 'INSERT', 'event', 'event'),
			('command_key', 'INSERT', 'event', 'event')
		) AS list (name, op, low, high)
	LOOP
		EXECUTE format($f$
			CREATE FUNCTION %1$I() RETURNS trigger
			LANGUAGE plpgsql SECURITY DEFINER
			SET search_path = bursar, pg_temp
			AS $body$
			DECLARE
				bad record;
			BEGIN
				SELECT a.* INTO bad
				FROM (SELECT authority_id, min(%4$s) AS low, max(%5$s) AS high FROM added GROUP BY authority_id) AS a
				WHERE NOT EXISTS (
					SELECT FROM log_head AS h
					WHERE h.authority_id = a.authority_id AND h.batch_tx = pg_current_xact_id()
						AND a.low >= h.batch_first AND a.high < h.size)
				LIMIT 1;
				IF FOUND THEN
					RAISE EXCEPTION '%3$s of %2$s names events %% to %%, not all of which are of its transaction',
						bad.low, bad.high USING ERRCODE = 'BU006';
				END IF;
				RETURN NULL;
			END
			$body$;
			CREATE TRIGGER %6$I AFTER %3$s ON %2$I
				REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION %1$I()
			$f$, guard.name || '_' || lower(guard.op) || '_now', guard.name, guard.op, guard.low, guard.high,
			lower(guard.op) || '_now');
	END LOOP;
END
$do$;


-- What follows from transfers and from nothing else: balances, and of a cap its base, that is what the offer and no award has
-- credited. A post into a cap adds to its base, and an award takes its own post out of it again. So the base only grows, and by what
-- was credited in the same transaction.

CREATE OR REPLACE FUNCTION transfer_apply() RETURNS trigger
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
	missing bigint;
BEGIN
	SELECT a.event, a.n, a.phase, a.resolves_event, a.resolves_n INTO bad
	FROM added AS a
	WHERE a.resolves_event IS NOT NULL
		AND NOT EXISTS (
			SELECT FROM transfer AS r
			WHERE r.authority_id = a.authority_id AND r.event = a.resolves_event AND r.n = a.resolves_n
				AND r.phase = 'reserve' AND r.amount_pence = a.amount_pence
				AND r.from_account = a.from_account AND r.to_account = a.to_account)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'transfer %/% does not match reserve %/%', bad.event, bad.n, bad.resolves_event, bad.resolves_n
			USING ERRCODE = 'BU012';
	END IF;

	-- A resolution has the accounts of its reserve, which were looked at then.
	SELECT p.from_account, p.to_account, f.book AS from_book, t.book AS to_book INTO bad
	FROM (SELECT DISTINCT authority_id, from_account, to_account FROM added WHERE resolves_event IS NULL) AS p
		LEFT JOIN account AS f ON f.authority_id = p.authority_id AND f.account_id = p.from_account
		LEFT JOIN account AS t ON t.authority_id = p.authority_id AND t.account_id = p.to_account
	WHERE f.book IS NULL OR t.book IS NULL OR f.book <> t.book
	LIMIT 1;
	IF FOUND THEN
		IF bad.from_book IS NULL OR bad.to_book IS NULL THEN
			RAISE EXCEPTION 'a transfer names unknown account %',
				CASE WHEN bad.from_book IS NULL THEN bad.from_account ELSE bad.to_account END
				USING ERRCODE = 'BU010';
		END IF;
		RAISE EXCEPTION 'a transfer leads from account % of book % to account % of book %', bad.from_account,
			bad.from_book, bad.to_account, bad.to_book USING ERRCODE = 'BU011';
	END IF;

	WITH net AS MATERIALIZED (
		SELECT authority_id, account_id, sum(credit)::bigint AS credit, sum(debit)::bigint AS debit,
			sum(reserve)::bigint AS reserve, sum(base)::bigint AS base
		FROM (
			SELECT authority_id, from_account AS account_id, 0::bigint AS credit,
				CASE WHEN phase IN ('post', 'settle') THEN amount_pence ELSE 0 END AS debit,
				CASE phase WHEN 'reserve' THEN amount_pence WHEN 'post' THEN 0 ELSE -amount_pence END AS reserve,
				0::bigint AS base
			FROM added
			UNION ALL
			SELECT authority_id, to_account, amount_pence, 0, 0, CASE phase WHEN 'post' THEN amount_pence ELSE 0 END
			FROM added
			WHERE phase IN ('post', 'settle')
		) AS side
		GROUP BY authority_id, account_id
	), applied AS (
		UPDATE account AS a
		SET credited = a.credited + net.credit, debited = a.debited + net.debit, reserved = a.reserved + net.reserve,
			base_pence = a.base_pence + net.base -- NULL stays NULL: no cap
		FROM net
		WHERE a.authority_id = net.authority_id AND a.account_id = net.account_id
		RETURNING 1
	)
	SELECT (SELECT count(*) FROM net) - (SELECT count(*) FROM applied) INTO missing;
	IF missing <> 0 THEN
		RAISE EXCEPTION '% accounts of transfers are unknown', missing USING ERRCODE = 'BU010';
	END IF;
	RETURN NULL;
END
$$;

CREATE FUNCTION award_credit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
AS $$
DECLARE
	bad record;
BEGIN
	SELECT w.event INTO bad
	FROM added AS w
	WHERE NOT EXISTS (
		SELECT FROM transfer AS t JOIN account AS a ON a.authority_id = t.authority_id AND a.account_id = t.to_account
		WHERE t.authority_id = w.authority_id AND t.event = w.event AND t.phase = 'post' AND t.amount_pence = w.amount_pence
			AND t.to_account = w.account_id AND a.person_id = w.person_id AND a.entitlement = w.entitlement
			AND a.period = w.period)
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

CREATE TRIGGER credit AFTER INSERT ON award
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION award_credit();

CREATE FUNCTION account_begin() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
	RAISE EXCEPTION 'account % begins with a base that no transfer gave it, or is a cap without one', NEW.code
		USING ERRCODE = 'BU013';
END
$$;

CREATE TRIGGER account_begin BEFORE INSERT ON account FOR EACH ROW
	WHEN (NEW.base_pence IS DISTINCT FROM CASE WHEN starts_with(NEW.code, 'cap:') THEN 0 END
		OR starts_with(NEW.code, 'cap:') <> (NEW.person_id IS NOT NULL))
	EXECUTE FUNCTION account_begin();

-- How many versions the offer has, by which daemons know that there is a new one.
CREATE FUNCTION offer_advance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
AS $$
DECLARE
	batch record;
BEGIN
	FOR batch IN
		SELECT a.*, h.offer_serial
		FROM (
			SELECT authority_id, min(version) AS first, max(version) AS last, count(*) AS versions
			FROM added GROUP BY authority_id
		) AS a JOIN log_head AS h ON h.authority_id = a.authority_id
	LOOP
		IF batch.first <> batch.offer_serial + 1 OR batch.last <> batch.offer_serial + batch.versions THEN
			RAISE EXCEPTION 'versions % to % of the offer do not go on from version %', batch.first, batch.last,
				batch.offer_serial USING ERRCODE = 'BU050';
		END IF;
		UPDATE log_head SET offer_serial = batch.last WHERE authority_id = batch.authority_id;
	END LOOP;
	RETURN NULL;
END
$$;

CREATE TRIGGER offer_advance AFTER INSERT ON offer
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION offer_advance();

CREATE FUNCTION derived_alone() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
	RAISE EXCEPTION '% of % is refused: it follows from what is recorded', TG_OP, TG_TABLE_NAME USING ERRCODE = 'BU021';
END
$$;

-- By a trigger of the owner's alone: not by anybody's statement, nor by a trigger of somebody else's. (FOR UPDATE of the head needs
-- the right to update one of its columns: the daemon keeps offer_serial, and this.)
CREATE TRIGGER derived BEFORE UPDATE ON account FOR EACH STATEMENT
	WHEN (pg_trigger_depth() = 0 OR current_user <> 'bursar_owner') EXECUTE FUNCTION derived_alone();
CREATE TRIGGER derived BEFORE UPDATE ON log_head FOR EACH STATEMENT
	WHEN (pg_trigger_depth() = 0 OR current_user <> 'bursar_owner') EXECUTE FUNCTION derived_alone();


-- An approval is of its own event, made by somebody who may.

CREATE UNIQUE INDEX approval_event ON approval (authority_id, event);

CREATE FUNCTION approval_made() RETURNS trigger
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
	WHERE NOT EXISTS (
		SELECT FROM event AS e JOIN staff AS s ON s.authority_id = e.authority_id AND s.staff_id = e.staff_id
		WHERE e.authority_id = a.authority_id AND e.number = a.event AND e.kind = 'payment-approved'
			AND e.staff_id = a.approver AND s.active AND s.roles && '{manager,finance}'::text[])
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'payment P% is approved by staff %, who may not or did not by event %', bad.payment_id,
			bad.approver, bad.event USING ERRCODE = 'BU035';
	END IF;
	RETURN NULL;
END
$$;

CREATE TRIGGER approval_made AFTER INSERT ON approval
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION approval_made();


-- A payment moves by the event of the step, made by somebody who may, and with the money that moves: approved, what it reserves of
-- its cap stands and its fund's share is reserved; declined, its cap is released; paid, both are settled. An approval's only
-- transfer is its reserve.

DROP TRIGGER payment_approved ON payment;
DROP FUNCTION payment_approved();

CREATE FUNCTION payment_moved() RETURNS trigger
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
		AND NOT EXISTS (
			SELECT FROM approval AS a
			WHERE a.authority_id = p.authority_id AND a.payment_id = p.payment_id AND a.event = p.approved_event)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'payment P% has no approval by event %', bad.payment_id, bad.approved_event USING ERRCODE = 'BU033';
	END IF;

	SELECT p.payment_id, p.state, p.closed_event INTO bad
	FROM moved AS p
	WHERE p.state <> 'approved' -- whose approval was looked at (approval_made)
		AND NOT EXISTS (
			SELECT FROM event AS e JOIN staff AS s ON s.authority_id = e.authority_id AND s.staff_id = e.staff_id
			WHERE e.authority_id = p.authority_id AND e.number = p.closed_event AND e.kind = 'payment-' || p.state
				AND s.active AND s.roles && CASE p.state WHEN 'paid' THEN '{finance}'::text[] ELSE '{manager,finance}' END)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'payment P% would be % by event %, which is none of that or of nobody who may', bad.payment_id,
			bad.state, bad.closed_event USING ERRCODE = 'BU035';
	END IF;

	SELECT p.payment_id, p.state, coalesce(p.closed_event, p.approved_event) AS event INTO bad
	FROM moved AS p
	WHERE NOT CASE p.state
		WHEN 'approved' THEN
			EXISTS (SELECT FROM transfer AS t
				WHERE t.authority_id = p.authority_id AND t.event = p.payment_id AND t.n = p.reserve_n AND t.phase = 'reserve'
					AND t.amount_pence = p.amount_pence AND t.from_account = p.cap_account AND t.to_account = p.drawn_account)
			AND EXISTS (SELECT FROM transfer AS t
				WHERE t.authority_id = p.authority_id AND t.event = p.approved_event AND t.n = 0 AND t.phase = 'reserve'
					AND t.amount_pence = p.amount_pence AND t.from_account = p.fund_account AND t.to_account = p.payable_account)
		ELSE
			EXISTS (SELECT FROM transfer AS t
				WHERE t.authority_id = p.authority_id AND t.resolves_event = p.payment_id AND t.resolves_n = p.reserve_n
					AND t.event = p.closed_event AND t.phase = CASE p.state WHEN 'paid' THEN 'settle' ELSE 'release' END
					AND t.amount_pence = p.amount_pence AND t.from_account = p.cap_account AND t.to_account = p.drawn_account)
			AND (p.state = 'declined' OR EXISTS (SELECT FROM transfer AS t
				WHERE t.authority_id = p.authority_id AND t.resolves_event = p.approved_event AND t.resolves_n = 0
					AND t.event = p.closed_event AND t.phase = 'settle'
					AND t.from_account = p.fund_account AND t.to_account = p.payable_account))
		END
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'payment P% would be % by event % without its transfers', bad.payment_id, bad.state, bad.event
			USING ERRCODE = 'BU036';
	END IF;
	RETURN NULL;
END
$$;

CREATE TRIGGER payment_moved AFTER UPDATE ON payment
	REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION payment_moved();


-- A certificate is one of the authority that is set, and stays; who it is remains to be seen before that is known.

CREATE TRIGGER recorded BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_cert
	FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever();
ALTER TABLE staff_cert ENABLE ROW LEVEL SECURITY;
CREATE POLICY anybody ON staff_cert FOR SELECT USING (true);
CREATE POLICY authority ON staff_cert FOR INSERT
	WITH CHECK (authority_id = current_setting('bursar.authority')::integer);


-- What no code changes, nobody need be able to change.

REVOKE UPDATE (name, roles, active) ON staff FROM bursar_daemon;
REVOKE UPDATE (ref, wrapped_key, sealed) ON person_private FROM bursar_daemon;
REVOKE UPDATE (sealed) ON person_text FROM bursar_daemon;
REVOKE UPDATE (base_pence) ON account FROM bursar_daemon;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bursar FROM PUBLIC;
