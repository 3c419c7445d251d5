EXTRA_DIST += \
	tools/build \
	tools/c-strip.awk \
	tools/check-headers \
	tools/check-includes \
	tools/check-lib.sh \
	tools/check-lists \
	tools/check-pure \
	tools/check-style \
	tools/check-tidy \
	tools/embed \
	tools/mutate \
	tools/pg-cluster \
	tools/run-suites \
	tools/story.sh \
	tools/setup \
	.clang-format \
	.clang-tidy \
	.editorconfig

# The layers of DESIGN.md section 3 and the limits of section 10. Each is a suite of make check.
CHECK_CC = CC='$(CC)' CPPFLAGS='$(AM_CPPFLAGS)' CFLAGS='$(AM_CFLAGS)'
TOOL_SUITES += \
	'includes: $(abs_srcdir)/tools/check-includes $(abs_srcdir)' \
	'headers: $(abs_srcdir)/tools/check-headers $(abs_srcdir)' \
	'pure: $(abs_srcdir)/tools/check-pure core/libcore.a base/libbase.a' \
	'pure-render: $(abs_srcdir)/tools/check-pure render/librender.a core/libcore.a base/libbase.a' \
	'pure-verify: $(abs_srcdir)/tools/check-pure --memory verify/libverify.a core/libcore.a base/libbase.a' \
	'lists: $(abs_srcdir)/tools/check-lists $(abs_srcdir)' \
	'style: $(abs_srcdir)/tools/check-style $(abs_srcdir)' \
	'mutants: $(abs_srcdir)/tools/mutate --check' \
	'checks: $(abs_srcdir)/tests/tools/test_checks.sh' \
	'embed: $(abs_srcdir)/tests/tools/test_embed.sh' \
	'mutate: $(abs_srcdir)/tests/tools/test_mutate.sh' \
	'run-suites: $(abs_srcdir)/tests/tools/test_run_suites.sh'

# What is shipped whole, as far as it is there. check is not in EXTRA_DIST, where its name would be
# that of a target.
SHIPPED = check quickstart .ci README.md HACKING.md docs bench tests/bare tests/sql tests/stories tests/data tests/fuzz

dist-hook:
	for name in $(SHIPPED); do \
		if [ -d "$(srcdir)/$$name" ]; then \
			$(MKDIR_P) "$(distdir)/$$name" && cp -R "$(srcdir)/$$name/." "$(distdir)/$$name"; \
		elif [ -e "$(srcdir)/$$name" ]; then \
			cp "$(srcdir)/$$name" "$(distdir)/$$name"; \
		fi || exit 1; \
	done

.PHONY: format tidy
format:
	cd $(srcdir) && find base core verify render wire daemon cli sql tests bench -name '*.[ch]' | \
		grep -vx sql/embedded.c | xargs clang-format -i

# make tidy [FOLDERS="base core"] [JOBS=2]
tidy:
	@CPPFLAGS='$(AM_CPPFLAGS) -DBURSAR_SYSCONFDIR="/etc" -DBURSAR_VERSION="$(PACKAGE_VERSION)"' \
		KEEP=$(abs_builddir)/tidy FOLDERS='$(FOLDERS)' JOBS='$(JOBS)' \
		$(srcdir)/tools/check-tidy $(abs_srcdir)
