-- Whether what somebody was signed in as may have changed since.
SELECT staff_serial FROM log_head WHERE authority_id = $1::int
