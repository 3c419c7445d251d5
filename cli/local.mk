# All but main.c is a library, so that tests can link it.
cli_libcli_a_SOURCES = \
	cli/ask/call.c \
	cli/ask/call.h \
	cli/ask/certificate.c \
	cli/ask/certificate.h \
	cli/ask/client.c \
	cli/ask/client.h \
	cli/ask/profile.c \
	cli/ask/profile.h \
	cli/ask/request.c \
	cli/ask/request.h \
	cli/ask/session.c \
	cli/ask/session.h \
	cli/ask/stream.c \
	cli/ask/stream.h \
	cli/exit.c \
	cli/exit.h \
	cli/run/audit.c \
	cli/run/audit.h \
	cli/run/doctor.c \
	cli/run/doctor.h \
	cli/run/export.c \
	cli/run/export.h \
	cli/run/import.c \
	cli/run/import.h \
	cli/run/lines.c \
	cli/run/lines.h \
	cli/run/noted.c \
	cli/run/noted.h \
	cli/show/answer.c \
	cli/show/answer.h \
	cli/show/csv.c \
	cli/show/csv.h \
	cli/show/document.c \
	cli/show/document.h \
	cli/show/localoffer.c \
	cli/show/localoffer.h \
	cli/show/problem.c \
	cli/show/problem.h \
	cli/show/rules.c \
	cli/show/rules.h \
	cli/show/say.c \
	cli/show/say.h \
	cli/show/sink.c \
	cli/show/sink.h \
	cli/show/table.c \
	cli/show/table.h \
	cli/show/tally.c \
	cli/show/tally.h \
	cli/show/view.c \
	cli/show/view.h \
	cli/show/views.c \
	cli/show/views.h \
	cli/version.h \
	cli/words/action.c \
	cli/words/action.h \
	cli/words/actions.c \
	cli/words/args.c \
	cli/words/args.h \
	cli/words/completion.c \
	cli/words/completion.h \
	cli/words/help.c \
	cli/words/help.h \
	cli/words/value.c \
	cli/words/value.h

bin_PROGRAMS += cli/bursar
cli_bursar_SOURCES = cli/main.c
cli_bursar_LDADD = $(CLI_LIBS)
