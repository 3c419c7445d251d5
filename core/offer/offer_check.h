/*
 * What no single value of an offer file shows to be wrong: codes that stand twice, words that name
 * nothing, amounts and periods that contradict each other. For offer_file.c alone.
 */
#ifndef BURSAR_CORE_OFFER_OFFER_CHECK_H
#define BURSAR_CORE_OFFER_OFFER_CHECK_H

struct offer;
struct yaml_node;
struct yaml_reader;

/* Adds the faults. root is the map the offer was read from; what could not be read of it has had
 * its fault already and is passed over: texts absent, lists empty, caps OFFER_CAP_NONE, pays
 * OFFER_UP_TO, ages any. Lines, funds and rates are as many as their nodes, in their order. */
void offer_check(
	struct yaml_reader *reader, const struct yaml_node *root, const struct offer *offer);

#endif
