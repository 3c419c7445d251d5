#include "cli/ask/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "cli/ask/profile.h"

enum {
	HTTP_OK = 200,
	POLL_MS = 1000,
	/* A line, and what libcurl may hand over at once behind it. */
	STREAM_BUFFER_BYTES = STREAM_LINE_BYTES_MAX + CURL_MAX_WRITE_SIZE
};

struct stream {
	struct arena *arena;
	const struct profile *profile;
	CURLM *multi;
	CURL *easy;
	struct client_answer answer;
	const char *why;
	enum client_end end;
	bool done;   /* libcurl has nothing more to give */
	bool wanted; /* the next bytes may come */
	bool paused;
	bool line_too_long;
	bool started;   /* the body's first byte, or its end, was seen */
	size_t at, len; /* what of the buffer is not read yet */
	char error[CURL_ERROR_SIZE];
	char buffer[STREAM_BUFFER_BYTES];
};

/* NOLINTNEXTLINE(readability-non-const-parameter): libcurl says what it takes. */
static size_t on_header(char *bytes, size_t size, size_t count, void *context)
{
	struct stream *stream = context;

	client_header(stream->arena, (struct span){bytes, size * count}, &stream->answer);
	return size * count;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
	struct stream *stream = context;
	size_t len = size * count;

	stream->started = true;
	if (!stream->wanted) {
		stream->paused = true;
		return CURL_WRITEFUNC_PAUSE;
	}
	/* stream_line made room. */
	assert(len <= sizeof(stream->buffer) - stream->at - stream->len);
	memcpy(stream->buffer + stream->at + stream->len, bytes, len);
	stream->len += len;
	stream->wanted = false;
	return len;
}

static void must(bool done)
{
	if (done)
		return;
	fputs("bursar: libcurl: a transfer cannot be set up\n", stderr);
	abort();
}

/* Lets libcurl work until something came, or, without wanted, until the head is known. */
static void pump(struct stream *stream)
{
	if (stream->paused && stream->wanted) {
		stream->paused = false;
		curl_easy_pause(stream->easy, CURLPAUSE_CONT);
	}
	for (;;) {
		int running = 0, left = 0;
		must(curl_multi_perform(stream->multi, &running) == CURLM_OK);
		const CURLMsg *message = curl_multi_info_read(stream->multi, &left);
		if (message != NULL && message->msg == CURLMSG_DONE) {
			long status = 0;
			stream->done = true;
			stream->end = client_end_of(stream->arena, stream->profile, stream->easy,
				message->data.result, stream->error, &stream->why);
			curl_easy_getinfo(stream->easy, CURLINFO_RESPONSE_CODE, &status);
			stream->answer.status = (int)status;
			return;
		}
		bool waiting = stream->wanted || !stream->started;
		if (!waiting || stream->done)
			return;
		must(curl_multi_poll(stream->multi, NULL, 0, POLL_MS, NULL) == CURLM_OK);
	}
}

struct stream *stream_open(struct arena *arena, const struct profile *profile, const char *target)
{
	struct stream *stream = calloc(1, sizeof(*stream));

	must(stream != NULL);
	assert(stream != NULL);
	stream->arena = arena;
	stream->profile = profile;
	stream->answer.size = -1;
	stream->easy = client_handle(profile);
	stream->multi = curl_multi_init();
	CURL *easy = stream->easy;
	const char *url = arena_printf(arena, "%s%s", profile->server, target);
	must(stream->multi != NULL && curl_easy_setopt(easy, CURLOPT_URL, url) == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, stream->error) == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L) == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)STREAM_SILENCE_S) ==
			CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_HEADERDATA, stream) == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_WRITEDATA, stream) == CURLE_OK &&
		curl_multi_add_handle(stream->multi, easy) == CURLM_OK);
	pump(stream);
	if (!stream->done) {
		long status = 0;
		curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
		stream->answer.status = (int)status;
	}
	return stream;
}

void stream_close(struct stream *stream)
{
	if (stream == NULL)
		return;
	curl_multi_remove_handle(stream->multi, stream->easy);
	curl_easy_cleanup(stream->easy);
	curl_multi_cleanup(stream->multi);
	free(stream);
}

int64_t stream_size(const struct stream *stream)
{
	return stream->answer.size;
}

/* Asks for more behind what is not read yet; false if nothing more comes. */
static bool more(struct stream *stream)
{
	if (stream->done)
		return false;
	memmove(stream->buffer, stream->buffer + stream->at, stream->len);
	stream->at = 0;
	if (stream->len > STREAM_LINE_BYTES_MAX) {
		stream->line_too_long = true;
		return false;
	}
	size_t before = stream->len;
	stream->wanted = true;
	pump(stream);
	return stream->len > before;
}

bool stream_chunk(struct stream *stream, struct span *ret_chunk)
{
	if (stream->answer.status != HTTP_OK)
		return false;
	if (stream->len == 0 && !more(stream))
		return false;
	*ret_chunk = (struct span){stream->buffer + stream->at, stream->len};
	stream->at += stream->len;
	stream->len = 0;
	return true;
}

bool stream_line(struct stream *stream, struct span *ret_line)
{
	size_t looked = 0;

	if (stream->answer.status != HTTP_OK)
		return false;
	for (;;) {
		const char *start = stream->buffer + stream->at;
		const char *end = memchr(start + looked, '\n', stream->len - looked);
		if (end != NULL) {
			size_t len = (size_t)(end - start);
			*ret_line = (struct span){start, len};
			stream->at += len + 1;
			stream->len -= len + 1;
			return true;
		}
		looked = stream->len;
		if (!more(stream))
			break;
	}
	/* A last line without its LF belongs to a stream cut short. */
	if (stream->len > 0 && stream->end == CLIENT_ANSWERED) {
		stream->end = CLIENT_LOST;
		stream->why = stream->line_too_long ? "a line of the export is too long"
						    : "the export ends in the middle of a line";
	}
	return false;
}

enum client_end stream_end(
	struct stream *stream, struct client_answer *ret_answer, const char **ret_why)
{
	while (stream->answer.status != HTTP_OK && more(stream))
		;
	if (!stream->done && stream->end == CLIENT_ANSWERED) {
		stream->end = CLIENT_LOST;
		stream->why = "the export was not read to its end";
	}
	stream->answer.body = (struct span){stream->buffer + stream->at, stream->len};
	*ret_answer = stream->answer;
	*ret_why = stream->why;
	return stream->end;
}
