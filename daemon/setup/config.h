/*
 * bursard.yaml, read against tables over base/yaml.h: unknown keys, wrong types and values out of
 * range are faults with line and remedy, all in one go. bursard.yaml(5) is its manual.
 */
#ifndef BURSAR_DAEMON_SETUP_CONFIG_H
#define BURSAR_DAEMON_SETUP_CONFIG_H

#include <stdint.h>

#include "base/cc.h"
#include "base/fault.h"
#include "base/span.h"

struct arena;
struct buf;

enum {
	CONFIG_FILE_BYTES_MAX = 256 * 1024,
	CONFIG_LANES_MAX = 4,
	CONFIG_READERS_MAX = 16,
	CONFIG_BATCH_MAX = 1000,
	CONFIG_QUEUE_MAX = 1000000,
	CONFIG_CONNECTIONS_MAX = 60000,
	CONFIG_WAIT_MS_MIN = 100,
	CONFIG_WAIT_MS_MAX = 600000,
	CONFIG_EXPORT_WAIT_MS_MAX = 24 * 60 * 60000,
};

/* Texts are NUL-terminated; paths are absolute or relative to the folder of the file, and made so
 * when read. */
struct config {
	const char *listen_host; /* an address; of IPv6 without brackets */
	uint16_t listen_port;    /* 0: any free one */
	const char *admin_host;  /* a loopback address */
	uint16_t admin_port;
	const char *tls_certificate, *tls_key, *tls_client_ca;
	const char *database; /* libpq's conninfo, as bursar_daemon; holds no password */
	const char *owner;    /* of migrate and authority add; NULL: not given */
	const char *keys_dir;
	int lanes, readers, batch_max, queue_max;
	int connections_max;
	int handshake_ms_max, request_ms_max, idle_ms_max, export_idle_ms_max;
	int retry_ms;
	const char *ports_file; /* where the daemon writes the ports it listens on, once it does;
				   NULL: nowhere */
};

/* NULL if there were faults. path is for relative paths; text its contents. */
struct config *config_read(
	struct arena *arena, const char *path, struct span text, struct faults *faults);
/* Reads the file itself. NULL if that fails or there were faults: one line each is added to out,
 * by line. */
struct config *config_load(struct arena *arena, const char *path, struct buf *out);

#endif
