-- Third parties who are paid, and what the council's purchase ledger knows them by, and people: rows that are only ever added. What a
-- payment is asked for with is what stands then; it is neither approved nor paid once that has changed, nor by whoever changed it.
--
--   BU060  a payment is to a payee that is not there or has ended, or says another creditor-ref than the one that stands
--   BU061  a step of a payment whose creditor-ref has changed since, or by somebody who set it
--
-- Order within a transaction: payees and creditors before payments, and before steps.

-- Known by the event that added it. Its code stands open as a person's ref does; its name is sealed, under a key of its own.
CREATE TABLE payee (
	authority_id integer NOT NULL REFERENCES authority,
	event bigint NOT NULL,
	key_id uuid NOT NULL, -- binds the key to its place
	code code NOT NULL,
	wrapped_key bytea NOT NULL,
	PRIMARY KEY (authority_id, event),
	UNIQUE (authority_id, code)
);

CREATE TABLE payee_change (
	authority_id integer NOT NULL,
	event bigint NOT NULL,
	payee_id bigint NOT NULL,
	named boolean NOT NULL, -- it has another name, sealed beside
	ended boolean NOT NULL, -- by now: nothing more is asked for it
	PRIMARY KEY (authority_id, event),
	FOREIGN KEY (authority_id, payee_id) REFERENCES payee (authority_id, event),
	CONSTRAINT payee_change_after CHECK (event > payee_id)
);
CREATE INDEX payee_change_payee ON payee_change (authority_id, payee_id, event);

-- A creditor-ref of a person or a payee, from this event on; its text is sealed beside.
CREATE TABLE creditor (
	authority_id integer NOT NULL,
	event bigint NOT NULL,
	person_id uuid,
	payee_id bigint,
	given boolean NOT NULL,  -- or there is none any more
	set_by integer NOT NULL,
	proposer integer,        -- who proposed it, where a second person confirmed
	PRIMARY KEY (authority_id, event),
	FOREIGN KEY (authority_id, person_id) REFERENCES person_private (authority_id, person_id),
	FOREIGN KEY (authority_id, payee_id) REFERENCES payee (authority_id, event),
	CONSTRAINT creditor_whose CHECK ((person_id IS NULL) <> (payee_id IS NULL)),
	CONSTRAINT creditor_two CHECK (proposer <> set_by)
);
CREATE INDEX creditor_person ON creditor (authority_id, person_id, event) WHERE person_id IS NOT NULL;
CREATE INDEX creditor_payee ON creditor (authority_id, payee_id, event) WHERE payee_id IS NOT NULL;

-- Whose key a text is sealed under, if it is a payee's.
ALTER TABLE person_text
	ADD COLUMN payee_id bigint,
	ADD CONSTRAINT person_text_whose CHECK (person_id IS NULL OR payee_id IS NULL);
GRANT SELECT (payee_id) ON person_text TO bursar_auditor;

ALTER TABLE payment
	ADD COLUMN payee_id bigint,     -- to whom, if it is a registered payee
	ADD COLUMN creditor_set bigint; -- the event that had last changed what the purchase ledger knows them by
GRANT INSERT (payee_id, creditor_set) ON payment TO bursar_daemon;


-- The event that last changed the creditor-ref of a payee, or of a person; NULL: none did.
CREATE FUNCTION creditor_now(of_authority integer, of_person uuid, of_payee bigint) RETURNS bigint
LANGUAGE sql STABLE
RETURN CASE WHEN of_payee IS NOT NULL
	THEN (SELECT max(event) FROM creditor WHERE authority_id = of_authority AND payee_id = of_payee)
	ELSE (SELECT max(event) FROM creditor WHERE authority_id = of_authority AND person_id = of_person) END;

CREATE FUNCTION payment_paid_to() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
AS $$
DECLARE
	bad record;
BEGIN
	SELECT p.payment_id INTO bad
	FROM added AS p
	WHERE (p.payee_id IS NOT NULL OR p.creditor_set IS NOT NULL)
		AND (creditor_now(p.authority_id, p.person_id, p.payee_id) IS DISTINCT FROM p.creditor_set
			OR (p.payee_id IS NOT NULL AND (
				NOT EXISTS (SELECT FROM payee AS y WHERE y.authority_id = p.authority_id AND y.event = p.payee_id)
				OR EXISTS (SELECT FROM payee_change AS c
					WHERE c.authority_id = p.authority_id AND c.payee_id = p.payee_id AND c.event < p.payment_id AND c.ended))))
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'payment P% is to nobody who stands so in the list of payees', bad.payment_id USING ERRCODE = 'BU060';
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER payment_paid_to AFTER INSERT ON payment
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION payment_paid_to();

-- A council that knows no creditor-ref pays one look for it a statement. What is paid to somebody in words is nobody's whom the
-- purchase ledger knows.
CREATE FUNCTION payment_step_paid_to() RETURNS trigger
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
	IF NOT EXISTS (SELECT FROM added AS a JOIN creditor AS c ON c.authority_id = a.authority_id) THEN
		RETURN NULL;
	END IF;
	SELECT a.payment_id, a.event, a.staff_id INTO bad
	FROM (SELECT * FROM added WHERE step IN ('approve', 'send') OR (step = 'pay' AND becomes = 'paid')) AS a
		JOIN payment AS p ON p.authority_id = a.authority_id AND p.payment_id = a.payment_id
		LEFT JOIN creditor AS c ON c.authority_id = p.authority_id AND c.event = p.creditor_set
	WHERE c.set_by = a.staff_id OR c.proposer = a.staff_id
		OR (creditor_now(p.authority_id, p.person_id, p.payee_id) IS DISTINCT FROM p.creditor_set
			AND NOT EXISTS (SELECT FROM person_text AS t
				WHERE t.authority_id = p.authority_id AND t.event = p.payment_id AND t.field = 'payee'))
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'payment P% may not go on by event % of staff %: where its money goes has changed, or is their change',
			bad.payment_id, bad.event, bad.staff_id USING ERRCODE = 'BU061';
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER payment_step_paid_to AFTER INSERT ON payment_step
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION payment_step_paid_to();


DO $do$
DECLARE
	name text;
BEGIN
	FOREACH name IN ARRAY ARRAY['payee', 'payee_change', 'creditor'] LOOP
		EXECUTE format('CREATE TRIGGER insert_now AFTER INSERT ON %I
			REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION insert_now()', name);
		EXECUTE format('CREATE TRIGGER recorded BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
			FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever()', name);
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
		EXECUTE format('CREATE POLICY authority ON %I USING (authority_id = current_setting(''bursar.authority'')::integer)
			WITH CHECK (authority_id = current_setting(''bursar.authority'')::integer)', name);
	END LOOP;
END
$do$;
GRANT SELECT, INSERT ON payee, payee_change, creditor TO bursar_daemon;
GRANT SELECT (authority_id, event, key_id, code) ON payee TO bursar_auditor;
GRANT SELECT ON payee_change, creditor TO bursar_auditor;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bursar FROM PUBLIC;
GRANT EXECUTE ON FUNCTION creditor_now(integer, uuid, bigint) TO bursar_daemon, bursar_auditor;
