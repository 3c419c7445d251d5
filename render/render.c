#include "render/render.h"

#include "base/parse.h"

enum { LIMIT_USUAL = 100, LIMIT_MAX = 1000 };

size_t render_limit(struct span value)
{
	int64_t number = LIMIT_USUAL;

	if (value.at != NULL && !parse_int(value, 1, LIMIT_MAX, &number))
		return LIMIT_USUAL;
	return (size_t)number;
}
