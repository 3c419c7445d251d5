/* A profile of the command line. */
#include "cli/ask/profile.h"

#include <string.h>

#include "base/arena.h"
#include "base/fault.h"
#include "tests/fuzz/fuzz.h"

void fuzz_profile(struct span bytes)
{
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	struct faults *faults = faults_new(arena, "profile");
	struct profile profile = {.name = NULL};
	bool good = profile_read(arena, bytes, "/home/asha/profile.yaml", faults, &profile);

	fuzz_faults(arena, faults, good);
	if (good) {
		assert(strncmp(profile.server, "https://", 8) == 0);
		assert(profile.server[strlen(profile.server) - 1] != '/');
		assert(profile.ca[0] == '/' && profile.certificate[0] == '/' &&
			profile.key[0] == '/');
	}
	arena_free(arena);
}
