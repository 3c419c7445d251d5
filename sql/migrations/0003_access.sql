-- Who may do what. bursar_daemon inserts and reads; it updates the few columns that change, and removes nothing. It cannot touch
-- balances or the log's size: those follow from transfers and events (0002). bursar_auditor reads what is not sealed.

GRANT USAGE ON SCHEMA bursar TO bursar_daemon, bursar_auditor;

GRANT SELECT ON migration, authority, log_head, event, staff, staff_cert, category, fact, offer, account, transfer, award, payment,
	approval, refusal, command_key TO bursar_daemon, bursar_auditor;
GRANT SELECT ON person_private, person_text TO bursar_daemon;
GRANT SELECT (authority_id, person_id, event, ref) ON person_private TO bursar_auditor;
GRANT SELECT (authority_id, event, field, person_id) ON person_text TO bursar_auditor;

-- Heads and authorities are made by the owner alone (`bursard authority add`).
GRANT INSERT ON event, staff, staff_cert, person_private, person_text, category, fact, offer, transfer, award, payment, approval,
	refusal, command_key TO bursar_daemon;
GRANT INSERT (authority_id, account_id, code, book, floor, person_id, entitlement, period, base_pence) ON account TO bursar_daemon;

GRANT UPDATE (offer_serial) ON log_head TO bursar_daemon;
GRANT UPDATE (name, roles, active) ON staff TO bursar_daemon;
GRANT UPDATE (ref, wrapped_key, sealed) ON person_private TO bursar_daemon;
GRANT UPDATE (sealed) ON person_text TO bursar_daemon;
GRANT UPDATE (until_date, ended_event) ON fact TO bursar_daemon;
GRANT UPDATE (base_pence) ON account TO bursar_daemon;
GRANT UPDATE (state, fund_account, payable_account, approved_event, closed_event) ON payment TO bursar_daemon;


-- A net under every WHERE: a session sees and writes the rows of the authority in bursar.authority alone, and without the setting
-- every statement on these tables raises (42704 before its first use in a session, 22P02 after a transaction that had it). The
-- auditor sets it too: PGOPTIONS='-c bursar.authority=1'. Outside are authority (everybody may know which there are) and
-- staff_cert (it is what tells the authority). The owner, and so its trigger functions and foreign keys, pass by.

DO $$
DECLARE
	name text;
BEGIN
	FOREACH name IN ARRAY ARRAY['log_head', 'event', 'staff', 'person_private', 'person_text', 'category', 'fact', 'offer', 'account',
			'transfer', 'award', 'payment', 'approval', 'refusal', 'command_key'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
		EXECUTE format('CREATE POLICY authority ON %I USING (authority_id = current_setting(''bursar.authority'')::integer) '
			'WITH CHECK (authority_id = current_setting(''bursar.authority'')::integer)', name);
	END LOOP;
END
$$;


-- Words of sql/queries.

-- RFC 3339, UTC.
CREATE FUNCTION instant(at timestamptz) RETURNS text
LANGUAGE sql STABLE
RETURN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- 2019-20 for a day from 1 April 2019 to 31 March 2020.
CREATE FUNCTION financial_year(on_day date) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN to_char(on_day - interval '3 months', 'YYYY') || to_char(on_day + interval '9 months', '-YY');

-- The number in P341, NULL if it is not so spelt.
CREATE FUNCTION payment_number(payment text) RETURNS bigint
LANGUAGE sql IMMUTABLE
RETURN CASE WHEN payment ~ '^P(0|[1-9][0-9]{0,17})$' THEN substr(payment, 2)::bigint END;

-- How many a page of a list holds.
CREATE FUNCTION page_items(asked text) RETURNS bigint
LANGUAGE sql IMMUTABLE
RETURN least(greatest(coalesce(asked::bigint, 100), 1), 1000);

-- What only the daemon can open, as it asks for it: @sealed:WHAT:PERSON:WRAPPED_KEY:SEALED in hexadecimal. NULL if it was never
-- said or is erased.
CREATE FUNCTION sealed_mark(what text, person_id uuid, wrapped_key bytea, sealed bytea) RETURNS text
LANGUAGE sql IMMUTABLE STRICT
RETURN '@sealed:' || what || ':' || person_id::text || ':' || encode(wrapped_key, 'hex') || ':' || encode(sealed, 'hex');

-- The number of the first event on or after a day, or of_size if there is none below it. Days never fall along the log (0002), so
-- halving finds it in some thirty steps, without an index that each append would have to pay for.
CREATE FUNCTION first_event_on(of_authority integer, of_size bigint, on_day date) RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
DECLARE
	low bigint := 0;
	high bigint := of_size;
	middle bigint;
BEGIN
	WHILE low < high LOOP
		middle := (low + high) / 2;
		IF (SELECT day < on_day FROM event WHERE authority_id = of_authority AND number = middle) THEN
			low := middle + 1;
		ELSE
			high := middle;
		END IF;
	END LOOP;
	RETURN low;
END
$$;

-- The events an export runs over, low to high - 1: below the head or an earlier size, of the days from_day to to_day, from a cursor on.
CREATE FUNCTION export_range(of_authority integer, from_day text, to_day text, of_size text, cursor text,
	OUT low bigint, OUT high bigint)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
	SELECT least(size, of_size::bigint) INTO high FROM log_head WHERE authority_id = of_authority;
	low := greatest(cursor::bigint, CASE WHEN from_day IS NULL THEN 0 ELSE first_event_on(of_authority, high, from_day::date) END);
	IF to_day IS NOT NULL THEN
		high := first_event_on(of_authority, high, to_day::date + 1);
	END IF;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bursar FROM PUBLIC;
GRANT EXECUTE ON FUNCTION instant(timestamptz), financial_year(date), payment_number(text), page_items(text),
	sealed_mark(text, uuid, bytea, bytea), first_event_on(integer, bigint, date), export_range(integer, text, text, text, text)
	TO bursar_daemon, bursar_auditor;
