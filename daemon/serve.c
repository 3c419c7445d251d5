#include "daemon/serve.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/arena.h"
#include "daemon/door.h"
#include "daemon/setup/config.h"
#include "daemon/setup/file.h"
#include "daemon/setup/log.h"
#include "daemon/setup/migrate.h"
#include "daemon/store/store.h"
#include "daemon/upkeep.h"

enum {
	DRAIN_LOOK_MS = 20,
	RELOAD_ARENA_BYTES_MAX = 1 << 20,
	SIGNALS = 3,
	SERVE_PRIORITIES = 2,
	SERVE_CALLS_AT_ONCE = 4,
};

struct serving {
	const struct config *config;
	struct event_base *base;
	struct event *signals[SIGNALS];
	struct event *drain;
	struct store *store;
	struct door *door;
	struct upkeep *upkeep;
	int64_t drain_until_ms; /* 0: not told to end */
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void store_says(void *context, const char *level, const char *text)
{
	(void)context;
	log_text(log_level_of(level), "store", "%s", text);
}

/* --- signals --- */

static void on_stop(evutil_socket_t number, short what, void *context)
{
	struct serving *s = context;
	struct timeval look = {.tv_usec = (suseconds_t)DRAIN_LOOK_MS * 1000};

	(void)what;
	if (s->drain_until_ms != 0) {
		log_text(LOG_WARNING, "stop", "told twice to end; requests under way are cut off");
		event_base_loopbreak(s->base);
		return;
	}
	s->drain_until_ms = now_ms() + SERVE_DRAIN_MS_MAX;
	upkeep_notify("STOPPING=1");
	log_text(LOG_INFO, "stop", "%s: answering what was begun", strsignal((int)number));
	door_close(s->door);
	event_add(s->drain, &look);
}

static void on_drain(evutil_socket_t fd, short what, void *context)
{
	struct serving *s = context;
	bool idle = door_idle(s->door) && store_idle(s->store);

	(void)fd;
	(void)what;
	if (!idle && now_ms() < s->drain_until_ms)
		return;
	if (!idle)
		log_text(LOG_WARNING, "stop", "requests under way after %d ms are cut off",
			SERVE_DRAIN_MS_MAX);
	event_base_loopbreak(s->base);
}

/* systemd wants the moment of the reload's beginning, by the monotonic clock. */
static void on_reload(evutil_socket_t number, short what, void *context)
{
	struct serving *s = context;
	struct arena *arena = arena_new(RELOAD_ARENA_BYTES_MAX);
	const char *error = NULL;

	(void)number;
	(void)what;
	upkeep_notify("RELOADING=1\nMONOTONIC_USEC=%lld", (long long)now_ms() * 1000);
	if (door_reload(s->door, arena, &error) == OK)
		log_text(LOG_INFO, "reload", "the TLS files were read again");
	else
		log_text(LOG_ERROR, "reload", "%s; the old ones stay in use", error);
	upkeep_notify("READY=1");
	arena_free(arena);
}

static void listen_for_signals(struct serving *s)
{
	static const struct {
		int number;
		event_callback_fn call;
	} list[SIGNALS] = {{SIGTERM, on_stop}, {SIGINT, on_stop}, {SIGHUP, on_reload}};

	for (int i = 0; i < SIGNALS; i++) {
		s->signals[i] = evsignal_new(s->base, list[i].number, list[i].call, s);
		assert(s->signals[i] != NULL);
		event_add(s->signals[i], NULL);
	}
	s->drain = event_new(s->base, -1, EV_PERSIST, on_drain, s);
	assert(s->drain != NULL);
}

/* --- beginning and end --- */

static struct event_base *new_base(void)
{
	struct event_config *config = event_config_new();

	assert(config != NULL);
	/* Changes of what is waited for go to the kernel together, once a turn. */
	event_config_set_flag(config, EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	/* What the database answers goes before what clients send (daemon/store), and is looked for
	 * after every few of these. */
	event_config_set_max_dispatch_interval(config, NULL, SERVE_CALLS_AT_ONCE, 1);
	struct event_base *base = event_base_new_with_config(config);
	assert(base != NULL);
	event_base_priority_init(base, SERVE_PRIORITIES);
	event_config_free(config);
	return base;
}

static void open_store(struct serving *s)
{
	const struct config *config = s->config;
	struct store_config store = {
		.conninfo = config->database,
		.keys_dir = config->keys_dir,
		.lanes = config->lanes,
		.readers = config->readers,
		.batch_max = config->batch_max,
		.queue_max = config->queue_max,
		.retry_ms = config->retry_ms,
	};

	s->store = store_new(s->base, &store, store_says, NULL);
}

static enum status write_ports(const struct serving *s, struct arena *arena, const char **ret_error)
{
	const char *path = s->config->ports_file;

	if (path == NULL)
		return OK;
	const char *text = arena_printf(
		arena, "listen=%d\nadmin=%d\n", door_port(s->door), door_admin_port(s->door));
	if (file_replace(arena, path, span_of(text)) == OK)
		return OK;
	*ret_error = arena_printf(
		arena, "the ports-file %s cannot be written: %s", path, strerror(errno));
	return STATUS_IO;
}

static enum status run(struct serving *s, struct arena *arena, const char **ret_error)
{
	enum status status = door_open(s->base, s->config, s->store, arena, &s->door, ret_error);

	if (status != OK)
		return status;
	listen_for_signals(s);
	s->upkeep = upkeep_start(s->base);
	status = write_ports(s, arena, ret_error);
	if (status != OK)
		return status;
	log_text(LOG_INFO, "start", "listening on %s port %d, admin on %s port %d",
		s->config->listen_host, door_port(s->door), s->config->admin_host,
		door_admin_port(s->door));
	upkeep_notify("READY=1");
	event_base_dispatch(s->base);
	if (s->config->ports_file != NULL)
		unlink(s->config->ports_file);
	log_text(LOG_INFO, "stop", "ended");
	return OK;
}

static void close_all(struct serving *s)
{
	for (int i = 0; i < SIGNALS; i++)
		if (s->signals[i] != NULL)
			event_free(s->signals[i]);
	if (s->drain != NULL)
		event_free(s->drain);
	upkeep_stop(s->upkeep);
	/* The store answers what it still has, and those answers are the door's to take. */
	store_free(s->store);
	if (s->door != NULL)
		door_free(s->door);
	event_base_free(s->base);
}

enum status serve(struct arena *arena, const struct config *config, const char **ret_error)
{
	struct serving s = {.config = config};
	enum status status = migrate_check(arena, config->database, ret_error);

	if (status == STATUS_DB_REFUSED)
		return status;
	if (status != OK)
		log_text(LOG_WARNING, "start", "%s; going on trying", *ret_error);
	/* Of one that was killed: whoever waits for it shall not take the old ports for ours. */
	if (config->ports_file != NULL)
		unlink(config->ports_file);
	s.base = new_base();
	open_store(&s);
	status = run(&s, arena, ret_error);
	close_all(&s);
	return status;
}
