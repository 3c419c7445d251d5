# The councils' published offers, as files to start from.
offersdir = $(pkgdatadir)/offers
dist_offers_DATA = $(wildcard $(srcdir)/offers/*.yaml)
