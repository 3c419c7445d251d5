render_librender_a_SOURCES = \
	render/hledger.c \
	render/hledger.h \
	render/people_find.c \
	render/people_find.h \
	render/render.c \
	render/render.h
