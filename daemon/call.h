/* One request on its way through the daemon, shared by door.c (who and where), commands.c and
 * reads.c (what). */
#ifndef BURSAR_DAEMON_CALL_H
#define BURSAR_DAEMON_CALL_H

#include "base/span.h"
#include "daemon/http/http.h"
#include "daemon/quota.h"
#include "daemon/routes.h"
#include "daemon/store/store.h"
#include "wire/wire.h"

struct call {
	struct http_request *request;
	struct arena *arena; /* the request's */
	struct store *store;
	struct quota *exports;
	const struct route *route; /* NULL: none matched */
	struct route_path path;
	struct credential credential; /* by which the caller signed in */
	struct store_staff staff;
	unsigned signed_in;              /* so often, for one request */
	bool has_key, key_is_authoritys; /* of commands_head_fits */
	struct uuid key;
	const char *code; /* of the problem it was answered with; NULL: none */
};

/* Problem details, and the end of the call. */
void call_problem(struct call *call, const struct wire_problem *problem);
/* A problem with a status and a code alone; detail is a sentence. */
void call_fail(
	struct call *call, int status, const char *code, const char *where, const char *detail);

/* Whether the database was asked and could say who calls; answers if not. */
bool call_looked_up(struct call *call, enum status status);

/* The caller may be somebody else by now, or nobody: looks again, and serves the request again. */
void call_sign_in_again(struct call *call);

/* params.c: whether every query parameter is one of the route's and of its kind; answers if not. */
bool params_fit(struct call *call);

/* commands.c: whether what the head says of a command's key is as it should be; answers if not. */
bool commands_head_fits(struct call *call);

/* What the route's kind does, once the caller is known and may. */
void commands_serve(struct call *call);
void commands_serve_batch(struct call *call);
/* Of somebody who is not staff yet, but for a repeated request. */
void commands_claim(struct call *call);
void commands_look(struct call *call);
void reads_serve(struct call *call);
void exports_serve(struct call *call);

/* reads.c: answers for a query that gave no rows. */
void reads_failed(struct call *call, enum status status);

#endif
