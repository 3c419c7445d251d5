-- Who asked for a payment may withdraw it, and another adviser with a reason: what its cap reserved is released.

INSERT INTO payment_move_allowed VALUES
	('withdraw', 'requested', 'withdrawn', 'payment-withdrawn', '{adviser}', '{release}', 'keeps', true);
