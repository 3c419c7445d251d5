/* Calls that may have to be made again, and what their end means. */
#ifndef BURSAR_CLI_ASK_CALL_H
#define BURSAR_CLI_ASK_CALL_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/span.h"
#include "base/uuid.h"
#include "cli/ask/client.h"
#include "cli/exit.h"

struct arena;
struct request;

/* How often a command whose answer was lost is sent again, with the same key. */
enum { CALL_AGAIN_MAX = 3 };

/* Of a request. */
struct call_key {
	struct uuid uuid;
	bool is_authoritys; /* the same whoever of the authority sends it */
};

struct call {
	enum client_end end;
	struct client_answer answer; /* with CLIENT_ANSWERED */
	const char *why;             /* otherwise, or with unknown */
	bool again;                  /* it was sent more than once */
	bool unknown;                /* it may have been recorded, and nobody could say */
};

/* A GET, or a POST without a key (a dry run): once. */
struct call call_once(struct client *client, struct arena *arena, enum method method,
	const struct request *request);
/* A dry run that asks what became of a key: once. */
struct call call_asking(struct client *client, struct arena *arena, const struct request *request,
	struct call_key key);
/* A POST with a key. An answer that is lost, "unknown" or "busy" makes it go again up to
 * CALL_AGAIN_MAX times. */
struct call call_recording(struct client *client, struct arena *arena,
	const struct request *request, struct call_key key);
/* The status of a call's end. */
enum exit_status call_exit(const struct call *call);
/* A fresh time-ordered key. */
struct uuid call_key(void);

#endif
