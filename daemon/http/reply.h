/* Answers. */
#ifndef BURSAR_HTTP_REPLY_H
#define BURSAR_HTTP_REPLY_H

#include <stdbool.h>

struct http_request;

/* Answers with request->fault. */
void reply_refuse(struct http_request *request);
/* Content-Type (NULL for none), Connection and what calls us when all is written. */
void reply_prepare(struct http_request *request, int status, const char *content_type);
/* RFC 9110's words for a status. */
const char *reply_phrase(int status);
/* The end of an answered request, whole or not: tells who wants to know and ends it. */
void reply_over(struct http_request *request, bool gone);

#endif
