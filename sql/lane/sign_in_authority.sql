-- Row security needs the authority, which only the credential tells: it is set from there, 0 if there
-- is none.
SELECT set_config('bursar.authority', coalesce(
	(SELECT authority_id FROM credential WHERE kind = $2::text AND digest = decode($1::text, 'hex')), 0)::text, true)
