/* From when until when a certificate holds (X.509, RFC 5280 4.1.2.5), read from its DER. Its
 * signature and the rest are the TLS library's business; this only serves to tell somebody in time
 * that theirs runs out. */
#ifndef BURSAR_CLI_ASK_CERTIFICATE_H
#define BURSAR_CLI_ASK_CERTIFICATE_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/span.h"
#include "core/date.h"

/* First and last day, UTC. False if the bytes are no certificate or its years are not date.h's. */
MUST_CHECK bool certificate_days(struct span der, struct date *ret_first, struct date *ret_last);

#endif
