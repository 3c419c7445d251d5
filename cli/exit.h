/* What bursar's exit status says (bursar(1)). */
#ifndef BURSAR_CLI_EXIT_H
#define BURSAR_CLI_EXIT_H

enum exit_status {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_CANCELLED = 3, /* at a prompt */
	EXIT_NOT_YOURS = 4, /* not signed in, or not your role */
	EXIT_REFUSED = 5,   /* by a rule */
	EXIT_CONFLICT = 6,
	EXIT_AWAY = 7,    /* daemon or database out of reach, or the answer lost */
	EXIT_UNPROVED = 8 /* a verification failed */
};

/* Of several items the more urgent status: 7, 4, 8, 6, 5, then any other failure. */
enum exit_status exit_worse(enum exit_status a, enum exit_status b);
/* Of an HTTP status and the problem's code ("" if it has none). */
enum exit_status exit_of_http(int status, const char *code);

#endif
