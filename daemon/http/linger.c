#include "daemon/http/linger.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <stdbool.h>
#include <stdlib.h>

struct lingering {
	LIST_ENTRY(lingering) link;
	struct linger_list *list;
	struct bufferevent *bev; /* ours by a reference */
	struct event *timer;
	bool listening;
	size_t bytes;
};

static void end(struct lingering *linger)
{
	LIST_REMOVE(linger, link);
	linger->list->len--;
	bufferevent_setcb(linger->bev, NULL, NULL, NULL, NULL);
	bufferevent_decref(linger->bev);
	event_free(linger->timer);
	free(linger);
}

static void forget(struct bufferevent *bev, void *context)
{
	struct lingering *linger = context;
	struct evbuffer *input = bufferevent_get_input(bev);

	linger->bytes += evbuffer_get_length(input);
	evbuffer_drain(input, evbuffer_get_length(input));
	if (linger->bytes > LINGER_BYTES_MAX)
		end(linger);
}

static void closed(struct bufferevent *bev, short what, void *context)
{
	(void)bev;
	(void)what;
	end(context);
}

/* First, as soon as the owner is through with bev, then at the end of the time. */
static void timer(int fd, short what, void *context)
{
	static const struct timeval most = {.tv_sec = LINGER_MS_MAX / 1000};
	struct lingering *linger = context;

	(void)fd;
	(void)what;

	if (linger->listening) {
		end(linger);
		return;
	}
	linger->listening = true;
	bufferevent_setcb(linger->bev, forget, NULL, closed, linger);
	if (event_add(linger->timer, &most) != 0 || bufferevent_enable(linger->bev, EV_READ) != 0)
		end(linger);
}

void linger_init(struct linger_list *list)
{
	LIST_INIT(&list->head);
	list->len = 0;
}

void linger_begin(struct linger_list *list, struct bufferevent *bev)
{
	if (list->len >= LINGER_COUNT_MAX)
		return;
	struct lingering *linger = calloc(1, sizeof(*linger));
	if (linger == NULL)
		return;
	linger->timer = event_new(bufferevent_get_base(bev), -1, 0, timer, linger);
	if (linger->timer == NULL) {
		free(linger);
		return;
	}
	bufferevent_incref(bev);
	linger->bev = bev;
	linger->list = list;
	LIST_INSERT_HEAD(&list->head, linger, link);
	list->len++;
	event_active(linger->timer, EV_TIMEOUT, 0);
}

void linger_end_all(struct linger_list *list)
{
	struct lingering *next = NULL;

	for (struct lingering *at = LIST_FIRST(&list->head); at != NULL; at = next) {
		next = LIST_NEXT(at, link);
		end(at);
	}
}
