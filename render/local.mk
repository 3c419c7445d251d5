noinst_LIBRARIES += render/librender.a
render_librender_a_SOURCES = \
	render/hledger.c \
	render/hledger.h \
	render/people_find.c \
	render/people_find.h \
	render/render.c \
	render/render.h

RENDER_LIBS = render/librender.a $(CORE_LIBS)
