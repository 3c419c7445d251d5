-- A database with rows, brought here from an earlier version (at_*.psql, run).
\connect old
\set ON_ERROR_STOP 1
BEGIN;
SET LOCAL search_path = bursar, tap, pg_temp;
SELECT no_plan();

-- 0014: a fact has the last day it was recorded with, and its end is a row.
SELECT results_eq('SELECT authority_id, event, from_date, until_date, amount_pence, every FROM fact ORDER BY 1, 2', $$VALUES
	(1, 0::bigint, '2019-04-01'::date, NULL::date, NULL::bigint, NULL::text),
	(1, 1, '2019-04-02', '2019-10-01', NULL, NULL),
	(1, 2, '2019-04-02', '2019-10-01', NULL, NULL),
	(1, 3, '2019-04-02', NULL, 12345, 'week'),
	(1, 4, '2019-05-02', '2019-12-31', NULL, NULL),
	(1, 5, '2019-11-01', NULL, NULL, NULL),
	(2, 0, '2019-04-01', '2019-09-30', NULL, NULL),
	(2, 1, '2019-04-01', NULL, NULL, NULL)$$, 'facts are as they were recorded');
SELECT results_eq('SELECT authority_id, left(person_id::text, 1), code, fact_event, event, until_date FROM fact_end ORDER BY 1, 4', $$VALUES
	(1, 'a', 'gym', 1::bigint, 6::bigint, '2019-05-31'::date),
	(1, 'a', 'pathway-plan:gym', 2, 7, '2019-09-30'),
	(1, 'a', 'income', 3, 8, '2019-03-31'),
	(1, 'a', 'gym', 4, 6, '2019-05-31'),
	(2, 'b', 'gym', 0, 2, '2019-04-30')$$, 'and each end that was recorded is there');

-- 0016: an event that was larger than may be stays.
SELECT results_eq('SELECT authority_id, number FROM event WHERE octet_length(bytes) > 65536', 'VALUES (2, 1::bigint)', 'a large event stays');

SELECT * FROM finish();
ROLLBACK;
