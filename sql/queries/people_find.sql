-- GET /v1/people/find: a row a person, without those erased, for render/people_find.c; since is null where a category holds from the 16th birthday.
-- params: today after rows
SELECT row_to_json(item)::text AS reply, item.ref AS next
FROM (
	SELECT p.ref, sealed_mark('person', p.person_id, p.wrapped_key, p.sealed) AS person, c.code AS category,
		CASE WHEN c.from_date > '-infinity' THEN c.from_date::text END AS since
	FROM person_private AS p LEFT JOIN LATERAL (
		SELECT code, from_date
		FROM category
		WHERE authority_id = $1::integer AND person_id = p.person_id AND from_date <= $3::date
		ORDER BY from_date DESC, event DESC
		LIMIT 1
	) AS c ON true
	WHERE p.authority_id = $1::integer AND p.ref IS NOT NULL AND ($4 IS NULL OR p.ref > $4)
	ORDER BY p.ref
	LIMIT $5::bigint
) AS item
