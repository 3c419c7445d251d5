-- A payment may wait: what its cap reserved stays, and a new round of approvals begins.

INSERT INTO payment_move_allowed VALUES
	('approve', 'deferred', 'approved', 'payment-approved', '{manager,finance}', '{reserve}', 'adds', false),
	('decline', 'deferred', 'declined', 'payment-declined', '{manager,finance}', '{release}', 'keeps', true),
	('defer', 'requested', 'deferred', 'payment-deferred', '{manager,finance}', '{}', 'drops', false),
	('withdraw', 'deferred', 'withdrawn', 'payment-withdrawn', '{adviser}', '{release}', 'keeps', true);

-- Of a deferral: the last day it waits.
ALTER TABLE payment_step
	ADD COLUMN until_date date,
	ADD CONSTRAINT payment_step_until CHECK (until_date IS NULL OR step = 'defer');
