# The model to argue with: tests/sim/run says how it is run, tests/sim/main.c what it does.
check_PROGRAMS += tests/sim/sim
tests_sim_sim_SOURCES = \
	tests/sim/agree.c \
	tests/sim/agree.h \
	tests/sim/books.c \
	tests/sim/calendar.c \
	tests/sim/calendar.h \
	tests/sim/chance.c \
	tests/sim/chance.h \
	tests/sim/history.c \
	tests/sim/history.h \
	tests/sim/main.c \
	tests/sim/make.c \
	tests/sim/make.h \
	tests/sim/make_day.c \
	tests/sim/make_money.c \
	tests/sim/make_paper.c \
	tests/sim/model.c \
	tests/sim/model.h \
	tests/sim/model_money.c \
	tests/sim/model_money.h \
	tests/sim/model_rules.c \
	tests/sim/paper.c \
	tests/sim/paper.h \
	tests/sim/play.c \
	tests/sim/play.h \
	tests/sim/rows.h \
	tests/sim/rows_keep.c \
	tests/sim/rows_load.c \
	tests/sim/step.c \
	tests/sim/step.h \
	tests/sim/tally.c \
	tests/sim/tally.h \
	tests/sim/way.c \
	tests/sim/way.h \
	tests/sim/way_core.c \
	tests/sim/way_http.c
tests_sim_sim_LDADD = $(WIRE_LIBS) $(CURL_LIBS)

# make sim [SECONDS=60] [DATABASE=yes] [SEED=1]
.PHONY: sim
sim: $(check_PROGRAMS) all
	BUILD=$(abs_builddir) $(srcdir)/tests/sim/run --seconds '$(or $(SECONDS),60)' --seed '$(or $(SEED),1)' \
		$(if $(DATABASE),--database)
