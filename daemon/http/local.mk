EXTRA_DIST += daemon/http/storeys

noinst_LIBRARIES += daemon/http/libhttp.a
daemon_http_libhttp_a_SOURCES = \
	daemon/http/admit.c \
	daemon/http/admit.h \
	daemon/http/charge.c \
	daemon/http/charge.h \
	daemon/http/conn.c \
	daemon/http/conn.h \
	daemon/http/guard.c \
	daemon/http/guard.h \
	daemon/http/http.h \
	daemon/http/inside.c \
	daemon/http/inside.h \
	daemon/http/linger.c \
	daemon/http/linger.h \
	daemon/http/listen.c \
	daemon/http/listen.h \
	daemon/http/places.c \
	daemon/http/places.h \
	daemon/http/receive.c \
	daemon/http/reply.c \
	daemon/http/reply.h \
	daemon/http/request.c \
	daemon/http/request.h \
	daemon/http/server.c \
	daemon/http/stream.c \
	daemon/http/target.c \
	daemon/http/target.h \
	daemon/http/tls.c \
	daemon/http/tls.h

HTTP_LIBS = daemon/http/libhttp.a $(BASE_LIBS) $(EVENT_LIBS) $(SSL_LIBS) $(CRYPTO_LIBS)
