/*
 * One JSON object a line on stderr, where systemd's journal or a file takes it: time, level, event,
 * then figures. Never a name, a birth date, a ref, a payee or bank details: a request is known by
 * its id, a path by its route's template.
 */
#ifndef BURSAR_DAEMON_SETUP_LOG_H
#define BURSAR_DAEMON_SETUP_LOG_H

#include <stdint.h>

#include "base/cc.h"
#include "base/hash.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO };

enum { LOG_TEXT_BYTES_MAX = 2000 };

/* {"time":"…","level":"info","event":event,"text":…}; a longer text is cut off. */
void log_text(enum log_level level, const char *event, const char *format, ...) PRINTF(3, 4);
/* What the store and others call a level: "error", "warning" or "info". */
enum log_level log_level_of(const char *word);

/* An answered request. */
struct log_request {
	const char *id;
	const char *method, *route; /* the template, e.g. /v1/people/{ref} */
	int status;
	const char *code;                 /* of the problem; NULL if there is none */
	int32_t authority_id, staff_id;   /* 0: not signed in */
	const char *peer;                 /* an address; NULL: not told */
	const struct digest *certificate; /* NULL: none, or not told */
	int64_t took_us;
	int64_t body_bytes;
};

/* Of level error from status 500 on, but warning for 503, else info. */
void log_request(const struct log_request *request);

/* Frees what the lines were built in. */
void log_end(void);

#endif
