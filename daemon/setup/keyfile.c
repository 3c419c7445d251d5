#include "daemon/setup/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "daemon/setup/file.h"

/* The folder that holds path. */
static const char *parent_of(struct arena *arena, const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	while (len > 0 && path[len - 1] != '/')
		len--;
	return len == 0 ? "." : arena_strndup(arena, path, len);
}

/* Nothing is followed or handed over but what we just made ourselves: a plain file or a folder. */
static bool give_to_owner_of(const char *folder, const char *made)
{
	struct stat owner, about;

	int fd CLEANUP(file_close) = open(made, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	if (geteuid() != 0)
		return true;
	if (fd < 0 || stat(folder, &owner) != 0 || fstat(fd, &about) != 0)
		return false;
	if (S_ISREG(about.st_mode) && about.st_nlink != 1) {
		errno = EMLINK;
		return false;
	}
	return fchown(fd, owner.st_uid, owner.st_gid) == 0;
}

static bool make_folder(struct arena *arena, const char *folder)
{
	if (mkdir(folder, S_IRWXU) != 0)
		return errno == EEXIST;
	return give_to_owner_of(parent_of(arena, folder), folder);
}

enum status keyfile_create(struct arena *arena, const char *folder, const char *path,
	struct seal_key *ret_key, const char **ret_error)
{
	struct seal_key key;

	if (!make_folder(arena, folder)) {
		*ret_error = arena_printf(arena,
			"the folder %s (keys: in the configuration) cannot be made: %s", folder,
			strerror(errno));
		return STATUS_IO;
	}
	if (seal_key_create(path, &key) != OK) {
		if (errno == EEXIST) {
			*ret_error = arena_printf(arena,
				"the key file %s is there, but the database has no such authority; "
				"if the key is of no other database, move it away and repeat",
				path);
			return STATUS_BAD_INPUT;
		}
		*ret_error = arena_printf(
			arena, "the key file %s cannot be made: %s", path, strerror(errno));
		return STATUS_IO;
	}
	if (!give_to_owner_of(folder, path)) {
		*ret_error = arena_printf(arena,
			"the key file %s cannot be given to the owner of its folder: %s", path,
			strerror(errno));
		unlink(path);
		return STATUS_IO;
	}
	*ret_key = key;
	return OK;
}
