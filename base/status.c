#include "base/status.h"

#include "base/cc.h"

const char *status_text(enum status status)
{
	switch (status) {
	case OK:
		return "done";
#define STATUS(name, text)                                                                         \
	case STATUS_##name:                                                                        \
		return text;
#include "base/status.def"
#undef STATUS
	}
	UNREACHABLE("a status of the enum");
}
