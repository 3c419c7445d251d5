/* One line of an offer file. For offer_file.c alone. */
#ifndef BURSAR_CORE_OFFER_OFFER_LINE_H
#define BURSAR_CORE_OFFER_OFFER_LINE_H

#include "base/yaml.h"

/* out: struct offer_line, zeroed. What could be read of it is there even after a fault: see
 * offer_check.h. */
yaml_read offer_line_read;

#endif
