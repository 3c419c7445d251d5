#include "daemon/setup/config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include <libpq-fe.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/parse.h"
#include "base/yaml.h"
#include "daemon/setup/file.h"

enum { CONFIG_DEFAULT_ADMIN_PORT = 8444 };

struct address {
	const char *host;
	uint16_t port;
};

struct tls {
	const char *certificate, *key, *client_ca;
};

struct limits {
	int connections, handshake_ms, request_ms, idle_ms, export_idle_ms;
};

/* The file as it is written. */
struct draft {
	struct address listen, admin;
	struct tls tls;
	const char *database, *owner, *keys_dir, *ports_file;
	int lanes, readers, batch_max, queue_max, retry_ms;
	struct limits limits;
};

/* [::1]:8443 or 127.0.0.1:8443; false if it is neither. */
static bool split_address(struct arena *arena, struct span text, struct address *ret_address)
{
	size_t colon = text.len;
	unsigned char binary[sizeof(struct in6_addr)];
	int64_t port;

	while (colon > 0 && text.at[colon - 1] != ':')
		colon--;
	if (colon == 0 || !parse_int(span_from(text, colon), 0, UINT16_MAX, &port))
		return false;
	struct span host = span_slice(text, 0, colon - 1);
	bool is_v6 = host.len > 2 && host.at[0] == '[' && host.at[host.len - 1] == ']';
	if (is_v6)
		host = span_slice(host, 1, host.len - 2);
	const char *name = arena_strndup(arena, host.at, host.len);
	if (inet_pton(is_v6 ? AF_INET6 : AF_INET, name, binary) != 1)
		return false;
	*ret_address = (struct address){name, (uint16_t)port};
	return true;
}

static bool read_address(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	struct span text = SPAN_NONE;

	/* A list is what YAML makes of [::1]:8443 without quotes. */
	if (node->kind == YAML_SCALAR && !yaml_read_text(reader, node, &text))
		return false;
	if (node->kind == YAML_SCALAR && split_address(reader->arena, text, out))
		return true;
	yaml_fault(reader, node,
		"write ADDRESS:PORT, as 0.0.0.0:8443 or, in quotes, \"[::]:8443\"; port 0 takes "
		"any "
		"free one",
		"this must be an address and a port");
	return false;
}

static bool is_loopback(const char *host)
{
	return strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0;
}

static bool read_admin(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	struct address address;

	if (!read_address(reader, node, &address))
		return false;
	if (!is_loopback(address.host)) {
		yaml_fault(reader, node,
			"write 127.0.0.1:8444, and let a proxy or an agent on this machine fetch "
			"from it",
			"the admin listener asks nobody who they are, so its address must be a "
			"loopback one");
		return false;
	}
	*(struct address *)out = address;
	return true;
}

/* Relative paths are from the file's folder, so that it means the same wherever it is read. */
static bool read_path(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	const char *file = reader->context, *slash = strrchr(file, '/');
	struct span text;

	if (!yaml_read_text(reader, node, &text))
		return false;
	if (text.at[0] == '/' || slash == NULL)
		*(const char **)out = text.at;
	else
		*(const char **)out =
			arena_printf(reader->arena, "%.*s/%s", (int)(slash - file), file, text.at);
	return true;
}

static bool names_a_password(const PQconninfoOption *options)
{
	for (; options->keyword != NULL; options++) {
		bool secret = strcmp(options->keyword, "password") == 0 ||
			strcmp(options->keyword, "sslpassword") == 0;
		if (secret && options->val != NULL)
			return true;
	}
	return false;
}

static bool read_conninfo(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	struct span text;
	char *says = NULL;

	if (!yaml_read_text(reader, node, &text))
		return false;
	PQconninfoOption *options = PQconninfoParse(text.at, &says);
	if (options == NULL) {
		/* libpq's words repeat what it could not read, which may be a password. */
		bool may_tell = says != NULL && strcasestr(text.at, "pass") == NULL &&
			strstr(text.at, "://") == NULL;
		yaml_fault(reader, node,
			"write it as libpq wants it: host=/run/postgresql dbname=bursar "
			"user=bursar_daemon",
			"this is no conninfo%s%.*s", may_tell ? ": " : "",
			may_tell ? (int)strcspn(says, "\n") : 0, may_tell ? says : "");
		PQfreemem(says);
		return false;
	}
	bool secret = names_a_password(options);
	PQconninfoFree(options);
	if (secret) {
		yaml_fault(reader, node,
			"put it into a file of mode 0600 (HOST:PORT:DATABASE:USER:PASSWORD) and "
			"write passfile=FILE",
			"a password may not stand in the configuration");
		return false;
	}
	*(const char **)out = text.at;
	return true;
}

static bool read_number(
	struct yaml_reader *reader, const struct yaml_node *node, int min, int max, int *out)
{
	int64_t number;

	if (!yaml_read_int(reader, node, &number))
		return false;
	if (number < min || number > max) {
		yaml_fault(reader, node, NULL, "this must be from %d to %d", min, max);
		return false;
	}
	*out = (int)number;
	return true;
}

#define NUMBER_READER(name, min, max)                                                              \
	static bool name(struct yaml_reader *reader, const struct yaml_node *node, void *out)      \
	{                                                                                          \
		return read_number(reader, node, (min), (max), out);                               \
	}

NUMBER_READER(read_lanes, 1, CONFIG_LANES_MAX)
NUMBER_READER(read_readers, 1, CONFIG_READERS_MAX)
NUMBER_READER(read_batch, 1, CONFIG_BATCH_MAX)
NUMBER_READER(read_queue, 1, CONFIG_QUEUE_MAX)
NUMBER_READER(read_connections, 1, CONFIG_CONNECTIONS_MAX)
NUMBER_READER(read_wait_ms, CONFIG_WAIT_MS_MIN, CONFIG_WAIT_MS_MAX)
NUMBER_READER(read_export_wait_ms, CONFIG_WAIT_MS_MIN, CONFIG_EXPORT_WAIT_MS_MAX)

static bool read_tls(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const struct yaml_field fields[] = {
		YAML_REQUIRED(struct tls, certificate, "certificate", read_path),
		YAML_REQUIRED(struct tls, key, "key", read_path),
		YAML_REQUIRED(struct tls, client_ca, "client-ca", read_path),
	};

	return yaml_read_fields(reader, node, "tls", fields, ARRAY_LEN(fields), out);
}

static bool read_limits(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const struct yaml_field fields[] = {
		YAML_FIELD(struct limits, connections, "connections", read_connections),
		YAML_FIELD(struct limits, handshake_ms, "handshake-ms", read_wait_ms),
		YAML_FIELD(struct limits, request_ms, "request-ms", read_wait_ms),
		YAML_FIELD(struct limits, idle_ms, "idle-ms", read_wait_ms),
		YAML_FIELD(struct limits, export_idle_ms, "export-idle-ms", read_export_wait_ms),
	};

	return yaml_read_fields(reader, node, "limits", fields, ARRAY_LEN(fields), out);
}

static const struct yaml_field fields[] = {
	YAML_REQUIRED(struct draft, listen, "listen", read_address),
	YAML_FIELD(struct draft, admin, "admin", read_admin),
	YAML_REQUIRED(struct draft, tls, "tls", read_tls),
	YAML_REQUIRED(struct draft, database, "database", read_conninfo),
	YAML_FIELD(struct draft, owner, "owner", read_conninfo),
	YAML_REQUIRED(struct draft, keys_dir, "keys", read_path),
	YAML_FIELD(struct draft, lanes, "lanes", read_lanes),
	YAML_FIELD(struct draft, readers, "readers", read_readers),
	YAML_FIELD(struct draft, batch_max, "batch-max", read_batch),
	YAML_FIELD(struct draft, queue_max, "queue-max", read_queue),
	YAML_FIELD(struct draft, limits, "limits", read_limits),
	YAML_FIELD(struct draft, retry_ms, "retry-ms", read_wait_ms),
	YAML_FIELD(struct draft, ports_file, "ports-file", read_path),
};

/* Of any address of this machine. */
static bool is_any(const char *host)
{
	return strcmp(host, "0.0.0.0") == 0 || strcmp(host, "::") == 0;
}

static bool listeners_differ(
	struct yaml_reader *reader, const struct yaml_node *root, const struct draft *draft)
{
	const struct address *door = &draft->listen, *admin = &draft->admin;

	if (door->port == 0 || door->port != admin->port ||
		(strcmp(door->host, admin->host) != 0 && !is_any(door->host)))
		return true;
	yaml_fault(reader, yaml_get(root, "listen"), "give one of them another port",
		"listen and admin want the same port (admin is 127.0.0.1:8444 unless given)");
	return false;
}

static struct config *config_of(struct arena *arena, const struct draft *draft)
{
	struct config *config = ARENA_NEW(arena, struct config);

	*config = (struct config){
		.listen_host = draft->listen.host,
		.listen_port = draft->listen.port,
		.admin_host = draft->admin.host,
		.admin_port = draft->admin.port,
		.tls_certificate = draft->tls.certificate,
		.tls_key = draft->tls.key,
		.tls_client_ca = draft->tls.client_ca,
		.database = draft->database,
		.owner = draft->owner,
		.keys_dir = draft->keys_dir,
		.lanes = draft->lanes,
		.readers = draft->readers,
		.batch_max = draft->batch_max,
		.queue_max = draft->queue_max,
		.connections_max = draft->limits.connections,
		.handshake_ms_max = draft->limits.handshake_ms,
		.request_ms_max = draft->limits.request_ms,
		.idle_ms_max = draft->limits.idle_ms,
		.export_idle_ms_max = draft->limits.export_idle_ms,
		.retry_ms = draft->retry_ms,
		.ports_file = draft->ports_file,
	};
	return config;
}

struct config *config_read(
	struct arena *arena, const char *path, struct span text, struct faults *faults)
{
	const struct yaml_node *root = yaml_parse(arena, text, faults);
	struct yaml_reader reader = {
		.arena = arena,
		.faults = faults,
		.context = arena_strndup(arena, path, strlen(path)),
	};
	struct draft draft = {
		.admin = {"127.0.0.1", CONFIG_DEFAULT_ADMIN_PORT},
		.lanes = 2,
		.readers = 4,
		.batch_max = 300,
		.queue_max = 10000,
		.limits = {1024, 5000, 10000, 60000, 30 * 60000},
		.retry_ms = 500,
	};

	if (root == NULL)
		return NULL;
	if (!yaml_read_fields(
		    &reader, root, "the configuration", fields, ARRAY_LEN(fields), &draft) ||
		!listeners_differ(&reader, root, &draft))
		return NULL;
	return config_of(arena, &draft);
}

struct config *config_load(struct arena *arena, const char *path, struct buf *out)
{
	struct faults *faults = faults_new(arena, path);
	struct span text;

	if (file_read(arena, path, CONFIG_FILE_BYTES_MAX, &text) != OK) {
		fault_add(faults, 0, 0,
			"name the configuration by --config FILE; bursard.yaml(5) "
			"describes it",
			"the file cannot be read: %s", strerror(errno));
		faults_print(faults, out);
		return NULL;
	}
	struct config *config = config_read(arena, path, text, faults);
	faults_sort(faults);
	faults_print(faults, out);
	return config;
}
