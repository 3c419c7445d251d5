-- Row security needs the authority, which only the certificate tells: it is set from there, 0 if there
-- is none.
SELECT set_config('bursar.authority', coalesce(
	(SELECT authority_id FROM staff_cert WHERE fingerprint = decode($1::text, 'hex')), 0)::text, true)
