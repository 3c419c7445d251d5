# All but main.c is a library, so that tests can link it.
noinst_LIBRARIES += daemon/libdaemon.a
daemon_libdaemon_a_SOURCES = \
	daemon/args.c \
	daemon/args.h \
	daemon/authority.c \
	daemon/authority.h \
	daemon/call.h \
	daemon/certificate.c \
	daemon/certificate.h \
	daemon/commands.c \
	daemon/config.c \
	daemon/config.h \
	daemon/door.c \
	daemon/door.h \
	daemon/exports.c \
	daemon/file.c \
	daemon/file.h \
	daemon/keyfile.c \
	daemon/keyfile.h \
	daemon/log.c \
	daemon/log.h \
	daemon/media.c \
	daemon/media.h \
	daemon/metrics.c \
	daemon/metrics.h \
	daemon/migrate.c \
	daemon/migrate.h \
	daemon/params.c \
	daemon/params.h \
	daemon/process.c \
	daemon/process.h \
	daemon/quota.c \
	daemon/quota.h \
	daemon/reads.c \
	daemon/routes.c \
	daemon/routes.def \
	daemon/routes.h \
	daemon/serve.c \
	daemon/serve.h \
	daemon/show_sql.c \
	daemon/show_sql.h \
	daemon/upkeep.c \
	daemon/upkeep.h
daemon_libdaemon_a_CPPFLAGS = $(AM_CPPFLAGS) -DBURSAR_SYSCONFDIR='"$(sysconfdir)"' \
	-DBURSAR_VERSION='"$(PACKAGE_VERSION)"'

DAEMON_LIBS = daemon/libdaemon.a daemon/http/libhttp.a $(WIRE_LIBS) $(STORE_LIBS) $(HTTP_LIBS) \
	$(SYSTEMD_LIBS)

sbin_PROGRAMS += daemon/bursard
daemon_bursard_SOURCES = daemon/main.c
daemon_bursard_LDADD = $(DAEMON_LIBS)
