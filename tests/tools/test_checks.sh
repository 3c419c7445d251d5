#!/bin/bash
# Every check of tools/ lets a clean tree pass and refuses a fault planted in it.
# shellcheck source=tests/tools/story.sh
. "$(dirname "$0")/story.sh"
tree=$work/tree
unset CPPFLAGS CFLAGS

# A small tree without fault, anew for each case.
clean_tree() {
	rm -rf "$tree"
	mkdir -p "$tree"/{base,core/sheet,verify,render,wire,daemon/store/room,daemon/http,cli} \
		"$tree/tests/core"
	for folder in base core verify render wire daemon/store daemon/http daemon cli; do
		printf '/* A thing. */\n#ifndef X_%s\n#define X_%s\nstruct thing;\n#endif\n' \
			"${folder//\//_}" "${folder//\//_}" >"$tree/$folder/thing.h"
		printf '#include "%s/thing.h"\n\nint main(void)\n{\n\treturn 0;\n}\n' "$folder" \
			>"$tree/$folder/thing.c"
	done
	(cd "$tree" && find . -name '*.[ch]' | sed 's,^\./,,' >local.mk)
}

# refuses CHECK PATTERN FILE TEXT: with TEXT added to FILE.
refuses() {
	local check=$1 pattern=$2 file=$3 text=$4
	clean_tree
	printf "$text" >>"$tree/$file"
	expect "$check refuses: $file: ${text:0:60}" 1 "$pattern" "$tools/check-$check" "$tree"
}

# allows CHECK FILE TEXT
allows() {
	clean_tree
	printf "$3" >>"$tree/$2"
	expect "$1 allows: $2: ${3:0:60}" 0 '^1 passed, 0 failed' "$tools/check-$1" "$tree"
}

for check in includes headers style lists; do
	clean_tree
	expect "$check lets a clean tree pass" 0 '^ok' "$tools/check-$check" "$tree"
done

may_not='thing.[ch]:[0-9]+: may not include'
refuses includes "$may_not" base/thing.c '#include "core/thing.h"\n'
refuses includes "$may_not" base/thing.c '#include <yaml.h>\n'
allows includes base/yaml.c '#include <yaml.h>\n'
refuses includes "$may_not" base/thing.h '#include <openssl/evp.h>\n'
allows includes base/seal.c '#include <openssl/evp.h>\n'
refuses includes "$may_not" core/thing.c '#include <stdio.h>\n'
refuses includes "$may_not" core/thing.c '#include <stdlib.h>\n'
refuses includes "$may_not" core/thing.c '# include <time.h>\n'
refuses includes "$may_not" core/thing.c '#include "wire/thing.h"\n'
allows includes core/thing.c '#include <string.h>\n#include "base/thing.h"\n'
refuses includes "$may_not" verify/thing.c '#include <fcntl.h>\n'
refuses includes "$may_not" verify/thing.c '#include "wire/thing.h"\n'
allows includes verify/thing.c '#include <jansson.h>\n#include "core/thing.h"\n'
refuses includes "$may_not" render/thing.c '#include "verify/rows.h"\n'
allows includes render/hledger.c '#include "verify/rows.h"\n'
refuses includes "$may_not" wire/thing.c '#include "daemon/store/thing.h"\n'
refuses includes "$may_not" wire/thing.c '#include <libpq-fe.h>\n'
allows includes wire/thing.c '#include <jansson.h>\n'
refuses includes "$may_not" daemon/store/thing.c '#include "wire/thing.h"\n'
refuses includes "$may_not" daemon/store/thing.c '#include "daemon/http/thing.h"\n'
refuses includes "$may_not" daemon/store/thing.c '#include "daemon/thing.h"\n'
allows includes daemon/store/thing.c '#include <libpq-fe.h>\n#include "sql/embedded.h"\n'
refuses includes "$may_not" daemon/http/thing.c '#include "core/thing.h"\n'
refuses includes "$may_not" daemon/http/thing.c '#include "daemon/store/thing.h"\n'
allows includes daemon/http/thing.c '#include <event2/http.h>\n#include <openssl/ssl.h>\n'
allows includes daemon/thing.c '#include "daemon/http/thing.h"\n#include "wire/thing.h"\n'
refuses includes "$may_not" cli/thing.c '#include "daemon/thing.h"\n'
allows includes cli/thing.c '#include <jansson.h>\n'
refuses includes "$may_not" cli/thing.c '#include <libpq-fe.h>\n'
allows includes cli/thing.c '#include <curl/curl.h>\n'
refuses includes "$may_not" cli/thing.c '#include "thing.h"\n'
refuses includes 'with quotes' cli/thing.c '#include <wire/thing.h>\n'
refuses includes 'strcpy is a function' base/thing.c 'void f(char *a) { strcpy(a, "x"); }\n'
refuses includes 'sscanf is a function' cli/thing.c 'int f(char *a) { return sscanf (a, "x"); }\n'
refuses includes 'localtime is a function' cli/thing.c '/* a */ int x = localtime(0);\n'
allows includes cli/thing.c '/* strcpy(a, b) is\n * not atoi(c) */ char *s = "gets(x)";\n'
allows includes cli/thing.c 'int my_strcpy(int a);\nint gmtime_r(int a);\n'

# storeys PATTERN STATUS FILE TEXT: in a folder where "thing" is below "upper" and "beside".
storeys() {
	clean_tree
	printf '# A word.\n\nthing\nupper beside\nroom/above\n' >"$tree/daemon/store/storeys"
	for name in upper beside; do
		printf '#include "daemon/store/thing.h"\n' >"$tree/daemon/store/$name.h"
		printf '#include "daemon/store/%s.h"\n' $name >"$tree/daemon/store/$name.c"
	done
	printf "$4" >>"$tree/$3"
	expect "storeys: $3: ${4:0:60}" "$2" "$1" "$tools/check-includes" "$tree"
}
storeys '^ok' 0 daemon/store/upper.c '#include "daemon/store/beside.h"\n#include "base/thing.h"\n'
storeys 'thing.c:7: may not include daemon/store/upper.h, which is on a higher' 1 \
	daemon/store/thing.c '#include "daemon/store/upper.h"\n'
storeys 'thing.h:6: may not include daemon/store/beside.h' 1 \
	daemon/store/thing.h '#include "daemon/store/beside.h"\n'
storeys 'new.c:1: is in no line of daemon/store/storeys' 1 \
	daemon/store/new.c '#include "daemon/store/thing.h"\n'
storeys 'upper.c:2: may not include daemon/store/new.h' 1 \
	daemon/store/upper.c '#include "daemon/store/new.h"\n'
# Rooms are of the house: what is in one has its place in the same list.
storeys 'room/new.c:1: is in no line of daemon/store/storeys' 1 \
	daemon/store/room/new.c '#include "daemon/store/thing.h"\n'
storeys '^ok' 0 daemon/store/room/above.c '#include "daemon/store/upper.h"\n'
storeys 'thing.c:7: may not include daemon/store/room/above.h, which' 1 \
	daemon/store/thing.c '#include "daemon/store/room/above.h"\n'
storeys '^ok' 0 daemon/thing.c '#include "daemon/store/upper.h"\n'

refuses headers 'thing.h:1: does not stand alone' base/thing.h 'size_t thing_len(void);\n'
refuses headers 'redefinition' base/thing.h 'struct again {\n\tint x;\n};\n'
allows headers base/thing.h '#include <stddef.h>\nsize_t thing_len(void);\n'

lines() {
	for _ in $(seq "$1"); do printf '%s\\n' "$2"; done
}
name_of_87=$(printf 'x%.0s' $(seq 87))
allows style core/thing.c "int f(void)\n{\n$(lines 70 '\t;')}\n"
refuses style 'core/thing.c:9: the function has 71 lines' core/thing.c \
	"\nint f(void)\n{\n$(lines 71 '\t;')}\n"
allows style core/thing.c "$(lines 494 ';')"
refuses style 'the file has 501 lines' core/thing.c "$(lines 495 ';')"
allows style core/thing.c "\tint $name_of_87;\n/* £ $(printf '£%.0s' $(seq 92)) */\n"
refuses style 'core/thing.c:7: 101 columns' core/thing.c "\tint y$name_of_87;\n"
refuses style 'core/thing.c:7: blanks' core/thing.c 'int x; \n'
refuses style 'no line feed' core/thing.c 'int x;'
allows style core/thing.c 'int f(void)\n{\n\tint a = 1;\n\n\treturn (int)sizeof(a);\n}\n'
refuses style 'thing.c:11: a blank line is missing' core/thing.c \
	'int f(void)\n{\n\tint a = 1;\n\tstruct b *b;\n\treturn a;\n}\n'
refuses style 'thing.c:9: write sizeof' core/thing.c 'int f(int a)\n{\n\treturn sizeof a;\n}\n'
allows style core/thing.c "$(lines 14 '#include <stddef.h>')"
refuses style '16 includes' core/thing.c "$(lines 15 '#include <stddef.h>')"

refuses lists 'core/new.c: is in no local.mk' core/new.c 'int x;\n'
refuses lists 'core/gone.c: is in a local.mk only' local.mk '\tcore/gone.c\n'
one='COMMAND(A, a, "a", "as", 0)\nTELLS(a, RAW, "a")\n'
refuses lists 'sheet/x.def: END is missing behind' core/sheet/x.def "$one"
refuses lists 'sheet/x.def:3: END is missing before' core/sheet/x.def "$one${one}END\n"

# pure PATTERN STATUS CODE [--memory]: of a libcore with CODE, beside a libbase of two functions.
pure() {
	rm -rf "$tree"
	mkdir -p "$tree"
	echo 'int base_add(int a) { return a; } void hash_random(void) {}' >"$tree/base.c"
	printf '%s\n' "$3" >"$tree/core.c"
	(
		cd "$tree"
		${CC:-cc} -fno-builtin -w -c base.c core.c
		ar cr libbase.a base.o
		ar cr libcore.a core.o
	)
	expect "pure: $3" "$2" "$1" "$tools/check-pure" ${4:+"$4"} \
		"$tree/libcore.a" "$tree/libbase.a"
}
pure '^ok' 0 'int base_add(int); int f(void) { memcpy(0, 0, 0); return base_add(1); }'
pure 'refers to malloc' 1 'void *malloc(); void *f(void) { return malloc(1); }'
pure 'refers to time' 1 'int f(void) { return time(0); }'
pure 'refers to printf' 1 'int f(void) { return printf("x"); }'
pure 'refers to hash_random' 1 'void f(void) { hash_random(); }'
pure '^ok' 0 'void *realloc(); void *f(void) { return realloc(0, 1); }' --memory
pure 'refers to fputs' 1 'int f(void) { return fputs("x", 0); }' --memory
pure 'refers to json_load_file' 1 'void f(void) { json_load_file(); }' --memory

story_end
