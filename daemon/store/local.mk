EXTRA_DIST += daemon/store/storeys

noinst_LIBRARIES += daemon/store/libstore.a
daemon_store_libstore_a_SOURCES = \
	daemon/store/append.c \
	daemon/store/append.h \
	daemon/store/asked.h \
	daemon/store/authorities.c \
	daemon/store/authorities.h \
	daemon/store/authority.h \
	daemon/store/bind.c \
	daemon/store/bind.h \
	daemon/store/clock.c \
	daemon/store/clock.h \
	daemon/store/computing.c \
	daemon/store/computing.h \
	daemon/store/connection.c \
	daemon/store/connection.h \
	daemon/store/connection_dial.c \
	daemon/store/connection_inside.h \
	daemon/store/due.c \
	daemon/store/due.h \
	daemon/store/form.c \
	daemon/store/form.h \
	daemon/store/lane.c \
	daemon/store/lane.h \
	daemon/store/lane_phase.c \
	daemon/store/lane_phase.h \
	daemon/store/lanes.c \
	daemon/store/lanes.h \
	daemon/store/load.c \
	daemon/store/load.h \
	daemon/store/load_staff.c \
	daemon/store/load_staff.h \
	daemon/store/log.c \
	daemon/store/log.h \
	daemon/store/offers.c \
	daemon/store/offers.h \
	daemon/store/query.c \
	daemon/store/query.def \
	daemon/store/query.h \
	daemon/store/queue.c \
	daemon/store/queue.h \
	daemon/store/read_status.c \
	daemon/store/read_status.h \
	daemon/store/readers.c \
	daemon/store/readers.h \
	daemon/store/rows.c \
	daemon/store/rows.def \
	daemon/store/rows.h \
	daemon/store/sealing.c \
	daemon/store/sealing.h \
	daemon/store/sign_ins.c \
	daemon/store/sign_ins.h \
	daemon/store/signing.c \
	daemon/store/signing.h \
	daemon/store/sqlstate.c \
	daemon/store/sqlstate.h \
	daemon/store/statements.c \
	daemon/store/statements.h \
	daemon/store/store.c \
	daemon/store/store.h \
	daemon/store/told.c \
	daemon/store/told.h \
	daemon/store/turns.c \
	daemon/store/turns.h \
	daemon/store/wants.c \
	daemon/store/wants.h

STORE_LIBS = daemon/store/libstore.a sql/libsql.a $(RENDER_LIBS) $(PQ_LIBS) $(EVENT_LIBS)
