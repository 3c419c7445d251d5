dist_man_MANS = \
	man/bursar-offer.5 \
	man/bursar-rules.5 \
	man/bursar.1 \
	man/bursard.8 \
	man/bursard.yaml.5
