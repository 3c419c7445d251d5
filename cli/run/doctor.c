#include "cli/run/doctor.h"

#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/pem.h"
#include "cli/ask/call.h"
#include "cli/ask/certificate.h"
#include "cli/ask/request.h"
#include "cli/ask/session.h"
#include "cli/show/say.h"
#include "cli/show/view.h"
#include "cli/words/value.h"

enum { PEM_BYTES_MAX = 1024 * 1024, DAYS_WARNED = 30, HTTP_OK = 200, HTTP_UNAUTHORIZED = 401 };

/* What the checks carry along. */
struct doctor {
	struct session *session;
	struct date today;
	enum exit_status worst;
};

static void say(enum say_colour colour, const char *what, const char *text)
{
	say_coloured(stdout, colour, colour == SAY_GOOD ? "ok      " : "FAILED  ");
	printf("%-12s  ", what);
	say_line(stdout, text);
}

static void good(struct doctor *doctor, const char *what, const char *format, ...) PRINTF(3, 4);
static void bad(struct doctor *doctor, enum exit_status status, const char *what,
	const char *format, ...) PRINTF(4, 5);

static void good(struct doctor *doctor, const char *what, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(SAY_GOOD, what, arena_vprintf(doctor->session->arena, format, args));
	va_end(args);
}

static void bad(
	struct doctor *doctor, enum exit_status status, const char *what, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(SAY_BAD, what, arena_vprintf(doctor->session->arena, format, args));
	va_end(args);
	doctor->worst = exit_worse(doctor->worst, status);
}

static struct date today(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return date_london((int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000);
}

static bool check_profile(struct doctor *doctor)
{
	bool missing = false;
	struct session *session = doctor->session;
	struct profile *profile = &session->profile;
	const char *wrong = profile_load(
		session->arena, session->args->profile, session->args->server, profile, &missing);

	if (wrong != NULL) {
		bad(doctor, missing ? EXIT_NOT_YOURS : EXIT_FAILED, "profile", "%s", wrong);
		return false;
	}
	good(doctor, "profile", "%s (%s), for %s", profile->name, profile->path, profile->server);
	return true;
}

/* The text of a PEM file of the profile; absent if it cannot be read, which is then said. */
static struct span read_pem(struct doctor *doctor, const char *what, const char *path)
{
	struct span text;
	const char *wrong = value_file(doctor->session->arena, path, PEM_BYTES_MAX, &text);

	if (wrong == NULL)
		return text;
	bad(doctor, EXIT_FAILED, what, "%s; mend the profile's %s:", wrong, what);
	return SPAN_NONE;
}

static void check_certificate(struct doctor *doctor, const char *what, const char *path)
{
	struct span der;
	struct date first, last;
	char first_text[DATE_TEXT + 1], last_text[DATE_TEXT + 1];
	struct span text = read_pem(doctor, what, path);

	if (text.at == NULL)
		return;
	if (!pem_certificate(doctor->session->arena, text, &der) ||
		!certificate_days(der, &first, &last)) {
		bad(doctor, EXIT_FAILED, what,
			"%s: no certificate is in it; the profile's %s: must be a PEM file", path,
			what);
		return;
	}
	int left = last.day - doctor->today.day;
	date_format(first, first_text);
	date_format(last, last_text);
	if (date_cmp(doctor->today, first) < 0)
		bad(doctor, EXIT_FAILED, what, "%s holds from %s on only; is the clock right?",
			path, first_text);
	else if (left < 0)
		bad(doctor, EXIT_FAILED, what, "%s ran out on %s; ask the admin for a new one",
			path, last_text);
	else if (left < DAYS_WARNED)
		good(doctor, what, "%s, until %s: %d days are left, ask for a new one", path,
			last_text, left);
	else
		good(doctor, what, "%s, until %s", path, last_text);
}

static void check_key(struct doctor *doctor)
{
	struct stat file;
	const char *path = doctor->session->profile.key;
	struct span text = read_pem(doctor, "key", path);

	if (text.at == NULL)
		return;
	if (strstr(text.at, "PRIVATE KEY-----") == NULL)
		bad(doctor, EXIT_FAILED, "key", "%s: no private key is in it (PEM)", path);
	else if (stat(path, &file) == 0 && (file.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		bad(doctor, EXIT_FAILED, "key", "%s: others may read it; chmod 600 %s", path, path);
	else
		good(doctor, "key", "%s", path);
}

static void say_not_signed_in(struct doctor *doctor)
{
	struct span text;
	struct digest fingerprint;
	struct arena *arena = doctor->session->arena;
	struct buf hex = buf_in(arena);
	const char *path = doctor->session->profile.certificate;

	if (value_file(arena, path, PEM_BYTES_MAX, &text) == NULL &&
		pem_fingerprint(text, &fingerprint))
		buf_hex(&hex, fingerprint.bytes, sizeof(fingerprint.bytes));
	bad(doctor, EXIT_NOT_YOURS, "role",
		"nobody is registered with this certificate (SHA-256 %s); register it with the "
		"invitation that an administrator's bursar staff add or staff renew printed for "
		"you: bursar staff claim CODE",
		buf_cstr(&hex));
}

static void say_role(struct doctor *doctor, struct span body)
{
	json_error_t error;
	json_t *me = json_loadb(body.at, body.len, JSON_REJECT_DUPLICATES, &error);
	struct buf roles = buf_in(doctor->session->arena);
	const char *name = json_string_value(json_object_get(me, "name"));
	const char *authority = json_string_value(view_member(me, "authority.name"));

	view_cell(&roles, json_object_get(me, "roles"), CELL_TEXT);
	if (name == NULL)
		bad(doctor, EXIT_FAILED, "role",
			"the answer is not bursard's; mend the profile's server:");
	else
		good(doctor, "role", "%s, %s, %s", name, buf_cstr(&roles),
			authority == NULL ? "" : authority);
	json_decref(me);
}

static void check_connection(struct doctor *doctor)
{
	struct session *session = doctor->session;
	const struct request request = {.target = SPAN("/v1/me")};

	session->client = client_open(&session->profile);
	struct call call = call_once(session->client, session->arena, GET, &request);
	if (call.end != CLIENT_ANSWERED) {
		bad(doctor, call_exit(&call), "connection", "%s", call.why);
		return;
	}
	good(doctor, "connection", "%s answers", session->profile.server);
	if (call.answer.server.len > 0)
		good(doctor, "daemon", "%.*s", SPAN_ARG(call.answer.server));
	if (call.answer.status == HTTP_OK)
		say_role(doctor, call.answer.body);
	else if (call.answer.status == HTTP_UNAUTHORIZED)
		say_not_signed_in(doctor);
	else
		bad(doctor, call_exit(&call), "role", "the daemon answers %d: %.*s",
			call.answer.status, SPAN_ARG(call.answer.body));
}

enum exit_status doctor_run(struct session *session)
{
	struct doctor doctor = {.session = session, .today = today()};

	if (!check_profile(&doctor))
		return doctor.worst;
	check_certificate(&doctor, "certificate", session->profile.certificate);
	check_key(&doctor);
	check_certificate(&doctor, "ca", session->profile.ca);
	check_connection(&doctor);
	return doctor.worst;
}
