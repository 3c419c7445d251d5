#include "daemon/quota.h"

#include <string.h>

#include "tests/check.h"

/* Each export is two letters, its authority and its staff; want: who has too many for the last. */
TEST(quota)
{
	static const struct {
		const char *held, *want;
	} rows[] = {
		{"aa", NULL},
		{"aaaaaaaa", NULL},
		{"aaaaaaaaaa", "4 of yours"},
		{"aaaaaaaaab", NULL},
		/* Another authority's staff of the same number is somebody else. */
		{"aaaaaaaaba", NULL},
		{"aaaaaaaa"
		 "abababab"
		 "acacacac"
		 "ad",
			"12 of your council's"},
		{"aaaaaaaa"
		 "abababab"
		 "acacacac"
		 "bd",
			NULL},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct quota quota = {.len = 0};
		const char *says = NULL;
		const char *held = rows[i].held;
		check_row("%s", held);
		for (size_t at = 0; at < strlen(held); at += 2)
			says = quota_take(&quota, held[at], held[at + 1]);
		CHECK_TEXT(rows[i].want, says);
		/* The one that was refused took nothing. */
		CHECK_INT(strlen(held) / 2 - (says != NULL), quota.len);
		quota_give(&quota, held[0], held[1]);
		CHECK_TEXT(NULL, quota_take(&quota, held[0], held[1]));
	}
}

TEST(quota_of_all)
{
	struct quota quota = {.len = 0};

	for (int i = 0; i < QUOTA_MAX; i++)
		CHECK_TEXT(NULL, quota_take(&quota, i, 1));
	CHECK_TEXT("48 of all councils", quota_take(&quota, QUOTA_MAX, 1));
	quota_give(&quota, 7, 1);
	CHECK_TEXT(NULL, quota_take(&quota, QUOTA_MAX, 1));
}
