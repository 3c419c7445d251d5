#include "verify/findings.h"

#include <stdarg.h>

#include "base/arena.h"

void findings_add(struct findings *findings, const char *format, ...)
{
	va_list args;

	if (findings->count < FINDINGS_SHOWN_MAX) {
		va_start(args, format);
		findings->shown[findings->count] = arena_vprintf(findings->arena, format, args);
		va_end(args);
	}
	findings->count++;
}
