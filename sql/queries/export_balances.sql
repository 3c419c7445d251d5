-- GET /v1/export/balances: a line an account, as it stood when the log had the size asked for: less what has moved
-- since (as transfer_apply and award_credit of sql/migrations move it). So pages belong together, whatever is recorded meanwhile. An account that no
-- event made shows, too: it is for the auditor to find.
-- params: from to size cursor format
WITH head AS MATERIALIZED (
	SELECT least(size, $5::bigint) AS size, size AS now FROM log_head WHERE authority_id = $1::integer
), page AS MATERIALIZED (
	SELECT account_id, code, book, floor, credited, debited, reserved, base_pence
	FROM account
	WHERE authority_id = $1::integer AND account_id > coalesce($6::bigint, '-9223372036854775808'::bigint)
		AND (account_id < 16 * (SELECT size FROM head) OR account_id >= 16 * (SELECT now FROM head))
	ORDER BY account_id
	LIMIT 5000
), since AS MATERIALIZED (
	SELECT event, phase, from_account, to_account, amount_pence
	FROM transfer
	WHERE authority_id = $1::integer AND event >= coalesce($5::bigint, 9223372036854775807)
), after AS MATERIALIZED (
	SELECT account_id, sum(credit)::bigint AS credit, sum(debit)::bigint AS debit, sum(reserve)::bigint AS reserve,
		sum(base)::bigint AS base
	FROM (
		SELECT from_account AS account_id, 0 AS credit,
			CASE WHEN phase IN ('post', 'settle') THEN amount_pence WHEN phase = 'back' THEN -amount_pence ELSE 0 END AS debit,
			CASE WHEN phase = 'reserve' THEN amount_pence WHEN phase IN ('settle', 'release') THEN -amount_pence ELSE 0 END AS reserve,
			0 AS base
		FROM since
		UNION ALL
		SELECT to_account, CASE phase WHEN 'back' THEN -amount_pence ELSE amount_pence END, 0, 0,
			CASE phase WHEN 'post' THEN amount_pence ELSE 0 END
		FROM since WHERE phase IN ('post', 'settle', 'back')
		UNION ALL
		SELECT account_id, 0, 0, 0, -amount_pence
		FROM award WHERE authority_id = $1::integer AND event >= coalesce($5::bigint, 9223372036854775807)
	) AS side
	GROUP BY account_id
)
SELECT CASE WHEN $7 = 'csv' AND $6 IS NULL THEN E'size,account,book,floor,credited_pence,debited_pence,reserved_pence,base_pence\n' ELSE '' END
	|| coalesce((SELECT string_agg(CASE $7 WHEN 'csv' THEN
		format('%s,%s,%s,%s,%s,%s,%s,%s', size, account, book, floor, credited_pence, debited_pence, reserved_pence, base_pence)
		ELSE row_to_json(line)::text END || E'\n', '') FROM (
		SELECT h.size, p.code AS account, p.book, p.floor, p.credited - coalesce(a.credit, 0) AS credited_pence,
			p.debited - coalesce(a.debit, 0) AS debited_pence, p.reserved - coalesce(a.reserve, 0) AS reserved_pence,
			p.base_pence - coalesce(a.base, 0) AS base_pence
		FROM page AS p CROSS JOIN head AS h LEFT JOIN after AS a ON a.account_id = p.account_id
		ORDER BY p.account_id
	) AS line), '') AS body,
	(SELECT CASE WHEN count(*) = 5000 THEN max(account_id) END FROM page)::text AS next,
	(SELECT size FROM head)::text AS size
