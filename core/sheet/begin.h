/*
 * Each sheet begins with this: rows that a pass does not ask for say nothing. Without a guard,
 * since each sheet of each pass begins so; core/sheet/end.h ends a pass.
 *
 *   COMMAND(NAME, name, word, event, roles)  what may be decided, and the event it makes; name is
 *                                            that of decide_NAME, and of its own struct
 *   LOOK(NAME, name, word, roles)            what only looks: no event, no key
 *   AT(path, noun, verb, says)               its route, and how the command line calls it
 *   BATCH(NAME, path)                        the route that takes many of it
 *   ASKS(question)                           what a terminal asks before it is sent
 *   VIEW(view)                               how the command line shows what a LOOK answers
 *   ABOUT(place, kind, name, field, need, cli, help)  a member that several commands share, and
 *                                            loading looks for: in struct command itself
 *   PATH(kind, name, cli, help)              a member of its own, at {name} of the path
 *   BODY(kind, name, need, cli, help)        in the body
 *   MADE(type, name)                         what nobody sends: set when the command is made
 *   TELLS(name, form, from)                  a member of the reply (core/sheet.h has the forms)
 *   END
 *
 * need: NEEDED; MAY, with has_NAME beside it; TODAY, the day it is if left out; NEW, needed and of
 * something that is not there yet; MANY, needed, of which the command line takes several.
 */
#ifndef COMMAND
#define COMMAND(...)
#endif
#ifndef LOOK
#define LOOK(...)
#endif
#ifndef AT
#define AT(...)
#endif
#ifndef BATCH
#define BATCH(...)
#endif
#ifndef ASKS
#define ASKS(...)
#endif
#ifndef VIEW
#define VIEW(...)
#endif
#ifndef ABOUT
#define ABOUT(...)
#endif
#ifndef PATH
#define PATH(...)
#endif
#ifndef BODY
#define BODY(...)
#endif
#ifndef MADE
#define MADE(...)
#endif
#ifndef TELLS
#define TELLS(...)
#endif
#ifndef END
#define END
#endif
