/* Answers. */
#ifndef BURSAR_HTTP_REPLY_H
#define BURSAR_HTTP_REPLY_H

struct http_request;

/* Answers with request->fault. */
void reply_refuse(struct http_request *request);
/* Content-Type (NULL for none), Connection and what calls us when all is written. */
void reply_prepare(struct http_request *request, int status, const char *content_type);
/* RFC 9110's words for a status. */
const char *reply_phrase(int status);

#endif
