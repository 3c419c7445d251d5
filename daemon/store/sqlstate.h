/* What PostgreSQL's error codes mean to us. Appendix A of its manual. */
#ifndef BURSAR_STORE_SQLSTATE_H
#define BURSAR_STORE_SQLSTATE_H

#include <stdbool.h>

#include "base/cc.h"

/* The database is not well, or busy with something else, rather than the statement wrong: whoever
 * asked may ask again. NULL is no such code. */
bool sqlstate_is_ill(const char *sqlstate);
/* A value that cannot be cast: class 22. */
bool sqlstate_is_misread(const char *sqlstate);

#endif
