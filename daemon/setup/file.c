#include "daemon/setup/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

void file_close(const int *fd)
{
	int kept = errno;

	if (*fd >= 0)
		close(*fd);
	errno = kept;
}

enum status file_read(
	struct arena *arena, const char *path, size_t max_bytes, struct span *ret_text)
{
	/* Non-blocking, so that a FIFO at the path does not hold us. */
	int fd CLEANUP(file_close) = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	size_t len = 0;

	if (fd < 0)
		return STATUS_IO;
	char *text = arena_alloc(arena, max_bytes + 2);
	while (len <= max_bytes) {
		ssize_t got = read(fd, text + len, max_bytes + 1 - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return STATUS_IO;
		if (got == 0)
			break;
		len += (size_t)got;
	}
	if (len > max_bytes) {
		errno = EFBIG;
		return STATUS_IO;
	}
	text[len] = '\0';
	*ret_text = (struct span){text, len};
	return OK;
}

enum status file_write(int fd, struct span text)
{
	while (text.len > 0) {
		ssize_t done = write(fd, text.at, text.len);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return STATUS_IO;
		text = span_from(text, (size_t)done);
	}
	return OK;
}

enum status file_replace(struct arena *arena, const char *path, struct span text)
{
	const char *part = arena_printf(arena, "%s.part", path);

	int fd CLEANUP(file_close) =
		open(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);

	if (fd < 0)
		return STATUS_IO;
	if (file_write(fd, text) == OK && rename(part, path) == 0)
		return OK;
	int kept = errno;
	unlink(part);
	errno = kept;
	return STATUS_IO;
}
