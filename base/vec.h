/* Arrays growing in an arena. Growing moves the items: hold pointers to things, not into a VEC. */
#ifndef BURSAR_BASE_VEC_H
#define BURSAR_BASE_VEC_H

#include <stddef.h>

#include "base/arena.h"

#define VEC(type)                                                                                  \
	struct {                                                                                   \
		type *at;                                                                          \
		size_t len;                                                                        \
		size_t room;                                                                       \
	}

/* A pointer to a new zeroed item at the end. */
#define VEC_PUSH(arena, vec)                                                                       \
	((vec)->len == (vec)->room ? (void)((vec)->at = arena_grow((arena), (vec)->at,             \
						    (vec)->room * sizeof(*(vec)->at),              \
						    ((vec)->room * 2 + 8) * sizeof(*(vec)->at)),   \
					     (vec)->room = (vec)->room * 2 + 8)                    \
				   : (void)0,                                                      \
		&(vec)->at[(vec)->len++])

#endif
