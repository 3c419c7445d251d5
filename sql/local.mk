# The SQL texts inside the daemon. Every file of the three folders is taken: nothing to list here.
sql_libsql_a_SOURCES = sql/embedded.h
nodist_sql_libsql_a_SOURCES = sql/embedded.c
EXTRA_DIST += sql/lane sql/migrations sql/queries sql/roles.sql
CLEANFILES += sql/embedded.c

# Looked at in each make, since a file may have gone; written only if something changed.
sql/embedded.c: FORCE
	$(AM_V_at)$(MKDIR_P) sql && $(srcdir)/tools/embed $(srcdir)/sql $@

FORCE:
.PHONY: FORCE
