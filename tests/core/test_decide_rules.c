/* Financial rules published. */
#include <string.h>

#include "base/arena.h"
#include "tests/check.h"
#include "tests/core/slice_rig.h"

#define RULES_TOP(authority, effective)                                                            \
	"authority: " authority "\ntitle: Rules\neffective: " effective "\nsource: invented\n"
#define TEXT(effective, pounds)                                                                    \
	RULES_TOP("testshire", effective)                                                          \
	"approve:\n  - {role: manager, up-to: \"" pounds "\"}\n"                                   \
	"  - {role: manager, entitlements: [by-year, by-month], up-to: \"1.00\"}\n"

static const char *publish(struct rig *rig, int32_t staff_id, const char *text)
{
	struct command command = rig_command(rig, COMMAND_RULES_PUBLISH, staff_id);

	command.rules_publish.rules = rig_rules_read(rig, text);
	command.rules_publish.text = span_of(text);
	command.rules_publish.json = SPAN("{}");
	return rig_decide(rig, &command);
}

TEST(rules_published)
{
	struct rig *rig = rig_new();
	const char *text = TEXT("2019-07-01", "500.00");
	struct digest sha256 = hash_sha256(span_of(text));
	char digest[DIGEST_HEX + 1];

	CHECK_TEXT("recorded", publish(rig, RIG_ADMIN, text));
	hash_hex(&sha256, digest);
	CHECK_SPAN(arena_printf(rig->arena,
			   RIG_HEAD("100", "rules-published",
				   "5") "\"version\":1,\"effective\":\"2019-07-01\","
					"\"sha256\":\"%s\",\"rules\":3}",
			   digest),
		rig->outcome.event);
	if (!CHECK_INT(1, rig->slice.rules->len) || !CHECK_INT(1, rig->slice.new_rules.len) ||
		!CHECK_INT(3, rig->slice.new_limits.len))
		return;
	CHECK(rig->slice.new_rules.at[0].rules == rig->slice.rules->versions[0]);
	CHECK_SPAN(text, rig->slice.new_rules.at[0].text);
	for (int i = 0; i < 3; i++) {
		const struct slice_limit *limit = &rig->slice.new_limits.at[i];

		CHECK_INT(1, limit->version);
		CHECK_INT(i, limit->limit.n);
		CHECK_INT(100, limit->event);
	}
	CHECK_SPAN("by-month", rig->slice.new_limits.at[2].limit.entitlement);
	rig_free(rig);
}

TEST(rules_published_again)
{
	struct rig *rig = rig_new();
	const char *after;

	CHECK_TEXT("not your role", publish(rig, RIG_MANAGER, TEXT("2019-04-01", "1.00")));
	CHECK_TEXT("recorded", publish(rig, RIG_ADMIN, TEXT("2019-04-01", "1.00")));
	after = rig_dump(rig);
	CHECK_TEXT("exists", publish(rig, RIG_ADMIN, TEXT("2019-04-01", "1.00")));
	CHECK_TEXT("invalid /text", publish(rig, RIG_ADMIN, TEXT("2019-03-31", "2.00")));
	CHECK_TEXT("invalid /text", publish(rig, RIG_ADMIN, RULES_TOP("othershire", "2019-07-01")));
	CHECK_TEXT("invalid /text",
		publish(rig, RIG_ADMIN,
			RULES_TOP("testshire", "2019-07-01") "award: [{role: manager, "
							     "entitlements: [by-year, no-such], "
							     "up-to: \"1.00\"}]\n"));
	CHECK_TEXT(after, rig_dump(rig));
	CHECK_TEXT("recorded", publish(rig, RIG_ADMIN, TEXT("2019-04-01", "2.00")));
	CHECK_TEXT("recorded", publish(rig, RIG_ADMIN, TEXT("2019-08-01", "3.00")));
	if (!CHECK_INT(3, rig->slice.rules->len))
		return;
	for (int i = 0; i < 3; i++)
		CHECK_INT(i + 1, rig->slice.rules->versions[i]->version);
	rig_free(rig);
}

/* What is loaded by other rules is not decided by these: a publication ends its batch. */
TEST(rules_published_end_a_batch)
{
	struct rig *rig = rig_new();
	struct command command;

	rig_person(rig, "CL-1", "2000-01-01", CATEGORY_RELEVANT);
	CHECK_TEXT("recorded", publish(rig, RIG_ADMIN, TEXT("2019-04-01", "1.00")));
	rig->slice.rules_loaded = NULL;
	command = rig_command(rig, COMMAND_PAYMENT_REQUEST, RIG_ADVISER);
	command.ref = SPAN("CL-1");
	command.entitlement = SPAN("by-year");
	command.amount_pence = 100;
	command.on = rig_day(RIG_TODAY);
	decide(&rig->slice, &command, &rig->outcome);
	CHECK_INT(OUTCOME_BUSY, rig->outcome.kind);
	rig_free(rig);
}

/* The four that come along, each by its council's own offer. */
TEST(rules_of_the_councils)
{
	static const char *const names[] = {
		"derby", "leicester", "leicestershire", "nottinghamshire"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct rig *rig = rig_authority(names[i]);

		check_row("%s", names[i]);
		CHECK_TEXT("recorded", publish(rig, RIG_ADMIN, rig_file(rig, "rules", names[i])));
		rig_free(rig);
	}
}
