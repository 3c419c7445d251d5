/* bursar, the command line of bursard (bursar(1)). */
#include "cli/ask/session.h"

int main(int argc, char **argv)
{
	return session_main(argc, argv);
}
