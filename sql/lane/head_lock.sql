-- The lock is a statement of its own: what follows it is read after it was granted, and of its own
-- columns the clock as well.
WITH head AS MATERIALIZED (
	SELECT size, at, offer_serial, staff_serial, rules_serial FROM log_head WHERE authority_id = $1::int FOR UPDATE
)
SELECT size, at, offer_serial, staff_serial, rules_serial, clock_timestamp() AS clock FROM head
