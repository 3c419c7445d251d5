-- GET /v1/rules: a version, or the one in effect on a day. What is stored is the reply but for the version, its first member.
-- params: on version today
SELECT '{"version":' || version || ',' || substr(json, 2) AS reply
FROM rules
WHERE authority_id = $1::integer
	AND CASE WHEN $4 IS NULL THEN effective <= coalesce($3, $5)::date ELSE version = $4::integer END
ORDER BY effective DESC, version DESC
LIMIT 1
