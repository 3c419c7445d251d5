/* The value of a query parameter, cursors included, asked of every kind there is. */
#include "daemon/params.h"

#include "daemon/routes.h"
#include "tests/fuzz/fuzz.h"

void fuzz_params(struct span bytes)
{
	const struct route *route;

	for (unsigned index = 0; (route = route_at(index)) != NULL; index++) {
		struct route_param param;
		for (unsigned n = 0; (param = route_param(route, n)).name.at != NULL; n++) {
			struct route_param taken;
			/* Some are filled in by the daemon. */
			if (!route_takes(route, param.name, &taken))
				continue;
			const struct param_kind *kind = param_kind(taken.kind);
			assert(kind != NULL);
			/* Nothing that fits can be cut short by a NUL on its way. */
			if (kind->fits(bytes))
				assert(span_find(bytes, '\0') == bytes.len);
		}
	}
}
