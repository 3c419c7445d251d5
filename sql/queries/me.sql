-- GET /v1/me
-- params: today
-- plan: once
SELECT row_to_json(reply)::text AS reply
FROM (
	SELECT (SELECT row_to_json(a) FROM (SELECT code, name FROM authority WHERE authority_id = $1::integer) AS a) AS authority,
		staff_id AS staff, name,
		staff_roles_now(authority_id, staff_id, $3::date) AS roles, $3::date AS today
	FROM staff
	WHERE authority_id = $1::integer AND staff_id = $2::integer
) AS reply
