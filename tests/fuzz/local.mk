# Fuzz targets: one program that replays corpora (make check), and the same by clang's libFuzzer (make
# fuzz; tools/fuzz configures and builds it in a folder of its own).
FUZZ_SOURCES = \
	tests/fuzz/answer.c \
	tests/fuzz/audit.c \
	tests/fuzz/batch.c \
	tests/fuzz/certificate.c \
	tests/fuzz/commands.c \
	tests/fuzz/config.c \
	tests/fuzz/csv.c \
	tests/fuzz/event.c \
	tests/fuzz/find.c \
	tests/fuzz/fuzz.c \
	tests/fuzz/fuzz.h \
	tests/fuzz/head.c \
	tests/fuzz/input.c \
	tests/fuzz/offer.c \
	tests/fuzz/params.c \
	tests/fuzz/place.c \
	tests/fuzz/profile.c \
	tests/fuzz/rules.c \
	tests/fuzz/targets.def \
	tests/fuzz/values.c \
	tests/fuzz/world.c \
	tests/fuzz/world.h \
	tests/fuzz/yaml.c

check_PROGRAMS += tests/fuzz/replay
UNIT_SUITES += 'fuzz: $(UNIT)/tests/fuzz/replay tests/fuzz/corpus'
tests_fuzz_replay_SOURCES = $(FUZZ_SOURCES)
tests_fuzz_replay_LDADD = cli/libcli.a verify/libverify.a $(DAEMON_LIBS) $(CURL_LIBS) $(SMARTCOLS_LIBS)

EXTRA_PROGRAMS = tests/fuzz/fuzz
tests_fuzz_fuzz_SOURCES = $(FUZZ_SOURCES)
tests_fuzz_fuzz_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_LIBFUZZER
tests_fuzz_fuzz_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_LDADD = $(tests_fuzz_replay_LDADD)

EXTRA_DIST += tools/fuzz

# make fuzz [SECONDS=60] [TARGET=NAME]
.PHONY: fuzz
fuzz:
	$(srcdir)/tools/fuzz '$(or $(SECONDS),60)' $(TARGET)
