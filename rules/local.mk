# Financial rules for the councils, invented, as files to start from.
rulesdir = $(pkgdatadir)/rules
dist_rules_DATA = $(wildcard $(srcdir)/rules/*.yaml)
