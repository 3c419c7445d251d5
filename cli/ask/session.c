#include "cli/ask/session.h"

#include "cli/show/say.h"

enum exit_status session_sign_in(struct session *session)
{
	bool missing = false;
	const struct args *args = session->args;
	const char *wrong = profile_load(
		session->arena, args->profile, args->server, &session->profile, &missing);

	if (wrong != NULL) {
		say_error("%s", wrong);
		return missing ? EXIT_NOT_YOURS : EXIT_FAILED;
	}
	session->client = client_open(&session->profile);
	return EXIT_DONE;
}
