# All but main.c is a library, so that tests can link it.
noinst_LIBRARIES += daemon/libdaemon.a
daemon_libdaemon_a_SOURCES =
daemon_libdaemon_a_CPPFLAGS = $(AM_CPPFLAGS) -DBURSAR_SYSCONFDIR='"$(sysconfdir)"'

DAEMON_LIBS = daemon/libdaemon.a daemon/http/libhttp.a $(WIRE_LIBS) $(STORE_LIBS) $(HTTP_LIBS) \
	$(SYSTEMD_LIBS)

#sbin_PROGRAMS += daemon/bursard
#daemon_bursard_SOURCES = daemon/main.c
#daemon_bursard_LDADD = $(DAEMON_LIBS)
