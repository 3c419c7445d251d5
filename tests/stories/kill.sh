#!/bin/bash
# bursard, and then PostgreSQL, killed with -9 again and again under load. Afterwards every payment
# that was acknowledged is there exactly once, every key asked for again gives its first answer (or
# is recorded now, if nobody ever had an answer), the log has no gap and the books balance.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"

clients=8
kills=4
people=20

# What the clients go on asking for: payments that fit, and now and then one that does not.
make_plan() {
	local i
	for ((i = 1; i <= people; i++)); do
		person "LEI-$i"
		as manager award make "LEI-$i" tv-licence 90000 --on 2019-07-01 --reason Agreed \
			>/dev/null
		requests 9 "LEI-$i" tv-licence 100
		requests 1 "LEI-$i" passport 100
	done >"$work/once"
	for i in {1..400}; do
		cat "$work/once"
	done >"$work/plan"
}

# The clients make their connections before they ask: on a busy machine that takes a while, and one
# that is refused there ends them all.
first_answer() {
	local _
	for _ in {1..300}; do
		! grep -q '^A' "$1" 2>/dev/null || return 0
		sleep 0.1
	done
}

kill_daemon() {
	local i answered
	first_answer "$work/journal.daemon"
	for ((i = 1; i <= kills; i++)); do
		sleep 0.7
		answered=$(grep -c '^A' "$work/journal.daemon" || true)
		rig_daemon_kill9
		rig_daemon_start
		say "bursard killed after $answered answers"
	done
	sleep 0.3
}

kill_database() {
	local i answered
	first_answer "$work/journal.database"
	for ((i = 1; i <= kills; i++)); do
		sleep 0.7
		answered=$(grep -c '^A' "$work/journal.database" || true)
		rig_pg_kill
		rig_ready 503 || not_ok "kill $i: /readyz says so"
		[ "$(rig_admin /livez)" = $'live\n\n200' ] || not_ok "kill $i: the daemon lives on"
		rig_pg_start
		rig_ready 200 || not_ok "kill $i: the daemon connects again"
		say "PostgreSQL killed after $answered answers"
	done
	sleep 0.3
	ok "the daemon outlives $kills PostgreSQLs and connects again"
}

# The payments a journal's acknowledgements name, by number.
acknowledged() {
	grep '^A' "$1" | grep -o '"payment":"P[0-9]*"' | grep -o '[0-9]*'
}

all_there() {
	acknowledged "$1" | sort >"$work/acknowledged"
	is "$2: no payment was acknowledged twice" "$(wc -l <"$work/acknowledged")" \
		"$(uniq "$work/acknowledged" | wc -l)"
	sql "SELECT payment_id FROM payment WHERE authority_id = $authority" |
		sort >"$work/recorded"
	is "$2: every one of them is there" 0 "$(comm -23 "$work/acknowledged" "$work/recorded" |
		wc -l)"
}

# again JOURNAL NAME: every key once more.
again() {
	local sent answered
	sent=$(grep -c '^S' "$1")
	answered=$(grep -c '^A' "$1")
	load adviser -n 16 -g "$1"
	is "$2: $sent keys asked for again are answered" "$sent" "$(sum .answered)"
	is "$2: $answered of them as before" 0 "$(sum .different)"
	is "$2: the others for the first time" $((sent - answered)) "$(sum .newly)"
	recorded=$((recorded + $(sum .recorded)))
}

rig_start
make_plan
before=$(events)
recorded=0

load_begin adviser -n $clients -p 30 -j "$work/journal.daemon" "$work/plan"
kill_daemon
load_end
is 'every request is answered in the end' 0 "$load_status"
[ "$load_status" -eq 0 ] || tail -n 5 "$work/loader.err"
is 'the answers are of two kinds' '["201","422"]' "$(sum '.statuses | keys')"

load_begin adviser -n $clients -p 30 -j "$work/journal.database" "$work/plan"
kill_database
# The client dies with its requests under way: it had keys in its journal and never an answer.
load_kill9

all_there "$work/journal.daemon" 'bursard killed'
all_there "$work/journal.database" 'PostgreSQL killed'
again "$work/journal.daemon" 'bursard killed'
again "$work/journal.database" 'PostgreSQL killed'
is 'a key is an event, and no key two' \
	$((before + $(cat "$work"/journal.* | grep -c '^S'))) "$(events)"
is 'a payment recorded is a payment there' "$recorded" "$(rows payment)"
books_hold 'killed'
rig_stop
