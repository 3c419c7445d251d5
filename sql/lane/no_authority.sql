-- As sign_in_authority, where a council is asked for by its code.
SELECT set_config('bursar.authority', '0', true) WHERE $1::text <> ''
