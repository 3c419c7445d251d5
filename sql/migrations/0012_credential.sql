-- By what somebody signs in: credentials, of whatever kind, in place of certificates alone. A member of staff may have several.

CREATE TABLE credential (
	-- A certificate, so far. Each kind is claimed in a way of its own, and the digest is of what is shown: of a certificate's DER.
	kind text NOT NULL CHECK (kind = 'certificate'),
	digest sha256_hash NOT NULL,
	authority_id integer NOT NULL,
	staff_id integer NOT NULL,
	event bigint NOT NULL, -- that registered it; it holds from then on
	until_at timestamptz, -- it holds no more; NULL: it has no end here (a certificate's own is in it)
	revoked_event bigint, -- that ended it
	-- The invitation that it was claimed by, once. NULL is one that was registered on the daemon's machine, by the owner, and every
	-- one from before there were invitations.
	invitation bigint,
	-- Over all authorities: it is what tells whose staff somebody is.
	PRIMARY KEY (kind, digest),
	UNIQUE (authority_id, invitation),
	FOREIGN KEY (authority_id, staff_id) REFERENCES staff,
	FOREIGN KEY (authority_id, staff_id, invitation) REFERENCES staff_invitation (authority_id, staff_id, event),
	CHECK (revoked_event > event)
);

INSERT INTO credential (kind, digest, authority_id, staff_id, event, invitation)
	SELECT 'certificate', fingerprint, authority_id, staff_id, event, invitation FROM staff_cert;
DROP TABLE staff_cert;
DROP FUNCTION staff_cert_insert_now();

CREATE TRIGGER recorded BEFORE UPDATE OR DELETE OR TRUNCATE ON credential
	FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever();

-- Of an event of its transaction, as all that the daemon writes (0004).
CREATE FUNCTION credential_insert_now() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
AS $$
DECLARE
	bad record;
BEGIN
	SELECT a.* INTO bad
	FROM (
		SELECT authority_id, min(event) AS low, max(greatest(event, revoked_event)) AS high FROM added GROUP BY authority_id
	) AS a
	WHERE NOT EXISTS (
		SELECT FROM log_head AS h
		WHERE h.authority_id = a.authority_id AND h.batch_tx = pg_current_xact_id()
			AND a.low >= h.batch_first AND a.high < h.size)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'INSERT of credential names events % to %, not all of which are of its transaction', bad.low, bad.high
			USING ERRCODE = 'BU006';
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER insert_now AFTER INSERT ON credential
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION credential_insert_now();

-- One that is added is of the authority that is set, was claimed with an invitation, and holds; whose it is can be seen before any
-- is set.
ALTER TABLE credential ENABLE ROW LEVEL SECURITY;
CREATE POLICY anybody ON credential FOR SELECT USING (true);
CREATE POLICY authority ON credential FOR INSERT
	WITH CHECK (authority_id = current_setting('bursar.authority')::integer AND invitation IS NOT NULL AND revoked_event IS NULL);

GRANT SELECT ON credential TO bursar_daemon, bursar_auditor;
GRANT INSERT ON credential TO bursar_daemon;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bursar FROM PUBLIC;
