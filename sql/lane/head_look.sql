-- The same for those that record nothing, in one snapshot.
SELECT size, at, offer_serial, staff_serial, rules_serial, clock_timestamp() AS clock FROM log_head WHERE authority_id = $1::int
