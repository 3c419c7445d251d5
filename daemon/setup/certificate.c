#include "daemon/setup/certificate.h"

#include <errno.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/x509.h>

#include "base/arena.h"
#include "base/pem.h"
#include "daemon/setup/file.h"

static bool is_certificate(struct span der)
{
	const unsigned char *at = (const unsigned char *)der.at;
	X509 *certificate = d2i_X509(NULL, &at, (long)der.len);
	bool whole = certificate != NULL && at == (const unsigned char *)der.at + der.len;

	X509_free(certificate);
	ERR_clear_error();
	return whole;
}

enum status certificate_fingerprint(struct arena *arena, const char *path,
	struct digest *ret_fingerprint, const char **ret_error)
{
	struct span pem, der;

	if (file_read(arena, path, CERTIFICATE_FILE_BYTES_MAX, &pem) != OK) {
		*ret_error = arena_printf(
			arena, "the certificate %s cannot be read: %s", path, strerror(errno));
		return STATUS_IO;
	}
	if (!pem_certificate(arena, pem, &der) || !is_certificate(der)) {
		*ret_error = arena_printf(arena,
			"%s holds no certificate; name a PEM file with a block that begins "
			"-----BEGIN CERTIFICATE-----",
			path);
		return STATUS_BAD_INPUT;
	}
	*ret_fingerprint = hash_sha256(der);
	return OK;
}
