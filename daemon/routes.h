/* Which paths there are, what each is answered by, and who may ask: by routes.def and the sheets
 * (core/sheet.h). */
#ifndef BURSAR_DAEMON_ROUTES_H
#define BURSAR_DAEMON_ROUTES_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/span.h"
#include "core/command.h"

struct render;

enum route_kind { ROUTE_READ, ROUTE_EXPORT, ROUTE_LOOK, ROUTE_COMMAND, ROUTE_BATCH, ROUTE_CLAIM };

struct route {
	enum route_kind kind;
	const char *template;
	const char *query;         /* of READ and EXPORT */
	enum command_kind command; /* of the others */
	/* NAME or NAME=KIND of parameters, with blanks between; of POST there is but one. */
	const char *params;
	unsigned roles; /* of a read: 0 is any */
	/* Of a read that computes: */
	const struct render *render;
	const char *own; /* the last of its parameters, which are render's and not the query's */
};

/* One of a route's parameters; kind is a row of params.c. */
struct route_param {
	struct span name, kind;
};

/* Values of a template's places; absent where it has none. */
struct route_path {
	struct span ref, code, id;
};

struct route_found {
	const struct route *route; /* NULL: no such path, or not with this method */
	bool path_exists;          /* with this or the other method */
};

struct route_found route_find(bool is_post, struct span path, struct route_path *ret_path);
/* The same, but for one row. */
struct route_found route_find_beside(
	const struct route *beside, bool is_post, struct span path, struct route_path *ret_path);
/* The name of a parameter without which a request is not for this row; absent: there is none. */
struct span route_needs(const struct route *route);
bool route_is_post(const struct route *route);
/* Whether a certificate that nobody has registered may call it. */
bool route_is_open(const struct route *route);
unsigned route_roles(const struct route *route);
size_t route_body_bytes_max(const struct route *route);
/* Whether the route takes a query parameter of this name, and which: what its path holds, and
 * today, are never one. */
bool route_takes(const struct route *route, struct span name, struct route_param *ret_param);
/* The n-th of its parameters; an absent name behind the last. */
struct route_param route_param(const struct route *route, unsigned n);
/* Its place among all routes, of which there are so many. */
unsigned route_index(const struct route *route);
unsigned route_count(void);
const struct route *route_at(unsigned index); /* NULL behind the last */

#endif
