-- Somebody who is suspended does nothing, from the next request on, until they are reinstated. What held when is said by rows that
-- are only ever added; staff.active follows from them, and says what holds now.
--
--   BU070  an event is by somebody who is suspended
--   BU071  a suspension is by nobody who may, or not by an event of its kind, or changes nothing
--
-- Order within a transaction: events before suspensions.

CREATE TABLE staff_suspension (
	authority_id integer NOT NULL,
	event bigint NOT NULL,
	staff_id integer NOT NULL,
	suspended boolean NOT NULL, -- false: reinstated
	PRIMARY KEY (authority_id, event),
	FOREIGN KEY (authority_id, staff_id) REFERENCES staff
);
CREATE INDEX staff_suspension_staff ON staff_suspension (authority_id, staff_id, event);

CREATE TRIGGER recorded BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_suspension
	FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever();

-- Whether anything was ever changed of somebody: only then more than their row of staff need be looked at.
ALTER TABLE staff ADD COLUMN varies boolean NOT NULL DEFAULT false;
UPDATE staff SET varies = true WHERE NOT active;

CREATE TRIGGER derived BEFORE UPDATE ON staff FOR EACH STATEMENT
	WHEN (pg_trigger_depth() = 0 OR current_user <> 'bursar_owner') EXECUTE FUNCTION derived_alone();

-- It rises with each change of what somebody may: what a daemon remembers of sign-ins is of a serial, and of none before it.
ALTER TABLE log_head ADD COLUMN staff_serial integer NOT NULL DEFAULT 0;


-- Whether somebody could act when an event was recorded, by what was recorded before it.
CREATE FUNCTION staff_acts(of_authority integer, of_staff integer, of_event bigint) RETURNS boolean
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT coalesce(
		(SELECT NOT s.suspended FROM staff_suspension AS s
			WHERE s.authority_id = of_authority AND s.staff_id = of_staff AND s.event < of_event
			ORDER BY s.event DESC LIMIT 1),
		-- What the first change of somebody changed was so before it.
		(SELECT s.suspended FROM staff_suspension AS s
			WHERE s.authority_id = of_authority AND s.staff_id = of_staff
			ORDER BY s.event LIMIT 1),
		(SELECT f.active FROM staff AS f WHERE f.authority_id = of_authority AND f.staff_id = of_staff),
		false);
END;

-- Whether somebody could act then, and had one of these roles.
CREATE FUNCTION staff_may(of_authority integer, of_staff integer, of_event bigint, wanted text[]) RETURNS boolean
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT staff_acts(of_authority, of_staff, of_event)
		AND EXISTS (SELECT FROM staff AS f WHERE f.authority_id = of_authority AND f.staff_id = of_staff AND f.roles && wanted);
END;


-- Nobody who is suspended records anything. Nearly nobody varies: then this is one look-up for each who acts.
CREATE FUNCTION event_by_active() RETURNS trigger
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
	SELECT a.number, a.staff_id INTO bad
	FROM (SELECT DISTINCT authority_id, staff_id FROM added) AS b
		JOIN staff AS f ON f.authority_id = b.authority_id AND f.staff_id = b.staff_id AND f.varies
		JOIN added AS a ON a.authority_id = b.authority_id AND a.staff_id = b.staff_id
	WHERE NOT staff_acts(a.authority_id, a.staff_id, a.number)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'event % is by staff %, who is suspended', bad.number, bad.staff_id USING ERRCODE = 'BU070';
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER event_by_active AFTER INSERT ON event
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION event_by_active();

-- Of an event of its transaction, as all that the daemon writes (0004). By its name it comes first.
CREATE FUNCTION staff_suspension_insert_now() RETURNS trigger
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
		RAISE EXCEPTION 'INSERT of staff_suspension names events % to %, not all of which are of its transaction', bad.low, bad.high
			USING ERRCODE = 'BU006';
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER insert_now AFTER INSERT ON staff_suspension
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION staff_suspension_insert_now();

-- By an event of its kind, by somebody who may; each changes what was so; and whoever is suspended in a transaction has recorded
-- nothing more in it.
CREATE FUNCTION staff_suspension_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
AS $$
DECLARE
	bad record;
BEGIN
	SELECT a.event, a.staff_id INTO bad
	FROM added AS a LEFT JOIN event AS e ON e.authority_id = a.authority_id AND e.number = a.event
	WHERE e.kind IS DISTINCT FROM CASE WHEN a.suspended THEN 'staff-suspended' ELSE 'staff-reinstated' END
		OR NOT staff_may(a.authority_id, e.staff_id, a.event,
			CASE WHEN a.suspended THEN '{admin,manager}'::text[] ELSE '{admin}' END)
		OR a.suspended IS NOT DISTINCT FROM coalesce(
			(SELECT b.suspended FROM staff_suspension AS b
				WHERE b.authority_id = a.authority_id AND b.staff_id = a.staff_id AND b.event < a.event
				ORDER BY b.event DESC LIMIT 1),
			(SELECT NOT f.active FROM staff AS f WHERE f.authority_id = a.authority_id AND f.staff_id = a.staff_id))
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'event % neither suspends nor reinstates staff %', bad.event, bad.staff_id USING ERRCODE = 'BU071';
	END IF;
	SELECT e.number, e.staff_id INTO bad
	FROM added AS a JOIN event AS e ON e.authority_id = a.authority_id AND e.number > a.event AND e.staff_id = a.staff_id
	WHERE a.suspended AND NOT staff_acts(e.authority_id, e.staff_id, e.number)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'event % is by staff %, who is suspended', bad.number, bad.staff_id USING ERRCODE = 'BU070';
	END IF;
	UPDATE staff AS f
	SET varies = true, active = NOT l.suspended
	FROM (SELECT DISTINCT ON (authority_id, staff_id) * FROM added ORDER BY authority_id, staff_id, event DESC) AS l
	WHERE f.authority_id = l.authority_id AND f.staff_id = l.staff_id;
	UPDATE log_head AS h SET staff_serial = h.staff_serial + 1
	WHERE h.authority_id IN (SELECT authority_id FROM added);
	RETURN NULL;
END
$$;
CREATE TRIGGER made AFTER INSERT ON staff_suspension
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION staff_suspension_made();


-- Steps of payments ask who could act when their event was recorded, and not who can now.
DO $do$
DECLARE
	old constant text := 'f.active AND f.roles && m.roles';
	body text := pg_get_functiondef('payment_step_apply'::regproc);
BEGIN
	IF position(old IN body) = 0 THEN
		RAISE EXCEPTION 'payment_step_apply does not say who may';
	END IF;
	EXECUTE replace(body, old, 'CASE WHEN f.varies THEN staff_may(f.authority_id, f.staff_id, e.number, m.roles)'
		' ELSE f.active AND f.roles && m.roles END');
END
$do$;


REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bursar FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staff_acts(integer, integer, bigint) TO bursar_daemon, bursar_auditor;
GRANT SELECT ON staff_suspension TO bursar_daemon, bursar_auditor;
GRANT INSERT ON staff_suspension TO bursar_daemon;

ALTER TABLE staff_suspension ENABLE ROW LEVEL SECURITY;
CREATE POLICY authority ON staff_suspension USING (authority_id = current_setting('bursar.authority')::integer)
	WITH CHECK (authority_id = current_setting('bursar.authority')::integer);

