SELECT coalesce(max(staff_id), 0) + 1 AS staff_id FROM staff WHERE authority_id = $1::int
