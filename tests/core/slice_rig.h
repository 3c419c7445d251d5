/*
 * A slice in memory for tests of deciding: an authority with staff and published offers, people
 * with what is known of them, and commands with a fixed clock and fixed chance. Its log begins at
 * event RIG_FIRST, and all its accounts begin at nothing, so that the transfers made explain every
 * figure.
 */
#ifndef BURSAR_TESTS_CORE_SLICE_RIG_H
#define BURSAR_TESTS_CORE_SLICE_RIG_H

#include "base/json.h"
#include "core/decide/decide.h"

enum rig_staff {
	RIG_ADVISER = 1,
	RIG_MANAGER,
	RIG_FINANCE,
	RIG_AUDITOR,
	RIG_ADMIN,
	RIG_DEPUTY, /* adviser, manager and finance */
	RIG_GONE,   /* every role, but no longer active */
	RIG_STAFF_NEXT
};

enum { RIG_FIRST = 100, RIG_VERSIONS_MAX = 8 };

/* 2019-07-01T12:00:00Z, a Monday. */
#define RIG_NOON_US  INT64_C(1561982400000000)
#define RIG_TODAY    "2019-07-01"
#define RIG_NONCE    "00112233445566778899aabbccddeeff"
#define RIG_PERSON_1 "01010101-0101-0101-0101-010101010101"

/* How every event of the rig's noon begins. */
#define RIG_HEAD(n, kind, by)                                                                      \
	"{\"v\":1,\"n\":" n ",\"t\":\"" kind "\",\"at\":1561982400000000,\"day\":\"2019-07-01\","  \
	"\"by\":" by ",\"nonce\":\"" RIG_NONCE "\","
/* Of "agreed", "seen", "v" and "Flat pack Ltd", by openssl dgst -mac HMAC with rig_text's salt. */
#define RIG_MAC_AGREED "e5bfb213a1ec74fea555cebc35e1aa77e27a79069f38067e3f19ce71865126c6"
#define RIG_MAC_SEEN   "056ba58b5750a56e87482b6ad0f08d53aefb6e9b0ea45fb4fc600b0e15b4104e"
#define RIG_MAC_V      "27a605ef6ab57e3f0c7f2960f9ad3f6604e0923bde561588bbbb51c3a1cdd67b"
#define RIG_MAC_PAYEE  "405b845ddf67a418cbe1db85c503ae72b0946157d378315fd1f36c12dbd1c02d"

struct rig {
	struct arena *arena;
	struct slice slice;
	struct offer_book book;
	const struct offer *versions[RIG_VERSIONS_MAX];
	int64_t at_us; /* of the commands to come */
	unsigned keys, people;
	struct outcome outcome; /* of the last command */
	struct reasons reasons; /* of the last event, read back from its bytes; none if recorded */
};

/* With staff, and no offer. Free with rig_free. */
struct rig *rig_empty(void);
/* A line for each rule, in pieces, NULL behind the last. */
extern const char *const rig_offer[];
/* With that offer. */
struct rig *rig_new(void);
/* With offers/NAME.yaml. */
struct rig *rig_authority(const char *name);
void rig_free(struct rig *rig);
/* The text of FOLDER/NAME.yaml. */
const char *rig_file(struct rig *rig, const char *folder, const char *name);

/* What an offer needs before its entitlements: effective and the vocabulary of rig_new. */
#define RIG_OFFER_TOP(effective)                                                                   \
	"authority: testshire\nname: Testshire\ntitle: Local offer\neffective: " effective         \
	"\nsource: a.txt\n"                                                                        \
	"rates:\n  weekly: [{from: 2015-04-06, amount: \"57.90\", source: gov.uk}]\n"              \
	"facts:\n"                                                                                 \
	"  fact-a: A is so\n"                                                                      \
	"  fact-b: B is so\n"                                                                      \
	"  fact-c: C is so\n"                                                                      \
	"  pathway-plan: {says: A current plan, holds: 6 months}\n"                                \
	"funds:\n"                                                                                 \
	"  - {code: duty, name: Duty to 25, ages: {from: 21, until: 25}}\n"                        \
	"  - {code: care, name: Leaving care}\n"                                                   \
	"  - {code: young, name: For the young, ages: {from: 16, until: 18}}\n"                    \
	"entitlements:\n"
/* An entitlement for everybody from 16 to 25; more ends it: "cap: …, fund: care". */
#define RIG_LINE(code, more)                                                                       \
	"  - {code: " code ", name: Line, says: A line., ages: {from: 16, until: 25}, "            \
	"categories: [eligible, relevant, former-relevant, qualifying], " more "}\n"

/* Adds a version, whose faults fail the test. */
void rig_publish(struct rig *rig, const char *text);

/* Of financial rules, what must be in them. */
#define RIG_RULES_TOP                                                                              \
	"authority: testshire\ntitle: Rules\neffective: 2018-04-01\nsource: invented\n"
/* Financial rules, whose faults fail the test; rig_rules adds them as the next version. */
struct delegation *rig_rules_read(struct rig *rig, const char *text);
void rig_rules(struct rig *rig, const char *text);

struct date rig_day(const char *text);
struct uuid rig_uuid(unsigned n);
/* With the category from birth on; CATEGORY_NONE records none. */
struct slice_person *rig_person(
	struct rig *rig, const char *ref, const char *born, enum category category);
/* event decides between two of one day. */
void rig_category(struct rig *rig, struct slice_person *person, enum category category,
	const char *from, int64_t event);
/* "fact-a@2019-01-01 fact-b@2019-01-01..2019-06-30": from, and the last day. */
void rig_facts(struct rig *rig, struct slice_person *person, const char *facts);

/* A command of the next key, at the rig's instant. */
/* As loaded, with a secret of one letter; until: its last day. */
void rig_invite(struct rig *rig, int32_t staff_id, int64_t event, char secret, const char *until);
/* As loaded, registered by an event. */
void rig_credential(struct rig *rig, int32_t staff_id, int64_t event, bool dropped);
/* What a command about staff must say to be recorded. */
void rig_ask_staff(struct command *command);
/* A payee as loaded, whose creditor-ref was set by the adviser when they added it. */
struct slice_payee *rig_payee(struct rig *rig, const char *code, int64_t event);
/* Of a command about payees, what makes it sound: another payee, another creditor-ref. */
void rig_ask_payee(struct command *command);
struct command rig_command(struct rig *rig, enum command_kind kind, int32_t staff_id);
/* With a salt of bytes 5a. */
void rig_text(struct command_text *text, const char *words);
/* "recorded", "refused category age-below", "not found person", "invalid /born", "exists",
 * "key reused", "not your role", "looked". */
const char *rig_decide(struct rig *rig, const struct command *command);
/* By the adviser, the manager, finance. */
const char *rig_request(
	struct rig *rig, const char *ref, const char *code, int64_t pence, const char *on);
const char *rig_award(
	struct rig *rig, const char *ref, const char *code, int64_t pence, const char *on);
const char *rig_credit(struct rig *rig, const char *fund, const char *year, int64_t pence);
const char *rig_move(struct rig *rig, enum command_kind kind, int32_t staff_id, int64_t payment);
/* The number of the last event. */
int64_t rig_last(const struct rig *rig);
/* A reason of the last event; one without figures if it is not there. */
const struct reason *rig_reason(const struct rig *rig, enum reason_code code);
/* "5000-2000-1000": credited, debited, reserved of an account; "none". */
const char *rig_account(struct rig *rig, const char *code);
/* Of the cap of the person made n-th. */
const char *rig_cap(struct rig *rig, unsigned n, const char *code, const char *period);

/* The i-th step of the slice: payment, step, event, staff, round, stage, fund and payable. */
const char *rig_step(struct rig *rig, size_t i);
/* All that the slice holds, as text to be compared. */
const char *rig_dump(struct rig *rig);
/* What the transfers made give an account. */
struct account rig_explained(const struct slice *slice, const struct account *account);
/* Both books sum to zero, the transfers explain every account, no floor is broken, and the events
 * are numbered without a gap. */
void rig_check_books(struct rig *rig);
/* Whether it ends in a failed assertion. */
bool rig_dies(void (*run)(void));

#endif
