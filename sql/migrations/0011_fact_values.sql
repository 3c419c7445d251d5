-- What a fact says beside that it holds, where the offer has a kind of value for it: an amount and how often, a date, or a code. Rules
-- reckon with these, so that they stand here and in the event; what is said in free words stays sealed (person_text).
ALTER TABLE fact
	ADD COLUMN amount_pence bigint CHECK (amount_pence BETWEEN 0 AND 99999999999),
	ADD COLUMN every text CHECK (every IN ('week', 'fortnight', 'four-weeks', 'month', 'year')),
	ADD COLUMN value_date date,
	ADD COLUMN value_code code,
	ADD CONSTRAINT fact_value CHECK ((amount_pence IS NULL) = (every IS NULL)
		AND num_nonnulls(amount_pence, value_date, value_code) <= 1);

CREATE OR REPLACE FUNCTION fact_end() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
	IF (OLD.authority_id, OLD.person_id, OLD.code, OLD.event, OLD.from_date, OLD.amount_pence, OLD.every, OLD.value_date, OLD.value_code)
			IS DISTINCT FROM (NEW.authority_id, NEW.person_id, NEW.code, NEW.event, NEW.from_date, NEW.amount_pence, NEW.every,
				NEW.value_date, NEW.value_code)
		OR OLD.ended_event IS NOT NULL OR NEW.ended_event IS NULL
		OR NEW.until_date IS NULL OR NEW.until_date > OLD.until_date
	THEN
		RAISE EXCEPTION 'of a fact nothing changes but its end, once, and not to a later day (fact of event %)', OLD.event
			USING ERRCODE = 'BU040';
	END IF;
	RETURN NEW;
END
$$;
