/* Operational failures, as values every caller must look at. */
#ifndef BURSAR_BASE_STATUS_H
#define BURSAR_BASE_STATUS_H

enum status {
	OK = 0,

#define STATUS(name, text) STATUS_##name,
#include "base/status.def"
#undef STATUS
};

/* A lower-case clause for messages, static storage. */
const char *status_text(enum status status);

#endif
