/* One run of bursar: what was typed, and, once it is needed, who asks whom. */
#ifndef BURSAR_CLI_ASK_SESSION_H
#define BURSAR_CLI_ASK_SESSION_H

#include "base/cc.h"
#include "cli/ask/client.h"
#include "cli/ask/profile.h"
#include "cli/exit.h"
#include "cli/words/args.h"

struct arena;

struct session {
	struct arena *arena; /* of the whole run */
	const struct args *args;
	struct profile profile;
	struct client *client; /* NULL until session_sign_in */
};

/* Reads the profile and makes the client; says what is wrong if that cannot be: then EXIT_NOT_YOURS
 * without a profile, EXIT_FAILED with one that cannot be used. */
MUST_CHECK enum exit_status session_sign_in(struct session *session);

#endif
