-- The end of a fact is a row that is only ever added, as the fact itself is, which keeps the last day it was recorded with: the
-- daemon changes nothing of a fact any more.
--
--   BU006  a row names no event of its transaction (as in 0004)
--   BU040  a fact would end later than it was to (as in 0002)
--
-- Order within a transaction: facts before their ends.


-- For every table whose rows name one event, as column event. plpgsql plans a function anew for each trigger that calls it (0004 made
-- one a table).
CREATE FUNCTION insert_now() RETURNS trigger
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
		RAISE EXCEPTION 'INSERT of % names events % to %, not all of which are of its transaction', TG_TABLE_NAME, bad.low, bad.high
			USING ERRCODE = 'BU006';
	END IF;
	RETURN NULL;
END
$$;

-- What later migrations said again.
DROP TRIGGER insert_now ON staff_invitation;
DROP TRIGGER insert_now ON payment_step;
DROP FUNCTION staff_invitation_insert_now();
DROP FUNCTION payment_step_insert_now();
CREATE TRIGGER insert_now AFTER INSERT ON staff_invitation
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION insert_now();
CREATE TRIGGER insert_now AFTER INSERT ON payment_step
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION insert_now();


-- A fact is ended once. In force on a day D: from_date <= D, and D <= the until_date of its end, or its own if it has no end.
CREATE TABLE fact_end (
	authority_id integer NOT NULL,
	person_id uuid NOT NULL,
	code text NOT NULL,
	fact_event bigint NOT NULL,
	event bigint NOT NULL,
	until_date date NOT NULL, -- the last day it holds; before its first: it never did
	PRIMARY KEY (authority_id, person_id, code, fact_event),
	FOREIGN KEY (authority_id, person_id, code, fact_event) REFERENCES fact (authority_id, person_id, code, event),
	CONSTRAINT fact_end_after CHECK (event > fact_event)
);

INSERT INTO fact_end
	SELECT authority_id, person_id, code, event, ended_event, until_date FROM fact WHERE ended_event IS NOT NULL;

-- Rows are found by the event they name (0006).
CREATE INDEX fact_end_event ON fact_end (authority_id, event);

-- What a fact was recorded with stands in its event.
DROP TRIGGER fact_end ON fact;
DROP FUNCTION fact_end();
DROP TRIGGER update_now ON fact;
DROP FUNCTION fact_update_now();
UPDATE fact AS f SET until_date = (convert_from(e.bytes, 'UTF8')::json ->> 'until')::date
	FROM event AS e
	WHERE e.authority_id = f.authority_id AND e.number = f.event AND f.ended_event IS NOT NULL;

DROP TRIGGER insert_now ON fact;
DROP FUNCTION fact_insert_now();
REVOKE UPDATE (until_date, ended_event) ON fact FROM bursar_daemon;
ALTER TABLE fact DROP COLUMN ended_event; -- and its index
CREATE TRIGGER insert_now AFTER INSERT ON fact
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION insert_now();

DROP TRIGGER recorded ON fact;
CREATE TRIGGER recorded BEFORE UPDATE OR DELETE OR TRUNCATE ON fact
	FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever();


CREATE FUNCTION fact_end_not_later() RETURNS trigger
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
	SELECT a.fact_event, a.until_date, f.until_date AS recorded INTO bad
	FROM added AS a
		JOIN fact AS f ON f.authority_id = a.authority_id AND f.person_id = a.person_id AND f.code = a.code AND f.event = a.fact_event
	WHERE a.until_date > f.until_date
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'the fact of event %, which holds until %, would end on %', bad.fact_event, bad.recorded, bad.until_date
			USING ERRCODE = 'BU040';
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER fact_end_not_later AFTER INSERT ON fact_end
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION fact_end_not_later();
CREATE TRIGGER insert_now AFTER INSERT ON fact_end
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION insert_now();
CREATE TRIGGER recorded BEFORE UPDATE OR DELETE OR TRUNCATE ON fact_end
	FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever();

GRANT SELECT ON fact_end TO bursar_daemon, bursar_auditor;
GRANT INSERT ON fact_end TO bursar_daemon;

ALTER TABLE fact_end ENABLE ROW LEVEL SECURITY;
CREATE POLICY authority ON fact_end USING (authority_id = current_setting('bursar.authority')::integer)
	WITH CHECK (authority_id = current_setting('bursar.authority')::integer);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bursar FROM PUBLIC;
