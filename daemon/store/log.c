#include "daemon/store/log.h"

#include <stdarg.h>
#include <stdio.h>

void store_log(const struct store_log *log, const char *level, const char *format, ...)
{
	char text[1000];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	log->log(log->context, level, text);
}
