#include "tests/sim/chance.h"

#include "base/cc.h"

static uint64_t next(struct chance *chance)
{
	uint64_t z = chance->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

size_t chance_below(struct chance *chance, size_t below)
{
	assert(below > 0);
	return (size_t)(next(chance) % below);
}

bool chance_once_in(struct chance *chance, size_t times)
{
	return chance_below(chance, times) == 0;
}

int64_t chance_between(struct chance *chance, int64_t least, int64_t most)
{
	assert(least <= most);
	return least + (int64_t)(next(chance) % (uint64_t)(most - least + 1));
}
