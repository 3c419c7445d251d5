EXTRA_DIST += daemon/store/storeys

noinst_LIBRARIES += daemon/store/libstore.a
daemon_store_libstore_a_SOURCES = \
	daemon/store/asked.h \
	daemon/store/authorities.c \
	daemon/store/authorities.h \
	daemon/store/authority.h \
	daemon/store/batch/append.c \
	daemon/store/batch/append.h \
	daemon/store/batch/load.c \
	daemon/store/batch/load.h \
	daemon/store/batch/load_staff.c \
	daemon/store/batch/load_staff.h \
	daemon/store/batch/rows.c \
	daemon/store/batch/rows.def \
	daemon/store/batch/rows.h \
	daemon/store/batch/statements.c \
	daemon/store/batch/statements.h \
	daemon/store/batch/wants.c \
	daemon/store/batch/wants.h \
	daemon/store/clock.c \
	daemon/store/clock.h \
	daemon/store/due.c \
	daemon/store/due.h \
	daemon/store/lane.c \
	daemon/store/lane.h \
	daemon/store/lane_decide.c \
	daemon/store/lane_decide.h \
	daemon/store/lane_phase.c \
	daemon/store/lane_phase.h \
	daemon/store/lanes.c \
	daemon/store/lanes.h \
	daemon/store/log.c \
	daemon/store/log.h \
	daemon/store/offers.c \
	daemon/store/offers.h \
	daemon/store/pq/bind.c \
	daemon/store/pq/bind.h \
	daemon/store/pq/connection.c \
	daemon/store/pq/connection.h \
	daemon/store/pq/connection_dial.c \
	daemon/store/pq/connection_inside.h \
	daemon/store/pq/form.c \
	daemon/store/pq/form.h \
	daemon/store/pq/query.c \
	daemon/store/pq/query.def \
	daemon/store/pq/query.h \
	daemon/store/pq/sqlstate.c \
	daemon/store/pq/sqlstate.h \
	daemon/store/queue.c \
	daemon/store/queue.h \
	daemon/store/refusals.c \
	daemon/store/refusals.h \
	daemon/store/read/computing.c \
	daemon/store/read/computing.h \
	daemon/store/read/read_status.c \
	daemon/store/read/read_status.h \
	daemon/store/read/readers.c \
	daemon/store/read/readers.h \
	daemon/store/read/sign_ins.c \
	daemon/store/read/sign_ins.h \
	daemon/store/read/signing.c \
	daemon/store/read/signing.h \
	daemon/store/read/turns.c \
	daemon/store/read/turns.h \
	daemon/store/sealing.c \
	daemon/store/sealing.h \
	daemon/store/store.c \
	daemon/store/store.h \
	daemon/store/told.c \
	daemon/store/told.h

STORE_LIBS = daemon/store/libstore.a sql/libsql.a $(RENDER_LIBS) $(PQ_LIBS) $(EVENT_LIBS)
