systemdsystemunit_DATA = systemd/bursard.service
sysusersdir = $(prefix)/lib/sysusers.d
dist_sysusers_DATA = systemd/bursar.conf
examplesdir = $(docdir)/examples
dist_examples_DATA = systemd/bursard.yaml
EXTRA_DIST += systemd/bursard.service.in systemd/bursar.tmpfiles.in
CLEANFILES += systemd/bursard.service systemd/bursar.tmpfiles
noinst_DATA = systemd/bursar.tmpfiles

# Paths are known to make, not to configure.
systemd/bursard.service systemd/bursar.tmpfiles: Makefile
	$(AM_V_GEN)$(MKDIR_P) systemd && $(SED) -e 's|@sbindir[@]|$(sbindir)|g' \
		-e 's|@sysconfdir[@]|$(sysconfdir)|g' $(srcdir)/$@.in >$@.new && mv $@.new $@

systemd/bursard.service: systemd/bursard.service.in
systemd/bursar.tmpfiles: systemd/bursar.tmpfiles.in

# sysusers.d and tmpfiles.d both want the name bursar.conf.
install-data-local: systemd/bursar.tmpfiles
	$(MKDIR_P) "$(DESTDIR)$(prefix)/lib/tmpfiles.d"
	$(INSTALL_DATA) systemd/bursar.tmpfiles "$(DESTDIR)$(prefix)/lib/tmpfiles.d/bursar.conf"

uninstall-local:
	rm -f "$(DESTDIR)$(prefix)/lib/tmpfiles.d/bursar.conf"
