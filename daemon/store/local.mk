noinst_LIBRARIES += daemon/store/libstore.a
daemon_store_libstore_a_SOURCES = \
	daemon/store/store.h

STORE_LIBS = daemon/store/libstore.a sql/libsql.a $(CORE_LIBS) $(PQ_LIBS) $(EVENT_LIBS)
