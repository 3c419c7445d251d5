-- Whose rows the transaction may see, and how long it waits for a lock.
SELECT
	set_config('bursar.authority', $1::text, true),
	set_config('lock_timeout', $2::text, true)
