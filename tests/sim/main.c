/*
 * sim [OPTION]...: bursar against the model. Steps by chance are done by core over lists in memory
 * (and by a daemon, if one is named), and everything that is answered and kept is held against what
 * the model says.
 *
 *	-s SEED      where to begin; without -t this one alone
 *	-t SECONDS   one seed after the other, so long
 *	-n STEPS     of each seed
 *	-u URL -c FOLDER -a CODE...   a daemon, the folder of its certificates (ca.crt, CODE-1.crt,
 *	             CODE-1.key …) and councils just opened, one a seed
 *
 * The first thousand steps from the seeds that ./check begins with meet every reason, so that a
 *slow machine does, too.
 *
 * Prints what was met. Status 0 if nothing differs, 1 if something does or, in a minute and more,
 * one of the reasons was never met; 2 if it could not begin.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/parse.h"
#include "tests/sim/play.h"

enum { COUNCILS_MAX = 4096, SECONDS_MAX = 1000000, STEPS_MAX = 1000000, METS_SECONDS = 60 };

struct options {
	int64_t seed, seconds, steps;
	const char *url, *folder;
	const char *councils[COUNCILS_MAX];
	size_t councils_len;
};

static NORETURN void usage(const char *what)
{
	(void)fprintf(stderr,
		"sim: %s\nwanted: [-s SEED] [-t SECONDS] [-n STEPS] [-u URL -c FOLDER -a "
		"CODE...]\n",
		what);
	exit(2);
}

static int64_t number_of(const char *text, int64_t max)
{
	int64_t number;

	if (!parse_int(span_of(text), 0, max, &number))
		usage(text);
	return number;
}

/* For the life of the process: there may be many councils. */
static struct options options;

static struct options *read_options(int argc, char **argv)
{
	struct options *o = &options;
	int letter;

	*o = (struct options){.seed = 1, .steps = 600};
	while ((letter = getopt(argc, argv, "s:t:n:u:c:a:")) != -1) {
		switch (letter) {
		case 's':
			o->seed = number_of(optarg, INT64_MAX);
			break;
		case 't':
			o->seconds = number_of(optarg, SECONDS_MAX);
			break;
		case 'n':
			o->steps = number_of(optarg, STEPS_MAX);
			break;
		case 'u':
			o->url = optarg;
			break;
		case 'c':
			o->folder = optarg;
			break;
		case 'a':
			if (o->councils_len == COUNCILS_MAX)
				usage("too many councils");
			o->councils[o->councils_len++] = optarg;
			break;
		default:
			usage("no such option");
		}
	}
	if (optind != argc || (o->url != NULL) != (o->folder != NULL) ||
		(o->url != NULL) != (o->councils_len > 0))
		usage("these do not go together");
	return o;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct clock {
	int64_t end_ms; /* 0: none */
};

static bool is_over(void *context)
{
	const struct clock *clock = context;

	return clock->end_ms != 0 && now_ms() >= clock->end_ms;
}

static struct date london_today(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return date_london((int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000);
}

static bool play_one(const struct options *o, struct clock *clock, size_t n, struct tally *tally)
{
	struct date today = london_today();
	struct way_http_options http = {.url = o->url, .folder = o->folder};
	struct way ways[PLAY_WAYS_MAX];
	size_t len = 0;

	if (o->url != NULL)
		http.authority = o->councils[n];
	ways[len++] = way_core(o->url == NULL ? "sim" : http.authority);
	if (o->url != NULL)
		ways[len++] = way_http(&http);
	return play(&(struct play_options){.seed = (uint64_t)o->seed + n,
			    .steps_max = (size_t)o->steps,
			    .today = o->url == NULL ? NULL : &today,
			    .is_over = is_over,
			    .context = clock},
		ways, len, tally);
}

int main(int argc, char **argv)
{
	struct options *o = read_options(argc, argv);
	struct clock clock = {.end_ms = o->seconds == 0 ? 0 : now_ms() + o->seconds * 1000};
	struct tally tally = {.seeds = 0};
	bool good = true;
	size_t n = 0;

	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	hash_begin();
	do {
		good = play_one(o, &clock, n++, &tally);
	} while (good && o->seconds > 0 && !is_over(&clock) &&
		(o->url == NULL || n < o->councils_len));
	hash_end();
	printf("seeds %lld to %lld\n", (long long)o->seed, (long long)o->seed + (long long)n - 1);
	tally_print(&tally);
	if (good && o->seconds >= METS_SECONDS)
		good = tally_met_all(&tally);
	return good ? 0 : 1;
}
