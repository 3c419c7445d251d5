noinst_LIBRARIES += daemon/store/libstore.a
daemon_store_libstore_a_SOURCES = \
	daemon/store/bind.c \
	daemon/store/bind.h \
	daemon/store/connection.c \
	daemon/store/connection.h \
	daemon/store/load.c \
	daemon/store/load.h \
	daemon/store/sealing.c \
	daemon/store/sealing.h \
	daemon/store/store.h

STORE_LIBS = daemon/store/libstore.a sql/libsql.a $(CORE_LIBS) $(PQ_LIBS) $(EVENT_LIBS)
