/* Whether an answer says what the model says, all that is not mere words. */
#ifndef BURSAR_TESTS_SIM_AGREE_H
#define BURSAR_TESTS_SIM_AGREE_H

#include <jansson.h>

#include "base/arena.h"

/* NULL if they agree; else what differs, in the arena. Reasons may be in any order. */
const char *agree(struct arena *arena, const json_t *want, const json_t *got);
/* The same of what a reply and its event both tell. */
const char *agree_event(struct arena *arena, const json_t *reply, const json_t *event);
/* The text of a value, in the arena. */
const char *agree_text(struct arena *arena, const json_t *value);

#endif
