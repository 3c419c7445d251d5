/* The sign-in memory: whose a credential is, and of no other. */
#include <stdlib.h>

#include "daemon/store/read/sign_ins.h"
#include "tests/check.h"

static const struct date today = {20000};
static const struct store_staff adviser = {
	.authority_id = 1, .staff_id = 2, .roles = 1, .day = {20000}};
static const struct store_staff other = {
	.authority_id = 2, .staff_id = 1, .roles = 31, .day = {20000}};
static const struct store_staff nobody = {.authority_id = 0};

/* Two certificates that share a slot: they differ behind the bytes that choose it. */
static struct credential certificate(uint8_t last)
{
	struct credential credential = {
		.kind = CREDENTIAL_CERTIFICATE, .digest = {.bytes = {0xab, 0xcd}}};

	credential.digest.bytes[DIGEST_BYTES - 1] = last;
	return credential;
}

static struct sign_ins *begin(void)
{
	struct sign_ins *sign_ins = calloc(1, sizeof(*sign_ins));

	CHECK(sign_ins != NULL);
	return sign_ins;
}

TEST(sign_ins_hold_for_a_while)
{
	struct sign_ins *sign_ins = begin();
	struct credential mine = certificate(1);

	CHECK(sign_ins_find(sign_ins, &mine, 100, today) == NULL);
	sign_ins_keep(sign_ins, &mine, &adviser, 100);
	if (CHECK(sign_ins_find(sign_ins, &mine, 100, today) != NULL))
		CHECK_INT(2, sign_ins_find(sign_ins, &mine, 100, today)->staff_id);
	CHECK(sign_ins_find(sign_ins, &mine, 100 + SIGN_INS_HOLD_S - 1, today) != NULL);
	CHECK(sign_ins_find(sign_ins, &mine, 100 + SIGN_INS_HOLD_S, today) == NULL);
	CHECK(sign_ins_knows(sign_ins, &mine));
	/* The roles of yesterday need not be today's. */
	sign_ins_keep(sign_ins, &mine, &adviser, 100);
	CHECK(sign_ins_find(sign_ins, &mine, 100, (struct date){20001}) == NULL);
	CHECK(sign_ins_find(sign_ins, &mine, 100, today) != NULL);
	free(sign_ins);
}

TEST(sign_ins_are_of_one_certificate)
{
	struct sign_ins *sign_ins = begin();
	struct credential mine = certificate(1), theirs = certificate(2);

	sign_ins_keep(sign_ins, &mine, &adviser, 100);
	CHECK(sign_ins_find(sign_ins, &theirs, 100, today) == NULL);
	CHECK(!sign_ins_knows(sign_ins, &theirs));
	sign_ins_keep(sign_ins, &theirs, &other, 100);
	if (CHECK(sign_ins_find(sign_ins, &theirs, 100, today) != NULL))
		CHECK_INT(2, sign_ins_find(sign_ins, &theirs, 100, today)->authority_id);
	CHECK(sign_ins_find(sign_ins, &mine, 100, today) == NULL);
	free(sign_ins);
}

TEST(sign_ins_of_nobody_are_not_kept)
{
	struct sign_ins *sign_ins = begin();
	struct credential mine = certificate(1), theirs = certificate(2),
			  zero = {.digest = {.bytes = {0}}};

	CHECK(!sign_ins_knows(sign_ins, &zero));
	CHECK(sign_ins_find(sign_ins, &zero, -1, today) == NULL);
	sign_ins_keep(sign_ins, &mine, &adviser, 100);
	sign_ins_keep(sign_ins, &theirs, &nobody, 100);
	CHECK(sign_ins_find(sign_ins, &mine, 100, today) != NULL);
	sign_ins_keep(sign_ins, &mine, &nobody, 101);
	CHECK(sign_ins_find(sign_ins, &mine, 101, today) == NULL);
	CHECK(!sign_ins_knows(sign_ins, &mine));
	free(sign_ins);
}
