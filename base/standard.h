/* Standard input, output and error, which whoever starts a program may have closed: the next file
 * or connection opened would take their place, and be written to as if it were they. */
#ifndef BURSAR_BASE_STANDARD_H
#define BURSAR_BASE_STANDARD_H

/* Before anything is opened: what is closed becomes a descriptor that can neither be read nor
 * written as its name says, so that using it fails. */
void standard_begin(void);

#endif
