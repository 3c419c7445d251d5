#include "cli/show/views.h"

#include "base/cc.h"

#define COLUMNS(list)  .columns = (list), .columns_len = ARRAY_LEN(list)
#define FIELDS(list)   .fields = (list), .fields_len = ARRAY_LEN(list)
#define SECTIONS(list) .sections = (list), .sections_len = ARRAY_LEN(list)

static const struct column me[] = {
	{"Name", "name", CELL_TEXT, false},
	{"Roles", "roles", CELL_TEXT, false},
	{"Authority", "authority.name", CELL_TEXT, false},
	{"Code", "authority.code", CELL_TEXT, false},
	{"Today", "today", CELL_TEXT, false},
};
const struct view view_me = {FIELDS(me)};

static const struct column staff[] = {
	{"STAFF", "staff", CELL_COUNT, false},
	{"NAME", "name", CELL_TEXT, false},
	{"ROLES", "roles", CELL_TEXT, false},
	{"ACTIVE", "active", CELL_YES, false},
	{"CERTIFICATES", "certificates", CELL_COUNT, false},
	{"INVITED UNTIL", "invited_until", CELL_TEXT, false},
};
static const struct section staff_list[] = {{.member = "items", COLUMNS(staff)}};
const struct view view_staff = {SECTIONS(staff_list)};

static const struct column member[] = {
	{"Staff", "staff", CELL_TEXT, false},
	{"Name", "name", CELL_TEXT, false},
	{"Roles", "roles", CELL_TEXT, false},
	{"Active", "active", CELL_YES, false},
	{"Added at", "added.at", CELL_TEXT, false},
	{"Added by", "added.by.name", CELL_TEXT, false},
};
static const struct column credentials[] = {
	{"CREDENTIAL", "credential", CELL_COUNT, false},
	{"SINCE", "at", CELL_TEXT, false},
	{"ENDS", "ends", CELL_TEXT, false},
	{"DROPPED BY", "dropped", CELL_COUNT, false},
	{"SHA-256", "sha256", CELL_TEXT, false},
};
static const struct column standings[] = {
	{"EVENT", "event", CELL_COUNT, false},
	{"AT", "at", CELL_TEXT, false},
	{"WHAT", "what", CELL_TEXT, false},
	{"ROLE", "role", CELL_TEXT, false},
	{"FROM", "from", CELL_TEXT, false},
	{"UNTIL", "until", CELL_TEXT, false},
	{"BY", "by.name", CELL_TEXT, false},
	{"REASON", "reason", CELL_TEXT, true},
};
static const struct column deeds[] = {
	{"WHAT", "kind", CELL_TEXT, false},
	{"TIMES", "times", CELL_COUNT, false},
	{"LAST", "last_at", CELL_TEXT, false},
};
static const struct section member_lists[] = {
	{.title = "Signs in by", .member = "credentials", COLUMNS(credentials)},
	{.title = "Changed", .member = "changes", COLUMNS(standings)},
	{.title = "Did", .member = "did", COLUMNS(deeds)},
};
const struct view view_staff_member = {FIELDS(member), SECTIONS(member_lists)};

static const struct column holds[] = {
	{"STAFF", "staff", CELL_COUNT, false},
	{"NAME", "name", CELL_TEXT, false},
	{"ROLE", "role", CELL_TEXT, false},
	{"SINCE", "since", CELL_TEXT, false},
	{"UNTIL", "until", CELL_TEXT, false},
	{"BY", "by.name", CELL_TEXT, false},
	{"ACTIVE", "active", CELL_YES, false},
};
static const struct column ending[] = {
	{"STAFF", "staff", CELL_COUNT, false},
	{"NAME", "name", CELL_TEXT, false},
	{"CREDENTIAL", "credential", CELL_COUNT, false},
	{"ENDS", "ends", CELL_TEXT, false},
};
static const struct column suspended[] = {
	{"STAFF", "staff", CELL_COUNT, false},
	{"NAME", "name", CELL_TEXT, false},
	{"SINCE", "since", CELL_TEXT, false},
	{"REQUESTED", "requested", CELL_COUNT, false},
	{"APPROVED", "approved", CELL_COUNT, false},
};
static const struct column claims[] = {
	{"STAFF", "staff", CELL_COUNT, false},
	{"NAME", "name", CELL_TEXT, false},
	{"CREDENTIAL", "credential", CELL_COUNT, false},
	{"CLAIMED", "claimed", CELL_TEXT, false},
	{"INVITED BY", "invited_by.name", CELL_TEXT, false},
};
static const struct section report_staff_lists[] = {
	{.title = "Who holds what", .member = "holds", COLUMNS(holds)},
	{.title = "Certificates that end within 60 days", .member = "ending", COLUMNS(ending)},
	{.title = "Suspended, with work that is open", .member = "suspended", COLUMNS(suspended)},
	{.title = "Claimed after others invited them again", .member = "claims", COLUMNS(claims)},
};
const struct view view_report_staff = {SECTIONS(report_staff_lists)};

static const struct column people[] = {
	{"REF", "ref", CELL_TEXT, false},
	{"NAME", "name", CELL_TEXT, false},
	{"BORN", "born", CELL_TEXT, false},
	{"CATEGORY", "category", CELL_TEXT, false},
	{"SINCE", "since", CELL_TEXT, false},
};
static const struct section people_list[] = {{.member = "items", COLUMNS(people)}};
const struct view view_people = {SECTIONS(people_list)};
static const struct section found_list[] = {
	{NULL, "items", COLUMNS(people), "a TEXT that says more"}};
const struct view view_found = {SECTIONS(found_list)};

static const struct column person[] = {
	{"Ref", "ref", CELL_TEXT, false},
	{"Name", "name", CELL_TEXT, false},
	{"Born", "born", CELL_TEXT, false},
	{"Creditor-ref", "creditor_ref", CELL_TEXT, false},
	{"In the log", "person", CELL_TEXT, false},
};
static const struct column categories[] = {
	{"CATEGORY", "category", CELL_TEXT, false},
	{"FROM", "from", CELL_TEXT, false},
	{"EVENT", "event", CELL_COUNT, false},
};
static const struct column facts[] = {
	{"FACT", "fact", CELL_TEXT, false},
	{"FROM", "from", CELL_TEXT, false},
	{"UNTIL", "until", CELL_TEXT, false},
	{"EVENT", "event", CELL_COUNT, false},
	{"ENDED BY", "ended_event", CELL_COUNT, false},
	{"VALUE", "value", CELL_TEXT, false},
	{"EVERY", "every", CELL_TEXT, false},
};
static const struct column awards[] = {
	{"ENTITLEMENT", "entitlement", CELL_TEXT, false},
	{"AMOUNT", "amount_pence", CELL_PENCE, false},
	{"ON", "on", CELL_TEXT, false},
	{"PERIOD", "period", CELL_TEXT, false},
	{"EVENT", "event", CELL_COUNT, false},
};
static const struct column persons_payments[] = {
	{"PAYMENT", "payment", CELL_TEXT, false},
	{"ENTITLEMENT", "entitlement", CELL_TEXT, false},
	{"AMOUNT", "amount_pence", CELL_PENCE, false},
	{"ON", "on", CELL_TEXT, false},
	{"STATE", "state", CELL_TEXT, false},
};
static const struct section person_lists[] = {
	{"Categories", "categories", COLUMNS(categories), "bursar person categories REF"},
	{"Facts", "facts", COLUMNS(facts), "bursar fact list REF"},
	{"Awards", "awards", COLUMNS(awards), "bursar award list REF"},
	{"Payments", "payments", COLUMNS(persons_payments), "bursar payment list --person REF"},
};
static const struct section categories_list[] = {{.member = "items", COLUMNS(categories)}};
const struct view view_categories = {SECTIONS(categories_list)};
static const struct section awards_list[] = {{.member = "items", COLUMNS(awards)}};
const struct view view_awards = {SECTIONS(awards_list)};
const struct view view_person = {FIELDS(person), SECTIONS(person_lists)};

static const struct column facts_told[] = {
	{"FACT", "fact", CELL_TEXT, false},
	{"FROM", "from", CELL_TEXT, false},
	{"UNTIL", "until", CELL_TEXT, false},
	{"VALUE", "value", CELL_TEXT, true},
	{"EVIDENCE", "evidence", CELL_TEXT, true},
	{"EVENT", "event", CELL_COUNT, false},
	{"ENDED BY", "ended_event", CELL_COUNT, false},
	{"EVERY", "every", CELL_TEXT, false},
};
static const struct section facts_list[] = {{.member = "items", COLUMNS(facts_told)}};
const struct view view_facts = {SECTIONS(facts_list)};

static const struct column entitlements[] = {
	{"CODE", "code", CELL_TEXT, false},
	{"NAME", "name", CELL_TEXT, true},
	{"PAYABLE", "payable", CELL_YES, false},
	{"LEFT", "left_pence", CELL_PENCE, false},
	{"WHY NOT", "reasons", CELL_TEXT, true},
};
static const struct section entitlements_list[] = {{.member = "items", COLUMNS(entitlements)}};
const struct view view_entitlements = {SECTIONS(entitlements_list)};

static const struct column statement[] = {
	{"Ref", "ref", CELL_TEXT, false},
	{"Name", "name", CELL_TEXT, false},
};
static const struct column caps[] = {
	{"ENTITLEMENT", "entitlement", CELL_TEXT, false},
	{"PERIOD", "period", CELL_TEXT, false},
	{"ALLOWED", "credited_pence", CELL_PENCE, false},
	{"HAD", "drawn_pence", CELL_PENCE, false},
	{"ON ITS WAY", "reserved_pence", CELL_PENCE, false},
	{"LEFT", "left_pence", CELL_PENCE, false},
};
static const struct column refusals[] = {
	{"EVENT", "event", CELL_COUNT, false},
	{"ON", "on", CELL_TEXT, false},
	{"ENTITLEMENT", "entitlement", CELL_TEXT, false},
	{"AMOUNT", "amount_pence", CELL_PENCE, false},
	{"REASONS", "reasons", CELL_TEXT, true},
};
static const struct section statement_lists[] = {
	{"Allowances", "caps", COLUMNS(caps), "bursar person caps REF"},
	{"Payments", "payments", COLUMNS(persons_payments), "bursar payment list --person REF"},
	{"Refused", "refusals", COLUMNS(refusals), "bursar person refusals REF"},
};
static const struct section caps_list[] = {{.member = "items", COLUMNS(caps)}};
const struct view view_caps = {SECTIONS(caps_list)};
static const struct section refusals_list[] = {{.member = "items", COLUMNS(refusals)}};
const struct view view_refusals = {SECTIONS(refusals_list)};
const struct view view_statement = {FIELDS(statement), SECTIONS(statement_lists)};

static const struct column payments[] = {
	{"PAYMENT", "payment", CELL_TEXT, false},
	{"REF", "ref", CELL_TEXT, false},
	{"ENTITLEMENT", "entitlement", CELL_TEXT, false},
	{"AMOUNT", "amount_pence", CELL_PENCE, false},
	{"ON", "on", CELL_TEXT, false},
	{"STATE", "state", CELL_TEXT, false},
	{"FUND", "fund", CELL_TEXT, false},
	{"REQUESTED BY", "requester.name", CELL_TEXT, false},
	{"APPROVED BY", "approver.name", CELL_TEXT, false},
};
static const struct section payments_list[] = {{.member = "items", COLUMNS(payments)}};
const struct view view_payments = {SECTIONS(payments_list)};

static const struct column payment[] = {
	{"Payment", "payment", CELL_TEXT, false},
	{"State", "state", CELL_TEXT, false},
	{"Person", "ref", CELL_TEXT, false},
	{"Entitlement", "entitlement", CELL_TEXT, false},
	{"Amount", "amount_pence", CELL_PENCE, false},
	{"Payee", "payee", CELL_TEXT, false},
	{"Paid to", "paid_to.name", CELL_TEXT, false},
	{"Payee's code", "paid_to.payee", CELL_TEXT, false},
	{"Creditor-ref", "paid_to.creditor_ref", CELL_TEXT, false},
	{"Needed on", "on", CELL_TEXT, false},
	{"Period", "period", CELL_TEXT, false},
	{"Financial year", "year", CELL_TEXT, false},
	{"Fund", "fund", CELL_TEXT, false},
	{"Offer version", "offer_version", CELL_TEXT, false},
	{"Requested by", "requester.name", CELL_TEXT, false},
	{"Requested at", "requested_at", CELL_TEXT, false},
	{"Approved by", "approver.name", CELL_TEXT, false},
	{"Approved at", "approved_at", CELL_TEXT, false},
	{"Closed at", "closed_at", CELL_TEXT, false},
	{"Content", "content_sha256", CELL_TEXT, false},
};
static const struct column history[] = {
	{"EVENT", "event", CELL_COUNT, false},
	{"AT", "at", CELL_TEXT, false},
	{"WHAT", "kind", CELL_TEXT, false},
	{"BY", "by.name", CELL_TEXT, false},
	{"UNTIL", "until", CELL_TEXT, false},
	{"WHY", "reason", CELL_TEXT, false},
};
static const struct section payment_lists[] = {
	{"History", "history", COLUMNS(history), "bursar person refusals REF"}};
const struct view view_payment = {FIELDS(payment), SECTIONS(payment_lists)};

static const struct column payees[] = {
	{"PAYEE", "payee", CELL_TEXT, false},
	{"NAME", "name", CELL_TEXT, true},
	{"CREDITOR-REF", "creditor_ref", CELL_TEXT, false},
	{"ENDED", "ended", CELL_YES, false},
	{"SINCE", "since", CELL_TEXT, false},
};
static const struct section payees_list[] = {{.member = "items", COLUMNS(payees)}};
const struct view view_payees = {SECTIONS(payees_list)};

static const struct column funds[] = {
	{"FUND", "fund", CELL_TEXT, false},
	{"YEAR", "year", CELL_TEXT, false},
	{"CREDITED", "credited_pence", CELL_PENCE, false},
	{"SPENT", "spent_pence", CELL_PENCE, false},
	{"COMMITTED", "committed_pence", CELL_PENCE, false},
	{"LEFT", "left_pence", CELL_PENCE, false},
};
static const struct section funds_list[] = {{.member = "items", COLUMNS(funds)}};
const struct view view_funds = {SECTIONS(funds_list)};

static const struct column budget[] = {
	{"Financial year", "year", CELL_TEXT, false},
	{"Credited", "totals.credited_pence", CELL_PENCE, false},
	{"Spent", "totals.spent_pence", CELL_PENCE, false},
	{"Committed", "totals.committed_pence", CELL_PENCE, false},
	{"Left", "totals.left_pence", CELL_PENCE, false},
	{"Requested", "totals.requested_pence", CELL_PENCE, false},
};
static const struct column budget_funds[] = {
	{"FUND", "fund", CELL_TEXT, false},
	{"NAME", "name", CELL_TEXT, true},
	{"CREDITED", "credited_pence", CELL_PENCE, false},
	{"SPENT", "spent_pence", CELL_PENCE, false},
	{"COMMITTED", "committed_pence", CELL_PENCE, false},
	{"LEFT", "left_pence", CELL_PENCE, false},
};
static const struct column budget_entitlements[] = {
	{"ENTITLEMENT", "entitlement", CELL_TEXT, false},
	{"REQUESTED", "requested_pence", CELL_PENCE, false},
	{"COMMITTED", "committed_pence", CELL_PENCE, false},
	{"PAID", "paid_pence", CELL_PENCE, false},
	{"PAYMENTS", "payments", CELL_COUNT, false},
	{"PEOPLE", "people", CELL_COUNT, false},
};
static const struct section budget_lists[] = {
	{"Funds", "funds", COLUMNS(budget_funds), "bursar fund list --year YEAR"},
	{"Entitlements", "entitlements", COLUMNS(budget_entitlements), "bursar export payments"},
};
const struct view view_budget = {FIELDS(budget), SECTIONS(budget_lists)};
