/*
 * What no single value of a rules file shows to be wrong: rows that stand twice, limits that fall.
 * For delegation_file.c alone.
 */
#ifndef BURSAR_CORE_DELEGATION_DELEGATION_CHECK_H
#define BURSAR_CORE_DELEGATION_DELEGATION_CHECK_H

struct delegation;
struct yaml_node;
struct yaml_reader;

/* Adds the faults. root is the map the rules were read from; of a row that could not be read the
 * role is ROLE_NONE and up_to_pence 0, and it is passed over. Rows are as many as their nodes, in
 * their order. */
void delegation_check(
	struct yaml_reader *reader, const struct yaml_node *root, const struct delegation *rules);

#endif
