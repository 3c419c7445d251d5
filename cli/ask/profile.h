/*
 * Who to be and whom to ask: ~/.config/bursar/NAME.yaml with server, ca, certificate and key, all
 * of them needed. Paths are relative to the file's folder. $BURSAR_CONFIG_DIR, then
 * $XDG_CONFIG_HOME/bursar stand for ~/.config/bursar.
 */
#ifndef BURSAR_CLI_ASK_PROFILE_H
#define BURSAR_CLI_ASK_PROFILE_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/span.h"

struct arena;
struct faults;

struct profile {
	const char *name;
	const char *path;
	const char *server; /* https://host[:port], no slash behind it */
	const char *ca, *certificate, *key;
	bool loopback; /* the server is this machine */
};

/* The text of a profile at a path. All faults are found; false if there was any. */
MUST_CHECK bool profile_read(struct arena *arena, struct span text, const char *path,
	struct faults *faults, struct profile *ret_profile);
/* Finds and reads the profile. asked: of --profile, else absent. server: of --server, else absent.
 * NULL, or why not, one line or more with what to do; *ret_missing tells whether there is no such
 * file. */
MUST_CHECK const char *profile_load(struct arena *arena, struct span asked, struct span server,
	struct profile *ret_profile, bool *ret_missing);
/* Takes https://host[:port] with at most a slash behind it. NULL, or what is wrong. */
MUST_CHECK const char *profile_set_server(
	struct arena *arena, struct profile *profile, struct span server);

#endif
