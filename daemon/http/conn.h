/* One connection: its bytes on their way to evhttp, and its deadlines. */
#ifndef BURSAR_HTTP_CONN_H
#define BURSAR_HTTP_CONN_H

struct conn;
struct evbuffer;
struct evbuffer_cb_info;

/* It was accepted. */
void conn_open(struct conn *conn);
/* Bytes have come in; evhttp has not looked at them yet. An evbuffer_cb_func; context is the
 * connection. */
void conn_input(struct evbuffer *input, const struct evbuffer_cb_info *info, void *context);
/* Its timer has run out. */
void conn_past_deadline(struct conn *conn);
/* The body is to come, and has. */
void conn_receive(struct conn *conn);
void conn_received(struct conn *conn);
/* What the client still sends is forgotten; the connection ends with the answer. */
void conn_refuse(struct conn *conn);
/* How long the client may take no byte of the answer. */
void conn_patience(struct conn *conn, int ms);
/* The answer is on its way to the last byte, and evhttp is about to close the connection or to take
 * the next request from it. */
void conn_answered(struct conn *conn);
void conn_close(struct conn *conn);

#endif
