/* All lanes: which is free, and what they do. */
#ifndef BURSAR_STORE_LANES_H
#define BURSAR_STORE_LANES_H

#include <stdbool.h>

#include "daemon/store/lane.h"

struct lanes;

enum { LANES_MAX = 4 };

/* usual: what is the same of all connections of the store, and the statements; a deadline of 0 is a
 * lane's own. config's figures are theirs. */
struct lanes *lanes_new(
	int len, const struct lane_config *config, const struct connection_config *usual);
/* Jobs under way are due. */
void lanes_free(struct lanes *lanes);

/* One that can be started; NULL if none can now. */
struct lane *lanes_next(const struct lanes *lanes);
/* Whether any is up, or will be in a moment. */
bool lanes_are_hopeful(const struct lanes *lanes);
/* Nothing is under way, and all have been told. */
bool lanes_are_idle(const struct lanes *lanes);
/* NULL past the last. */
struct connection *lanes_connection(const struct lanes *lanes, int i);
struct lane_figures lanes_figures(const struct lanes *lanes);

#endif
