/* How the store speaks to the log. Texts hold no personal data. */
#ifndef BURSAR_STORE_LOG_H
#define BURSAR_STORE_LOG_H

#include "base/cc.h"

/* level is "error", "warning" or "info". */
typedef void store_logger(void *context, const char *level, const char *text);

struct store_log {
	store_logger *log;
	void *context;
};

/* Cut off after a thousand bytes. */
void store_log(const struct store_log *log, const char *level, const char *format, ...)
	PRINTF(3, 4);

#endif
