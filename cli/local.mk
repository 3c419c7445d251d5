# All but main.c is a library, so that tests can link it.
noinst_LIBRARIES += cli/libcli.a
cli_libcli_a_SOURCES =

CLI_LIBS = cli/libcli.a $(WIRE_LIBS) $(CURL_LIBS) $(SMARTCOLS_LIBS)

#bin_PROGRAMS += cli/bursar
#cli_bursar_SOURCES = cli/main.c
#cli_bursar_LDADD = $(CLI_LIBS)
