# One program per folder of sources, linking its tests, tests/check.c and CUnit. make check runs each in
# the folder of the sources, with TMPDIR for what it writes.
TEST_COMMON = tests/check.c tests/check.h

EXTRA_DIST += \
	tests/mutants \
	tests/old/914b202/offers/derby-1.json \
	tests/old/914b202/offers/derby-1.yaml \
	tests/old/914b202/offers/leicester-1.json \
	tests/old/914b202/offers/leicester-1.yaml \
	tests/old/914b202/offers/leicestershire-1.json \
	tests/old/914b202/offers/leicestershire-1.yaml \
	tests/old/914b202/offers/nottinghamshire-1.json \
	tests/old/914b202/offers/nottinghamshire-1.yaml \
	tests/tools/story.sh \
	tests/tools/test_checks.sh \
	tests/tools/test_dist.sh \
	tests/tools/test_embed.sh \
	tests/tools/test_install.sh \
	tests/tools/test_mutate.sh \
	tests/tools/test_pg_cluster.sh \
	tests/tools/test_run_suites.sh \
	tests/tools/test_shell.sh \
	tests/tools/test_tidy.sh

check_PROGRAMS += tests/base/unit
tests_base_unit_SOURCES = \
	$(TEST_COMMON) \
	tests/base/test_arena.c \
	tests/base/test_buf.c \
	tests/base/test_fault.c \
	tests/base/test_hash.c \
	tests/base/test_json.c \
	tests/base/test_letters.c \
	tests/base/test_map.c \
	tests/base/test_parse.c \
	tests/base/test_pem.c \
	tests/base/test_seal.c \
	tests/base/test_span.c \
	tests/base/test_status.c \
	tests/base/test_text.c \
	tests/base/test_uuid.c \
	tests/base/test_yaml.c \
	tests/base/test_yaml_read.c
tests_base_unit_LDADD = $(BASE_LIBS) $(CUNIT_LIBS)

check_PROGRAMS += tests/core/unit
tests_core_unit_SOURCES = \
	$(TEST_COMMON) \
	tests/core/events_doc.c \
	tests/core/events_doc.h \
	tests/core/offer_text.h \
	tests/core/rig_offer.c \
	tests/core/slice_rig.c \
	tests/core/slice_rig.h \
	tests/core/slice_rig_payee.c \
	tests/core/slice_rig_rules.c \
	tests/core/slice_rig_staff.c \
	tests/core/slice_rig_step.c \
	tests/core/test_account.c \
	tests/core/test_command.c \
	tests/core/test_date.c \
	tests/core/test_decide.c \
	tests/core/test_decide_admin.c \
	tests/core/test_decide_approve.c \
	tests/core/test_decide_defer.c \
	tests/core/test_decide_alike.c \
	tests/core/test_decide_limits.c \
	tests/core/test_decide_second.c \
	tests/core/test_decide_fund.c \
	tests/core/test_decide_money.c \
	tests/core/test_decide_payee.c \
	tests/core/test_decide_payment.c \
	tests/core/test_decide_person.c \
	tests/core/test_decide_rules.c \
	tests/core/test_decide_staff.c \
	tests/core/test_decide_replaces.c \
	tests/core/test_decide_withdraw.c \
	tests/core/test_deciding.c \
	tests/core/test_delegation.c \
	tests/core/test_event.c \
	tests/core/test_events_doc.c \
	tests/core/test_fact.c \
	tests/core/test_invitation.c \
	tests/core/test_judge.c \
	tests/core/test_judge_cap.c \
	tests/core/test_ledger.c \
	tests/core/test_money.c \
	tests/core/test_offer.c \
	tests/core/test_offer_file.c \
	tests/core/test_offer_limits.c \
	tests/core/test_offer_line.c \
	tests/core/test_offers.c \
	tests/core/test_offers_decided.c \
	tests/core/test_payment.c \
	tests/core/test_period.c \
	tests/core/test_reason.c \
	tests/core/test_role.c \
	tests/core/test_sheet.c \
	tests/core/test_slice.c \
	tests/core/test_uplift.c \
	tests/core/test_uplift_random.c
tests_core_unit_LDADD = $(CORE_LIBS) $(CUNIT_LIBS)

check_PROGRAMS += tests/render/unit
tests_render_unit_SOURCES = \
	$(TEST_COMMON) \
	tests/render/test_hledger.c \
	tests/render/test_people_find.c
tests_render_unit_LDADD = $(RENDER_LIBS) $(CUNIT_LIBS)

check_PROGRAMS += tests/verify/unit
tests_verify_unit_SOURCES = \
	$(TEST_COMMON) \
	tests/verify/test_accounts_back.c \
	tests/verify/test_audit.c \
	tests/verify/test_merkle.c \
	tests/verify/test_pending.c \
	tests/verify/test_provenance.c \
	tests/verify/test_since.c \
	tests/verify/test_standing.c
tests_verify_unit_LDADD = $(VERIFY_LIBS) $(CUNIT_LIBS)

check_PROGRAMS += tests/wire/unit
tests_wire_unit_SOURCES = \
	$(TEST_COMMON) \
	tests/wire/test_batch.c \
	tests/wire/test_decode.c \
	tests/wire/test_decode_values.c \
	tests/wire/test_decode_words.c \
	tests/wire/test_offer_json.c \
	tests/wire/test_place.c \
	tests/wire/test_reply.c \
	tests/wire/test_reply_back.c \
	tests/wire/test_reply_problems.c \
	tests/wire/test_reply_refused.c \
	tests/wire/test_reply_unshown.c \
	tests/wire/told.c \
	tests/wire/told.h \
	tests/wire/world.c \
	tests/wire/world.h
tests_wire_unit_LDADD = $(WIRE_LIBS) $(CUNIT_LIBS)

check_PROGRAMS += tests/store/unit
tests_store_unit_SOURCES = \
	$(TEST_COMMON) \
	tests/store/test_bind.c \
	tests/store/test_clock.c \
	tests/store/test_computing.c \
	tests/store/test_due.c \
	tests/store/test_form.c \
	tests/store/test_lane_phase.c \
	tests/store/test_offers.c \
	tests/store/test_query.c \
	tests/store/test_refusals.c \
	tests/store/test_queue.c \
	tests/store/test_rows.c \
	tests/store/test_sealing.c \
	tests/store/test_sign_ins.c \
	tests/store/test_sqlstate.c \
	tests/store/test_turns.c \
	tests/store/test_wants.c
tests_store_unit_LDADD = $(STORE_LIBS) $(CUNIT_LIBS)

# Against a libpq of its own: what the program has of it is linked before the library's.
check_PROGRAMS += tests/store/lanes
UNIT_SUITES += 'lanes: $(UNIT)/tests/store/lanes'
tests_store_lanes_SOURCES = \
	$(TEST_COMMON) \
	tests/store/fake_pq.c \
	tests/store/fake_pq.h \
	tests/store/fake_result.c \
	tests/store/fake_result.h \
	tests/store/lanes_rig.c \
	tests/store/lanes_rig.h \
	tests/store/test_computing_reads.c \
	tests/store/test_lanes.c \
	tests/store/test_signing.c
tests_store_lanes_LDADD = $(STORE_LIBS) $(CUNIT_LIBS)

check_PROGRAMS += tests/daemon/unit
tests_daemon_unit_SOURCES = \
	$(TEST_COMMON) \
	tests/daemon/http_pki.c \
	tests/daemon/http_pki.h \
	tests/daemon/http_rig.c \
	tests/daemon/http_rig.h \
	tests/daemon/http_rig_door.c \
	tests/daemon/test_config.c \
	tests/daemon/test_http_body.c \
	tests/daemon/test_http_crowd.c \
	tests/daemon/test_http_door.c \
	tests/daemon/test_http_guard.c \
	tests/daemon/test_http_life.c \
	tests/daemon/test_http_places.c \
	tests/daemon/test_http_stream.c \
	tests/daemon/test_log.c \
	tests/daemon/test_media.c \
	tests/daemon/test_metrics.c \
	tests/daemon/test_params.c \
	tests/daemon/test_process.c \
	tests/daemon/test_quota.c \
	tests/daemon/test_upkeep.c
tests_daemon_unit_LDADD = $(DAEMON_LIBS) $(CUNIT_LIBS)

check_PROGRAMS += tests/cli/unit
tests_cli_unit_SOURCES = \
	$(TEST_COMMON) \
	tests/cli/test_args.c \
	tests/cli/test_certificate.c \
	tests/cli/test_csv.c \
	tests/cli/test_help.c \
	tests/cli/test_import.c \
	tests/cli/test_problem.c \
	tests/cli/test_profile.c \
	tests/cli/test_request.c \
	tests/cli/test_say.c \
	tests/cli/test_tally.c \
	tests/cli/test_view.c
tests_cli_unit_LDADD = $(CLI_LIBS) $(CUNIT_LIBS)

# Many clients at once, for tests/stories.
check_PROGRAMS += tests/stories/loader
tests_stories_loader_SOURCES = \
	tests/stories/loader.c \
	tests/stories/plan.c \
	tests/stories/plan.h \
	tests/stories/tally.c \
	tests/stories/tally.h
tests_stories_loader_LDADD = base/libbase.a $(CURL_LIBS) $(JANSSON_LIBS)

# The moves of a payment, for tests/sql.
check_PROGRAMS += tests/sql/limits tests/sql/moves
tests_sql_limits_SOURCES = tests/sql/limits.c
tests_sql_limits_LDADD = $(CORE_LIBS)
tests_sql_moves_SOURCES = tests/sql/moves.c
tests_sql_moves_LDADD = $(CORE_LIBS)

# What may be sent.
check_PROGRAMS += tests/stories/posts
tests_stories_posts_SOURCES = tests/stories/posts.c
tests_stories_posts_LDADD = $(CORE_LIBS)

# A crowd of them that do nothing.
check_PROGRAMS += tests/stories/crowd
tests_stories_crowd_SOURCES = tests/stories/crowd.c
tests_stories_crowd_LDADD = base/libbase.a $(SSL_LIBS) $(CRYPTO_LIBS)

UNIT = cd $(abs_srcdir) && $(abs_builddir)

.PHONY: check-programs
check-programs: $(check_PROGRAMS)

check-local: $(check_PROGRAMS) $(noinst_LIBRARIES)
	@printf '%s\n' $(UNIT_SUITES) $(TOOL_SUITES) | $(CHECK_CC) NM='$(NM)' \
		$(srcdir)/tools/run-suites -o tests/logs

clean-local:
	rm -rf tests/logs
