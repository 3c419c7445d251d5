/* A certificate as a file: PEM, and the days in its DER. The bytes are read as DER, too. */
#include "cli/ask/certificate.h"

#include "base/arena.h"
#include "base/pem.h"
#include "tests/fuzz/fuzz.h"

static void read_days(struct span der)
{
	struct date first, last;

	if (certificate_days(der, &first, &last))
		assert(date_in_calendar(first) && date_in_calendar(last));
}

void fuzz_certificate(struct span bytes)
{
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	struct span der = SPAN_NONE;
	struct digest fingerprint;
	bool found = pem_certificate(arena, bytes, &der);

	assert(pem_fingerprint(bytes, &fingerprint) == found);
	if (found) {
		struct digest again = hash_sha256(der);
		assert(der.len <= PEM_DER_BYTES_MAX && hash_eq(&again, &fingerprint));
		read_days(der);
	}
	read_days(bytes);
	arena_free(arena);
}
