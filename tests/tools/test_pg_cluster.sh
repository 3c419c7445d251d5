#!/bin/bash
# tools/pg-cluster, as the user of this run.
# shellcheck source=tests/tools/story.sh
. "$(dirname "$0")/story.sh"
trap '"$tools/pg-cluster" "$cluster" kill; rm -rf "$work"' EXIT
cluster=$work/a\ cluster

pg() {
	"$tools/pg-cluster" "$cluster" "$@"
}

query() {
	pg psql -At -c "$1"
}

expect 'no cluster yet' 3 '^stopped$' pg status
expect 'starts' 0 "^host='.*' port=5432 user=postgres dbname=postgres$" pg start --no-sync \
	--set work_mem=8MB
expect 'runs' 0 '^running, pid [0-9]+: host=' pg status
expect 'the start again is harmless' 0 "^host=" pg start
expect 'syncs' 0 '^on$' query 'SHOW fsync'
expect 'takes settings' 0 '^8MB$' query 'SHOW work_mem'
expect 'has no address' 0 '^$' query 'SHOW listen_addresses'
expect 'is for nobody else' 0 '^700$' stat -c %a "$cluster"
query 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)' >/dev/null
expect 'is killed' 0 '' pg kill
expect 'and gone' 3 '^stopped$' pg status
expect 'starts after that' 0 '^host=' pg start
expect 'with what was committed' 0 '^7$' query 'SELECT n FROM kept'
expect 'keeps its settings' 0 '^8MB$' query 'SHOW work_mem'
expect 'stops' 0 '' pg stop
expect 'stops when stopped' 0 '' pg stop
# The number of a process that is no server of ours.
printf '%s\n' $$ >"$cluster/data/postmaster.pid"
expect 'sees through a stale pid file' 3 '^stopped$' pg status
expect 'and starts' 0 '^host=' pg start
expect 'is removed' 0 '' pg remove
expect 'leaves nothing' 2 'No such file' ls "$cluster"

cluster=$work/$(printf 'long%.0s' {1..30})
expect 'starts in a long path' 0 '^host=' pg start --no-sync
socket=$(sed "s/^host='\([^']*\)'.*/\1/" "$cluster/conninfo")
expect 'answers there' 0 '^1$' query 'SELECT 1'
expect 'is removed from there' 0 '' pg remove
expect 'leaves no socket' 2 'No such file' ls "$socket"

mkdir "$work/other"
cluster=$work/other
expect 'removes no other folder' 1 'holds no cluster' pg remove
expect 'knows its verbs' 2 'usage: tools/pg-cluster' pg restart

story_end
