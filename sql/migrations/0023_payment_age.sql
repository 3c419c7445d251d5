-- A payment keeps the age and the category that its request saw on the need date, whatever is corrected afterwards.

ALTER TABLE payment
	ADD COLUMN age smallint,
	ADD COLUMN category text;
ALTER TABLE payment DISABLE TRIGGER derived;
UPDATE payment AS p
	SET age = (said.event ->> 'age')::smallint, category = said.event ->> 'category'
	FROM (SELECT authority_id, number, convert_from(bytes, 'UTF8')::json AS event FROM event WHERE kind = 'payment-requested') AS said
	WHERE p.authority_id = said.authority_id AND p.payment_id = said.number;
ALTER TABLE payment ENABLE TRIGGER derived;
ALTER TABLE payment
	ALTER COLUMN age SET NOT NULL,
	ALTER COLUMN category SET NOT NULL;
GRANT INSERT (age, category) ON payment TO bursar_daemon;
