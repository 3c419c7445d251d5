/* What a body says it is: Content-Type (RFC 9110 8.3.1). Pure. */
#ifndef BURSAR_DAEMON_MEDIA_H
#define BURSAR_DAEMON_MEDIA_H

#include <stdbool.h>

#include "base/span.h"

/* application/json, in either case, perhaps with parameters; a charset must be UTF-8. */
bool media_is_json(struct span content_type);

#endif
