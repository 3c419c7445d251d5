/*
 * sync FILE MS: how often a second 8 KiB can be written and synced to FILE, by what PostgreSQL
 * syncs its log with on Linux (fdatasync). Removes FILE.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/parse.h"

enum { PAGE_BYTES = 8192, PAGES = 2048, MS_MAX = 60000 };

static double now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void die(const char *what)
{
	fprintf(stderr, "sync: %s: %s\n", what, strerror(errno));
	exit(2);
}

int main(int argc, char **argv)
{
	static const char page[PAGE_BYTES] = "bursar";
	int64_t time_ms;
	long count = 0;

	if (argc != 3 || !parse_int(span_of(argv[2]), 1, MS_MAX, &time_ms)) {
		fprintf(stderr, "sync: wanted: FILE MS\n");
		return 2;
	}
	int file = open(argv[1], O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (file < 0)
		die(argv[1]);
	/* As a segment of the log: its room is taken before. */
	for (int i = 0; i < PAGES; i++)
		if (pwrite(file, page, sizeof(page), (off_t)i * PAGE_BYTES) != PAGE_BYTES)
			die(argv[1]);
	if (fsync(file) != 0)
		die(argv[1]);
	double begun_s = now_s();
	for (; now_s() - begun_s < (double)time_ms / 1000; count++) {
		if (pwrite(file, page, sizeof(page), (off_t)(count % PAGES) * PAGE_BYTES) !=
				PAGE_BYTES ||
			fdatasync(file) != 0)
			die(argv[1]);
	}
	printf("%.0f\n", (double)count / (now_s() - begun_s));
	close(file);
	unlink(argv[1]);
	return 0;
}
