/* What an audit finds: sentences, of which the first are kept and all are counted. */
#ifndef BURSAR_VERIFY_FINDINGS_H
#define BURSAR_VERIFY_FINDINGS_H

#include <stdint.h>

#include "base/cc.h"

struct arena;

enum { FINDINGS_SHOWN_MAX = 20 };

struct findings {
	struct arena *arena; /* holds the sentences */
	int64_t count;
	const char *shown[FINDINGS_SHOWN_MAX];
};

void findings_add(struct findings *findings, const char *format, ...) PRINTF(2, 3);

#endif
