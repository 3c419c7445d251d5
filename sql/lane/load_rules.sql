-- Versions after one, ascending, as load_offers reads them.
SELECT version, text, newest
FROM (
	SELECT
		version,
		text,
		max(version) OVER () AS newest,
		sum(octet_length(text)) OVER (ORDER BY version) - octet_length(text) AS before
	FROM rules
	WHERE authority_id = $1::int AND version > $2::int
) AS later
WHERE before < 131072
ORDER BY version
