/* bursard.yaml. */
#include "daemon/setup/config.h"

#include <string.h>

#include "base/arena.h"
#include "tests/fuzz/fuzz.h"

void fuzz_config(struct span bytes)
{
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	struct faults *faults = faults_new(arena, "bursard.yaml");
	const struct config *config = config_read(arena, "/etc/bursar/bursard.yaml", bytes, faults);

	fuzz_faults(arena, faults, config != NULL);
	if (config != NULL) {
		assert(config->lanes >= 1 && config->lanes <= CONFIG_LANES_MAX);
		assert(config->readers >= 1 && config->readers <= CONFIG_READERS_MAX);
		assert(config->batch_max >= 1 && config->batch_max <= CONFIG_BATCH_MAX);
		assert(config->connections_max >= 1);
		assert(config->keys_dir[0] == '/' && config->tls_key[0] == '/');
		assert(strlen(config->database) > 0);
	}
	arena_free(arena);
}
