/* Chance that a seed decides, all of it: splitmix64. */
#ifndef BURSAR_TESTS_SIM_CHANCE_H
#define BURSAR_TESTS_SIM_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct chance {
	uint64_t state;
};

/* 0 to below - 1; below must not be 0. */
size_t chance_below(struct chance *chance, size_t below);
/* Once in so many times. */
bool chance_once_in(struct chance *chance, size_t times);
/* least to most, both possible. */
int64_t chance_between(struct chance *chance, int64_t least, int64_t most);

#endif
