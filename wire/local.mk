wire_libwire_a_SOURCES = \
	wire/batch.c \
	wire/decode.c \
	wire/decode.h \
	wire/offer_json.c \
	wire/place.c \
	wire/place.h \
	wire/read.c \
	wire/read.h \
	wire/reply.c \
	wire/reply_line.c \
	wire/reply_line.h \
	wire/reply_outcome.c \
	wire/reply_outcome.h \
	wire/reply_problem.c \
	wire/reply_problem.h \
	wire/reply_says.c \
	wire/reply_says.h \
	wire/reply_unshown.c \
	wire/reply_unshown.h \
	wire/rules_json.c \
	wire/wire.h \
	wire/storeys
