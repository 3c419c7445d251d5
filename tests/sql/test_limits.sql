\i tests/sql/fixture.psql

-- What core/decide/limits.c says, and what the database says, on every case.
\set limits `"$BUILD"/tests/sql/limits`
CREATE TEMP TABLE said (line text[]);
INSERT INTO said SELECT string_to_array(line, ' ') FROM regexp_split_to_table(rtrim(:'limits', E'\n'), E'\n') AS line;
SELECT pg_temp.events(2, 3, 3, 'rules-published', 1);
INSERT INTO rules SELECT 2, v, '2019-01-01', sha256(v::text::bytea), 'x', '{}', 3 FROM generate_series(1, 4) AS v;
INSERT INTO rule_limit
	SELECT 2, line[2]::integer, line[3]::smallint, line[4], line[5], nullif(line[6], '-'), nullif(line[7], '-'), line[8]::bigint,
		nullif(line[9], '0')::smallint, 3
	FROM said WHERE line[1] = 'rules';
SELECT cmp_ok((SELECT count(*) FROM said WHERE line[1] = 'rules'), '>', 10::bigint, 'there are limits');
SELECT cmp_ok((SELECT count(*) FROM said WHERE line[1] = 'case'), '>', 4000::bigint, 'and cases');
SELECT results_eq('SELECT DISTINCT line[7] FROM said WHERE line[1] = ''case'' ORDER BY 1', $$VALUES ('0'), ('1'), ('2')$$, 'of every answer');
SELECT is_empty($$SELECT line, a.fits
	FROM said CROSS JOIN LATERAL (SELECT approval_fits(2, nullif(line[2]::integer, 0), string_to_array(line[3], ','),
		string_to_array(nullif(line[4], '-'), ','), line[5], line[6]::bigint) AS fits) AS a
	WHERE line[1] = 'case' AND a.fits <> line[7]::integer$$, 'C and SQL agree on each');

-- The version of a day.
SELECT is(rules_on(2, '2018-12-31'), NULL, 'none yet');
SELECT is(rules_on(2, '2019-01-01'), 4, 'of one day the last');
SELECT is(rules_on(1, '2189-12-31'), NULL, 'not another''s');
SELECT is(rules_on(1, '2190-01-01'), 1, 'its own');

SELECT * FROM finish();
ROLLBACK;
