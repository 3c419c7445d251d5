/*
 * docs/events.md read as what it is: the member lists of events that are for ever. The tables of
 * "Recorded today", with those of the head, the tail, objects and reasons, are compared with the
 * bytes that deciding makes.
 */
#ifndef BURSAR_TESTS_CORE_EVENTS_DOC_H
#define BURSAR_TESTS_CORE_EVENTS_DOC_H

#include "base/span.h"

struct arena;
struct outcome;
struct slice;

/* "" if the event has the members that the document lists for its kind, in that order, and lacks
 * none that is always there; else what is wrong, in the arena. */
const char *events_doc_fault(struct arena *arena, struct span event);
/* The same of all that one command made of a slice. */
const char *events_doc_faults(
	struct arena *arena, const struct slice *slice, const struct outcome *outcome);

#endif
