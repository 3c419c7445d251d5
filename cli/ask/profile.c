#include "cli/ask/profile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "base/parse.h"
#include "base/yaml.h"
#include "cli/words/value.h"

enum { PROFILE_BYTES_MAX = 64 * 1024, PORT_MAX = 65535 };

static const char server_remedy[] = "write https://HOST:PORT, as bursard listens";

static bool is_loopback(struct span host)
{
	return span_is(host, "localhost") || span_is(host, "[::1]") ||
		span_starts(host, SPAN("127."));
}

const char *profile_set_server(struct arena *arena, struct profile *profile, struct span server)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789.-_:[]";
	struct span rest = span_from(server, sizeof("https://") - 1);
	int64_t port = 0;

	if (!span_starts(server, SPAN("https://")))
		return "it does not begin with https://";
	if (rest.len > 0 && rest.at[rest.len - 1] == '/')
		rest.len--;
	if (rest.len == 0)
		return "it names no host";
	for (size_t i = 0; i < rest.len; i++) {
		if (rest.at[i] == '\0' || strchr(letters, rest.at[i]) == NULL)
			return "something that is neither host nor port is in it";
	}
	size_t host = rest.at[0] == '[' ? span_find(rest, ']') + 1 : span_find(rest, ':');
	if (host == 0 || host > rest.len)
		return "it names no host";
	if (host < rest.len && !parse_int(span_from(rest, host + 1), 1, PORT_MAX, &port))
		return "its port is not a number from 1 to 65535";
	profile->server = arena_printf(arena, "https://%.*s", SPAN_ARG(rest));
	profile->loopback = is_loopback(span_slice(rest, 0, host));
	return NULL;
}

struct profile_file {
	struct profile *profile;
	struct span server, ca, certificate, key;
};

static bool read_server(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	struct span *server = out;
	struct profile unused;

	if (!yaml_read_text(reader, node, server))
		return false;
	const char *wrong = profile_set_server(reader->arena, &unused, *server);
	if (wrong != NULL)
		yaml_fault(reader, node, server_remedy, "server: %s", wrong);
	return wrong == NULL;
}

static const char *beside(struct arena *arena, const char *path, struct span file)
{
	const char *slash = strrchr(path, '/');
	int folder = slash == NULL ? 0 : (int)(slash - path) + 1;

	if (file.at[0] == '/')
		folder = 0;
	return arena_printf(arena, "%.*s%.*s", folder, path, SPAN_ARG(file));
}

bool profile_read(struct arena *arena, struct span text, const char *path, struct faults *faults,
	struct profile *ret_profile)
{
	static const struct yaml_field fields[] = {
		YAML_REQUIRED(struct profile_file, server, "server", read_server),
		YAML_REQUIRED(struct profile_file, ca, "ca", yaml_read_text),
		YAML_REQUIRED(struct profile_file, certificate, "certificate", yaml_read_text),
		YAML_REQUIRED(struct profile_file, key, "key", yaml_read_text),
	};
	struct profile_file file = {.profile = NULL};
	struct yaml_reader reader = {.arena = arena, .faults = faults};
	struct yaml_node *root = yaml_parse(arena, text, faults);

	if (root == NULL ||
		!yaml_read_fields(&reader, root, "a profile", fields, ARRAY_LEN(fields), &file))
		return false;
	struct profile profile = {.path = path};
	if (profile_set_server(arena, &profile, file.server) != NULL)
		UNREACHABLE("a server that was not checked");
	profile.ca = beside(arena, path, file.ca);
	profile.certificate = beside(arena, path, file.certificate);
	profile.key = beside(arena, path, file.key);
	*ret_profile = profile;
	return true;
}

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value == NULL || value[0] == '\0' ? NULL : value;
}

static const char *folder_of_profiles(struct arena *arena)
{
	const char *own = environment("BURSAR_CONFIG_DIR");
	const char *xdg = environment("XDG_CONFIG_HOME");
	const char *home = environment("HOME");

	if (own != NULL)
		return own;
	if (xdg != NULL)
		return arena_printf(arena, "%s/bursar", xdg);
	return arena_printf(arena, "%s/.config/bursar", home == NULL ? "" : home);
}

static const char *read_file(struct arena *arena, struct profile *profile, bool *ret_missing)
{
	struct span text;
	struct faults *faults = faults_new(arena, profile->path);
	const char *name = profile->name;

	*ret_missing = access(profile->path, F_OK) != 0 && errno == ENOENT;
	if (*ret_missing)
		return arena_printf(arena,
			"there is no profile %s; write %s (bursar(1), PROFILES) or name another "
			"with "
			"--profile",
			name, profile->path);
	const char *wrong = value_file(arena, profile->path, PROFILE_BYTES_MAX, &text);
	if (wrong != NULL)
		return wrong;
	if (!profile_read(arena, text, profile->path, faults, profile)) {
		struct buf says = buf_in(arena);
		faults_sort(faults);
		faults_print(faults, &says);
		return arena_printf(arena, "the profile %s cannot be used:\n%s", name,
			arena_strndup(arena, says.at, span_trim(buf_done(&says)).len));
	}
	profile->name = name;
	return NULL;
}

const char *profile_load(struct arena *arena, struct span asked, struct span server,
	struct profile *ret_profile, bool *ret_missing)
{
	const char *name = environment("BURSAR_PROFILE");

	if (asked.at != NULL)
		name = asked.at;
	else if (name == NULL)
		name = "default";
	*ret_missing = false;
	if (strchr(name, '/') != NULL)
		return arena_printf(
			arena, "$BURSAR_PROFILE is the name of a profile, not a path: %s", name);
	struct profile profile = {.name = name};
	profile.path = arena_printf(arena, "%s/%s.yaml", folder_of_profiles(arena), name);
	const char *wrong = read_file(arena, &profile, ret_missing);
	if (wrong == NULL && server.at != NULL) {
		wrong = profile_set_server(arena, &profile, server);
		if (wrong != NULL)
			wrong = arena_printf(arena, "--server %.*s: %s; %s", SPAN_ARG(server),
				wrong, server_remedy);
	}
	/* The name and the path are there even if nothing else is. */
	*ret_profile = profile;
	return wrong;
}
