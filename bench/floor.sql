-- The least a payment can cost in PostgreSQL: one function, one transaction a payment, that writes what a request writes in the
-- lane, row for row, into the same tables with the same triggers, as the same role under the same row security. It reads less than
-- the lane does (the person, the cap's account and the key, but neither staff nor facts nor categories) and decides next to
-- nothing, which favours it.
CREATE FUNCTION bench_request(of_authority integer, of_staff integer, of_ref text, drawn bigint, made_offer integer)
	RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
	head record;
	person uuid;
	cap record;
	pence CONSTANT bigint := 100;
	now_at timestamptz;
	this_day date;
	this_key uuid;
	content bytea;
	bytes bytea;
BEGIN
	PERFORM set_config('bursar.authority', of_authority::text, true);
	SELECT size, at INTO head FROM log_head WHERE authority_id = of_authority FOR UPDATE;
	-- Ordered by time, as keys are asked to be.
	this_key := lpad(to_hex(head.size), 32, '0')::uuid;
	PERFORM FROM command_key WHERE authority_id = of_authority AND staff_id = of_staff AND key = this_key;
	SELECT person_id INTO person FROM person_private WHERE authority_id = of_authority AND ref = of_ref;
	SELECT account_id, code, credited, debited, reserved INTO cap FROM account
	WHERE authority_id = of_authority AND code = 'cap:' || person || ':allowance:2019-20';
	IF cap.credited - cap.debited - cap.reserved < pence THEN
		RAISE EXCEPTION 'the cap is exhausted';
	END IF;
	now_at := greatest(clock_timestamp(), head.at);
	this_day := (now_at AT TIME ZONE 'Europe/London')::date;
	content := sha256(this_key::text::bytea);
	bytes := convert_to(format(
		'{"v":1,"n":%s,"t":"payment-requested","at":%s,"day":"%s","by":%s,"nonce":"%s","person":"%s",'
		'"entitlement":"allowance","amount":%s,"on":"2019-07-01","today":"%s","offer":1,"age":19,'
		'"category":"former-relevant","facts":[],"period":"2019-20","limit":%s,"left":%s,"payee":null,'
		'"fund":{"code":"leaving-care","year":"2019-20","left_pence":%s},"content":"%s",'
		'"cap":{"period":"2019-20","credited_pence":%s,"drawn_pence":%s,"reserved_pence":%s,"left_pence":%s},'
		'"transfers":[{"n":0,"phase":"reserve","from":"%s","to":"drawn:allowance","amount":%s}]}',
		head.size, (extract(epoch FROM now_at) * 1000000)::bigint, this_day, of_staff, md5(this_key::text), person,
		pence, this_day, cap.credited, cap.credited - cap.debited - cap.reserved, 99999999999, encode(content, 'hex'),
		cap.credited, cap.debited, cap.reserved + pence, cap.credited - cap.debited - cap.reserved - pence,
		cap.code, pence), 'UTF8');
	INSERT INTO event VALUES (of_authority, head.size, now_at, this_day, 'payment-requested', of_staff, bytes,
		sha256('\x00'::bytea || bytes));
	INSERT INTO transfer (authority_id, event, n, phase, from_account, to_account, amount_pence)
	VALUES (of_authority, head.size, 0, 'reserve', cap.account_id, drawn, pence);
	INSERT INTO payment (authority_id, payment_id, person_id, entitlement, amount_pence, need_date, offer_version, content,
		requester, period, year, cap_account, drawn_account, reserve_n, age, category)
	VALUES (of_authority, head.size, person, 'allowance', pence, '2019-07-01', made_offer, content, of_staff, '2019-20',
		'2019-20', cap.account_id, drawn, 0, 19, 'relevant');
	INSERT INTO command_key (authority_id, staff_id, key, request, event)
	VALUES (of_authority, of_staff, this_key, content, head.size);
	RETURN head.size;
END
$$;
GRANT EXECUTE ON FUNCTION bench_request TO bursar_daemon;
