#!/bin/bash
# tools/embed gives the bytes of the files, refuses what it cannot, and leaves alone what is new.
# shellcheck source=tests/tools/story.sh
. "$(dirname "$0")/story.sh"

clean_sql() {
	rm -rf "$work/sql" "$work/embedded.c"
	mkdir -p "$work/sql/lane" "$work/sql/migrations" "$work/sql/queries"
	first=$work/sql/migrations/0001_one.sql
	printf 'SELECT "a\\b", %s, '"'??='"';\n\t-- £ \r\n%%s\n' '$1' >"$first"
	echo 'SELECT 3' >"$work/sql/lane/load.sql"
	echo 'SELECT 2;' >"$work/sql/migrations/0002_two.sql"
	echo 'CREATE ROLE x;' >"$work/sql/roles.sql"
}

cat >"$work/main.c" <<'C'
#include <stdio.h>
#include <string.h>
#include "sql/embedded.h"

int main(int argc, char **argv)
{
	(void)argc;
	const struct embedded_file *file = &embedded_migrations[0];
	if (strcmp(argv[1], "roles") == 0)
		file = &embedded_roles;
	if (strcmp(argv[1], "counts") == 0)
		return printf("%zu %zu %zu %s %s\n", embedded_migrations_len,
			embedded_queries_len, embedded_lane_len, embedded_migrations[1].name,
			embedded_lane[0].name) < 0;
	fwrite(file->text, 1, file->len, stdout);
	return file->text[file->len] != '\0';
}
C

embed() {
	"$tools/embed" "$work/sql" "$work/embedded.c"
}

clean_sql
embed
${CC:-cc} -std=gnu17 -Wall -Wextra -Wpedantic -Werror -I"$root" -o "$work/show" "$work/main.c" \
	"$work/embedded.c"
same() {
	"$work/show" "$1" | cmp - "$2"
}

expect 'the bytes of a migration' 0 '' same first "$first"
expect 'the bytes of the roles' 0 '' same roles "$work/sql/roles.sql"
expect 'counts, and names in order' 0 '^2 0 1 0002_two load$' "$work/show" counts

touch -d '2001-01-01' "$work/embedded.c"
embed
expect 'leaves alone what did not change' 0 '^2001' stat -c %y "$work/embedded.c"
rm "$work/sql/migrations/0002_two.sql"
embed
expect 'sees a file go' 0 'embedded_migrations_len = 1' cat "$work/embedded.c"

clean_sql
mv "$work/sql/migrations/0002_two.sql" "$work/sql/migrations/0003_two.sql"
expect 'refuses a gap' 1 '0003_two.sql: migrations are named' embed
clean_sql
cp "$work/sql/migrations/0002_two.sql" "$work/sql/migrations/0002_three.sql"
expect 'refuses a number twice' 1 'migrations are named' embed
clean_sql
echo 'a query?' >"$work/sql/queries/a-query.txt"
expect 'refuses another file' 1 'queries are named' embed
mv "$work/sql/queries/a-query.txt" "$work/sql/lane/a-query.txt"
expect 'and another among the lane'"'"'s' 1 'queries are named' embed
mv "$work/sql/lane/a-query.txt" "$work/sql/queries/README.md"
expect 'lets a README be' 0 '' embed
clean_sql
printf 'a\000b\n' >"$work/sql/roles.sql"
expect 'refuses a NUL byte' 1 'NUL' embed
expect 'leaves nothing behind' 2 'No such file' ls "$work/embedded.c"

story_end
