-- What there is an account of: the rows of core/account.def, which tests/sql/test_account.sql compares with these. A kind is added by
-- a row, and with it its book. floor: NULL may be overdrawn. parts: what its code is made of beside the prefix, in their order.
CREATE TABLE account_kind (
	prefix code PRIMARY KEY,
	book code NOT NULL,
	floor bigint CHECK (floor = 0),
	parts text[] NOT NULL CHECK (parts <@ ARRAY['person', 'name', 'period'])
);
INSERT INTO account_kind (prefix, book, floor, parts) VALUES
	('grantor', 'money', NULL, '{}'),
	('bank', 'money', NULL, '{}'),
	('fund', 'money', 0, '{name,period}'),
	('payable', 'money', 0, '{name,period}'),
	('offer', 'allowance', NULL, '{name}'),
	('drawn', 'allowance', 0, '{name}'),
	('cap', 'allowance', 0, '{person,name,period}');
GRANT SELECT ON account_kind TO bursar_daemon, bursar_auditor;
CREATE TRIGGER recorded BEFORE UPDATE OR DELETE OR TRUNCATE ON account_kind
	FOR EACH STATEMENT EXECUTE FUNCTION recorded_for_ever();

--   BU015  an account's book, floor, person, line or period is not that of its kind and code

-- Of an account nothing changes but its balances and its base, so that it is looked at once, when it is made. That takes the place of
-- conditions which knew the kinds by name and were computed anew with each change of a balance.
CREATE FUNCTION account_is_of(kind account_kind, code text, book text, floor bigint, person_id uuid, entitlement text, period text)
RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN kind.book = book AND kind.floor IS NOT DISTINCT FROM floor
	AND cardinality(kind.parts) + 1 = cardinality(string_to_array(code, ':'))
	AND ('person' = ANY (kind.parts)) = (person_id IS NOT NULL) AND (person_id IS NULL) = (entitlement IS NULL)
	AND (person_id IS NULL OR starts_with(code, concat(kind.prefix, ':', person_id, ':', entitlement, ':')))
	AND CASE WHEN 'period' = ANY (kind.parts) THEN period = split_part(code, ':', -1) ELSE period IS NULL END;

CREATE FUNCTION account_of_kind() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
AS $$
DECLARE
	bad record;
BEGIN
	SELECT a.code, a.book INTO bad
	FROM added AS a LEFT JOIN account_kind AS k ON k.prefix = split_part(a.code, ':', 1)
	WHERE account_is_of(k, a.code, a.book, a.floor, a.person_id, a.entitlement, a.period) IS NOT TRUE
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'account % of book % is of no kind that there is', bad.code, bad.book USING ERRCODE = 'BU015';
	END IF;
	RETURN NULL;
END
$$;

DO $$
DECLARE
	bad record;
BEGIN
	SELECT a.code INTO bad
	FROM account AS a LEFT JOIN account_kind AS k ON k.prefix = split_part(a.code, ':', 1)
	WHERE account_is_of(k, a.code, a.book, a.floor, a.person_id, a.entitlement, a.period) IS NOT TRUE
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'account % is of no kind that there is', bad.code USING ERRCODE = 'BU015';
	END IF;
END
$$;

CREATE TRIGGER of_kind AFTER INSERT ON account
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION account_of_kind();
ALTER TABLE account DROP CONSTRAINT account_floor, DROP CONSTRAINT account_book_check;

REVOKE ALL ON FUNCTION account_is_of(account_kind, text, text, bigint, uuid, text, text), account_of_kind() FROM PUBLIC;
