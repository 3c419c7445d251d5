-- What PostgreSQL derives and refuses by itself, whatever its client believes. A refusal here is a bug of ours, never an answer to
-- a user: the daemon decides first and says why. Beside these stand the constraints of 0001: account_overdrawn (23514),
-- transfer_resolves (a reserve is resolved once, 23505), approval_own (23514), approval_content (23503), event_leaf_check (23514).
--
--   BU001  the authority has no log
--   BU002  the numbers of events do not go on from the log's size without a gap
--   BU003  an event's instant lies before its predecessor's
--   BU004  an event's day is not the day in London of its instant
--   BU010  a transfer names an unknown account
--   BU011  a transfer leads from one book into another
--   BU012  a settle or release does not match a reserve in amount and both accounts
--   BU020  what is recorded is never changed or removed
--   BU030  a payment begins as requested
--   BU031  what was requested of a payment never changes
--   BU032  a payment may not move from the one state to the other
--   BU033  a payment is approved without an approval by the event it names
--   BU034  a payment is asked for by nobody there is
--   BU040  of a fact nothing changes but its end, once, and not to a later day
--
-- Functions that touch tables run as their owner, bursar_owner, with a pinned search_path. Trigger functions that only compare old
-- and new run as whoever writes. Order within a transaction: accounts before transfers, an approval before its payment's move.


-- The log: numbers run from the head's size, and the head advances with them. No row of log_head is changed anywhere else, but
-- for offer_serial.

CREATE FUNCTION event_advance() RETURNS trigger
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
		UPDATE log_head SET size = batch.last + 1, at = batch.last_at WHERE authority_id = batch.authority_id;
	END LOOP;
	RETURN NULL;
END
$$;

CREATE TRIGGER event_advance AFTER INSERT ON event
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION event_advance();


-- Balances: derived from transfers and from nothing else.
--
--            from                        to
--   post     debited +                   credited +
--   reserve  reserved +
--   settle   reserved -, debited +       credited +
--   release  reserved -
--
-- The plans are pinned to nested loops over primary keys: they are made once in a session, perhaps while tables are empty.

CREATE FUNCTION transfer_apply() RETURNS trigger
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
			sum(reserve)::bigint AS reserve
		FROM (
			SELECT authority_id, from_account AS account_id, 0::bigint AS credit,
				CASE WHEN phase IN ('post', 'settle') THEN amount_pence ELSE 0 END AS debit,
				CASE phase WHEN 'reserve' THEN amount_pence WHEN 'post' THEN 0 ELSE -amount_pence END AS reserve
			FROM added
			UNION ALL
			SELECT authority_id, to_account, amount_pence, 0, 0
			FROM added
			WHERE phase IN ('post', 'settle')
		) AS side
		GROUP BY authority_id, account_id
	), applied AS (
		UPDATE account AS a
		SET credited = a.credited + net.credit, debited = a.debited + net.debit, reserved = a.reserved + net.reserve
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

CREATE TRIGGER transfer_apply AFTER INSERT ON transfer
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION transfer_apply();


-- What is recorded stays: refused for everybody, the owner included, and even where no row would be touched.

CREATE FUNCTION recorded_for_ever() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
	RAISE EXCEPTION '% of % is refused: what is recorded is never changed or removed', TG_OP, TG_TABLE_NAME
		USING ERRCODE = 'BU020';
END
$$;

DO $$
DECLARE
	name text;
BEGIN
	FOREACH name IN ARRAY ARRAY['event', 'transfer', 'approval', 'award', 'category', 'refusal', 'command_key', 'offer'] LOOP
		EXECUTE format('CREATE TRIGGER recorded BEFORE UPDATE OR DELETE OR TRUNCATE ON %I '
			'FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever()', name);
	END LOOP;
	-- Of these, some columns change in the way their own guards and grants allow; rows never go. Erasing a person is an UPDATE.
	FOREACH name IN ARRAY ARRAY['log_head', 'account', 'payment', 'fact', 'staff', 'person_private', 'person_text'] LOOP
		EXECUTE format('CREATE TRIGGER recorded BEFORE DELETE OR TRUNCATE ON %I '
			'FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever()', name);
	END LOOP;
END
$$;


-- Payments: requested → approved | declined, approved → paid. The constraint payment_shape says which columns a state has.

CREATE FUNCTION payment_begin() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
AS $$
DECLARE
	bad record;
BEGIN
	SELECT payment_id, state INTO bad FROM added WHERE state <> 'requested' LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'payment P% would begin as %', bad.payment_id, bad.state USING ERRCODE = 'BU030';
	END IF;
	-- Staff stay, so that this holds for ever.
	SELECT p.requester INTO bad
	FROM (SELECT DISTINCT authority_id, requester FROM added) AS p
	WHERE NOT EXISTS (SELECT FROM staff AS s WHERE s.authority_id = p.authority_id AND s.staff_id = p.requester)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'a payment is asked for by staff %, whom nobody knows', bad.requester USING ERRCODE = 'BU034';
	END IF;
	RETURN NULL;
END
$$;

CREATE TRIGGER payment_begin AFTER INSERT ON payment
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION payment_begin();

-- What is wrong stands in the triggers' conditions, which cost a tenth of a function called for every row.
CREATE FUNCTION payment_fixed() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
	RAISE EXCEPTION 'what was % of payment P% never changes', TG_ARGV[0], OLD.payment_id USING ERRCODE = 'BU031';
END
$$;

CREATE TRIGGER payment_fixed BEFORE UPDATE ON payment FOR EACH ROW
	WHEN ((OLD.authority_id, OLD.payment_id, OLD.person_id, OLD.entitlement, OLD.amount_pence, OLD.need_date, OLD.offer_version,
			OLD.content, OLD.requester, OLD.period, OLD.year, OLD.cap_account, OLD.drawn_account, OLD.reserve_n)
		IS DISTINCT FROM (NEW.authority_id, NEW.payment_id, NEW.person_id, NEW.entitlement, NEW.amount_pence,
			NEW.need_date, NEW.offer_version, NEW.content, NEW.requester, NEW.period, NEW.year, NEW.cap_account,
			NEW.drawn_account, NEW.reserve_n))
	EXECUTE FUNCTION payment_fixed('requested');

CREATE FUNCTION payment_move() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
	RAISE EXCEPTION 'payment P% may not move from % to %', OLD.payment_id, OLD.state, NEW.state USING ERRCODE = 'BU032';
END
$$;

CREATE TRIGGER payment_move BEFORE UPDATE ON payment FOR EACH ROW
	WHEN ((OLD.state, NEW.state) NOT IN (('requested', 'approved'), ('requested', 'declined'), ('approved', 'paid')))
	EXECUTE FUNCTION payment_move();

CREATE TRIGGER payment_settled BEFORE UPDATE ON payment FOR EACH ROW
	WHEN (OLD.state = 'approved' AND (OLD.fund_account, OLD.payable_account, OLD.approved_event)
		IS DISTINCT FROM (NEW.fund_account, NEW.payable_account, NEW.approved_event))
	EXECUTE FUNCTION payment_fixed('approved');

CREATE FUNCTION payment_approved() RETURNS trigger
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
	RETURN NULL;
END
$$;

CREATE TRIGGER payment_approved AFTER UPDATE ON payment
	REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION payment_approved();


-- A fact is ended once, on its last day or before it.

CREATE FUNCTION fact_end() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
	IF (OLD.authority_id, OLD.person_id, OLD.code, OLD.event, OLD.from_date)
			IS DISTINCT FROM (NEW.authority_id, NEW.person_id, NEW.code, NEW.event, NEW.from_date)
		OR OLD.ended_event IS NOT NULL OR NEW.ended_event IS NULL
		OR NEW.until_date IS NULL OR NEW.until_date > OLD.until_date
	THEN
		RAISE EXCEPTION 'of a fact nothing changes but its end, once, and not to a later day (fact of event %)', OLD.event
			USING ERRCODE = 'BU040';
	END IF;
	RETURN NEW;
END
$$;

CREATE TRIGGER fact_end BEFORE UPDATE ON fact FOR EACH ROW EXECUTE FUNCTION fact_end();
