#include "cli/run/import.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/text.h"
#include "cli/ask/session.h"
#include "cli/run/lines.h"
#include "cli/show/say.h"
#include "cli/words/value.h"
#include "core/code.h"

/* What checking carries along. */
struct check {
	struct arena *arena;
	struct faults *faults;
	struct import_header *header;
	struct map once; /* values that may stand in one line alone, and where they stand */
};

static const struct parameter *column_of(const struct action *each, struct span name)
{
	for (size_t i = 0; i < each->parameters_len; i++) {
		char column[32];
		parameter_column(&each->parameters[i], column);
		if (span_is(name, column))
			return &each->parameters[i];
	}
	return NULL;
}

static const char *columns_known(struct arena *arena, const struct action *each)
{
	struct buf list = buf_in(arena);

	for (size_t i = 0; i < each->parameters_len; i++) {
		char column[32];
		parameter_column(&each->parameters[i], column);
		buf_printf(&list, "%s%s", i > 0 ? ", " : "the columns are ", column);
	}
	return buf_cstr(&list);
}

static bool has_column(const struct import_header *header, const struct parameter *parameter)
{
	for (size_t i = 0; i < header->len; i++) {
		if (header->columns[i] == parameter)
			return true;
	}
	return false;
}

/* Without the blanks that spreadsheets and people leave around it. */
static struct span field_of(const struct csv_record *record, size_t i)
{
	return text_trim(record->fields[i]);
}

bool import_is_blank(const struct csv_record *record)
{
	for (size_t i = 0; i < record->len; i++) {
		if (field_of(record, i).len > 0)
			return false;
	}
	return record->wrong == NULL;
}

/* The next record that says something. */
static bool next(struct csv *csv, struct csv_record *ret_record)
{
	while (csv_next(csv, ret_record)) {
		if (!import_is_blank(ret_record))
			return true;
	}
	return false;
}

/* False if the lines behind it cannot be understood. */
static bool check_header(
	struct check *check, const struct csv_record *record, const struct action *each)
{
	const char *known = columns_known(check->arena, each);
	struct import_header *header = check->header;
	struct faults *faults = check->faults;
	size_t before = faults->count;

	assert(each->parameters != NULL);
	for (size_t i = 0; i < record->len; i++) {
		struct span name = field_of(record, i);
		const struct parameter *parameter = column_of(each, name);
		if (parameter == NULL && name.len > 0)
			fault_add(faults, record->line, 0, known, "there is no column \"%s\"",
				fault_excerpt(check->arena, name));
		else if (parameter != NULL && has_column(header, parameter))
			fault_add(faults, record->line, 0, "leave one out",
				"the column %.*s stands twice", SPAN_ARG(name));
		header->columns[header->len++] = parameter;
	}
	for (size_t i = 0; i < each->parameters_len; i++) {
		char column[32];
		parameter_column(&each->parameters[i], column);
		if (each->parameters[i].required && !has_column(header, &each->parameters[i]))
			fault_add(
				faults, record->line, 0, known, "the column %s is missing", column);
	}
	return faults->count == before;
}

/* The clause of value_wrong is cut where it says what to do. */
static void add_wrong(
	struct check *check, int line, const char *column, struct span value, const char *wrong)
{
	const char *cut = strstr(wrong, "; ");
	const char *remedy = cut == NULL ? "mend the file" : cut + 2;

	if (cut == NULL && strcmp(column, "amount") == 0)
		remedy = "write 15, 15.00 or 1234.50";
	if (cut != NULL)
		wrong = arena_strndup(check->arena, wrong, (size_t)(cut - wrong));
	fault_add(check->faults, line, 0, remedy, "%s \"%s\": %s", column,
		fault_excerpt(check->arena, value), wrong);
}

static void check_once(struct check *check, int line, const char *column, struct span value)
{
	struct span key = code_ref_fold(check->arena, value);
	const int *other = map_get(&check->once, key);
	int *here = ARENA_NEW(check->arena, int);

	*here = line;
	if (other == NULL)
		map_put(&check->once, key, here);
	else
		fault_add(check->faults, line, 0, "leave one of them out",
			"%s %s stands in line %d already", column,
			fault_excerpt(check->arena, value), *other);
}

static void check_field(struct check *check, const struct parameter *parameter, int line,
	struct span value, bool has_default)
{
	char column[32];

	parameter_column(parameter, column);
	if (value.len > 0) {
		const char *wrong = value_wrong(check->arena, parameter, value);
		if (wrong != NULL)
			add_wrong(check, line, column, value, wrong);
		else if (parameter->once)
			check_once(check, line, column, value);
	} else if (parameter->required && !has_default) {
		fault_add(check->faults, line, 0,
			arena_printf(check->arena, "write %s", parameter->help), "%s is empty",
			column);
	}
}

/* Every line needs it once the file has the column: today would be another day tomorrow. */
static bool is_day_of_money(const struct action *each, const struct parameter *parameter)
{
	bool moves = false;

	for (size_t i = 0; i < each->parameters_len; i++)
		moves = moves || each->parameters[i].kind == VALUE_AMOUNT;
	return moves && strcmp(parameter->name, "--on") == 0;
}

static bool has_default(const struct import_header *header, const struct parameter *parameter)
{
	return args_has(&header->defaults, parameter->name);
}

static void check_record(
	struct check *check, const struct action *each, const struct csv_record *record)
{
	const struct import_header *header = check->header;

	if (record->wrong != NULL) {
		fault_add(check->faults, record->line, 0,
			"fields with commas, quotes or line ends stand in "
			"quotes, and quotes in them are doubled",
			"%s", record->wrong);
		return;
	}
	if (record->len < header->len) {
		fault_add(check->faults, record->line, 0, "quote fields that have commas",
			"there are %zu fields under %zu columns", record->len, header->len);
		return;
	}
	for (size_t i = 0; i < record->len; i++) {
		const struct parameter *parameter = i < header->len ? header->columns[i] : NULL;
		struct span value = field_of(record, i);
		if (parameter == NULL && value.len > 0)
			fault_add(check->faults, record->line, 0, "quote fields that have commas",
				"field %zu, \"%s\", stands under no column", i + 1,
				fault_excerpt(check->arena, value));
		if (parameter == NULL)
			continue;
		bool none = value.len == 0 && !has_default(header, parameter);
		if (none && is_day_of_money(each, parameter))
			fault_add(check->faults, record->line, 0,
				"write the day the money counts in, or give --on DATE",
				"on is empty");
		check_field(check, parameter, record->line, value, has_default(header, parameter));
	}
}

bool import_check(struct arena *arena, struct span text, const struct action *each,
	const struct arg_list *defaults, struct faults *faults, struct import_header *ret_header)
{
	struct csv_record record;
	struct csv csv = csv_read(arena, text);
	struct check check = {
		.arena = arena, .faults = faults, .header = ret_header, .once = map_in(arena, 64)};

	*ret_header = (struct import_header){.defaults = *defaults};
	if (span_starts(text, SPAN("\xff\xfe")) || span_starts(text, SPAN("\xfe\xff"))) {
		fault_add(faults, 1, 0, "save it as CSV UTF-8", "the file is UTF-16");
		return false;
	}
	if (!next(&csv, &record)) {
		fault_add(faults, 1, 0, columns_known(arena, each), "there is no header line");
		return false;
	}
	if (record.wrong != NULL) {
		fault_add(faults, record.line, 0, columns_known(arena, each),
			"the header line cannot be read: %s", record.wrong);
		return false;
	}
	if (!check_header(&check, &record, each))
		return false;
	for (; next(&csv, &record); ret_header->rows++)
		check_record(&check, each, &record);
	return faults->count == 0;
}

bool import_lacks_day(const struct action *each, const struct import_header *header)
{
	for (size_t i = 0; i < each->parameters_len; i++) {
		const struct parameter *parameter = &each->parameters[i];
		if (is_day_of_money(each, parameter))
			return !has_column(header, parameter) && !has_default(header, parameter);
	}
	return false;
}

struct arg_list import_values(
	struct arena *arena, const struct import_header *header, const struct csv_record *record)
{
	size_t most = header->len + header->defaults.len;
	struct arg_list values = {ARENA_ARRAY(arena, struct arg, most), 0};

	for (size_t i = 0; i < header->len; i++) {
		struct span value = field_of(record, i);
		if (header->columns[i] != NULL && value.len > 0)
			values.at[values.len++] =
				(struct arg){header->columns[i], span_dup(arena, value), 0};
	}
	for (size_t i = 0; i < header->defaults.len; i++) {
		const struct arg *given = &header->defaults.at[i];
		if (!args_has(&values, given->parameter->name))
			values.at[values.len++] = *given;
	}
	return values;
}

/* A member of a statement. */
struct saying {
	const char *name;
	struct span json;
};

static void sort(struct saying *sayings, size_t len)
{
	for (size_t i = 1; i < len; i++) {
		struct saying saying = sayings[i];
		size_t at = i;
		for (; at > 0 && strcmp(saying.name, sayings[at - 1].name) < 0; at--)
			sayings[at] = sayings[at - 1];
		sayings[at] = saying;
	}
}

struct span import_statement(
	struct arena *arena, const struct action *each, const struct arg_list *values)
{
	struct saying *sayings = ARENA_ARRAY(arena, struct saying, each->parameters_len);
	struct buf out = buf_in(arena);
	size_t len = 0;

	for (size_t i = 0; i < each->parameters_len; i++) {
		const struct parameter *parameter = &each->parameters[i];
		struct span value = args_get(values, parameter->name);
		struct buf json = buf_in(arena);
		if (value.at == NULL)
			continue;
		if (value_json(arena, parameter, value, &json) != NULL)
			UNREACHABLE("an import's lines name no files");
		sayings[len++] = (struct saying){parameter->member, buf_done(&json)};
	}
	sort(sayings, len);
	for (size_t i = 0; i < len; i++) {
		buf_printf(&out, "%s\"%s\":", i > 0 ? "," : "{", sayings[i].name);
		buf_span(&out, sayings[i].json);
	}
	buf_text(&out, len == 0 ? "{}" : "}");
	return buf_done(&out);
}

struct uuid import_key(const char *word, struct span statement, int64_t n)
{
	char number[24];

	snprintf(number, sizeof(number), "%" PRId64, n);
	const struct span parts[] = {
		span_of(word), SPAN("\n"), statement, SPAN("\n"), span_of(number)};
	return uuid_v8(hash_sha256_parts(parts, ARRAY_LEN(parts)).bytes);
}

/* The options of the import that are parameters of its lines. */
static struct arg_list defaults_of(struct session *session, const struct action *each)
{
	const struct arg_list *values = &session->args->values;
	struct arg_list defaults = {ARENA_ARRAY(session->arena, struct arg, values->len), 0};

	for (size_t i = 0; i < values->len; i++) {
		const struct parameter *parameter = NULL;
		for (size_t k = 0; k < each->parameters_len; k++) {
			if (strcmp(each->parameters[k].name, values->at[i].parameter->name) == 0)
				parameter = &each->parameters[k];
		}
		if (parameter != NULL)
			defaults.at[defaults.len++] =
				(struct arg){parameter, values->at[i].text, 0};
	}
	return defaults;
}

enum exit_status import_run(struct session *session)
{
	struct span text;
	struct import_header header;
	const struct action *action = session->args->action;
	const struct arg_list *values = &session->args->values;
	const struct action *each = action_find(actions, actions_len, action->noun, action->each);
	struct arg_list defaults = defaults_of(session, each);
	const char *path = args_get(values, "FILE").at;

	assert(each != NULL);
	if (args_has(values, "--after") && !args_has(values, "--again")) {
		say_error("%s import: --after goes with --again", action->noun);
		return EXIT_USAGE;
	}
	const char *wrong = value_file(session->arena, path, IMPORT_BYTES_MAX, &text);
	if (wrong != NULL) {
		say_error("%s", wrong);
		return EXIT_FAILED;
	}
	struct faults *faults = faults_new(session->arena, path);
	if (!import_check(session->arena, text, each, &defaults, faults, &header)) {
		struct buf says = buf_in(session->arena);
		faults_print(faults, &says);
		say_lines(stderr, buf_done(&says));
		say_error("%s: nothing was sent", path);
		return EXIT_FAILED;
	}
	if (import_lacks_day(each, &header)) {
		say_error("%s import: %s does not say the day the money counts in; add a column "
			  "on, or give --on DATE for all of its lines",
			action->noun, path);
		return EXIT_USAGE;
	}
	enum exit_status status = session_sign_in(session);
	return status != EXIT_DONE ? status : lines_run(session, text, each, &header);
}
