/* What wire_decode says of a body, for tables. */
#ifndef BURSAR_TESTS_WIRE_TOLD_H
#define BURSAR_TESTS_WIRE_TOLD_H

#include <stdint.h>

#include "wire/wire.h"

struct arena;

/* 2019-03-31T23:30:00Z: in London it is 1 April already. */
#define TOLD_AT_US INT64_C(1554075000000000)

struct told {
	enum command_kind kind;
	const char *body;
	const char *told; /* as told_of says it */
};

/* A body with sound parameters for its kind. */
struct wire_input told_input(enum command_kind kind, const char *body);
/* "422 invalid /on: on is empty.", or NULL if the command is sound. */
const char *told_of(struct arena *arena, const struct wire_problem *problem);
/* Decodes it: told_of its problem, or NULL and the command. */
const char *told_decode(struct arena *arena, enum command_kind kind, struct wire_input input,
	struct command *ret_command);
void told_run(const struct told *rows, size_t rows_len);

#endif
