-- A credential that was dropped signs in nobody any more, and is never registered again. Rows that are only ever added say which;
-- credential.revoked_event follows from them.
--
--   BU073  a credential is dropped by nobody who may, or not by an event of its kind, or was dropped already, or is not there

CREATE TABLE credential_end (
	authority_id integer NOT NULL,
	event bigint NOT NULL,
	staff_id integer NOT NULL,
	credential bigint NOT NULL, -- the event that registered it
	PRIMARY KEY (authority_id, event),
	UNIQUE (authority_id, staff_id, credential),
	FOREIGN KEY (authority_id, staff_id) REFERENCES staff
);

CREATE TRIGGER recorded BEFORE UPDATE OR DELETE OR TRUNCATE ON credential_end
	FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever();

-- The end of the certificate itself, as its holder showed it: for whoever must renew it in time, and asked by nothing else.
ALTER TABLE credential ADD COLUMN ends_at timestamptz;
CREATE INDEX credential_staff ON credential (authority_id, staff_id, event);

DROP TRIGGER recorded ON credential;
CREATE TRIGGER recorded BEFORE DELETE OR TRUNCATE ON credential
	FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever();
CREATE TRIGGER derived BEFORE UPDATE ON credential FOR EACH STATEMENT
	WHEN (pg_trigger_depth() = 0 OR current_user <> 'bursar_owner') EXECUTE FUNCTION derived_alone();

-- Of an event of its transaction, as all that the daemon writes (0004). By its name it comes first.
CREATE FUNCTION credential_end_insert_now() RETURNS trigger
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
		RAISE EXCEPTION 'INSERT of credential_end names events % to %, not all of which are of its transaction', bad.low, bad.high
			USING ERRCODE = 'BU006';
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER insert_now AFTER INSERT ON credential_end
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION credential_end_insert_now();

CREATE FUNCTION credential_end_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
AS $$
DECLARE
	bad record;
BEGIN
	SELECT a.event, a.staff_id, a.credential INTO bad
	FROM added AS a LEFT JOIN event AS e ON e.authority_id = a.authority_id AND e.number = a.event
	WHERE e.kind IS DISTINCT FROM 'staff-credential-dropped'
		OR NOT staff_may(a.authority_id, e.staff_id, a.event, '{admin}')
		OR NOT EXISTS (SELECT FROM credential AS c
			WHERE c.authority_id = a.authority_id AND c.staff_id = a.staff_id AND c.event = a.credential AND c.event < a.event
				AND c.revoked_event IS NULL)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'event % drops no credential % of staff %', bad.event, bad.credential, bad.staff_id USING ERRCODE = 'BU073';
	END IF;
	UPDATE credential AS c SET revoked_event = a.event
	FROM added AS a
	WHERE c.authority_id = a.authority_id AND c.staff_id = a.staff_id AND c.event = a.credential AND c.revoked_event IS NULL;
	UPDATE log_head AS h SET staff_serial = h.staff_serial + 1
	WHERE h.authority_id IN (SELECT authority_id FROM added);
	RETURN NULL;
END
$$;
CREATE TRIGGER made AFTER INSERT ON credential_end
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION credential_end_made();


GRANT SELECT ON credential_end TO bursar_daemon, bursar_auditor;
GRANT INSERT ON credential_end TO bursar_daemon;

ALTER TABLE credential_end ENABLE ROW LEVEL SECURITY;
CREATE POLICY authority ON credential_end USING (authority_id = current_setting('bursar.authority')::integer)
	WITH CHECK (authority_id = current_setting('bursar.authority')::integer);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bursar FROM PUBLIC;
