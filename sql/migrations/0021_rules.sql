-- An authority's financial rules, published as its offer is: versions that nobody changes. What bounds amounts stands in rows as well,
-- so that triggers and lists see what deciding sees.
--
--   BU051  versions of the rules do not go on from the last one


ALTER TABLE log_head ADD COLUMN rules_serial integer NOT NULL DEFAULT 0; -- rises with each published version of the rules

CREATE TABLE rules (
	authority_id integer NOT NULL REFERENCES authority,
	version integer NOT NULL CHECK (version > 0),
	effective date NOT NULL,
	digest sha256_hash NOT NULL,
	text text NOT NULL,
	json text NOT NULL,     -- as GET /v1/rules prints it
	event bigint NOT NULL,
	PRIMARY KEY (authority_id, version),
	UNIQUE (authority_id, digest),
	UNIQUE (authority_id, version, event)
);
CREATE INDEX rules_event ON rules (authority_id, event);

-- A row of a version for one entitlement, or for all that no row of its kind and role names.
CREATE TABLE rule_limit (
	authority_id integer NOT NULL,
	version integer NOT NULL,
	n smallint NOT NULL CHECK (n >= 0),
	kind text NOT NULL CHECK (kind IN ('approve', 'second', 'per-person', 'award')),
	role text NOT NULL,
	with_role text,    -- of second: the other's; which of the two comes first does not matter
	entitlement text,  -- NULL: of all that no other names
	up_to_pence bigint NOT NULL CHECK (up_to_pence > 0),
	months smallint CHECK (months > 0), -- of per-person
	event bigint NOT NULL,
	PRIMARY KEY (authority_id, version, n),
	FOREIGN KEY (authority_id, version, event) REFERENCES rules (authority_id, version, event),
	CONSTRAINT rule_limit_shape CHECK ((with_role IS NOT NULL) = (kind = 'second') AND (months IS NOT NULL) = (kind = 'per-person'))
);
CREATE INDEX rule_limit_event ON rule_limit (authority_id, event);

-- How many versions there are, by which daemons know that there is a new one.
CREATE FUNCTION rules_advance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
AS $$
DECLARE
	batch record;
BEGIN
	FOR batch IN
		SELECT a.*, h.rules_serial
		FROM (
			SELECT authority_id, min(version) AS first, max(version) AS last, count(*) AS versions
			FROM added GROUP BY authority_id
		) AS a JOIN log_head AS h ON h.authority_id = a.authority_id
	LOOP
		IF batch.first <> batch.rules_serial + 1 OR batch.last <> batch.rules_serial + batch.versions THEN
			RAISE EXCEPTION 'versions % to % of the rules do not go on from version %', batch.first, batch.last,
				batch.rules_serial USING ERRCODE = 'BU051';
		END IF;
		UPDATE log_head SET rules_serial = batch.last WHERE authority_id = batch.authority_id;
	END LOOP;
	RETURN NULL;
END
$$;
CREATE TRIGGER rules_advance AFTER INSERT ON rules
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION rules_advance();

CREATE TRIGGER insert_now AFTER INSERT ON rules
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION insert_now();
CREATE TRIGGER insert_now AFTER INSERT ON rule_limit
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION insert_now();
CREATE TRIGGER recorded BEFORE UPDATE OR DELETE OR TRUNCATE ON rules
	FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever();
CREATE TRIGGER recorded BEFORE UPDATE OR DELETE OR TRUNCATE ON rule_limit
	FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever();

GRANT SELECT ON rules, rule_limit TO bursar_daemon, bursar_auditor;
GRANT INSERT ON rules, rule_limit TO bursar_daemon;

ALTER TABLE rules ENABLE ROW LEVEL SECURITY;
CREATE POLICY authority ON rules USING (authority_id = current_setting('bursar.authority')::integer)
	WITH CHECK (authority_id = current_setting('bursar.authority')::integer);
ALTER TABLE rule_limit ENABLE ROW LEVEL SECURITY;
CREATE POLICY authority ON rule_limit USING (authority_id = current_setting('bursar.authority')::integer)
	WITH CHECK (authority_id = current_setting('bursar.authority')::integer);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bursar FROM PUBLIC;
