-- The latest invitation of each of these members of staff.
SELECT
	i.staff_id,
	i.event,
	i.until_date,
	e.leaf,
	EXISTS (SELECT FROM credential WHERE authority_id = $1::int AND invitation = i.event) AS used
FROM unnest($2::int[]) AS w
CROSS JOIN LATERAL (SELECT * FROM staff_invitation
	WHERE authority_id = $1::int AND staff_id = w ORDER BY event DESC LIMIT 1) AS i
CROSS JOIN LATERAL (SELECT leaf FROM event
	WHERE authority_id = $1::int AND number = i.event LIMIT 1) AS e
