-- GET /v1/people/{ref}/caps, in the order of recording.
-- params: ref after limit
-- plan: once
WITH v AS MATERIALIZED (
	SELECT person_id, wrapped_key, sealed FROM person_private WHERE authority_id = $1::integer AND ref = $3
), asked AS MATERIALIZED (
	SELECT account_id, entitlement, period, credited, debited, reserved
	FROM account
	WHERE authority_id = $1::integer AND person_id = (SELECT person_id FROM v) AND ($4 IS NULL OR account_id > $4::bigint)
	ORDER BY account_id
	LIMIT page_items($5) + 1
), page AS (
	SELECT * FROM asked ORDER BY account_id LIMIT page_items($5)
)
SELECT row_to_json(reply)::text AS reply,
	CASE WHEN (SELECT count(*) FROM asked) > page_items($5) THEN (SELECT max(account_id)::text FROM page) END AS next
FROM (
	SELECT ARRAY(SELECT row_to_json(item) FROM (
		SELECT entitlement, period, credited AS credited_pence, debited AS drawn_pence, reserved AS reserved_pence,
			credited - debited - reserved AS left_pence
		FROM page AS p
		ORDER BY p.account_id) AS item) AS items
	FROM v
) AS reply
