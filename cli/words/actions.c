#include "cli/words/action.h"

#include "base/cc.h"
#include "cli/run/audit.h"
#include "cli/run/doctor.h"
#include "cli/run/export.h"
#include "cli/run/import.h"
#include "cli/show/localoffer.h"
#include "cli/show/rules.h"
#include "cli/show/views.h"
#include "cli/words/completion.h"
#include "cli/words/value.h"

static const char *const states[] = {

#define STATE(name, word, fund, end) word,
#include "core/payment.def"
	NULL};
static const char *const events_formats[] = {"jsonl", NULL};
static const char *const ledger_formats[] = {"csv", "jsonl", "hledger", NULL};
static const char *const rows_formats[] = {"csv", "jsonl", NULL};
static const char *const shells[] = {"bash", NULL};

#define TAKES(list) .parameters = (list), .parameters_len = ARRAY_LEN(list)
#define NEEDS(name_, kind_, ...)                                                                   \
	{                                                                                          \
		.name = (name_), .kind = (kind_), .required = true, __VA_ARGS__                    \
	}
#define MAY(name_, kind_, ...)                                                                     \
	{                                                                                          \
		.name = (name_), .kind = (kind_), __VA_ARGS__                                      \
	}
#define ASKED(member_) .place = IN_QUERY, .member = (member_)
#define PLACE(member_) .place = IN_PATH, .member = (member_)
#define LOCAL          .place = HERE
#define HELP(text)     .help = (text)

#define REF_IN_PATH                                                                                \
	NEEDS("REF", VALUE_REF, PLACE("ref"), HELP("the person, by the council's case reference"))
#define OUT MAY("--out", VALUE_FILE, LOCAL, HELP("into a file instead of standard output"))
#define FROM_TO                                                                                    \
	MAY("--from", VALUE_DATE, ASKED("from"), HELP("from events of this day on")),              \
		MAY("--to", VALUE_DATE, ASKED("to"), HELP("to events of this day"))

static const struct parameter file[] = {
	NEEDS("FILE", VALUE_FILE, LOCAL, HELP("an offer (bursar-offer(5))"))};
static const struct parameter rules_file[] = {
	NEEDS("FILE", VALUE_FILE, LOCAL, HELP("financial rules (bursar-rules(5))"))};
static const struct parameter rules_show[] = {
	MAY("--on", VALUE_DATE, ASKED("on"),
		HELP("the rules in effect on a day; today if left out")),
	MAY("--version", VALUE_NUMBER, ASKED("version"), HELP("a version by its number")),
};
static const struct parameter offer_show[] = {
	MAY("--on", VALUE_DATE, ASKED("on"),
		HELP("the offer in effect on a day; today if left out")),
	MAY("--version", VALUE_NUMBER, ASKED("version"), HELP("a version by its number")),
};

static const struct parameter ref[] = {REF_IN_PATH};
#define IMPORT(columns) NEEDS("FILE", VALUE_FILE, LOCAL, HELP("CSV with the columns " columns))
#define AGAIN                                                                                      \
	MAY("--again", VALUE_FLAG, LOCAL, HELP("record every line once more, there or not")),      \
		MAY("--after", VALUE_NUMBER, LOCAL,                                                \
			HELP("go on with an --again that stopped: the event it names"))
static const struct parameter people_file[] = {IMPORT("ref, born, category, since, name")};
static const struct parameter facts_file[] = {
	IMPORT("ref, fact, from, until, value, every, evidence"), AGAIN};
static const struct parameter awards_file[] = {
	IMPORT("ref, entitlement, amount, on, reason"),
	MAY("--on", VALUE_DATE, LOCAL, HELP("the day of lines that say none")),
	AGAIN,
};

static const struct parameter person_find[] = {NEEDS("TEXT", VALUE_TEXT, ASKED("text"),
	HELP("the beginning of a name, a reference, a birth date, or several of them"),
	.bytes_max = 200)};

static const struct parameter payment_id[] = {
	NEEDS("ID", VALUE_PAYMENT, PLACE("id"), HELP("a payment, such as P341"))};
static const struct parameter payment_list[] = {
	MAY("--state", VALUE_WORD, ASKED("state"), HELP("only payments in this state"),
		.words = states),
	MAY("--person", VALUE_REF, ASKED("ref"), HELP("only payments of this person")),
};

static const struct parameter staff_id[] = {NEEDS(
	"ID", VALUE_NUMBER, PLACE("id"), HELP("a member of staff, as staff list numbers them"))};

static const struct parameter year[] = {MAY("--year", VALUE_YEAR, ASKED("year"),
	HELP("a financial year; the current one if left out"))};
static const struct parameter fund_list[] = {
	MAY("--year", VALUE_YEAR, ASKED("year"), HELP("only funds of a financial year"))};

#define FORMAT(list)                                                                               \
	MAY("--format", VALUE_WORD, LOCAL, HELP("the first of these if left out"), .words = (list))
static const struct parameter export_events[] = {FROM_TO, FORMAT(events_formats), OUT};
static const struct parameter export_ledger[] = {FROM_TO, FORMAT(ledger_formats), OUT};
static const struct parameter export_payments[] = {FROM_TO, FORMAT(rows_formats), OUT};
static const struct parameter export_balances[] = {FORMAT(rows_formats), OUT};

static const struct parameter audit_balance[] = {
	MAY("--since", VALUE_FILE, LOCAL,
		HELP("notes of earlier audits, or an earlier export of events: the log must go on "
		     "from each")),
	MAY("--note", VALUE_FILE, LOCAL,
		HELP("add a line with size and root to this file; keep it elsewhere"))};

static const struct parameter shell[] = {
	NEEDS("SHELL", VALUE_WORD, LOCAL, HELP("the shell to write it for"), .words = shells)};

/* The parameters of what has a sheet: of COMMAND_X in x_parameters. */
/* clang-format off */
#define KIND(name, type, form, cli, bytes_max)                                                     \
	enum { name##_cli = cli, name##_bytes_max = bytes_max };
#include "core/sheet/kind.def"
#undef KIND
#define COMMAND(NAME, name, ...) static const struct parameter name##_parameters[] = {
#define LOOK(NAME, name, ...) static const struct parameter name##_parameters[] = {
#define NEED_NEEDED .required = true
#define NEED_NEW .required = true, .once = true
#define NEED_MANY .required = true, .repeated = true
#define NEED_MAY .required = false
#define NEED_TODAY .required = false
#define MEMBER(place_, kind_, member_, need, cli, help_)                                           \
	{.name = (cli), .kind = (enum value_kind)kind_##_cli, .place = IN_##place_,                \
		.member = #member_, .help = (help_), .bytes_max = kind_##_bytes_max, NEED_##need},
#define ABOUT(place, kind, name, field, need, cli, help) MEMBER(place, kind, name, need, cli, help)
#define PATH(kind, name, cli, help) MEMBER(PATH, kind, name, NEEDED, cli, help)
#define BODY(kind, name, need, cli, help) MEMBER(BODY, kind, name, need, cli, help)
#define END };
#include "core/sheets.def"

#define COMMAND(NAME, name_, word_, ...)                                                           \
	{.method = POST, .word = (word_), TAKES(name_##_parameters),
#define LOOK(NAME, name_, ...) {.method = GET, TAKES(name_##_parameters),
#define AT(path_, noun_, verb_, says_)                                                             \
	.noun = (noun_), .verb = (verb_), .says = (says_), .path = (path_),
#define ASKS(question_) .question = (question_),
#define VIEW(view_) .view = &(view_),
#define END },
/* clang-format on */

/* The rows of one noun stand together. */
const struct action actions[] = {
	{"whoami", NULL, "say who the daemon takes you for", .method = GET, .path = "/v1/me",
		.view = &view_me},
	{"doctor", NULL, "look at profile, certificate and connection, and say what to do",
		.run = doctor_run, .outputs = OUTPUT_TABLE},
	{"offer", "check", "check an offer file here, without the daemon", TAKES(file),
		.run = localoffer_check, .outputs = OUTPUT_TABLE | OUTPUT_JSON},
#include "core/sheet/offer.def"
	{"offer", "show", "print the offer in effect as the local offer it is", TAKES(offer_show),
		.method = GET, .path = "/v1/offer", .view = &localoffer_view},
#include "core/sheet/entitlements.def"
#include "core/sheet/person.def"
	{"person", "import", "record the people of a file", TAKES(people_file), .run = import_run,
		.each = "add", .outputs = OUTPUT_TABLE | OUTPUT_JSON},
	{"person", "show", "all that is recorded of a person", TAKES(ref), .method = GET,
		.path = "/v1/people/{ref}?limit=1000", .view = &view_person},
	{"person", "list", "everybody", .method = GET, .path = "/v1/people?limit=1000",
		.view = &view_people},
	{"person", "find", "who is meant by a name, a reference or a birth date",
		TAKES(person_find), .method = GET, .path = "/v1/people/find?limit=1000",
		.view = &view_found},
	{"person", "statement", "what a person has had, what is left, what was refused", TAKES(ref),
		.method = GET, .path = "/v1/people/{ref}/statement?limit=1000",
		.view = &view_statement},
	{"person", "categories", "what a person was found to be, as it was recorded", TAKES(ref),
		.method = GET, .path = "/v1/people/{ref}/categories?limit=1000",
		.view = &view_categories},
	{"person", "caps", "what a person may draw on, and has", TAKES(ref), .method = GET,
		.path = "/v1/people/{ref}/caps?limit=1000", .view = &view_caps},
	{"person", "refusals", "what a person was refused, and why", TAKES(ref), .method = GET,
		.path = "/v1/people/{ref}/refusals?limit=1000", .view = &view_refusals},
#include "core/sheet/payee.def"
	{"payee", "list", "third parties who are paid for people", .method = GET,
		.path = "/v1/payees?limit=1000", .view = &view_payees},
#include "core/sheet/fact.def"
	{"fact", "import", "record the facts of a file", TAKES(facts_file), .run = import_run,
		.each = "add", .outputs = OUTPUT_TABLE | OUTPUT_JSON},
	{"fact", "list", "the facts about a person, with their evidence", TAKES(ref), .method = GET,
		.path = "/v1/people/{ref}/facts?limit=1000", .view = &view_facts},
#include "core/sheet/award.def"
	{"award", "list", "the awards to a person", TAKES(ref), .method = GET,
		.path = "/v1/people/{ref}/awards?limit=1000", .view = &view_awards},
	{"award", "import", "make the awards of a file", TAKES(awards_file), .run = import_run,
		.each = "make", .outputs = OUTPUT_TABLE | OUTPUT_JSON},
#include "core/sheet/payment.def"
	{"payment", "show", "a payment and its history", TAKES(payment_id), .method = GET,
		.path = "/v1/payments/{id}", .view = &view_payment},
	{"payment", "list", "payments", TAKES(payment_list), .method = GET,
		.path = "/v1/payments?limit=1000", .view = &view_payments},
#include "core/sheet/fund.def"
	{"fund", "list", "the funds and what they have left", TAKES(fund_list), .method = GET,
		.path = "/v1/funds?limit=1000", .view = &view_funds},
	{"rules", "check", "check a file of financial rules here, without the daemon",
		TAKES(rules_file), .run = rules_check, .outputs = OUTPUT_TABLE | OUTPUT_JSON},
#include "core/sheet/rules.def"
	{"rules", "show", "print the financial rules in effect: who may approve what",
		TAKES(rules_show), .method = GET, .path = "/v1/rules", .view = &rules_view},
	{"rules", "list", "every version of the financial rules", .method = GET,
		.path = "/v1/rules/versions?limit=1000", .view = &rules_list_view},
#include "core/sheet/staff.def"
	{"staff", "list", "who may sign in, and as what", .method = GET,
		.path = "/v1/staff?limit=1000", .view = &view_staff},
	{"staff", "show", "somebody: what they may, what became of them, what they did",
		TAKES(staff_id), .method = GET, .path = "/v1/staff/{id}",
		.view = &view_staff_member},
	{"report", "staff",
		"who holds what, whose certificate ends soon, who is suspended with open work",
		.method = GET, .path = "/v1/reports/staff", .view = &view_report_staff},
	{"budget", NULL, "the funds and entitlements of a financial year", TAKES(year),
		.method = GET, .path = "/v1/reports/budget", .view = &view_budget},
	{"export", "events", "the log, in the bytes that are stored", TAKES(export_events),
		.run = export_run, .path = "/v1/export/events", .outputs = OUTPUT_TABLE},
	{"export", "ledger", "every transfer, or a journal for hledger", TAKES(export_ledger),
		.run = export_run, .path = "/v1/export/ledger", .outputs = OUTPUT_TABLE},
	{"export", "payments", "every payment", TAKES(export_payments), .run = export_run,
		.path = "/v1/export/payments", .outputs = OUTPUT_TABLE},
	{"export", "balances", "every account", TAKES(export_balances), .run = export_run,
		.path = "/v1/export/balances", .outputs = OUTPUT_TABLE},
	{"audit", "balance", "compute every balance again from the log, and compare",
		TAKES(audit_balance), .run = audit_run, .outputs = OUTPUT_TABLE | OUTPUT_JSON},
	{"completion", NULL, "a script that completes bursar's commands", TAKES(shell),
		.run = completion_run, .outputs = OUTPUT_TABLE},
};
#include "core/sheet/end.h"

const size_t actions_len = ARRAY_LEN(actions);
