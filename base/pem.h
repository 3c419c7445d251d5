/* Certificates in their PEM text form (RFC 7468, strict base64 but for blanks and line ends). */
#ifndef BURSAR_BASE_PEM_H
#define BURSAR_BASE_PEM_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/hash.h"
#include "base/span.h"

struct arena;

/* What a certificate's DER may have. */
enum { PEM_DER_BYTES_MAX = 64 * 1024 };

/* The DER of the first block "CERTIFICATE" of a text, in the arena. False if there is none, or it
 * is not sound base64, empty or larger than PEM_DER_BYTES_MAX. What is inside the DER is not looked
 * at. */
MUST_CHECK bool pem_certificate(struct arena *arena, struct span pem, struct span *ret_der);
/* SHA-256 of that DER: the fingerprint by which staff are known. hash_begin first. */
MUST_CHECK bool pem_fingerprint(struct span pem, struct digest *ret_fingerprint);

#endif
