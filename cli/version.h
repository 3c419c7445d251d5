/* Which bursar this is. */
#ifndef BURSAR_CLI_VERSION_H
#define BURSAR_CLI_VERSION_H

#ifdef HAVE_CONFIG_H
#include "config.h"
#define VERSION_TEXT PACKAGE_VERSION
#else
#define VERSION_TEXT "0.1.0"
#endif

#endif
