# All but main.c is a library, so that tests can link it.
noinst_LIBRARIES += cli/libcli.a
cli_libcli_a_SOURCES = \
	cli/accounts.c \
	cli/accounts.h \
	cli/action.c \
	cli/action.h \
	cli/actions.c \
	cli/answer.c \
	cli/answer.h \
	cli/args.c \
	cli/args.h \
	cli/audit.c \
	cli/audit.h \
	cli/auditing.c \
	cli/auditing.h \
	cli/call.c \
	cli/call.h \
	cli/certificate.c \
	cli/certificate.h \
	cli/client.c \
	cli/client.h \
	cli/completion.c \
	cli/completion.h \
	cli/csv.c \
	cli/csv.h \
	cli/doctor.c \
	cli/doctor.h \
	cli/exit.c \
	cli/exit.h \
	cli/exporting.c \
	cli/exporting.h \
	cli/findings.c \
	cli/findings.h \
	cli/help.c \
	cli/help.h \
	cli/hledger.c \
	cli/hledger.h \
	cli/importing.c \
	cli/importing.h \
	cli/localoffer.c \
	cli/localoffer.h \
	cli/merkle.c \
	cli/merkle.h \
	cli/pending.c \
	cli/pending.h \
	cli/problem.c \
	cli/problem.h \
	cli/profile.c \
	cli/profile.h \
	cli/provenance.c \
	cli/provenance.h \
	cli/provenance_log.c \
	cli/provenance_payment.c \
	cli/provenance_rows.h \
	cli/request.c \
	cli/request.h \
	cli/rows.c \
	cli/rows.h \
	cli/say.c \
	cli/say.h \
	cli/sending.c \
	cli/sending.h \
	cli/session.c \
	cli/session.h \
	cli/sink.c \
	cli/sink.h \
	cli/stream.c \
	cli/stream.h \
	cli/table.c \
	cli/table.h \
	cli/value.c \
	cli/value.h \
	cli/version.h \
	cli/view.c \
	cli/view.h \
	cli/views.c \
	cli/views.h

CLI_LIBS = cli/libcli.a $(WIRE_LIBS) $(CURL_LIBS) $(SMARTCOLS_LIBS)

bin_PROGRAMS += cli/bursar
cli_bursar_SOURCES = cli/main.c
cli_bursar_LDADD = $(CLI_LIBS)
