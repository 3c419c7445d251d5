-- Roles have days: somebody is manager for a fortnight, or finance officer no more from a day on. Rows that are only ever added say
-- so; on a day somebody has a role as the latest of these says that covers it, else as they were added.
--
--   BU072  a role is given or taken by nobody who may, or not by an event of its kind
--
-- Order within a transaction: events before these, these before suspensions and steps of payments.

CREATE TABLE staff_role (
	authority_id integer NOT NULL,
	event bigint NOT NULL,
	staff_id integer NOT NULL,
	role text NOT NULL CHECK (role IN ('adviser', 'manager', 'finance', 'auditor', 'admin')),
	holds boolean NOT NULL, -- false: has it not
	from_date date NOT NULL,
	until_date date CHECK (until_date >= from_date), -- the last day; NULL: for good
	PRIMARY KEY (authority_id, event),
	FOREIGN KEY (authority_id, staff_id) REFERENCES staff
);
CREATE INDEX staff_role_staff ON staff_role (authority_id, staff_id, event);

CREATE TRIGGER recorded BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_role
	FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever();

-- What somebody may on a day, suspended or not, by what was recorded before an event; in the order of core/role.h.
CREATE FUNCTION staff_roles_on(of_authority integer, of_staff integer, before_event bigint, on_day date) RETURNS text[]
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT ARRAY(
		SELECT r.role
		FROM unnest(ARRAY['adviser', 'manager', 'finance', 'auditor', 'admin']) WITH ORDINALITY AS r (role, place)
		WHERE coalesce(
			(SELECT s.holds FROM staff_role AS s
				WHERE s.authority_id = of_authority AND s.staff_id = of_staff AND s.event < before_event AND s.role = r.role
					AND s.from_date <= on_day AND (s.until_date IS NULL OR s.until_date >= on_day)
				ORDER BY s.event DESC LIMIT 1),
			(SELECT r.role = ANY (f.roles) FROM staff AS f WHERE f.authority_id = of_authority AND f.staff_id = of_staff))
		ORDER BY r.place);
END;

-- The same now, for whoever asks who somebody is.
CREATE FUNCTION staff_roles_now(of_authority integer, of_staff integer, on_day date) RETURNS text[]
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT CASE WHEN f.varies THEN staff_roles_on(of_authority, of_staff, 9223372036854775807, on_day) ELSE f.roles END
	FROM staff AS f WHERE f.authority_id = of_authority AND f.staff_id = of_staff;
END;

-- Whether somebody could act when an event was recorded, and had one of these roles on its day.
CREATE OR REPLACE FUNCTION staff_may(of_authority integer, of_staff integer, of_event bigint, wanted text[]) RETURNS boolean
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT staff_acts(of_authority, of_staff, of_event)
		AND coalesce((SELECT staff_roles_on(of_authority, of_staff, of_event, e.day) && wanted
			FROM event AS e WHERE e.authority_id = of_authority AND e.number = of_event), false);
END;

-- Of an event of its transaction, as all that the daemon writes (0004). By its name it comes first.
CREATE FUNCTION staff_role_insert_now() RETURNS trigger
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
		RAISE EXCEPTION 'INSERT of staff_role names events % to %, not all of which are of its transaction', bad.low, bad.high
			USING ERRCODE = 'BU006';
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER insert_now AFTER INSERT ON staff_role
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION staff_role_insert_now();

CREATE FUNCTION staff_role_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
AS $$
DECLARE
	bad record;
BEGIN
	SELECT a.event, a.staff_id INTO bad
	FROM added AS a LEFT JOIN event AS e ON e.authority_id = a.authority_id AND e.number = a.event
	WHERE e.kind IS DISTINCT FROM 'staff-changed' OR NOT staff_may(a.authority_id, e.staff_id, a.event, '{admin}')
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'event % changes no role of staff %', bad.event, bad.staff_id USING ERRCODE = 'BU072';
	END IF;
	UPDATE staff AS f SET varies = true
	FROM (SELECT DISTINCT authority_id, staff_id FROM added) AS c
	WHERE f.authority_id = c.authority_id AND f.staff_id = c.staff_id;
	UPDATE log_head AS h SET staff_serial = h.staff_serial + 1
	WHERE h.authority_id IN (SELECT authority_id FROM added);
	RETURN NULL;
END
$$;
CREATE TRIGGER made AFTER INSERT ON staff_role
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION staff_role_made();


GRANT SELECT ON staff_role TO bursar_daemon, bursar_auditor;
GRANT INSERT ON staff_role TO bursar_daemon;

ALTER TABLE staff_role ENABLE ROW LEVEL SECURITY;
CREATE POLICY authority ON staff_role USING (authority_id = current_setting('bursar.authority')::integer)
	WITH CHECK (authority_id = current_setting('bursar.authority')::integer);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bursar FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staff_roles_on(integer, integer, bigint, date), staff_roles_now(integer, integer, date)
	TO bursar_daemon, bursar_auditor;
