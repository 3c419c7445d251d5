-- Whose rows a read may see, and how it is planned.
SELECT
	set_config('bursar.authority', $1::text, true),
	set_config('plan_cache_mode', $2::text, true)
