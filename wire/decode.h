/* One command from one object, for bodies and for the items of batches. */
#ifndef BURSAR_WIRE_DECODE_H
#define BURSAR_WIRE_DECODE_H

#include <stdbool.h>

#include "base/cc.h"
#include "wire/read.h"

/* What may stand where: of parameters an item of a batch has members instead. */
enum decode_place { DECODE_REQUEST, DECODE_ITEM };

/*
 * Reads the members of the command's kind from object, or the parameters of input, then draws
 * nonce, salts, ids and keys. input is not looked at for an item, whose member "key" is the
 * caller's.
 */
MUST_CHECK bool decode_object(struct reading *reading, enum decode_place place, json_t *object,
	const struct wire_input *input, struct command *command);

/* An object's member "key", the name of an item's own command. */
#define DECODE_KEY "key"

#endif
