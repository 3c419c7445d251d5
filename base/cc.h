/* What gnu17 lacks of C23, spelled once. Every file may include this one. */
#ifndef BURSAR_BASE_CC_H
#define BURSAR_BASE_CC_H

#include <assert.h>

#ifdef NDEBUG
#error "bursar's assertions are part of its promises: build without NDEBUG"
#endif

#define MUST_CHECK          __attribute__((warn_unused_result))
#define PRINTF(text, first) __attribute__((format(printf, text, first)))
#define CLEANUP(function)   __attribute__((cleanup(function)))
#define NORETURN            __attribute__((noreturn))
#define UNUSED              __attribute__((unused))
#define NEVER_NULL          __attribute__((returns_nonnull))
#define ARRAY_LEN(array)    (sizeof(array) / sizeof((array)[0]))

/* A branch that only a bug can reach. */
#define UNREACHABLE(text)                                                                          \
	do {                                                                                       \
		assert(0 && text);                                                                 \
		__builtin_unreachable();                                                           \
	} while (0)

#endif
