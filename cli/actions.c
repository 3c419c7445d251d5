#include "cli/action.h"

#include "base/cc.h"
#include "cli/auditing.h"
#include "cli/completion.h"
#include "cli/doctor.h"
#include "cli/exporting.h"
#include "cli/importing.h"
#include "cli/localoffer.h"
#include "cli/value.h"
#include "cli/views.h"

static const char *const categories[] = {
	"eligible", "relevant", "former-relevant", "qualifying", NULL};
static const char *const roles[] = {"adviser", "manager", "finance", "auditor", "admin", NULL};
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
#define BODY(member_)  .place = IN_BODY, .member = (member_)
#define QUERY(member_) .place = IN_QUERY, .member = (member_)
#define PATH           .place = IN_PATH
#define LOCAL          .place = HERE
#define HELP(text)     .help = (text)

/* What the daemon takes of a text; of a name it takes less. */
enum { TEXT_BYTES_MAX = 2000 };

#define REF_IN_PATH                                                                                \
	NEEDS("REF", VALUE_REF, PATH, HELP("the person, by the council's case reference"))
#define REASON                                                                                     \
	NEEDS("--reason", VALUE_TEXT, BODY("reason"), HELP("why, for the record"),                 \
		.bytes_max = TEXT_BYTES_MAX)
#define NEED_DATE                                                                                  \
	MAY("--on", VALUE_DATE, BODY("on"),                                                        \
		HELP("the day it is needed, which chooses the rules; today if left out"))
#define OUT MAY("--out", VALUE_FILE, LOCAL, HELP("into a file instead of standard output"))
#define FROM_TO                                                                                    \
	MAY("--from", VALUE_DATE, QUERY("from"), HELP("from events of this day on")),              \
		MAY("--to", VALUE_DATE, QUERY("to"), HELP("to events of this day"))

static const struct parameter file[] = {
	NEEDS("FILE", VALUE_FILE, LOCAL, HELP("an offer (bursar-offer(5))"))};
static const struct parameter publish[] = {
	NEEDS("FILE", VALUE_DOCUMENT, BODY("text"), HELP("an offer (bursar-offer(5))"))};
static const struct parameter offer_show[] = {
	MAY("--on", VALUE_DATE, QUERY("on"),
		HELP("the offer in effect on a day; today if left out")),
	MAY("--version", VALUE_NUMBER, QUERY("version"), HELP("a version by its number")),
};

static const struct parameter person_add[] = {
	NEEDS("REF", VALUE_REF, BODY("ref"), HELP("the council's case reference"), .once = true),
	NEEDS("--born", VALUE_DATE, BODY("born"), HELP("date of birth")),
	NEEDS("--category", VALUE_WORD, BODY("category"), HELP("what the person was found to be"),
		.words = categories),
	MAY("--since", VALUE_DATE, BODY("since"),
		HELP("the day from which the category holds; the 16th birthday if left out")),
	MAY("--name", VALUE_TEXT, BODY("name"), HELP("as payments and statements show it"),
		.bytes_max = 200),
};
static const struct parameter person_category[] = {
	REF_IN_PATH,
	NEEDS("CATEGORY", VALUE_WORD, BODY("category"), HELP("what the person was found to be"),
		.words = categories),
	NEEDS("--from", VALUE_DATE, BODY("from"), HELP("the first day it holds")),
	REASON,
};
static const struct parameter ref[] = {REF_IN_PATH};
static const struct parameter person_on[] = {
	REF_IN_PATH,
	MAY("--on", VALUE_DATE, QUERY("on"), HELP("the day asked about; today if left out")),
};
#define IMPORT(columns) NEEDS("FILE", VALUE_FILE, LOCAL, HELP("CSV with the columns " columns))
#define AGAIN                                                                                      \
	MAY("--again", VALUE_FLAG, LOCAL, HELP("record every line once more, there or not")),      \
		MAY("--after", VALUE_NUMBER, LOCAL,                                                \
			HELP("go on with an --again that stopped: the event it names"))
static const struct parameter people_file[] = {IMPORT("ref, born, category, since, name")};
static const struct parameter facts_file[] = {
	IMPORT("ref, fact, from, until, value, evidence"), AGAIN};
static const struct parameter awards_file[] = {
	IMPORT("ref, entitlement, amount, on, reason"),
	MAY("--on", VALUE_DATE, LOCAL, HELP("the day of lines that say none")),
	AGAIN,
};

static const struct parameter person_find[] = {NEEDS("TEXT", VALUE_TEXT, QUERY("text"),
	HELP("the beginning of a name, a reference, a birth date, or several of them"),
	.bytes_max = 200)};

static const struct parameter fact_add[] = {
	REF_IN_PATH,
	NEEDS("FACT", VALUE_FACT, BODY("fact"), HELP("a word of the offer's vocabulary")),
	NEEDS("--from", VALUE_DATE, BODY("from"), HELP("the first day it holds")),
	MAY("--until", VALUE_DATE, BODY("until"),
		HELP("the last day it holds; until ended if left out")),
	MAY("--value", VALUE_TEXT, BODY("value"), HELP("a figure or a word that goes with it"),
		.bytes_max = TEXT_BYTES_MAX),
	NEEDS("--evidence", VALUE_TEXT, BODY("evidence"),
		HELP("what was seen, and where it is kept"), .bytes_max = TEXT_BYTES_MAX),
};
static const struct parameter fact_end[] = {
	REF_IN_PATH,
	NEEDS("FACT", VALUE_FACT, PATH, HELP("the fact that ends")),
	NEEDS("--on", VALUE_DATE, BODY("on"), HELP("the first day it holds no more")),
};

static const struct parameter award_make[] = {
	REF_IN_PATH,
	NEEDS("ENTITLEMENT", VALUE_CODE, BODY("entitlement"), HELP("a line of the offer")),
	NEEDS("AMOUNT", VALUE_AMOUNT, BODY("amount_pence"), HELP("15, 15.00 or £1,234.50")),
	MAY("--on", VALUE_DATE, BODY("on"),
		HELP("a day of the period it counts in; today if left out")),
	REASON,
};

static const struct parameter payment_request[] = {
	NEEDS("REF", VALUE_REF, BODY("ref"), HELP("the person, by the council's case reference")),
	NEEDS("ENTITLEMENT", VALUE_CODE, BODY("entitlement"), HELP("a line of the offer")),
	NEEDS("AMOUNT", VALUE_AMOUNT, BODY("amount_pence"), HELP("15, 15.00 or £1,234.50")),
	NEED_DATE,
	MAY("--payee", VALUE_TEXT, BODY("payee"), HELP("who is paid, if not the person"),
		.bytes_max = TEXT_BYTES_MAX),
};
static const struct parameter payment_ids[] = {
	NEEDS("ID", VALUE_PAYMENT, PATH, HELP("payments, such as P341"), .repeated = true)};
static const struct parameter payment_decline[] = {
	NEEDS("ID", VALUE_PAYMENT, PATH, HELP("a payment, such as P341")),
	REASON,
};
static const struct parameter payment_id[] = {
	NEEDS("ID", VALUE_PAYMENT, PATH, HELP("a payment, such as P341"))};
static const struct parameter payment_list[] = {
	MAY("--state", VALUE_WORD, QUERY("state"), HELP("only payments in this state"),
		.words = states),
	MAY("--person", VALUE_REF, QUERY("ref"), HELP("only payments of this person")),
};

static const struct parameter fund_credit[] = {
	NEEDS("CODE", VALUE_CODE, PATH, HELP("a fund of the offer")),
	NEEDS("AMOUNT", VALUE_AMOUNT, BODY("amount_pence"), HELP("15, 15.00 or £1,234.50")),
	NEEDS("--year", VALUE_YEAR, BODY("year"), HELP("the financial year, such as 2019-20")),
	REASON,
};
static const struct parameter year[] = {MAY("--year", VALUE_YEAR, QUERY("year"),
	HELP("a financial year; the current one if left out"))};
static const struct parameter fund_list[] = {
	MAY("--year", VALUE_YEAR, QUERY("year"), HELP("only funds of a financial year"))};

static const struct parameter staff_add[] = {
	NEEDS("NAME", VALUE_TEXT, BODY("name"), HELP("as decisions show it"), .bytes_max = 200),
	NEEDS("--role", VALUE_WORD, BODY("roles"),
		HELP("what they may do; several if given several times"), .words = roles,
		.repeated = true),
};
static const struct parameter staff_id[] = {
	NEEDS("ID", VALUE_NUMBER, PATH, HELP("a member of staff, as staff list numbers them"))};
static const struct parameter staff_claim[] = {NEEDS("CODE", VALUE_TEXT, BODY("code"),
	HELP("the invitation an administrator gave you"), .bytes_max = 200)};

#define FORMAT(list)                                                                               \
	MAY("--format", VALUE_WORD, LOCAL, HELP("the first of these if left out"), .words = (list))
static const struct parameter export_events[] = {FROM_TO, FORMAT(events_formats), OUT};
static const struct parameter export_ledger[] = {FROM_TO, FORMAT(ledger_formats), OUT};
static const struct parameter export_payments[] = {FROM_TO, FORMAT(rows_formats), OUT};
static const struct parameter export_balances[] = {FORMAT(rows_formats), OUT};

static const struct parameter shell[] = {
	NEEDS("SHELL", VALUE_WORD, LOCAL, HELP("the shell to write it for"), .words = shells)};

#define PAY_QUESTION    "Pay {ID}? It cannot be taken back here."
#define CREDIT_QUESTION "Credit {AMOUNT} to {CODE} for {--year}?"

/* The rows of one noun stand together. */
const struct action actions[] = {
	{"whoami", NULL, "say who the daemon takes you for", .method = GET, .path = "/v1/me",
		.view = &view_me},
	{"doctor", NULL, "look at profile, certificate and connection, and say what to do",
		.run = doctor_run, .outputs = OUTPUT_TABLE},
	{"offer", "check", "check an offer file here, without the daemon", TAKES(file),
		.run = localoffer_check, .outputs = OUTPUT_TABLE | OUTPUT_JSON},
	{"offer", "publish", "publish an offer, which is enforced from its effective date on",
		TAKES(publish), .method = POST, .path = "/v1/offers"},
	{"offer", "show", "print the offer in effect as the local offer it is", TAKES(offer_show),
		.method = GET, .path = "/v1/offer", .view = &localoffer_view},
	{"person", "add", "record a person", TAKES(person_add), .method = POST,
		.path = "/v1/people"},
	{"person", "category", "record what a person was found to be", TAKES(person_category),
		.method = POST, .path = "/v1/people/{REF}/categories"},
	{"person", "import", "record the people of a file", TAKES(people_file),
		.run = importing_run, .each = "add", .word = "person-add",
		.outputs = OUTPUT_TABLE | OUTPUT_JSON},
	{"person", "show", "all that is recorded of a person", TAKES(ref), .method = GET,
		.path = "/v1/people/{REF}?limit=1000", .view = &view_person},
	{"person", "list", "everybody", .method = GET, .path = "/v1/people?limit=1000",
		.view = &view_people},
	{"person", "find", "who is meant by a name, a reference or a birth date",
		TAKES(person_find), .method = GET, .path = "/v1/people/find?limit=1000",
		.view = &view_found},
	{"person", "entitlements", "what a person may have, and why not the rest", TAKES(person_on),
		.method = GET, .path = "/v1/people/{REF}/entitlements", .view = &view_entitlements},
	{"person", "statement", "what a person has had, what is left, what was refused", TAKES(ref),
		.method = GET, .path = "/v1/people/{REF}/statement?limit=1000",
		.view = &view_statement},
	{"person", "categories", "what a person was found to be, as it was recorded", TAKES(ref),
		.method = GET, .path = "/v1/people/{REF}/categories?limit=1000",
		.view = &view_categories},
	{"person", "caps", "what a person may draw on, and has", TAKES(ref), .method = GET,
		.path = "/v1/people/{REF}/caps?limit=1000", .view = &view_caps},
	{"person", "refusals", "what a person was refused, and why", TAKES(ref), .method = GET,
		.path = "/v1/people/{REF}/refusals?limit=1000", .view = &view_refusals},
	{"fact", "add", "record a fact about a person", TAKES(fact_add), .method = POST,
		.path = "/v1/people/{REF}/facts"},
	{"fact", "end", "end a fact", TAKES(fact_end), .method = POST,
		.path = "/v1/people/{REF}/facts/{FACT}/end"},
	{"fact", "import", "record the facts of a file", TAKES(facts_file), .run = importing_run,
		.each = "add", .word = "fact-record", .outputs = OUTPUT_TABLE | OUTPUT_JSON},
	{"fact", "list", "the facts about a person, with their evidence", TAKES(ref), .method = GET,
		.path = "/v1/people/{REF}/facts?limit=1000", .view = &view_facts},
	{"award", "make", "agree an amount for a person", TAKES(award_make), .method = POST,
		.path = "/v1/people/{REF}/awards"},
	{"award", "list", "the awards to a person", TAKES(ref), .method = GET,
		.path = "/v1/people/{REF}/awards?limit=1000", .view = &view_awards},
	{"award", "import", "make the awards of a file", TAKES(awards_file), .run = importing_run,
		.each = "make", .word = "award-make", .outputs = OUTPUT_TABLE | OUTPUT_JSON},
	{"payment", "request", "ask for a payment, which the offer allows or refuses",
		TAKES(payment_request), .method = POST, .path = "/v1/payments"},
	{"payment", "approve", "approve payments that somebody else requested", TAKES(payment_ids),
		.method = POST, .path = "/v1/payments/{ID}/approve"},
	{"payment", "decline", "decline a payment", TAKES(payment_decline), .method = POST,
		.path = "/v1/payments/{ID}/decline"},
	{"payment", "pay", "record that approved payments are paid", TAKES(payment_ids),
		.method = POST, .path = "/v1/payments/{ID}/pay", .question = PAY_QUESTION},
	{"payment", "show", "a payment and its history", TAKES(payment_id), .method = GET,
		.path = "/v1/payments/{ID}", .view = &view_payment},
	{"payment", "list", "payments", TAKES(payment_list), .method = GET,
		.path = "/v1/payments?limit=1000", .view = &view_payments},
	{"fund", "credit", "credit a fund for a financial year", TAKES(fund_credit), .method = POST,
		.path = "/v1/funds/{CODE}/credits", .question = CREDIT_QUESTION},
	{"fund", "list", "the funds and what they have left", TAKES(fund_list), .method = GET,
		.path = "/v1/funds?limit=1000", .view = &view_funds},
	{"staff", "add", "add somebody, and print their invitation", TAKES(staff_add),
		.method = POST, .path = "/v1/staff"},
	{"staff", "claim", "register your own certificate, with an invitation", TAKES(staff_claim),
		.method = POST, .path = "/v1/staff/claim"},
	{"staff", "renew", "print another invitation for somebody", TAKES(staff_id), .method = POST,
		.path = "/v1/staff/{ID}/renew"},
	{"staff", "list", "who may sign in, and as what", .method = GET,
		.path = "/v1/staff?limit=1000", .view = &view_staff},
	{"budget", NULL, "the funds and entitlements of a financial year", TAKES(year),
		.method = GET, .path = "/v1/reports/budget", .view = &view_budget},
	{"export", "events", "the log, in the bytes that are stored", TAKES(export_events),
		.run = exporting_run, .path = "/v1/export/events", .outputs = OUTPUT_TABLE},
	{"export", "ledger", "every transfer, or a journal for hledger", TAKES(export_ledger),
		.run = exporting_run, .path = "/v1/export/ledger", .outputs = OUTPUT_TABLE},
	{"export", "payments", "every payment", TAKES(export_payments), .run = exporting_run,
		.path = "/v1/export/payments", .outputs = OUTPUT_TABLE},
	{"export", "balances", "every account", TAKES(export_balances), .run = exporting_run,
		.path = "/v1/export/balances", .outputs = OUTPUT_TABLE},
	{"audit", "balance", "compute every balance again from the log, and compare",
		.run = auditing_run, .outputs = OUTPUT_TABLE | OUTPUT_JSON},
	{"completion", NULL, "a script that completes bursar's commands", TAKES(shell),
		.run = completion_run, .outputs = OUTPUT_TABLE},
};
const size_t actions_len = ARRAY_LEN(actions);
