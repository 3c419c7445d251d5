#include "cli/ask/profile.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "tests/check.h"

enum { ARENA_BYTES = 8 * 1024 * 1024 };

#define REST "ca: ca.pem\ncertificate: /etc/me.pem\nkey: keys/me.key\n"

TEST(profile_is_read)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct faults *faults = faults_new(arena, "p");
	struct profile profile;
	bool read = profile_read(arena, SPAN("server: https://127.0.0.1:8443/\n" REST),
		"/home/ann/.config/bursar/derby.yaml", faults, &profile);

	if (CHECK(read)) {
		CHECK_TEXT("https://127.0.0.1:8443", profile.server);
		CHECK_TEXT("/home/ann/.config/bursar/ca.pem", profile.ca);
		CHECK_TEXT("/etc/me.pem", profile.certificate);
		CHECK_TEXT("/home/ann/.config/bursar/keys/me.key", profile.key);
		CHECK(profile.loopback);
	}
	arena_free(arena);
}

TEST(faults_name_line_and_remedy)
{
	static const struct {
		const char *text;
		const char *says;
	} rows[] = {
		{"server: https://x\n" REST "timeout: 3\n", "p:5:"},
		{"server: https://x\n" REST "sever: 3\n", "\"sever\""},
		{"server: http://x\n" REST, "p:1:9: server: it does not begin with https://"},
		{"server: https://x\nca: a\ncertificate: b\n", "\"key\""},
		{"server: https://x\nserver: https://y\n" REST, "p:2:"},
		{"server: [https://x]\n" REST, "p:1:"},
		{"- server\n", "p:1:"},
		{"", "p:"},
		{"server: {\n", "p:"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		struct faults *faults = faults_new(arena, "p");
		struct profile profile;
		struct buf says = buf_in(arena);
		check_row("%zu", i);
		bool read = profile_read(arena, span_of(rows[i].text), "p", faults, &profile);
		CHECK(!read);
		faults_print(faults, &says);
		CHECK(strstr(buf_cstr(&says), rows[i].says) != NULL);
		arena_free(arena);
	}
}

TEST(servers_are_hosts)
{
	static const struct {
		const char *text;
		bool sound, loopback;
	} rows[] = {
		{"https://bursar.example", true, false},
		{"https://bursar.example/", true, false},
		{"https://bursar.example:1", true, false},
		{"https://bursar.example:65535", true, false},
		{"https://localhost:8443", true, true},
		{"https://127.1.2.3", true, true},
		{"https://[::1]:8443", true, true},
		{"https://[2001:db8::1]", true, false},
		{"https://128.0.0.1", true, false},
		{"http://bursar.example", false, false},
		{"https://", false, false},
		{"https:///", false, false},
		{"https://:8443", false, false},
		{"https://x:0", false, false},
		{"https://x:65536", false, false},
		{"https://x:", false, false},
		{"https://x/v1", false, false},
		{"https://user@x", false, false},
		{"https://x?y", false, false},
		{"https://[::1", false, false},
		{"https://x y", false, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		struct profile profile = {.server = NULL};
		check_row("%s", rows[i].text);
		const char *wrong = profile_set_server(arena, &profile, span_of(rows[i].text));
		CHECK_INT(rows[i].sound, wrong == NULL);
		CHECK_INT(rows[i].loopback, profile.loopback);
		arena_free(arena);
	}
}
