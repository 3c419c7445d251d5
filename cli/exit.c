#include "cli/exit.h"

#include <stddef.h>
#include <string.h>

#include "base/cc.h"

enum exit_status exit_worse(enum exit_status a, enum exit_status b)
{
	static const enum exit_status order[] = {EXIT_AWAY, EXIT_NOT_YOURS, EXIT_UNPROVED,
		EXIT_CONFLICT, EXIT_REFUSED, EXIT_CANCELLED, EXIT_USAGE, EXIT_FAILED};

	for (size_t i = 0; i < ARRAY_LEN(order); i++) {
		if (a == order[i] || b == order[i])
			return order[i];
	}
	return EXIT_DONE;
}

enum exit_status exit_of_http(int status, const char *code)
{
	switch (status) {
	case 200:
	case 201:
		return EXIT_DONE;
	case 401:
	case 403:
		return EXIT_NOT_YOURS;
	case 409:
		return EXIT_CONFLICT;
	case 422:
		return strcmp(code, "refused") == 0 ? EXIT_REFUSED : EXIT_FAILED;
	case 429:
	case 503:
		return EXIT_AWAY;
	default:
		return EXIT_FAILED;
	}
}
