/* The end of a pass over sheets. */
#undef COMMAND
#undef LOOK
#undef AT
#undef BATCH
#undef ASKS
#undef VIEW
#undef ABOUT
#undef PATH
#undef BODY
#undef MADE
#undef TELLS
#undef END
