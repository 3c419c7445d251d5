/* Certificates for tests of the door, made afresh in a folder of their own that goes with the
 * program. */
#ifndef BURSAR_TESTS_HTTP_PKI_H
#define BURSAR_TESTS_HTTP_PKI_H

#include "base/hash.h"

/*
 * Path of a file: ca.pem, stranger-ca.pem, and for each of server, server2, client (of ca),
 * stranger (of stranger-ca): NAME.pem and NAME.key; live.pem and live.key are for tests to make.
 * One of 8 buffers used in turn.
 */
const char *pki_path(const char *file);
/* SHA-256 of NAME.pem's DER. */
struct digest pki_digest(const char *name);
/* Copies one file over another. */
void pki_copy(const char *from, const char *to);

#endif
