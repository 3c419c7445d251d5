-- All authorities: read when the daemon starts, and when somebody is of one it does not know.
SELECT authority_id, code, name, key_check FROM authority ORDER BY authority_id
