-- Ends facts. 1 / 0 raises 22012 if it met fewer than were named.
WITH met AS (
	UPDATE fact AS f SET until_date = w.until_date, ended_event = w.ended_event
	FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::date[], $6::bigint[])
		AS w (person_id, code, event, until_date, ended_event)
	WHERE f.authority_id = $1::int AND f.person_id = w.person_id AND f.code = w.code AND f.event = w.event
	RETURNING 1
)
SELECT 1 / (count(*) = cardinality($2::uuid[]))::int FROM met
