-- The three roles of bursar, for the whole cluster. Run by a superuser or a role with CREATEROLE; safe to repeat. No password is
-- set here: who may sign in as what is for pg_hba.conf (peer on a socket) or for the administrator.
--
--   bursar_owner    owns the schema and the trigger functions; nobody signs in as it. `bursard migrate` and `bursard authority
--                   add` become it by SET LOCAL ROLE.
--   bursar_daemon   what the daemon signs in as: migration 0003_access says what it may do.
--   bursar_auditor  reads everything except what is sealed.
--
-- Everything stands in the schema bursar. Those who sign in find it by their role's search_path; pg_temp stands last, so that a
-- temporary table never hides one of ours. A session that gets its role by SET ROLE has to set the path itself.

DO $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bursar_owner') THEN
		CREATE ROLE bursar_owner NOLOGIN;
	END IF;
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bursar_daemon') THEN
		CREATE ROLE bursar_daemon LOGIN;
	END IF;
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bursar_auditor') THEN
		CREATE ROLE bursar_auditor LOGIN;
	END IF;
	IF NOT pg_has_role(current_user, 'bursar_owner', 'MEMBER') THEN
		EXECUTE format('GRANT bursar_owner TO %I', current_user);
	END IF;
END
$$;

ALTER ROLE bursar_owner NOLOGIN;
ALTER ROLE bursar_daemon LOGIN;
ALTER ROLE bursar_daemon SET search_path = bursar, pg_temp;
ALTER ROLE bursar_daemon SET jit = off; -- our statements are over before a compiler is done
ALTER ROLE bursar_auditor LOGIN;
ALTER ROLE bursar_auditor SET search_path = bursar, pg_temp;
ALTER ROLE bursar_auditor SET default_transaction_read_only = on;
