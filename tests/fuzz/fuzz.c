/*
 * Hands inputs to targets. Under libFuzzer (-DFUZZ_LIBFUZZER) the target is the one that
 *FUZZ_TARGET names in the environment. Else a program of its own:
 *
 *	replay FOLDER [TARGET]...    runs each file of FOLDER/TARGET; all targets if none is named
 */
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"

/* Of processor time and under sanitizers: what takes milliseconds has no excuse. */
enum { INPUT_MS_MAX = 3000 };

static const struct target {
	const char *name;
	void (*run)(struct span bytes);
	size_t bytes_max;
} targets[] = {

#define FUZZ(name, bytes_max) {#name, fuzz_##name, (bytes_max)},
#include "tests/fuzz/targets.def"
#undef FUZZ
};

static const struct target *target_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
		if (strcmp(targets[i].name, name) == 0)
			return &targets[i];
	}
	fprintf(stderr, "fuzz: there is no target %s; there are:", name);
	for (size_t i = 0; i < ARRAY_LEN(targets); i++)
		fprintf(stderr, " %s", targets[i].name);
	fputc('\n', stderr);
	exit(2);
}

static void run(const struct target *target, struct span bytes)
{
	clock_t before = clock();
	target->run(bytes);
	assert((clock() - before) / (CLOCKS_PER_SEC / 1000) < INPUT_MS_MAX);
}

#ifdef FUZZ_LIBFUZZER

static const struct target *chosen;

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = getenv("FUZZ_TARGET");

	(void)argc;
	(void)argv;
	chosen = target_of(name == NULL ? "" : name);
	hash_begin();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > chosen->bytes_max)
		return -1;
	run(chosen, size == 0 ? SPAN("") : (struct span){(const char *)data, size});
	return 0;
}

#else

/* Exactly as long as the file, so that a sanitizer sees what reads beyond it. */
static void replay_file(const struct target *target, const char *path)
{
	struct stat about;
	int file = open(path, O_RDONLY | O_CLOEXEC);

	assert(file >= 0 && fstat(file, &about) == 0);
	size_t len = (size_t)about.st_size;
	char *bytes = malloc(len > 0 ? len : 1);
	assert(bytes != NULL && read(file, bytes, len) == about.st_size);
	close(file);
	run(target, (struct span){bytes, len});
	free(bytes);
}

static size_t replay_folder(const struct target *target, const char *folder)
{
	char path[4096];
	size_t count = 0;
	int written = snprintf(path, sizeof(path), "%s/%s", folder, target->name);
	DIR *list = opendir(path);

	if (list == NULL) {
		fprintf(stderr, "fuzz: there is no folder %s\n", path);
		exit(1);
	}
	for (const struct dirent *entry = readdir(list); entry != NULL; entry = readdir(list)) {
		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(
			path + written, sizeof(path) - (size_t)written, "/%s", entry->d_name);
		/* The last line of the log, if it ends here. */
		printf("%s\n", path);
		(void)fflush(stdout);
		replay_file(target, path);
		count++;
	}
	closedir(list);
	return count;
}

int main(int argc, char **argv)
{
	size_t count = 0;

	if (argc < 2) {
		fputs("usage: replay FOLDER [TARGET]...\n", stderr);
		return 2;
	}
	hash_begin();
	for (int i = 2; i < argc; i++)
		count += replay_folder(target_of(argv[i]), argv[1]);
	for (size_t i = 0; argc == 2 && i < ARRAY_LEN(targets); i++)
		count += replay_folder(&targets[i], argv[1]);
	hash_end();
	printf("%zu passed, 0 failed, 0 skipped\n", count);
	return 0;
}

#endif
