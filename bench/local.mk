# Measurements: bench/README.md. The programs are built with the tests, so that they keep building.
check_PROGRAMS += bench/load bench/lane bench/sync
bench_load_SOURCES = \
	bench/client.c \
	bench/client.h \
	bench/histogram.c \
	bench/histogram.h \
	bench/load.c \
	bench/work.c \
	bench/work.h
bench_load_LDADD = base/libbase.a $(EVENT_LIBS) $(SSL_LIBS) $(CRYPTO_LIBS)
bench_lane_SOURCES = \
	bench/client.c \
	bench/client.h \
	bench/lane.c \
	bench/work.c \
	bench/work.h
bench_lane_LDADD = $(STORE_LIBS) $(SSL_LIBS)
bench_sync_SOURCES = bench/sync.c
bench_sync_LDADD = base/libbase.a

# All of it takes a quarter of an hour, quick a minute.
.PHONY: bench bench-quick
bench:
	$(srcdir)/bench/run
bench-quick:
	$(srcdir)/bench/run --quick
