-- What somebody approves is within the financial rules of its day: alone, or as the first or the second of two. A payment with the
-- first of two is second-needed; nothing is reserved for it until the second.
--
--   BU037  an approval is not within the financial rules of its day, or not counted by them

INSERT INTO payment_move_allowed VALUES
	('approve', 'requested', 'second-needed', 'payment-approved', '{manager,finance}', '{}', 'adds', false),
	('approve', 'deferred', 'second-needed', 'payment-approved', '{manager,finance}', '{}', 'adds', false),
	('approve', 'second-needed', 'approved', 'payment-approved', '{manager,finance}', '{reserve}', 'adds', false),
	('decline', 'second-needed', 'declined', 'payment-declined', '{manager,finance}', '{release}', 'keeps', true),
	('defer', 'second-needed', 'deferred', 'payment-deferred', '{manager,finance}', '{}', 'drops', false),
	('withdraw', 'second-needed', 'withdrawn', 'payment-withdrawn', '{adviser}', '{release}', 'keeps', true);

-- Of an approval, as its event says; of older ones NULL.
ALTER TABLE payment_step
	ADD COLUMN roles text[],     -- its approver's, on its day
	ADD COLUMN needed smallint,  -- approvals of its round
	ADD COLUMN rules integer,    -- the version of the financial rules; NULL: none was in effect
	ADD CONSTRAINT payment_step_limits CHECK (stage IS NOT NULL OR (roles IS NULL AND needed IS NULL AND rules IS NULL));

CREATE FUNCTION rules_on(of_authority integer, on_day date) RETURNS integer
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT version FROM rules WHERE authority_id = of_authority AND effective <= on_day ORDER BY effective DESC, version DESC LIMIT 1;
END;

-- As core/decide/limits.h says it (limits_approval): 1, it is enough, or completes what others began; 2, it is the first of two; 0, it is
-- not within the rules. tests/sql/test_limits.sql compares the two on every case. before: the roles of the first of two, NULL if this is the first.
CREATE FUNCTION approval_fits(of_authority integer, by_rules integer, roles text[], before text[], of_entitlement text, pence bigint)
RETURNS smallint
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT CASE
		WHEN by_rules IS NULL OR NOT EXISTS (SELECT FROM rule_limit AS l
			WHERE l.authority_id = of_authority AND l.version = by_rules AND l.kind = 'approve') THEN 1
		WHEN pence <= (SELECT max(own.up_to_pence) FROM (
				SELECT DISTINCT ON (l.role) l.up_to_pence FROM rule_limit AS l
				WHERE l.authority_id = of_authority AND l.version = by_rules AND l.kind = 'approve' AND l.role = ANY (roles)
					AND (l.entitlement IS NULL OR l.entitlement = of_entitlement)
				ORDER BY l.role, l.entitlement IS NULL) AS own) THEN 1
		WHEN pence <= (SELECT max(two.up_to_pence) FROM (
				SELECT DISTINCT ON (least(l.role, l.with_role), greatest(l.role, l.with_role)) l.role, l.with_role, l.up_to_pence
				FROM rule_limit AS l
				WHERE l.authority_id = of_authority AND l.version = by_rules AND l.kind = 'second'
					AND (l.entitlement IS NULL OR l.entitlement = of_entitlement)
				ORDER BY least(l.role, l.with_role), greatest(l.role, l.with_role), l.entitlement IS NULL) AS two
			WHERE (two.role = ANY (roles) AND (before IS NULL OR two.with_role = ANY (before)))
				OR (two.with_role = ANY (roles) AND (before IS NULL OR two.role = ANY (before))))
			THEN CASE WHEN before IS NULL THEN 2 ELSE 1 END
		ELSE 0 END;
END;

CREATE FUNCTION payment_step_limited() RETURNS trigger
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
	SELECT a.payment_id, a.staff_id, a.event INTO bad
	FROM added AS a
		CROSS JOIN LATERAL (SELECT day FROM event WHERE authority_id = a.authority_id AND number = a.event LIMIT 1) AS e
		CROSS JOIN LATERAL (SELECT rules_on(a.authority_id, e.day) AS version OFFSET 0) AS r
		CROSS JOIN LATERAL (SELECT entitlement, amount_pence FROM payment
			WHERE authority_id = a.authority_id AND payment_id = a.payment_id LIMIT 1) AS p
		LEFT JOIN LATERAL (SELECT coalesce(f.roles, '{}') AS roles, coalesce(f.needed, 1) AS needed FROM payment_step AS f
			WHERE f.authority_id = a.authority_id AND f.payment_id = a.payment_id AND f.event < a.event AND f.round = a.round
				AND f.stage = 1
			ORDER BY f.event LIMIT 1) AS f ON true
		CROSS JOIN LATERAL (SELECT approval_fits(a.authority_id, r.version, a.roles, f.roles, p.entitlement, p.amount_pence) AS fits
			OFFSET 0) AS l
	WHERE a.stage IS NOT NULL AND (
		a.rules IS DISTINCT FROM r.version
		OR coalesce(a.needed, 1) <> coalesce(f.needed, CASE l.fits WHEN 2 THEN 2 ELSE 1 END)
		OR (a.becomes = 'approved') <> (a.stage = coalesce(a.needed, 1))
		OR (r.version IS NOT NULL AND (l.fits = 0
			OR a.roles IS DISTINCT FROM staff_roles_on(a.authority_id, a.staff_id, a.event, e.day))))
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'the approval of payment P% by staff %, event %, is not within the financial rules', bad.payment_id,
			bad.staff_id, bad.event USING ERRCODE = 'BU037';
	END IF;
	RETURN NULL;
END
$$;
-- By its name it comes after the step has been applied.
CREATE TRIGGER payment_step_limited AFTER INSERT ON payment_step
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION payment_step_limited();

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bursar FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rules_on(integer, date), approval_fits(integer, integer, text[], text[], text, bigint)
	TO bursar_daemon, bursar_auditor;
