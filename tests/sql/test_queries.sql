\i tests/sql/fixture.psql

-- Each query as a function of its own text, run by the daemon's role.
\set q `cat sql/queries/staff_member.sql`
CREATE FUNCTION pg_temp.staff_member(text, text, text, text) RETURNS text LANGUAGE sql AS :'q';
\set q `cat sql/queries/report_staff.sql`
CREATE FUNCTION pg_temp.report_staff(text, text, text) RETURNS text LANGUAGE sql AS :'q';
\set q `cat sql/queries/me.sql`
CREATE FUNCTION pg_temp.me(text, text, text) RETURNS text LANGUAGE sql AS :'q';
\set q `cat sql/queries/staff.sql`
CREATE FUNCTION pg_temp.staff(text, text, text, text, text) RETURNS TABLE (reply text, next text) LANGUAGE sql AS :'q';
\set q `cat sql/queries/people.sql`
CREATE FUNCTION pg_temp.people(text, text, text, text, text) RETURNS TABLE (reply text, next text) LANGUAGE sql AS :'q';
\set q `cat sql/queries/people_find.sql`
CREATE FUNCTION pg_temp.people_find(text, text, text, text, text) RETURNS TABLE (reply text, next text) LANGUAGE sql AS :'q';
\set q `cat sql/queries/person.sql`
CREATE FUNCTION pg_temp.person(text, text, text, text, text) RETURNS text LANGUAGE sql AS :'q';
\set q `cat sql/queries/person_facts.sql`
CREATE FUNCTION pg_temp.person_facts(text, text, text, text, text, text) RETURNS TABLE (reply text, next text) LANGUAGE sql AS :'q';
\set q `cat sql/queries/person_categories.sql`
CREATE FUNCTION pg_temp.person_categories(text, text, text, text, text) RETURNS TABLE (reply text, next text) LANGUAGE sql AS :'q';
\set q `cat sql/queries/person_awards.sql`
CREATE FUNCTION pg_temp.person_awards(text, text, text, text, text) RETURNS TABLE (reply text, next text) LANGUAGE sql AS :'q';
\set q `cat sql/queries/person_caps.sql`
CREATE FUNCTION pg_temp.person_caps(text, text, text, text, text) RETURNS TABLE (reply text, next text) LANGUAGE sql AS :'q';
\set q `cat sql/queries/person_refusals.sql`
CREATE FUNCTION pg_temp.person_refusals(text, text, text, text, text) RETURNS TABLE (reply text, next text) LANGUAGE sql AS :'q';
\set q `cat sql/queries/statement.sql`
CREATE FUNCTION pg_temp.statement(text, text, text, text) RETURNS text LANGUAGE sql AS :'q';
\set q `cat sql/queries/payments.sql`
CREATE FUNCTION pg_temp.payments(text, text, text, text, text, text) RETURNS TABLE (reply text, next text) LANGUAGE sql AS :'q';
\set q `cat sql/queries/payment.sql`
CREATE FUNCTION pg_temp.payment(text, text, text) RETURNS text LANGUAGE sql AS :'q';
\set q `cat sql/queries/funds.sql`
CREATE FUNCTION pg_temp.funds(text, text, text, text, text) RETURNS TABLE (reply text, next text) LANGUAGE sql AS :'q';
\set q `cat sql/queries/budget.sql`
CREATE FUNCTION pg_temp.budget(text, text, text, text) RETURNS text LANGUAGE sql AS :'q';
\set q `cat sql/queries/rules.sql`
CREATE FUNCTION pg_temp.rules(text, text, text, text, text) RETURNS text LANGUAGE sql AS :'q';
\set q `cat sql/queries/rules_versions.sql`
CREATE FUNCTION pg_temp.rules_versions(text, text, text, text, text) RETURNS TABLE (reply text, next text) LANGUAGE sql AS :'q';
\set q `cat sql/queries/offer.sql`
CREATE FUNCTION pg_temp.offer(text, text, text, text, text) RETURNS text LANGUAGE sql AS :'q';

-- Authority 3 has nobody and nothing but its head.
INSERT INTO authority VALUES (3, 'empty', 'Nobody');
INSERT INTO log_head (authority_id) VALUES (3);

SELECT set_config('bursar.authority', '1', true);
SET LOCAL ROLE bursar_daemon;

-- me
SELECT is(pg_temp.me('1', '3', '2019-05-01'),
	'{"authority":{"code":"derby","name":"Derby City Council"},"staff":3,"name":"Cal Manager","roles":["manager","finance"],"today":"2019-05-01"}',
	'me');
SELECT is(pg_temp.me('1', '9', '2019-05-01'), NULL, 'me: nobody');

-- staff
SELECT results_eq($$SELECT * FROM pg_temp.staff('1', '1', NULL, '2', '2019-05-01')$$, $$VALUES (
	'{"items":[{"staff":1,"name":"Ada Admin","roles":["admin"],"active":true,"certificates":1,"invited_until":null},{"staff":2,"name":"Ben Adviser","roles":["adviser"],"active":true,"certificates":2,"invited_until":"2019-05-01"}]}',
	'2')$$, 'staff: the first page');
SELECT results_eq($$SELECT * FROM pg_temp.staff('1', '1', '2', '2', '2019-05-01')$$, $$VALUES (
	'{"items":[{"staff":3,"name":"Cal Manager","roles":["manager","finance"],"active":true,"certificates":0,"invited_until":"2019-05-02"},{"staff":4,"name":"Dee Finance","roles":["finance"],"active":true,"certificates":0,"invited_until":null}]}',
	'4')$$, 'staff: the next');
SELECT results_eq($$SELECT * FROM pg_temp.staff('1', '1', '4', '1', '2019-05-01')$$, $$VALUES (
	'{"items":[{"staff":5,"name":"Eve Gone","roles":["finance","auditor"],"active":false,"certificates":0,"invited_until":null}]}', NULL)$$,
	'staff: the last, which it fills just');
SELECT is((SELECT json_array_length(reply::json -> 'items') FROM pg_temp.staff('1', '1', NULL, NULL, '2019-05-01')), 5, 'staff: by default all of five');
SELECT is((SELECT json_array_length(reply::json -> 'items') FROM pg_temp.staff('1', '1', NULL, '0', '2019-05-01')), 1, 'a page holds one at least');
SELECT is((SELECT json_array_length(reply::json -> 'items') FROM pg_temp.staff('1', '1', NULL, '9999', '2019-05-01')), 5, 'and asking for too many is no fault');
SELECT is(page_items('9999'), 1000::bigint, 'but a thousand is the most');
SELECT is(page_items(NULL), 100::bigint, 'and a hundred the default');
SELECT is(pg_temp.staff_member('1', '1', '9', '2019-05-01'), NULL, 'staff: nobody of the number');
SELECT is(pg_temp.staff_member('1', '1', '2', '2019-05-01')::jsonb - 'credentials' - 'did',
	'{"staff":2,"name":"Ben Adviser","roles":["adviser"],"active":true,"added":{"event":1,"at":"2019-04-02T08:00:00.000Z","by":{"staff":1,"name":"Ada Admin"}},"changes":[]}'::jsonb,
	'staff: one of them');
SELECT is(pg_temp.staff_member('1', '1', '2', '2019-05-01')::jsonb #> '{credentials,1}',
	format('{"credential":1,"at":"2019-04-02T08:00:00.000Z","kind":"certificate","sha256":"%s","invitation":null,"ends":null,"dropped":null}', encode(sha256('c'), 'hex'))::jsonb,
	'staff: signs in by two');
SELECT is(pg_temp.staff_member('1', '1', '3', '2019-05-01')::jsonb -> 'did',
	'[{"kind":"award-made","times":1,"last_at":"2019-04-09T08:00:00.000Z"},{"kind":"payment-approved","times":1,"last_at":"2019-04-12T08:00:00.000Z"},{"kind":"payment-declined","times":1,"last_at":"2019-04-15T08:00:00.000Z"}]'::jsonb,
	'staff: what they did');
SELECT is(pg_temp.staff_member('1', '1', '5', '2019-05-01')::jsonb -> 'changes',
	'[{"event":20,"at":"2019-04-21T08:00:00.000Z","what":"suspended","role":null,"from":null,"until":null,"by":{"staff":2,"name":"Ben Adviser"},"reason":"@sealed:text:20:reason:::60"},
	{"event":19,"at":"2019-04-20T08:00:00.000Z","what":"given","role":"finance","from":"2019-04-19","until":"2019-05-02","by":{"staff":2,"name":"Ben Adviser"},"reason":null}]'::jsonb,
	'staff: what became of them');
-- report staff
SELECT is(pg_temp.report_staff('1', '1', '2019-05-02')::jsonb -> 'holds', '[
	{"staff":1,"name":"Ada Admin","active":true,"role":"admin","since":"2019-04-01","until":null,"event":0,"by":{"staff":1,"name":"Ada Admin"}},
	{"staff":2,"name":"Ben Adviser","active":true,"role":"adviser","since":"2019-04-02","until":null,"event":1,"by":{"staff":1,"name":"Ada Admin"}},
	{"staff":3,"name":"Cal Manager","active":true,"role":"finance","since":"2019-04-02","until":null,"event":1,"by":{"staff":1,"name":"Ada Admin"}},
	{"staff":3,"name":"Cal Manager","active":true,"role":"manager","since":"2019-04-02","until":null,"event":1,"by":{"staff":1,"name":"Ada Admin"}},
	{"staff":4,"name":"Dee Finance","active":true,"role":"finance","since":"2019-04-02","until":null,"event":1,"by":{"staff":1,"name":"Ada Admin"}},
	{"staff":5,"name":"Eve Gone","active":false,"role":"auditor","since":"2019-04-02","until":null,"event":1,"by":{"staff":1,"name":"Ada Admin"}},
	{"staff":5,"name":"Eve Gone","active":false,"role":"finance","since":"2019-04-19","until":"2019-05-02","event":19,"by":{"staff":2,"name":"Ben Adviser"}}]'::jsonb,
	'report: who holds what, since when, by whom');
SELECT is(jsonb_array_length(pg_temp.report_staff('1', '1', '2019-05-03')::jsonb -> 'holds'), 6, 'report: the day after a role has ended');
SELECT is(pg_temp.report_staff('1', '1', '2019-05-02')::jsonb -> 'suspended',
	'[{"staff":5,"name":"Eve Gone","since":"2019-04-21","requested":0,"approved":0}]'::jsonb, 'report: who is suspended');
SELECT is(pg_temp.report_staff('1', '1', '2019-05-02')::jsonb -> 'claims', '[]'::jsonb, 'report: nobody claimed after others had invited them');
RESET ROLE;
SET LOCAL session_replication_role = replica;
UPDATE credential SET ends_at = '2019-06-30 12:00Z' WHERE authority_id = 1 AND staff_id = 1;
UPDATE staff SET active = false WHERE authority_id = 1 AND staff_id = 2;
SET LOCAL session_replication_role = origin;
SET LOCAL ROLE bursar_daemon;
SELECT is(pg_temp.report_staff('1', '1', d)::jsonb -> 'ending', want::jsonb, 'report: certificates that end within 60 days, on ' || d) FROM (VALUES
	('2019-05-01', '[]'), ('2019-05-02', '[{"staff":1,"name":"Ada Admin","credential":0,"ends":"2019-06-30"}]'),
	('2019-06-30', '[{"staff":1,"name":"Ada Admin","credential":0,"ends":"2019-06-30"}]'), ('2019-07-01', '[]')) AS t (d, want);
SELECT is(pg_temp.report_staff('1', '1', '2019-05-02')::jsonb #> '{suspended,0}',
	'{"staff":2,"name":"Ben Adviser","since":null,"requested":2,"approved":0}'::jsonb, 'report: and with what open work');
RESET ROLE;
SET LOCAL session_replication_role = replica;
UPDATE staff SET active = true WHERE authority_id = 1 AND staff_id = 2;
SET LOCAL session_replication_role = origin;
SET LOCAL ROLE bursar_daemon;
SELECT throws_ok($$SELECT * FROM pg_temp.staff('1', '1', 'x', NULL, '2019-05-01')$$, '22P02', NULL, 'a cursor that is none is a parameter''s fault');
SELECT throws_ok($$SELECT * FROM pg_temp.staff('1', '1', NULL, '1e3', '2019-05-01')$$, '22P02', NULL, 'a limit that is none is a parameter''s fault');

-- people
SELECT results_eq($$SELECT * FROM pg_temp.people('1', '1', NULL, NULL, '2019-05-31')$$, $$VALUES (
	'{"items":[{"ref":"C1","name":"@sealed:person.name:aaaaaaaa-0000-4000-8000-000000000001:0a:0b","born":"@sealed:person.born:aaaaaaaa-0000-4000-8000-000000000001:0a:0b","category":"former-relevant","since":"2018-01-01"},'
	'{"ref":"C2","name":"@sealed:person.name:aaaaaaaa-0000-4000-8000-000000000002:0c:0d","born":"@sealed:person.born:aaaaaaaa-0000-4000-8000-000000000002:0c:0d","category":null,"since":null}]}',
	NULL)$$, 'people: all but the erased, with the category of the day');
SELECT is((SELECT reply::json #>> '{items,0,category}' FROM pg_temp.people('1', '1', NULL, NULL, '2019-06-01')), 'qualifying',
	'people: a category holds from its first day');
SELECT is((SELECT next FROM pg_temp.people('1', '1', NULL, '1', '2019-05-31')), 'C1', 'people: a page of one goes on');
SELECT results_eq($$SELECT reply::json #>> '{items,0,ref}', json_array_length(reply::json -> 'items'), next
	FROM pg_temp.people('1', '1', 'C1', '1', '2019-05-31')$$, $$VALUES ('C2', 1, NULL)$$, 'people: after it comes the other');

-- people to be found: a row each, in the order of refs, at most so many, each with the cursor that goes on after it
SELECT results_eq($$SELECT * FROM pg_temp.people_find('1', '1', '2019-05-31', NULL, '10001')$$, $$VALUES (
	'{"ref":"C1","person":"@sealed:person:aaaaaaaa-0000-4000-8000-000000000001:0a:0b","category":"former-relevant","since":"2018-01-01"}', 'C1'), (
	'{"ref":"C2","person":"@sealed:person:aaaaaaaa-0000-4000-8000-000000000002:0c:0d","category":null,"since":null}', 'C2')$$,
	'people to be found: all but the erased, with the category of the day');
SELECT is((SELECT count(*) FROM pg_temp.people_find('1', '1', '2019-05-31', NULL, '1')), 1::bigint, 'people to be found: at most so many');
SELECT is((SELECT next FROM pg_temp.people_find('1', '1', '2019-05-31', 'C1', '1')), 'C2', 'people to be found: after a cursor come the others');
SELECT is((SELECT count(*) FROM pg_temp.people_find('3', '1', '2019-05-31', NULL, '10001')), 0::bigint, 'people to be found: nobody');

-- person
SELECT is(pg_temp.person('1', '1', 'C1', NULL, 'yes'),
	'{"ref":"C1","person":"aaaaaaaa-0000-4000-8000-000000000001","name":"@sealed:person.name:aaaaaaaa-0000-4000-8000-000000000001:0a:0b","born":"@sealed:person.born:aaaaaaaa-0000-4000-8000-000000000001:0a:0b",'
	'"creditor_ref":null,"categories":[{"category":"relevant","from":"2018-01-01","event":3},{"category":"former-relevant","from":"2018-01-01","event":4},{"category":"qualifying","from":"2019-06-01","event":4}],'
	'"facts":[{"fact":"contact-details","from":"2019-04-01","until":"2019-05-31","event":5,"ended_event":7,"value":null,"every":null},{"fact":"pathway-plan:gym","from":"2019-04-02","until":"2019-10-01","event":6,"ended_event":null,"value":null,"every":null}],'
	'"awards":[{"event":8,"entitlement":"setting-up-home","amount_pence":10000,"on":"2019-04-09","period":"lifetime"}],'
	'"payments":[{"payment":"P10","entitlement":"setting-up-home","amount_pence":150000,"on":"2019-04-11","state":"paid"},{"payment":"P13","entitlement":"setting-up-home","amount_pence":20000,"on":"2019-04-20","state":"declined"},'
	'{"payment":"P15","entitlement":"setting-up-home","amount_pence":5000,"on":"2019-05-01","state":"approved"},{"payment":"P18","entitlement":"setting-up-home","amount_pence":7000,"on":"2019-05-02","state":"requested"}],'
	'"more":{"categories":null,"facts":null,"awards":null,"payments":null}}', 'person');
SELECT is(pg_temp.person('1', '1', 'C2', NULL, 'yes'),
	'{"ref":"C2","person":"aaaaaaaa-0000-4000-8000-000000000002","name":"@sealed:person.name:aaaaaaaa-0000-4000-8000-000000000002:0c:0d","born":"@sealed:person.born:aaaaaaaa-0000-4000-8000-000000000002:0c:0d",'
	'"creditor_ref":null,"categories":[{"category":"eligible","from":"2030-01-01","event":20}],"facts":[],"awards":[],"payments":[],"more":{"categories":null,"facts":null,"awards":null,"payments":null}}', 'person: with nothing yet');
SELECT is(pg_temp.person('1', '1', 'C3', NULL, 'yes'), NULL, 'person: unknown');

-- person_facts
SELECT is((SELECT reply FROM pg_temp.person_facts('1', '1', 'C1', NULL, NULL, 'yes')),
	'{"items":[{"fact":"contact-details","from":"2019-04-01","until":"2019-05-31","event":5,"ended_event":7,"evidence":"@sealed:text:5:evidence:aaaaaaaa-0000-4000-8000-000000000001:0a:55","value":null,"every":null,"amount_pence":null,"value_date":null,"value_code":null},'
	'{"fact":"pathway-plan:gym","from":"2019-04-02","until":"2019-10-01","event":6,"ended_event":null,"evidence":"@sealed:text:6:evidence:aaaaaaaa-0000-4000-8000-000000000001:0a:56",'
	'"value":"@sealed:text:6:value:aaaaaaaa-0000-4000-8000-000000000001:0a:57","every":null,"amount_pence":null,"value_date":null,"value_code":null}]}', 'facts');
SELECT is((SELECT (reply::json -> 'items' -> 1)::jsonb FROM pg_temp.person_facts('1', '1', 'C1', NULL, NULL, 'no')),
	(SELECT (reply::json -> 'items' -> 1)::jsonb || '{"evidence":null}' FROM pg_temp.person_facts('1', '1', 'C1', NULL, NULL, 'yes')),
	'facts: no evidence for those who do not look closely');
INSERT INTO fact (authority_id, person_id, code, event, from_date, amount_pence, every, value_date, value_code) VALUES
	(1, :two, 'pay', 20, '2019-04-01', 52000, 'week', NULL, NULL), (1, :two, 'due', 21, '2019-04-01', NULL, NULL, '2019-09-01', NULL);
SELECT is((SELECT (reply::json -> 'items')::jsonb #>> '{0,value}' FROM pg_temp.person_facts('1', '1', 'C2', NULL, NULL, 'yes')), '520.00',
	'facts: what somebody earns');
SELECT is((SELECT ((reply::json -> 'items')::jsonb -> 0) ->> field FROM pg_temp.person_facts('1', '1', 'C2', NULL, NULL, 'no')), NULL,
	'facts: and not for everybody: ' || field) FROM unnest(ARRAY['value', 'amount_pence']) AS field;
SELECT is((SELECT (reply::json -> 'items')::jsonb #>> '{1,value}' FROM pg_temp.person_facts('1', '1', 'C2', NULL, NULL, 'no')), '2019-09-01',
	'facts: a day is for everybody');
SELECT is(pg_temp.person('1', '1', 'C2', NULL, closely)::jsonb #>> '{facts,0,value}', want, 'person: what somebody earns: ' || closely)
	FROM (VALUES ('yes', '520.00'), ('no', NULL)) AS t (closely, want);
RESET ROLE;
SET LOCAL session_replication_role = replica;
DELETE FROM fact WHERE person_id = :two;
SET LOCAL session_replication_role = origin;
SET LOCAL ROLE bursar_daemon;
SELECT is((SELECT reply FROM pg_temp.person_facts('1', '1', 'C2', NULL, NULL, 'yes')), '{"items":[]}', 'facts: none');
SELECT is((SELECT reply FROM pg_temp.person_facts('1', '1', 'C3', NULL, NULL, 'yes')), NULL, 'facts: of nobody');

-- statement
SELECT is(pg_temp.statement('1', '1', 'C1', NULL),
	'{"ref":"C1","name":"@sealed:person.name:aaaaaaaa-0000-4000-8000-000000000001:0a:0b",'
	'"caps":[{"entitlement":"setting-up-home","period":"lifetime","credited_pence":210000,"drawn_pence":150000,"reserved_pence":12000,"left_pence":48000}],'
	'"payments":[{"payment":"P10","entitlement":"setting-up-home","amount_pence":150000,"on":"2019-04-11","state":"paid"},{"payment":"P13","entitlement":"setting-up-home","amount_pence":20000,"on":"2019-04-20","state":"declined"},'
	'{"payment":"P15","entitlement":"setting-up-home","amount_pence":5000,"on":"2019-05-01","state":"approved"},{"payment":"P18","entitlement":"setting-up-home","amount_pence":7000,"on":"2019-05-02","state":"requested"}],'
	'"refusals":[{"event":16,"on":"2019-04-17","entitlement":"setting-up-home","amount_pence":5000,"reasons":["not-your-own"]},'
	'{"event":19,"on":"2019-05-01","entitlement":"gym","amount_pence":1234,"reasons":["not-offered","cap-exceeded"]}],"more":{"caps":null,"payments":null,"refusals":null}}', 'statement');
SELECT is(pg_temp.statement('1', '1', 'C2', NULL),
	'{"ref":"C2","name":"@sealed:person.name:aaaaaaaa-0000-4000-8000-000000000002:0c:0d","caps":[],"payments":[],"refusals":[],"more":{"caps":null,"payments":null,"refusals":null}}',
	'statement: with nothing yet');
SELECT is(pg_temp.statement('1', '1', 'C3', NULL), NULL, 'statement: of nobody');

-- A record is cut to the newest, and says so; the lists go on page by page, and miss nothing.
SELECT is(pg_temp.person('1', '1', 'C1', '1', 'yes')::json -> 'more' ->> 'facts', '/v1/people/{ref}/facts', 'person: there are more facts');
SELECT is(pg_temp.person('1', '1', 'C1', '1', 'yes')::json -> 'more' ->> 'awards', NULL, 'person: but no more awards than the one');
SELECT is(pg_temp.person('1', '1', 'C1', '1', 'yes')::json #>> '{facts,0,event}', '6', 'person: the newest fact');
SELECT is(pg_temp.person('1', '1', 'C1', '1', 'yes')::json #>> '{payments,0,payment}', 'P18', 'person: the newest payment');
SELECT is(json_array_length(pg_temp.person('1', '1', 'C1', '2', 'yes')::json -> 'facts'), 2, 'person: all facts fill the page just');
SELECT is(pg_temp.person('1', '1', 'C1', '2', 'yes')::json -> 'more' ->> 'facts', NULL, 'person: and there are no more');
SELECT is(pg_temp.statement('1', '1', 'C1', '1')::json #>> '{refusals,0,event}', '19', 'statement: the newest refusal');
SELECT is(pg_temp.statement('1', '1', 'C1', '1')::json -> 'more' ->> 'refusals', '/v1/people/{ref}/refusals', 'statement: there are more');
SELECT is(pg_temp.statement('1', '1', 'C1', '1')::json -> 'more' ->> 'caps', NULL, 'statement: but no more caps');
SELECT results_eq($$SELECT reply::json #>> '{items,0,event}', next FROM pg_temp.person_facts('1', '1', 'C1', NULL, '1', 'yes')$$,
	$$VALUES ('5', '5')$$, 'facts: a page of one');
SELECT results_eq($$SELECT reply::json #>> '{items,0,event}', next FROM pg_temp.person_facts('1', '1', 'C1', '5', '1', 'yes')$$,
	$$VALUES ('6', NULL)$$, 'facts: the last page');
SELECT results_eq($$SELECT reply, next FROM pg_temp.person_refusals('1', '1', 'C1', NULL, '1')$$, $$VALUES (
	'{"items":[{"event":16,"on":"2019-04-17","entitlement":"setting-up-home","amount_pence":5000,"reasons":["not-your-own"]}]}', '16')$$,
	'refusals: a page of one');
SELECT results_eq($$SELECT reply::json #>> '{items,0,event}', next FROM pg_temp.person_refusals('1', '1', 'C1', '16', '1')$$,
	$$VALUES ('19', NULL)$$, 'refusals: the last page');
SELECT results_eq($$SELECT reply, next FROM pg_temp.person_awards('1', '1', 'C1', NULL, NULL)$$, $$VALUES (
	'{"items":[{"event":8,"entitlement":"setting-up-home","amount_pence":10000,"on":"2019-04-09","period":"lifetime"}]}', NULL)$$, 'awards');
SELECT results_eq($$SELECT reply, next FROM pg_temp.person_caps('1', '1', 'C1', NULL, NULL)$$, $$VALUES (
	'{"items":[{"entitlement":"setting-up-home","period":"lifetime","credited_pence":210000,"drawn_pence":150000,"reserved_pence":12000,"left_pence":48000}]}', NULL)$$, 'caps');
SELECT results_eq($$SELECT reply::json #>> '{items,0,category}', next FROM pg_temp.person_categories('1', '1', 'C1', NULL, '1')$$,
	$$VALUES ('relevant', '3')$$, 'categories: a page of one');
SELECT is((SELECT reply FROM pg_temp.person_caps('1', '1', 'C3', NULL, NULL)), NULL, 'caps: of nobody');

-- payments
CREATE FUNCTION pg_temp.hash(text) RETURNS text LANGUAGE sql AS $$ SELECT encode(sha256($1::bytea), 'hex') $$;
CREATE FUNCTION pg_temp.paid() RETURNS text LANGUAGE sql AS $$
	SELECT '"payment":"P10","ref":"C1","entitlement":"setting-up-home","amount_pence":150000,"on":"2019-04-11","state":"paid","period":"lifetime","year":"2019-20","offer_version":1,'
		'"payee":"@sealed:text:10:payee:aaaaaaaa-0000-4000-8000-000000000001:0a:58","paid_to":null,"requester":{"staff":2,"name":"Ben Adviser"},"requested_at":"2019-04-11T08:00:00.000Z",'
		'"approver":{"staff":3,"name":"Cal Manager"},"approved_at":"2019-04-12T08:00:00.000Z","closed_at":"2019-04-13T08:00:00.000Z","fund":"leaving-care","content_sha256":"' || pg_temp.hash('10') || '"'
$$;
CREATE FUNCTION pg_temp.requested() RETURNS text LANGUAGE sql AS $$
	SELECT '"payment":"P18","ref":"C1","entitlement":"setting-up-home","amount_pence":7000,"on":"2019-05-02","state":"requested","period":"lifetime","year":"2019-20","offer_version":1,'
		'"payee":null,"paid_to":null,"requester":{"staff":2,"name":"Ben Adviser"},"requested_at":"2019-04-19T08:00:00.000Z",'
		'"approver":null,"approved_at":null,"closed_at":null,"fund":null,"content_sha256":"' || pg_temp.hash('18') || '"'
$$;
SELECT results_eq($$SELECT * FROM pg_temp.payments('1', '1', NULL, NULL, NULL, '1')$$,
	$$VALUES ('{"items":[{' || pg_temp.paid() || '}]}', 'P10')$$, 'payments: a page of one');
SELECT results_eq($$SELECT * FROM pg_temp.payments('1', '1', NULL, 'C1', 'P15', '1')$$,
	$$VALUES ('{"items":[{' || pg_temp.requested() || '}]}', NULL)$$, 'payments: the last page');
CREATE FUNCTION pg_temp.found(state text, ref text, after text, max text) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce((SELECT string_agg(i ->> 'payment', ' ') FROM json_array_elements(reply::json -> 'items') AS i), 'none')
		|| coalesce(' then after ' || next, '')
	FROM pg_temp.payments('1', '1', state, ref, after, max)
$$;
SELECT is(pg_temp.found(NULL, NULL, NULL, NULL), 'P10 P13 P15 P18', 'payments: all');
SELECT is(pg_temp.found('paid', NULL, NULL, NULL), 'P10', 'payments: paid');
SELECT is(pg_temp.found('requested', NULL, NULL, NULL), 'P18', 'payments: requested');
SELECT is(pg_temp.found('approved', 'C1', NULL, NULL), 'P15', 'payments: approved, of a person');
SELECT is(pg_temp.found('declined', NULL, 'P13', NULL), 'none', 'payments: none after the last');
SELECT is(pg_temp.found(NULL, 'C2', NULL, NULL), 'none', 'payments: of somebody without any');
SELECT is(pg_temp.found(NULL, 'C3', NULL, NULL), NULL, 'payments: of nobody');
SELECT is(pg_temp.found(NULL, NULL, NULL, '3'), 'P10 P13 P15 then after P15', 'payments: three');
SELECT is(pg_temp.found(NULL, NULL, 'P15', '3'), 'P18', 'payments: and what follows');
SELECT is(pg_temp.found(NULL, NULL, 'P10', '3'), 'P13 P15 P18', 'payments: just three left, no further page');

-- payment
SELECT is(pg_temp.payment('1', '1', 'P10'), '{' || pg_temp.paid() || ',"replaces":null,"history":['
	'{"event":10,"at":"2019-04-11T08:00:00.000Z","kind":"payment-requested","by":{"staff":2,"name":"Ben Adviser"},"reason":null,"until":null},'
	'{"event":11,"at":"2019-04-12T08:00:00.000Z","kind":"payment-approved","by":{"staff":3,"name":"Cal Manager"},"reason":null,"until":null},'
	'{"event":12,"at":"2019-04-13T08:00:00.000Z","kind":"payment-paid","by":{"staff":4,"name":"Dee Finance"},"reason":null,"until":null}],"more":{"history":null}}', 'payment: paid');
SELECT is(pg_temp.payment('1', '1', 'P18'), '{' || pg_temp.requested() || ',"replaces":null,"history":['
	'{"event":18,"at":"2019-04-19T08:00:00.000Z","kind":"payment-requested","by":{"staff":2,"name":"Ben Adviser"},"reason":null,"until":null}],"more":{"history":null}}', 'payment: requested');
SELECT is((SELECT string_agg(h ->> 'kind', ' ') FROM json_array_elements(pg_temp.payment('1', '1', 'P15')::json -> 'history') AS h),
	'payment-requested refused payment-approved', 'payment: its refusals are of its history');
SELECT is((SELECT string_agg(h ->> 'kind', ' ') FROM json_array_elements(pg_temp.payment('1', '1', 'P13')::json -> 'history') AS h),
	'payment-requested payment-declined', 'payment: declined');
SELECT is(pg_temp.payment('1', '1', id), NULL, 'payment: none is ' || id)
	FROM unnest(ARRAY['P11', 'P2', '10', 'P010', 'p10', 'P', 'P-1', 'P10 ', 'P99999999999999999999', '']) AS id;

-- funds
SELECT is((SELECT reply FROM pg_temp.funds('1', '1', '2019-20', NULL, NULL)),
	'{"items":[{"fund":"leaving-care","year":"2019-20","credited_pence":300000,"spent_pence":150000,"committed_pence":5000,"left_pence":145000}]}',
	'funds: of a year');
SELECT is((SELECT reply FROM pg_temp.funds('1', '1', NULL, NULL, NULL)),
	'{"items":[{"fund":"leaving-care","year":"2019-20","credited_pence":300000,"spent_pence":150000,"committed_pence":5000,"left_pence":145000},'
	'{"fund":"leaving-care","year":"2020-21","credited_pence":100,"spent_pence":0,"committed_pence":0,"left_pence":100}]}', 'funds: of all years');
SELECT is((SELECT reply FROM pg_temp.funds('1', '1', '2018-19', NULL, NULL)), '{"items":[]}', 'funds: of a year without any');
SELECT results_eq($$SELECT reply::json #>> '{items,0,year}', json_array_length(reply::json -> 'items'), next
	FROM pg_temp.funds('1', '1', NULL, NULL, '1')$$, $$VALUES ('2019-20', 1, '2019-20:leaving-care')$$, 'funds: the first page');
SELECT results_eq($$SELECT reply::json #>> '{items,0,year}', json_array_length(reply::json -> 'items'), next
	FROM pg_temp.funds('1', '1', NULL, '2019-20:leaving-care', '1')$$, $$VALUES ('2020-21', 1, NULL)$$, 'funds: the last page');
SELECT is((SELECT reply FROM pg_temp.funds('1', '1', NULL, '2020-21:leaving-care', NULL)), '{"items":[]}', 'funds: behind the last');

-- budget
SELECT is(pg_temp.budget('1', '1', '2019-20', '2019-01-01'),
	'{"year":"2019-20","funds":[{"fund":"leaving-care","year":"2019-20","credited_pence":300000,"spent_pence":150000,"committed_pence":5000,"left_pence":145000,"name":"Leaving care"}],'
	'"entitlements":[{"entitlement":"setting-up-home","requested_pence":7000,"committed_pence":5000,"paid_pence":150000,"payments":3,"people":1}],'
	'"totals":{"credited_pence":300000,"spent_pence":150000,"committed_pence":5000,"left_pence":145000,"requested_pence":7000},'
	'"more":{"funds":null,"entitlements":null}}', 'budget');
SELECT is(pg_temp.budget('1', '1', NULL, '2020-03-31'), pg_temp.budget('1', '1', '2019-20', NULL), 'budget: on 31 March of the old year');
SELECT is(pg_temp.budget('1', '1', NULL, '2020-04-01')::json ->> 'year', '2020-21', 'budget: on 1 April of the new year');
SELECT is(pg_temp.budget('1', '1', '2018-19', NULL),
	'{"year":"2018-19","funds":[],"entitlements":[],"totals":{"credited_pence":0,"spent_pence":0,"committed_pence":0,"left_pence":0,"requested_pence":0},'
	'"more":{"funds":null,"entitlements":null}}', 'budget: of a year without any');
SELECT is(financial_year(day::date), year, day || ' is of ' || year) FROM (VALUES ('2019-04-01', '2019-20'), ('2019-12-31', '2019-20'),
	('2020-02-29', '2019-20'), ('2020-05-31', '2020-21'), ('2000-03-31', '1999-00'), ('2099-12-31', '2099-00')) AS y (day, year);

-- financial rules
SELECT is(pg_temp.rules('1', '1', '2190-01-01', NULL, '2019-06-30'), '{"version":1,"authority":"derby","title":"Rules"}', 'rules: on a day');
SELECT is(pg_temp.rules('1', '1', NULL, NULL, '2189-12-31'), NULL, 'rules: not on the day before');
SELECT is(pg_temp.rules('1', '1', NULL, '1', '2019-01-01')::json ->> 'version', '1', 'rules: a version');
SELECT is(pg_temp.rules('2', '1', NULL, '1', '2019-01-01'), NULL, 'rules: not another authority''s');
SELECT matches(reply, '^{"items":\[{"version":1,"title":"Rules","effective":"2190-01-01","published_at":"[^"]+","by":{"staff":1,"name":"Ada Admin"},"event":22,"sha256":"[0-9a-f]{64}","in_effect":false}\]}$',
	'rules: all versions') FROM pg_temp.rules_versions('1', '1', NULL, NULL, '2019-01-01');
SELECT is((reply::json -> 'items' -> 0 ->> 'in_effect'), 'true', 'rules: which of them holds') FROM pg_temp.rules_versions('1', '1', NULL, NULL, '2190-01-01');
SELECT is(reply, '{"items":[]}', 'rules: none') FROM pg_temp.rules_versions('1', '1', '1', NULL, '2019-01-01');

-- offer
SELECT is(pg_temp.offer('1', '1', NULL, NULL, '2019-06-30'),
	'{"version":1,"authority":"derby","funds":[{"code":"leaving-care","name":"Old name"}]}', 'offer: today''s');
SELECT is(pg_temp.offer('1', '1', '2019-07-01', NULL, '2019-06-30')::json ->> 'version', '2', 'offer: on a day');
SELECT is(pg_temp.offer('1', '1', '2019-06-30', NULL, '2019-07-01')::json ->> 'version', '1', 'offer: on the day before');
SELECT is(pg_temp.offer('1', '1', NULL, '2', '2019-01-01')::json ->> 'version', '2', 'offer: a version');
SELECT is(pg_temp.offer('1', '1', NULL, '3', '2019-01-01'), NULL, 'offer: no such version');
SELECT is(pg_temp.offer('1', '1', '2018-03-31', NULL, '2019-01-01'), NULL, 'offer: before the first');
SELECT throws_ok($$SELECT pg_temp.offer('1', '1', '2019-02-29', NULL, '2019-01-01')$$, '22008', NULL, 'offer: on no day');
SELECT pg_temp.events(1, 23, 30, 'offer-published', 1);
INSERT INTO offer VALUES (1, 3, '2019-07-01', sha256('three'), 'three', '{"a":1}', 30);
SELECT is(pg_temp.offer('1', '1', '2019-07-01', NULL, NULL), '{"version":3,"a":1}', 'offer: of two from one day the later version');

-- An authority without anybody.
SELECT set_config('bursar.authority', '3', true);
SELECT results_eq($$SELECT * FROM pg_temp.staff('3', '1', NULL, NULL, '2019-05-01')$$, $$VALUES ('{"items":[]}', NULL)$$, 'nobody: staff');
SELECT results_eq($$SELECT * FROM pg_temp.people('3', '1', NULL, NULL, '2019-05-31')$$, $$VALUES ('{"items":[]}', NULL)$$, 'nobody: people');
SELECT results_eq($$SELECT * FROM pg_temp.payments('3', '1', NULL, NULL, NULL, NULL)$$, $$VALUES ('{"items":[]}', NULL)$$, 'nobody: payments');
SELECT is((SELECT reply FROM pg_temp.funds('3', '1', NULL, NULL, NULL)), '{"items":[]}', 'nobody: funds');
SELECT is(pg_temp.offer('3', '1', NULL, NULL, '2019-05-31'), NULL, 'nobody: offer');

-- The authority asked for is the one in the parameter; row security would stop another in any case.
SELECT throws_ok($$SELECT set_config('bursar.authority', '', true), pg_temp.me('1', '1', '2019-05-01')$$, '22P02', NULL, 'no reading without the setting');
SELECT set_config('bursar.authority', '2', true);
SELECT is(pg_temp.person('1', '1', 'C1', NULL, 'yes'), NULL, 'authority 2 does not read a person of 1');
SELECT is(pg_temp.person('2', '1', 'C1', NULL, 'yes')::json ->> 'person', 'bbbbbbbb-0000-4000-8000-000000000001', 'but its own of the same ref');

-- Erased: what was sealed is gone, what was paid is not.
SELECT set_config('bursar.authority', '1', true);
RESET ROLE;
SELECT pg_temp.events(1, 31, 131, 'refused', 3);
INSERT INTO refusal (authority_id, event, person_id, payment_id, entitlement, amount_pence, reasons, need_date)
	SELECT 1, n, :one, 18, 'setting-up-home', 7000, '{not-your-own}', '2019-05-02' FROM generate_series(31, 130) AS n;
SET LOCAL ROLE bursar_daemon;
SELECT results_eq($$SELECT json_array_length(p -> 'history'), p -> 'more' ->> 'history' FROM CAST(pg_temp.payment('1', '1', 'P18') AS json) AS p$$,
	$$VALUES (101, NULL::text)$$, 'payment: a hundred refusals are all there');
RESET ROLE;
INSERT INTO refusal (authority_id, event, person_id, payment_id, entitlement, amount_pence, reasons, need_date)
	VALUES (1, 131, :one, 18, 'setting-up-home', 7000, '{not-your-own}', '2019-05-02');
SET LOCAL ROLE bursar_daemon;
SELECT results_eq($$SELECT json_array_length(p -> 'history'), p #>> '{history,1,event}', p -> 'more' ->> 'history'
	FROM CAST(pg_temp.payment('1', '1', 'P18') AS json) AS p$$,
	$$VALUES (101, '32', '/v1/people/{ref}/refusals')$$, 'payment: of more the newest hundred, which is said');

RESET ROLE;
UPDATE person_private SET wrapped_key = NULL, sealed = NULL WHERE ref = 'C1';
SET LOCAL ROLE bursar_daemon;
SELECT is(pg_temp.payment('1', '1', 'P10')::json ->> 'payee', NULL, 'erased: a text cannot be opened without the key');
SELECT is(pg_temp.statement('1', '1', 'C1', NULL)::json ->> 'name', NULL, 'erased: no name');
RESET ROLE;
UPDATE person_private SET ref = NULL WHERE ref = 'C1';
SET LOCAL ROLE bursar_daemon;
SELECT is(pg_temp.person('1', '1', 'C1', NULL, 'yes'), NULL, 'erased: nobody is found by the ref');
SELECT results_eq($$SELECT p ->> 'ref', p ->> 'amount_pence' FROM CAST(pg_temp.payment('1', '1', 'P10') AS json) AS p$$,
	$$VALUES (NULL, '150000')$$, 'erased: the payment stays');

\set q `cat sql/queries/payees.sql`
PREPARE payees(text, text, text, text) AS :q;
SELECT results_eq($$EXECUTE payees('1', '2', NULL, NULL)$$, $$VALUES ('{"items":[{"payee":"shop","name":"@sealed:text:19:details:cccccccc-0000-4000-8000-000000000001:1a:62","creditor_ref":"@sealed:text:16:creditor:cccccccc-0000-4000-8000-000000000001:1a:61","ended":false,"since":"2019-04-17"}]}', NULL::text)$$, 'payees');
SELECT results_eq($$EXECUTE payees('1', '2', 'shop', NULL)$$, $$VALUES ('{"items":[]}', NULL::text)$$, 'payees: behind the last');

SELECT * FROM finish();
ROLLBACK;
