#include "base/arena.h"
#include "tests/check.h"
#include "tests/wire/told.h"

enum { ARENA_BYTES = 64 << 20 };

#define KEY "01890a5d-ac96-774b-bcce-b302099a8057"

static struct arena *arena;

static void begin(void)
{
	hash_begin();
	arena = arena_new(ARENA_BYTES);
}

static const struct command *head_of(enum command_kind kind, bool dry_run)
{
	static struct command head;

	head = (struct command){.kind = kind,
		.dry_run = dry_run,
		.authority_id = 1,
		.staff_id = 7,
		.at_us = TOLD_AT_US};
	return &head;
}

TEST(batch_structure)
{
	static const struct {
		const char *body, *told;
	} rows[] = {
		{"{\"items\":[{}]}", NULL},
		{"{\"items\":[1]}", NULL},
		{"", "400 malformed -: The body is empty."},
		{"{}", "422 invalid /items: items is missing."},
		{"[]", "422 invalid -: The body must be one JSON object, not a list."},
		{"{\"items\":[]}", "422 invalid /items: items is empty."},
		{"{\"items\":{}}", "422 invalid /items: items must be a list, not an object."},
		{"{\"items\":null}", "422 invalid /items: items must be a list, not null."},
		{"{\"items\":[{}],\"key\":1}", "422 invalid /key: key is not a member of a batch."},
		{"{\"items\":[{\"a\":1,\"a\":2}]}",
			"400 malformed /items/0/a: A member stands twice: line 1, column 20."},
		{"{\"items\":[{},{\"amount_pence\":99999999999999999999}]}",
			"422 invalid /items/1/amount_pence: A number is out of range: line 1, "
			"column 49."},
		{"{\"items\":[{},",
			"400 malformed -: The body is not JSON: line 1, column 13: ']' expected "
			"near end of file."},
	};

	begin();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct wire_problem problem;
		struct wire_item *items;
		size_t len;
		bool ok = wire_decode_batch(arena, span_of(rows[i].body),
			head_of(COMMAND_PAYMENT_REQUEST, false), &items, &len, &problem);
		check_row("%s", rows[i].body);
		CHECK_TEXT(rows[i].told, ok ? NULL : told_of(arena, &problem));
	}
	arena_free(arena);
}

static struct span body_of(size_t count)
{
	struct buf body = buf_in(arena);

	buf_text(&body, "{\"items\":[");
	for (size_t i = 0; i < count; i++)
		buf_printf(&body, "%s{\"key\":\"" KEY "\",\"id\":\"P%zu\"}", i > 0 ? "," : "", i);
	buf_text(&body, "]}");
	return buf_done(&body);
}

TEST(batch_size)
{
	struct wire_problem problem;
	struct wire_item *items;
	size_t len = 0;

	begin();
	CHECK(wire_decode_batch(arena, body_of(WIRE_BATCH_MAX), head_of(COMMAND_PAYMENT_PAY, false),
		&items, &len, &problem));
	CHECK_INT(WIRE_BATCH_MAX, len);
	CHECK(items[WIRE_BATCH_MAX - 1].sound);
	CHECK_INT(WIRE_BATCH_MAX - 1, items[WIRE_BATCH_MAX - 1].command.payment_id);
	CHECK(!wire_decode_batch(arena, body_of(WIRE_BATCH_MAX + 1),
		head_of(COMMAND_PAYMENT_PAY, false), &items, &len, &problem));
	CHECK_TEXT("422 invalid /items: items has 1001 items, and a batch holds 1000.",
		told_of(arena, &problem));
	arena_free(arena);
}

struct item_row {
	enum command_kind kind;
	bool dry_run;
	const char *item, *told, *content;
};

static void run(const struct item_row *row)
{
	struct wire_problem problem;
	struct wire_item *items = NULL;
	size_t len = 0;
	struct span body = span_of(
		arena_printf(arena, "{\"items\":[{\"key\":\"x\"},%s,{\"key\":\"x\"}]}", row->item));

	if (!CHECK(wire_decode_batch(
		    arena, body, head_of(row->kind, row->dry_run), &items, &len, &problem)))
		return;
	CHECK_INT(3, len);
	CHECK_INT(row->told == NULL, items[1].sound);
	CHECK_TEXT(row->told, items[1].sound ? NULL : told_of(arena, &items[1].problem));
	CHECK_SPAN(row->content, items[1].content);
	CHECK_TEXT("422 invalid /items/2/key: key is \"x\", which is not a UUID.",
		told_of(arena, &items[2].problem));
}

TEST(batch_items)
{
#define REQUEST(key) "{" key "\"ref\":\"CL-1\",\"entitlement\":\"gym\",\"amount_pence\":1}"
#define SORTED       "{\"amount_pence\":1,\"entitlement\":\"gym\",\"ref\":\"CL-1\"}"
	static const struct item_row rows[] = {
		{COMMAND_PAYMENT_REQUEST, false, REQUEST("\"key\":\"" KEY "\","), NULL, SORTED},
		{COMMAND_PAYMENT_REQUEST, false,
			" { \"ref\" : \"CL-\\u0031\" ,\"amount_pence\":1,\"key\":\"" KEY
			"\", \"entitlement\":\"gym\"} ",
			NULL, SORTED},
		{COMMAND_PAYMENT_REQUEST, true, REQUEST(""), NULL, SORTED},
		{COMMAND_PAYMENT_REQUEST, false, REQUEST(""),
			"422 invalid /items/1/key: key is missing.", NULL},
		{COMMAND_PAYMENT_REQUEST, true, REQUEST("\"key\":\"x\","),
			"422 invalid /items/1/key: key is \"x\", which is not a UUID.", NULL},
		{COMMAND_PAYMENT_REQUEST, false, REQUEST("\"key\":1,"),
			"422 invalid /items/1/key: key must be a text, not a number.", NULL},
		{COMMAND_PAYMENT_REQUEST, false, REQUEST("\"key\":null,"),
			"422 invalid /items/1/key: key must be a text, not null.", NULL},
		{COMMAND_PAYMENT_REQUEST, false, "1",
			"422 invalid /items/1: items[1] must be an object, not a number.", NULL},
		{COMMAND_PAYMENT_REQUEST, false, "null",
			"422 invalid /items/1: items[1] must be an object, not null.", NULL},
		{COMMAND_PAYMENT_REQUEST, false,
			REQUEST("\"key\":\"" KEY "\",\"on\":\"2019-02-29\","),
			"422 invalid /items/1/on: on is \"2019-02-29\", which is not a day of the "
			"calendar.",
			NULL},
		{COMMAND_PAYMENT_REQUEST, false, REQUEST("\"key\":\"" KEY "\",\"id\":\"P1\","),
			"422 invalid /items/1/id: id is not a member of this request.", NULL},
		{COMMAND_PAYMENT_APPROVE, false, "{\"key\":\"" KEY "\",\"id\":\"P341\"}", NULL,
			"{\"id\":\"P341\"}"},
		{COMMAND_PAYMENT_APPROVE, false, "{\"key\":\"" KEY "\"}",
			"422 invalid /items/1/id: id is missing.", NULL},
		{COMMAND_PAYMENT_APPROVE, false, "{\"key\":\"" KEY "\",\"id\":341}",
			"422 invalid /items/1/id: id must be a text, not a number.", NULL},
		{COMMAND_PAYMENT_APPROVE, false, "{\"key\":\"" KEY "\",\"id\":\"341\"}",
			"422 invalid /items/1/id: id is \"341\", which is not a payment.", NULL},
		{COMMAND_PAYMENT_PAY, false, "{\"key\":\"" KEY "\",\"id\":\"P1\",\"ref\":\"a\"}",
			"422 invalid /items/1/ref: ref is not a member of this request.", NULL},
	};
	begin();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%zu", i);
		run(&rows[i]);
	}
	arena_free(arena);
}

TEST(batch_gives_commands)
{
	struct wire_problem problem;
	struct wire_item *items = NULL;
	size_t len = 0;

	begin();
	CHECK(wire_decode_batch(arena,
		SPAN("{\"items\":[{\"key\":\"" KEY "\",\"id\":\"P5\"},{\"key\":\"" KEY
		     "\",\"id\":\"P5\"}]}"),
		head_of(COMMAND_PAYMENT_APPROVE, false), &items, &len, &problem));
	if (!CHECK_INT(2, len))
		return;
	CHECK_INT(COMMAND_PAYMENT_APPROVE, items[0].command.kind);
	CHECK_INT(7, items[0].command.staff_id);
	CHECK_INT(5, items[0].command.payment_id);
	CHECK_INT(0x01, items[0].command.key.bytes[0]);
	CHECK(uuid_eq(items[0].command.key, items[1].command.key));
	CHECK(items[0].command.nonce[0] != items[1].command.nonce[0] ||
		items[0].command.nonce[1] != items[1].command.nonce[1] ||
		items[0].command.nonce[2] != items[1].command.nonce[2]);
	arena_free(arena);
}
