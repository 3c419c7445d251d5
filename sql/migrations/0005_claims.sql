-- A certificate is registered by its holder: `staff add` and `staff renew` invite, `staff claim` answers. The invitation itself is
-- an HMAC of its event and stands nowhere. The latest of a member of staff counts.

CREATE TABLE staff_invitation (
	authority_id integer NOT NULL,
	event bigint NOT NULL,
	staff_id integer NOT NULL,
	until_date date NOT NULL, -- the last day
	PRIMARY KEY (authority_id, event),
	UNIQUE (authority_id, staff_id, event),
	FOREIGN KEY (authority_id, staff_id) REFERENCES staff
);

CREATE TRIGGER recorded BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_invitation
	FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever();

-- Of an event of its transaction, as all that the daemon writes (0004).
CREATE FUNCTION staff_invitation_insert_now() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
AS $$
DECLARE
	bad record;
BEGIN
	SELECT a.event INTO bad
	FROM added AS a
	WHERE NOT EXISTS (
		SELECT FROM log_head AS h
		WHERE h.authority_id = a.authority_id AND h.batch_tx = pg_current_xact_id()
			AND a.event >= h.batch_first AND a.event < h.size)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'INSERT of staff_invitation names event %, which is not of its transaction', bad.event
			USING ERRCODE = 'BU006';
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER insert_now AFTER INSERT ON staff_invitation
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION staff_invitation_insert_now();

-- The invitation that a certificate was claimed by, once. NULL is one that was registered on the daemon's machine, by the owner, and
-- every one from before there were invitations.
ALTER TABLE staff_cert ADD COLUMN invitation bigint,
	ADD UNIQUE (authority_id, invitation),
	ADD FOREIGN KEY (authority_id, staff_id, invitation) REFERENCES staff_invitation (authority_id, staff_id, event);
ALTER POLICY authority ON staff_cert
	WITH CHECK (authority_id = current_setting('bursar.authority')::integer AND invitation IS NOT NULL);

GRANT SELECT ON staff_invitation TO bursar_daemon, bursar_auditor;
GRANT INSERT ON staff_invitation TO bursar_daemon;

ALTER TABLE staff_invitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY authority ON staff_invitation USING (authority_id = current_setting('bursar.authority')::integer)
	WITH CHECK (authority_id = current_setting('bursar.authority')::integer);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bursar FROM PUBLIC;
