#include "daemon/routes.h"

#include <string.h>

#include "core/sheet.h"
#include "render/people_find.h"

enum { BODY_BYTES_SMALL_MAX = 4 << 10, BODY_BYTES_MAX = 64 << 10, BODY_BYTES_LARGE_MAX = 1 << 20 };

/* What reads, and then what the sheets say; a command that no role has is of somebody whom nobody
 * has registered. */
static const struct route routes[] = {
#define READ_BY(path, file, roles_, names)                                                         \
	{.kind = ROUTE_READ,                                                                       \
		.template = path,                                                                  \
		.query = file,                                                                     \
		.command = COMMANDS,                                                               \
		.params = names,                                                                   \
		.roles = (roles_)},
#define READ(path, file, names) READ_BY(path, file, 0, names)
#define COMPUTE(path, file, function, roles_, names, own_)                                         \
	{.kind = ROUTE_READ,                                                                       \
		.template = path,                                                                  \
		.query = file,                                                                     \
		.command = COMMANDS,                                                               \
		.params = names " " own_,                                                          \
		.own = own_,                                                                       \
		.render = &(function),                                                             \
		.roles = (roles_)},
#define EXPORT(path, file, roles_, names)                                                          \
	{.kind = ROUTE_EXPORT,                                                                     \
		.template = path,                                                                  \
		.query = file,                                                                     \
		.command = COMMANDS,                                                               \
		.params = names,                                                                   \
		.roles = (roles_)},
#include "daemon/routes.def"
#undef READ_BY
#undef READ
#undef COMPUTE
#undef EXPORT

/* clang-format off */
#define COMMAND(NAME, name, word, event, roles)                                                    \
	{.command = COMMAND_##NAME, .kind = (roles) == ROLE_NONE ? ROUTE_CLAIM : ROUTE_COMMAND,
#define LOOK(NAME, ...) {.command = COMMAND_##NAME, .kind = ROUTE_LOOK,
#define PARAM_PATH(name, kind)
#define PARAM_BODY(name, kind)
#define PARAM_QUERY(name, kind) #name "=" #kind " "
#define AT(path, ...) .template = path, .params = ""
#define ABOUT(place, kind, name, ...) PARAM_##place(name, kind)
#define END },
#include "core/sheets.def"
#define BATCH(NAME, path) {.command = COMMAND_##NAME, .kind = ROUTE_BATCH, .template = path},
#include "core/sheets.def"
	/* clang-format on */
};

bool route_is_post(const struct route *route)
{
	return route->kind == ROUTE_COMMAND || route->kind == ROUTE_BATCH ||
		route->kind == ROUTE_CLAIM;
}

bool route_is_open(const struct route *route)
{
	return route->kind == ROUTE_CLAIM;
}

/* Cuts the part up to the next slash off *path, which begins with one. */
static struct span segment(struct span *path)
{
	struct span rest = span_from(*path, 1);
	size_t len = span_find(rest, '/');

	*path = span_from(rest, len);
	return span_slice(rest, 0, len);
}

static bool fill(struct route_path *values, struct span name, struct span value)
{
	if (value.len == 0)
		return false;
	if (span_is(name, "{ref}"))
		values->ref = value;
	else if (span_is(name, "{code}"))
		values->code = value;
	else if (span_is(name, "{id}"))
		values->id = value;
	else
		UNREACHABLE("a place routes.c does not know");
	return true;
}

static bool matches(const struct route *route, struct span path, struct route_path *ret_path)
{
	struct span template = span_of(route->template);
	struct route_path values = {.ref = SPAN_NONE};

	while (template.len > 0 && path.len > 0) {
		struct span wanted = segment(&template), got = segment(&path);

		if (wanted.len > 0 && wanted.at[0] == '{') {
			if (!fill(&values, wanted, got))
				return false;
		} else if (!span_eq(wanted, got)) {
			return false;
		}
	}
	if (template.len > 0 || path.len > 0)
		return false;
	*ret_path = values;
	return true;
}

/* Whether it leaves less open than another: /v1/payments/batch/pay is no {id}. */
static bool is_closer(const struct route *route, const struct route *other)
{
	size_t places = 0, others = 0;

	for (const char *at = route->template; *at != '\0'; at++)
		places += *at == '{';
	for (const char *at = other->template; *at != '\0'; at++)
		others += *at == '{';
	return places < others;
}

struct route_found route_find(bool is_post, struct span path, struct route_path *ret_path)
{
	return route_find_beside(NULL, is_post, path, ret_path);
}

struct route_found route_find_beside(
	const struct route *beside, bool is_post, struct span path, struct route_path *ret_path)
{
	struct route_found found = {.route = NULL};
	struct route_path values;

	for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
		if (&routes[i] == beside || !matches(&routes[i], path, &values))
			continue;
		found.path_exists = true;
		if (route_is_post(&routes[i]) != is_post ||
			(found.route != NULL && !is_closer(&routes[i], found.route)))
			continue;
		found.route = &routes[i];
		*ret_path = values;
	}
	return found;
}

unsigned route_roles(const struct route *route)
{
	if (route->roles != 0)
		return route->roles;
	return route->command == COMMANDS ? (unsigned)ROLE_ANY : sheet_of(route->command)->roles;
}

size_t route_body_bytes_max(const struct route *route)
{
	/* Somebody whom nobody has registered says little. */
	if (route_is_open(route))
		return BODY_BYTES_SMALL_MAX;
	return route->kind == ROUTE_BATCH ||
			(route_is_post(route) && sheet_member(route->command, MEMBER_yaml))
		? BODY_BYTES_LARGE_MAX
		: BODY_BYTES_MAX;
}

struct span route_needs(const struct route *route)
{
	struct span own = span_of(route->own);

	return span_slice(own, 0, span_find(own, '='));
}

struct route_param route_param(const struct route *route, unsigned n)
{
	struct span rest = span_of(route_is_post(route) ? "dry-run=yes-no" : route->params);

	for (;; n--) {
		size_t len = span_find(rest, ' ');
		struct span word = span_slice(rest, 0, len);
		size_t name_len = span_find(word, '=');

		if (rest.len == 0)
			return (struct route_param){.name = SPAN_NONE};
		if (n == 0)
			return (struct route_param){.name = span_slice(word, 0, name_len),
				.kind = name_len == len ? word : span_from(word, name_len + 1)};
		rest = span_from(rest, len < rest.len ? len + 1 : len);
	}
}

static bool in_template(const struct route *route, struct span name)
{
	const char *at = memmem(route->template, strlen(route->template), name.at, name.len);

	return at != NULL && at > route->template && at[-1] == '{' && at[name.len] == '}';
}

bool route_takes(const struct route *route, struct span name, struct route_param *ret_param)
{
	struct route_param param;

	if (name.len == 0 || span_is(name, "today") || span_is(name, "closely") ||
		in_template(route, name))
		return false;
	for (unsigned n = 0; (param = route_param(route, n)).name.at != NULL; n++) {
		if (!span_eq(param.name, name))
			continue;
		*ret_param = param;
		return true;
	}
	return false;
}

unsigned route_index(const struct route *route)
{
	return (unsigned)(route - routes);
}

unsigned route_count(void)
{
	return ARRAY_LEN(routes);
}

const struct route *route_at(unsigned index)
{
	return index < ARRAY_LEN(routes) ? &routes[index] : NULL;
}
