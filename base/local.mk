noinst_LIBRARIES += base/libbase.a
base_libbase_a_SOURCES = \
	base/arena.c \
	base/arena.h \
	base/buf.c \
	base/buf.h \
	base/cc.h \
	base/fault.c \
	base/fault.h \
	base/hash.c \
	base/hash.h \
	base/json.c \
	base/json.h \
	base/letters.c \
	base/letters.h \
	base/map.c \
	base/map.h \
	base/parse.c \
	base/parse.h \
	base/pem.c \
	base/pem.h \
	base/seal.c \
	base/seal.h \
	base/span.c \
	base/span.h \
	base/standard.c \
	base/standard.h \
	base/status.c \
	base/status.def \
	base/status.h \
	base/text.c \
	base/text.h \
	base/uuid.c \
	base/uuid.h \
	base/vec.h \
	base/yaml.c \
	base/yaml.h \
	base/yaml_read.c

# What a program needs that links the folder.
BASE_LIBS = base/libbase.a $(YAML_LIBS) $(CRYPTO_LIBS)
