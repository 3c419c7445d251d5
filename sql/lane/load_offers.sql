-- Versions after one, ascending: in one go at least one, and of more so many bytes (131072) are read
-- that nobody waits for them.
SELECT version, text, newest
FROM (
	SELECT
		version,
		text,
		max(version) OVER () AS newest,
		sum(octet_length(text)) OVER (ORDER BY version) - octet_length(text) AS before
	FROM offer
	WHERE authority_id = $1::int AND version > $2::int
) AS later
WHERE before < 131072
ORDER BY version
