-- The ledger can go back: a fifth phase undoes so much of what was posted or settled from one account to another. So credited is
-- always what was given and debited what was spent, net.
--
--            from                        to
--   back     debited -                   credited -
--
--   BU016  what comes back was not moved by what it names, or is more than that moved; or it names nothing and leads from no source

ALTER TABLE transfer
	ADD COLUMN undoes_event bigint, -- of a back: the post or settle whose money comes back
	ADD COLUMN undoes_n smallint,
	DROP CONSTRAINT transfer_phase_check,
	ADD CONSTRAINT transfer_phase_check CHECK (phase IN ('post', 'reserve', 'settle', 'release', 'back')),
	ADD CONSTRAINT transfer_undoes_check CHECK ((undoes_event IS NULL) = (undoes_n IS NULL) AND (undoes_event IS NULL OR phase = 'back'));
CREATE INDEX transfer_undoes ON transfer (authority_id, undoes_event, undoes_n) WHERE undoes_event IS NOT NULL;

-- Of a cap no more is taken back than was awarded: what the offer gave stays.
ALTER TABLE account ADD CONSTRAINT account_base CHECK (base_pence <= credited);


CREATE OR REPLACE FUNCTION transfer_apply() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = bursar, pg_temp
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET jit = off
AS $$
DECLARE
	bad record;
	missing bigint;
BEGIN
	SELECT a.event, a.n, a.phase, a.resolves_event, a.resolves_n INTO bad
	FROM added AS a
	WHERE a.resolves_event IS NOT NULL
		AND NOT EXISTS (
			SELECT FROM transfer AS r
			WHERE r.authority_id = a.authority_id AND r.event = a.resolves_event AND r.n = a.resolves_n
				AND r.phase = 'reserve' AND r.amount_pence = a.amount_pence
				AND r.from_account = a.from_account AND r.to_account = a.to_account)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'transfer %/% does not match reserve %/%', bad.event, bad.n, bad.resolves_event, bad.resolves_n
			USING ERRCODE = 'BU012';
	END IF;

	-- What comes back is of what it names, and all that names one is no more than that.
	SELECT a.event, a.n, a.undoes_event, a.undoes_n INTO bad
	FROM added AS a
	WHERE a.undoes_event IS NOT NULL
		AND (SELECT u.phase IN ('post', 'settle') AND u.from_account = a.from_account AND u.to_account = a.to_account
				AND u.event < a.event AND u.amount_pence >= (SELECT sum(b.amount_pence) FROM transfer AS b
					WHERE b.authority_id = a.authority_id AND b.undoes_event = a.undoes_event AND b.undoes_n = a.undoes_n)
			FROM transfer AS u
			WHERE u.authority_id = a.authority_id AND u.event = a.undoes_event AND u.n = a.undoes_n) IS NOT TRUE
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'transfer %/% takes back from %/% what that did not move, or more than it did', bad.event, bad.n,
			bad.undoes_event, bad.undoes_n USING ERRCODE = 'BU016';
	END IF;

	-- What names nothing comes back from where sources gave it.
	SELECT a.event, a.n, f.code AS from_code, t.code AS to_code INTO bad
	FROM (SELECT * FROM added WHERE phase = 'back' AND undoes_event IS NULL) AS a
		LEFT JOIN account AS f ON f.authority_id = a.authority_id AND f.account_id = a.from_account
		LEFT JOIN account AS t ON t.authority_id = a.authority_id AND t.account_id = a.to_account
	WHERE ((f.code = 'grantor' AND starts_with(t.code, 'fund:'))
		OR (starts_with(f.code, 'offer:') AND starts_with(t.code, 'cap:'))) IS NOT TRUE
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'transfer %/% takes back from % to % and names nothing', bad.event, bad.n, bad.from_code, bad.to_code
			USING ERRCODE = 'BU016';
	END IF;

	-- A resolution has the accounts of its reserve, and what comes back those of what it names, which were looked at then.
	SELECT p.from_account, p.to_account, f.book AS from_book, t.book AS to_book INTO bad
	FROM (SELECT DISTINCT authority_id, from_account, to_account FROM added
			WHERE resolves_event IS NULL AND undoes_event IS NULL) AS p
		LEFT JOIN account AS f ON f.authority_id = p.authority_id AND f.account_id = p.from_account
		LEFT JOIN account AS t ON t.authority_id = p.authority_id AND t.account_id = p.to_account
	WHERE f.book IS NULL OR t.book IS NULL OR f.book <> t.book
	LIMIT 1;
	IF FOUND THEN
		IF bad.from_book IS NULL OR bad.to_book IS NULL THEN
			RAISE EXCEPTION 'a transfer names unknown account %',
				CASE WHEN bad.from_book IS NULL THEN bad.from_account ELSE bad.to_account END
				USING ERRCODE = 'BU010';
		END IF;
		RAISE EXCEPTION 'a transfer leads from account % of book % to account % of book %', bad.from_account,
			bad.from_book, bad.to_account, bad.to_book USING ERRCODE = 'BU011';
	END IF;

	WITH net AS MATERIALIZED (
		SELECT authority_id, account_id, sum(credit)::bigint AS credit, sum(debit)::bigint AS debit,
			sum(reserve)::bigint AS reserve, sum(base)::bigint AS base
		FROM (
			SELECT authority_id, from_account AS account_id, 0::bigint AS credit,
				CASE WHEN phase IN ('post', 'settle') THEN amount_pence WHEN phase = 'back' THEN -amount_pence ELSE 0 END AS debit,
				CASE WHEN phase = 'reserve' THEN amount_pence WHEN phase IN ('settle', 'release') THEN -amount_pence ELSE 0 END AS reserve,
				0::bigint AS base
			FROM added
			UNION ALL
			SELECT authority_id, to_account, CASE phase WHEN 'back' THEN -amount_pence ELSE amount_pence END, 0, 0,
				CASE phase WHEN 'post' THEN amount_pence ELSE 0 END
			FROM added
			WHERE phase IN ('post', 'settle', 'back')
		) AS side
		GROUP BY authority_id, account_id
	), applied AS (
		UPDATE account AS a
		SET credited = a.credited + net.credit, debited = a.debited + net.debit, reserved = a.reserved + net.reserve,
			base_pence = a.base_pence + net.base -- NULL stays NULL: no cap
		FROM net
		WHERE a.authority_id = net.authority_id AND a.account_id = net.account_id
		RETURNING 1
	)
	SELECT (SELECT count(*) FROM net) - (SELECT count(*) FROM applied) INTO missing;
	IF missing <> 0 THEN
		RAISE EXCEPTION '% accounts of transfers are unknown', missing USING ERRCODE = 'BU010';
	END IF;
	RETURN NULL;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bursar FROM PUBLIC;
