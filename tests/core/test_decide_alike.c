/* People whom others might be taken for. */
#include "tests/check.h"
#include "tests/core/slice_rig.h"

static struct command somebody(struct rig *rig, const char *ref, uint8_t likeness)
{
	struct command command = rig_command(rig, COMMAND_PERSON_ADD, RIG_ADVISER);

	command.ref = span_of(ref);
	command.person_add.born = rig_day("2000-01-01");
	command.person_add.category = CATEGORY_RELEVANT;
	command.person_add.has_likeness = likeness != 0;
	command.person_add.likeness.bytes[0] = likeness;
	return command;
}

/* What differs by case or points at the end is one ref; people of old stay what they are. */
TEST(decide_person_ref_twins)
{
	static const struct {
		const char *ref, *says;
	} rows[] = {
		{"LEI-1", "exists"},
		{"lei-1", "exists"},
		{"LEI-1.", "exists"},
		{"Lei-1...", "exists"},
		{"LEI.1", "recorded"},
		{"LEI-1-", "recorded"},
		{".LEI-1", "recorded"},
		{"OLD", "exists"},
		{"Old.", "exists"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = rig_empty();
		struct command first = somebody(rig, "LEI-1", 0);
		struct command second;

		check_row("%s", rows[i].ref);
		slice_put_ref(&rig->slice, SPAN("old"));
		CHECK_TEXT("recorded", rig_decide(rig, &first));
		second = somebody(rig, rows[i].ref, 0);
		CHECK_TEXT(rows[i].says, rig_decide(rig, &second));
		if (i == 1)
			CHECK_TEXT("a person is there already whose ref is the same but for case "
				   "or points at its end: LEI-1",
				rig->outcome.says);
		rig_free(rig);
	}
}

/* Somebody alike is said, and never refused; the first of them, and to whom came later alone. */
TEST(decide_person_alike)
{
	struct rig *rig = rig_empty();
	struct command first = somebody(rig, "A", 7), second, dry, other, none;

	CHECK_TEXT("recorded", rig_decide(rig, &first));
	CHECK_SPAN(NULL, rig->outcome.alike);
	dry = somebody(rig, "B", 7);
	dry.dry_run = true;
	CHECK_TEXT("recorded", rig_decide(rig, &dry));
	CHECK_SPAN("A", rig->outcome.alike);
	second = somebody(rig, "B", 7);
	CHECK_TEXT("recorded", rig_decide(rig, &second));
	CHECK_SPAN("A", rig->outcome.alike);
	CHECK_TEXT("recorded", rig_decide(rig, &second));
	CHECK(rig->outcome.replayed);
	CHECK_SPAN("A", rig->outcome.alike);
	CHECK_TEXT("recorded", rig_decide(rig, &first));
	CHECK(rig->outcome.replayed);
	CHECK_SPAN(NULL, rig->outcome.alike);
	other = somebody(rig, "C", 8);
	CHECK_TEXT("recorded", rig_decide(rig, &other));
	CHECK_SPAN(NULL, rig->outcome.alike);
	none = somebody(rig, "D", 0);
	CHECK_TEXT("recorded", rig_decide(rig, &none));
	CHECK_SPAN(NULL, rig->outcome.alike);
	rig_free(rig);
}
