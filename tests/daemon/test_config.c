#include "daemon/setup/config.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "tests/check.h"

enum { ROOM_BYTES = 64 << 20 };

/* All that a configuration needs; rows add to it, or replace one of its lines. */
#define LISTEN   "listen: 0.0.0.0:8443\n"
#define TLS      "tls: {certificate: server.pem, key: /k/server.key, client-ca: ca.pem}\n"
#define DATABASE "database: host=/run/postgresql dbname=bursar user=bursar_daemon\n"
#define KEYS     "keys: keys\n"
#define REST     TLS DATABASE KEYS
#define ALL      LISTEN REST

static struct config *read(
	struct arena *arena, const char *path, const char *text, struct span *ret_faults)
{
	struct faults *faults = faults_new(arena, "c");
	struct config *config = config_read(arena, path, span_of(text), faults);
	struct buf buf = buf_in(arena);

	CHECK_INT(faults->count == 0, config != NULL);
	faults_sort(faults);
	faults_print(faults, &buf);
	*ret_faults = buf_done(&buf);
	return config;
}

TEST(config_fills_in_what_is_left_out)
{
	struct arena *arena = arena_new(ROOM_BYTES);
	struct span faults;
	struct config *config = read(arena, "/etc/bursar/bursard.yaml", ALL, &faults);

	CHECK_SPAN("", faults);
	if (!CHECK(config != NULL))
		return;
	CHECK_TEXT("0.0.0.0", config->listen_host);
	CHECK_INT(8443, config->listen_port);
	CHECK_TEXT("127.0.0.1", config->admin_host);
	CHECK_INT(8444, config->admin_port);
	CHECK_TEXT("/etc/bursar/server.pem", config->tls_certificate);
	CHECK_TEXT("/k/server.key", config->tls_key);
	CHECK_TEXT("/etc/bursar/ca.pem", config->tls_client_ca);
	CHECK_TEXT("host=/run/postgresql dbname=bursar user=bursar_daemon", config->database);
	CHECK_TEXT(NULL, config->owner);
	CHECK_TEXT("/etc/bursar/keys", config->keys_dir);
	CHECK_INT(2, config->lanes);
	CHECK_INT(4, config->readers);
	CHECK_INT(300, config->batch_max);
	CHECK_INT(10000, config->queue_max);
	CHECK_INT(1024, config->connections_max);
	CHECK_INT(5000, config->handshake_ms_max);
	CHECK_INT(10000, config->request_ms_max);
	CHECK_INT(60000, config->idle_ms_max);
	CHECK_INT(1800000, config->export_idle_ms_max);
	CHECK_INT(500, config->retry_ms);
	CHECK_TEXT(NULL, config->ports_file);
	arena_free(arena);
}

TEST(config_takes_every_key)
{
	struct arena *arena = arena_new(ROOM_BYTES);
	struct span faults;
	struct config *config = read(arena, "sub/bursard.yaml",
		"listen: \"[::1]:0\"\nadmin: \"[::1]:9\"\n" REST
		"owner: postgresql://%2Frun%2Fpostgresql/bursar\nlanes: 4\nreaders: 16\n"
		"batch-max: 1000\nqueue-max: 7\nretry-ms: 100\nports-file: run/ports\n"
		"limits: {connections: 8, handshake-ms: 101, request-ms: 102, idle-ms: 600000, "
		"export-idle-ms: 86400000}\n",
		&faults);

	CHECK_SPAN("", faults);
	if (!CHECK(config != NULL))
		return;
	CHECK_TEXT("::1", config->listen_host);
	CHECK_INT(0, config->listen_port);
	CHECK_TEXT("::1", config->admin_host);
	CHECK_INT(9, config->admin_port);
	CHECK_TEXT("postgresql://%2Frun%2Fpostgresql/bursar", config->owner);
	CHECK_INT(4, config->lanes);
	CHECK_INT(16, config->readers);
	CHECK_INT(1000, config->batch_max);
	CHECK_INT(7, config->queue_max);
	CHECK_INT(100, config->retry_ms);
	CHECK_TEXT("sub/run/ports", config->ports_file);
	CHECK_INT(8, config->connections_max);
	CHECK_INT(101, config->handshake_ms_max);
	CHECK_INT(102, config->request_ms_max);
	CHECK_INT(600000, config->idle_ms_max);
	CHECK_INT(86400000, config->export_idle_ms_max);
	arena_free(arena);
}

TEST(config_paths_are_from_the_file)
{
	static const struct {
		const char *file, *keys, *want;
	} rows[] = {
		{"bursard.yaml", "keys", "keys"},
		{"./bursard.yaml", "keys", "./keys"},
		{"/bursard.yaml", "keys", "/keys"},
		{"/a/b/bursard.yaml", "../keys", "/a/b/../keys"},
		{"/a/b/bursard.yaml", "/keys", "/keys"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(ROOM_BYTES);
		struct span faults;
		struct config *config = read(arena, rows[i].file,
			arena_printf(arena, LISTEN TLS DATABASE "keys: %s\n", rows[i].keys),
			&faults);

		check_row("%s in %s", rows[i].keys, rows[i].file);
		CHECK_TEXT(rows[i].want, config == NULL ? NULL : config->keys_dir);
		arena_free(arena);
	}
}

#define ADDRESS_FAULT                                                                              \
	"this must be an address and a port; write ADDRESS:PORT, as 0.0.0.0:8443 or, in quotes, "  \
	"\"[::]:8443\"; port 0 takes any free one\n"
#define LOOPBACK_FAULT                                                                             \
	"the admin listener asks nobody who they are, so its address must be a loopback one; "     \
	"write 127.0.0.1:8444, and let a proxy or an agent on this machine fetch from it\n"
#define PASSWORD_FAULT                                                                             \
	"a password may not stand in the configuration; put it into a file of mode 0600 "          \
	"(HOST:PORT:DATABASE:USER:PASSWORD) and write passfile=FILE\n"
#define CONNINFO_REMEDY                                                                            \
	"; write it as libpq wants it: host=/run/postgresql dbname=bursar user=bursar_daemon\n"
#define SAME_FAULT                                                                                 \
	"listen and admin want the same port (admin is 127.0.0.1:8444 unless given); give one of " \
	"them another port\n"

/* want: all faults, as they are printed; "" for a good one. */
static const struct {
	const char *text, *want;
} texts[] = {
	{"listen: 8443\n" REST, "c:1:9: " ADDRESS_FAULT},
	{"listen: localhost:8443\n" REST, "c:1:9: " ADDRESS_FAULT},
	{"listen: 0.0.0.0\n" REST, "c:1:9: " ADDRESS_FAULT},
	{"listen: \"0.0.0.0:\"\n" REST, "c:1:9: " ADDRESS_FAULT},
	{"listen: 0.0.0.0:65535\n" REST, ""},
	{"listen: 0.0.0.0:65536\n" REST, "c:1:9: " ADDRESS_FAULT},
	{"listen: 0.0.0.0:-1\n" REST, "c:1:9: " ADDRESS_FAULT},
	{"listen: ::1:8443\n" REST, "c:1:9: " ADDRESS_FAULT},
	{"listen: \"[0.0.0.0]:8443\"\n" REST, "c:1:9: " ADDRESS_FAULT},
	{"listen: \"\"\n" REST, "c:1:9: the value is empty; write a value or leave the key out\n"},
	{"listen: [a]\n" REST, "c:1:9: " ADDRESS_FAULT},
	{ALL "admin: 0.0.0.0:8444\n", "c:5:8: " LOOPBACK_FAULT},
	{ALL "admin: 128.0.0.1:8444\n", "c:5:8: " LOOPBACK_FAULT},
	{ALL "admin: \"[::]:8444\"\n", "c:5:8: " LOOPBACK_FAULT},
	{ALL "admin: 127.1.2.3:8444\n", ""},
	{ALL "admin: 127.0.0.1:8443\n", "c:1:9: " SAME_FAULT},
	{ALL "admin: 127.0.0.1:8442\n", ""},
	{"listen: 127.0.0.1:8444\n" REST, "c:1:9: " SAME_FAULT},
	{"listen: 127.0.0.2:8444\n" REST, ""},
	{"listen: \"[::]:8444\"\n" REST, "c:1:9: " SAME_FAULT},
	{"listen: 127.0.0.1:0\nadmin: 127.0.0.1:0\n" REST, ""},
	{ALL "lanes: 1\n", ""},
	{ALL "lanes: 0\n", "c:5:8: this must be from 1 to 4\n"},
	{ALL "lanes: 5\n", "c:5:8: this must be from 1 to 4\n"},
	{ALL "lanes: two\n",
		"c:5:8: this must be a whole number; write digits alone, without quotes\n"},
	{ALL "readers: 1\n", ""},
	{ALL "readers: 0\n", "c:5:10: this must be from 1 to 16\n"},
	{ALL "readers: 17\n", "c:5:10: this must be from 1 to 16\n"},
	{ALL "batch-max: 1\n", ""},
	{ALL "batch-max: 1001\n", "c:5:12: this must be from 1 to 1000\n"},
	{ALL "queue-max: 1000000\n", ""},
	{ALL "queue-max: 1000001\n", "c:5:12: this must be from 1 to 1000000\n"},
	{ALL "retry-ms: 99\n", "c:5:11: this must be from 100 to 600000\n"},
	{ALL "retry-ms: 600001\n", "c:5:11: this must be from 100 to 600000\n"},
	{ALL "limits: {connections: 60000}\n", ""},
	{ALL "limits: {connections: 60001}\n", "c:5:23: this must be from 1 to 60000\n"},
	{ALL "limits: {idle: 5}\n",
		"c:5:10: unknown key \"idle\" in limits; known keys: connections, handshake-ms, "
		"request-ms, idle-ms, export-idle-ms\n"},
	{ALL "limits: 5\n",
		"c:5:9: limits must be a map, not text; write \"key: value\" for each of its "
		"keys\n"},
	{ALL "lane: 2\n",
		"c:5:1: unknown key \"lane\" in the configuration; did you mean "
		"\"lanes\"?\n"},
	{LISTEN TLS KEYS "database: host=a password=b\n", "c:4:11: " PASSWORD_FAULT},
	{LISTEN TLS KEYS "database: host=a sslpassword=b\n", "c:4:11: " PASSWORD_FAULT},
	{LISTEN TLS KEYS "database: postgresql://u:b@a/d\n", "c:4:11: " PASSWORD_FAULT},
	{LISTEN TLS KEYS "database: host=a passfile=b\n", ""},
	{ALL "owner: dbname=b password=b\n", "c:5:8: " PASSWORD_FAULT},
	{LISTEN TLS KEYS "database: host=a hots=b\n",
		"c:4:11: this is no conninfo: invalid connection option \"hots\"" CONNINFO_REMEDY},
	{LISTEN TLS KEYS "database: passwort=b\n", "c:4:11: this is no conninfo" CONNINFO_REMEDY},
	{LISTEN TLS KEYS "database: postgresql://u:b@[a\n",
		"c:4:11: this is no conninfo" CONNINFO_REMEDY},
	{LISTEN DATABASE KEYS "tls: {certificate: a}\n",
		"c:4:6: key \"key\" is missing in tls; add \"key:\"\n"
		"c:4:6: key \"client-ca\" is missing in tls; add \"client-ca:\"\n"},
	{"lanes: 9\nreaders: 99\n",
		"c:1:1: key \"listen\" is missing in the configuration; add \"listen:\"\n"
		"c:1:1: key \"tls\" is missing in the configuration; add \"tls:\"\n"
		"c:1:1: key \"database\" is missing in the configuration; add \"database:\"\n"
		"c:1:1: key \"keys\" is missing in the configuration; add \"keys:\"\n"
		"c:1:8: this must be from 1 to 4\n"
		"c:2:10: this must be from 1 to 16\n"},
};

TEST(config_finds_every_fault)
{
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct arena *arena = arena_new(ROOM_BYTES);
		struct span faults;

		check_row("%s", texts[i].text);
		read(arena, "bursard.yaml", texts[i].text, &faults);
		CHECK_SPAN(texts[i].want, faults);
		arena_free(arena);
	}
}

TEST(config_tells_of_a_file_that_cannot_be_read)
{
	struct arena *arena = arena_new(ROOM_BYTES);
	struct buf out = buf_in(arena);

	CHECK(config_load(arena, "/nowhere/bursard.yaml", &out) == NULL);
	CHECK_TEXT("/nowhere/bursard.yaml: the file cannot be read: No such file or directory; "
		   "name the configuration by --config FILE; bursard.yaml(5) describes it\n",
		buf_cstr(&out));
	arena_free(arena);
}
