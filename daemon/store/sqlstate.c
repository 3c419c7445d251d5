#include "daemon/store/sqlstate.h"

#include <stddef.h>
#include <string.h>

bool sqlstate_is_ill(const char *sqlstate)
{
	static const char *const ill[] = {
		"08",    /* the connection */
		"25006", /* read only: a standby, or a full disk at a hoster's */
		"40",    /* rolled back for others' sake */
		"53",    /* out of memory, disk, connections */
		"55P03", /* a lock that was not to be had in time */
		"57",    /* cancelled, shut down */
		"58",    /* the server's system: files, input and output */
	};

	for (size_t i = 0; sqlstate != NULL && i < ARRAY_LEN(ill); i++)
		if (strncmp(sqlstate, ill[i], strlen(ill[i])) == 0)
			return true;
	return false;
}

bool sqlstate_is_misread(const char *sqlstate)
{
	return sqlstate != NULL && strncmp(sqlstate, "22", 2) == 0;
}
