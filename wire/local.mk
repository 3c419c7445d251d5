noinst_LIBRARIES += wire/libwire.a
wire_libwire_a_SOURCES = \
	wire/place.c \
	wire/place.h \
	wire/read.c \
	wire/read.h \
	wire/wire.h

WIRE_LIBS = wire/libwire.a $(CORE_LIBS) $(JANSSON_LIBS)
