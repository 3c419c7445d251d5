/*
 * Readers: connections for reads, each one short transaction of one statement, read only. Whose
 * read is next: turns.h.
 */
#ifndef BURSAR_DAEMON_STORE_READ_READERS_H
#define BURSAR_DAEMON_STORE_READ_READERS_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/store/asked.h"
#include "daemon/store/authorities.h"
#include "daemon/store/due.h"
#include "daemon/store/log.h"
#include "daemon/store/pq/connection.h"

struct buf;
struct event_base;
struct readers;

enum { READERS_MAX = 16 };

struct readers_config {
	struct event_base *base;
	struct due *due;
	const struct store_log *log;
	/* A reader is free, or cannot be had: what waits should be looked at. */
	void (*freed)(void *context);
	void *context;
};

/* usual: what is the same of all connections of the store, and the statements; a deadline of 0 is a
 * reader's own. */
struct readers *readers_new(
	int len, const struct readers_config *config, const struct connection_config *usual);
/* Whatever waits or is under way is due. */
void readers_free(struct readers *readers);

/* It waits from then on. What may not wait is due. */
void readers_ask(struct readers *readers, struct authority *authority,
	const struct store_question *question, store_answered *done, void *context);
/* Gives free readers what waits. */
void readers_dispatch(struct readers *readers);
/* Whatever waits is due: the database is away. */
void readers_send_away(struct readers *readers);

/* Whether any is up, or will be in a moment. */
bool readers_are_hopeful(const struct readers *readers);
/* Nothing waits or is under way. */
bool readers_are_idle(const struct readers *readers);
/* NULL past the last. */
struct connection *readers_connection(const struct readers *readers, int i);
/* A line of each reader whose last query the database refused. */
void readers_remarks(const struct readers *readers, struct buf *out);
/* So far. */
uint64_t readers_started(const struct readers *readers);
int readers_waiting(const struct readers *readers);

#endif
