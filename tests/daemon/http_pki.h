/* Certificates for tests of the door, made afresh in a folder of their own that goes with the
 * program. */
#ifndef BURSAR_TESTS_HTTP_PKI_H
#define BURSAR_TESTS_HTTP_PKI_H

#include "base/hash.h"

/*
 * Path of a file: ca.pem, stranger-ca.pem, and for each of server, server2, client, colleague (of
 * ca), stranger (of stranger-ca): NAME.pem and NAME.key; live.pem and live.key are for tests to
 * make. One of 8 buffers used in turn.
 */
const char *pki_path(const char *file);

/* Makes brief.pem and brief.key (of ca), good for so long. */
enum { PKI_BRIEF_S = 2 };

void pki_make_brief(void);
/* SHA-256 of NAME.pem's DER. */
struct digest pki_digest(const char *name);
/* Copies one file over another; keys are their owner's alone. */
void pki_copy(const char *from, const char *to);

#endif
