-- Which of these keys, each with its owner, were used: for what, by whom, and the event it made.
SELECT
	k.staff_id AS owner,
	k.key,
	k.request,
	k.event,
	e.bytes,
	e.staff_id,
	(SELECT name FROM staff WHERE authority_id = $1::int AND staff_id = e.staff_id) AS name
FROM unnest($2::int[], $3::uuid[]) AS w (staff_id, key)
CROSS JOIN LATERAL (SELECT * FROM command_key
	WHERE authority_id = $1::int AND staff_id = w.staff_id AND key = w.key LIMIT 1) AS k
CROSS JOIN LATERAL (SELECT bytes, staff_id FROM event
	WHERE authority_id = $1::int AND number = k.event LIMIT 1) AS e
