#include "tests/sim/way.h"

#include "base/json.h"

size_t way_items(struct arena *arena, struct span body, struct reply ret_replies[GROUP_MAX])
{
	struct span list = json_get(body, "answers"), item;
	size_t len = 0;

	while (list.at != NULL && len < GROUP_MAX && json_next(&list, &item)) {
		int64_t status;

		if (!json_get_int(item, "status", &status))
			status = 0;
		ret_replies[len++] =
			(struct reply){(int)status, span_dup(arena, json_get(item, "body"))};
	}
	return len;
}
