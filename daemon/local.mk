# All but main.c is a library, so that tests can link it.
daemon_libdaemon_a_SOURCES = \
	daemon/call.h \
	daemon/commands.c \
	daemon/door.c \
	daemon/door.h \
	daemon/exports.c \
	daemon/media.c \
	daemon/media.h \
	daemon/params.c \
	daemon/params.h \
	daemon/quota.c \
	daemon/quota.h \
	daemon/reads.c \
	daemon/routes.c \
	daemon/routes.def \
	daemon/routes.h \
	daemon/serve.c \
	daemon/serve.h \
	daemon/setup/args.c \
	daemon/setup/args.h \
	daemon/setup/authority.c \
	daemon/setup/authority.h \
	daemon/setup/certificate.c \
	daemon/setup/certificate.h \
	daemon/setup/config.c \
	daemon/setup/config.h \
	daemon/setup/file.c \
	daemon/setup/file.h \
	daemon/setup/key_checks.c \
	daemon/setup/key_checks.h \
	daemon/setup/keyfile.c \
	daemon/setup/keyfile.h \
	daemon/setup/log.c \
	daemon/setup/log.h \
	daemon/setup/metrics.c \
	daemon/setup/metrics.h \
	daemon/setup/migrate.c \
	daemon/setup/migrate.h \
	daemon/setup/process.c \
	daemon/setup/process.h \
	daemon/setup/show_sql.c \
	daemon/setup/show_sql.h \
	daemon/upkeep.c \
	daemon/upkeep.h
daemon_libdaemon_a_CPPFLAGS = $(AM_CPPFLAGS) -DBURSAR_SYSCONFDIR='"$(sysconfdir)"' \
	-DBURSAR_VERSION='"$(PACKAGE_VERSION)"'

sbin_PROGRAMS += daemon/bursard
daemon_bursard_SOURCES = daemon/main.c
daemon_bursard_LDADD = $(DAEMON_LIBS)
