#!/bin/bash
# More come than there is room for, and most of them say nothing: who has something to say is served
# within a second, and /readyz tells the truth.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"
crowd=$BUILD/tests/stories/crowd

# crowd_begin COUNT KIND [ARGUMENT]...: waits until all are there.
crowd_begin() {
	rm -f "$work/crowd.in" "$work/crowd.out"
	mkfifo "$work/crowd.in" "$work/crowd.out"
	"$crowd" "$(rig_port a listen)" "$@" <"$work/crowd.in" >"$work/crowd.out" &
	rig_others[crowd]=$!
	exec {crowd_in}>"$work/crowd.in" {crowd_out}<"$work/crowd.out"
	read -r -t 60 -u "$crowd_out" said
	is "$2: a crowd" "opened $1" "$said"
}

# crowd_end: sets closed, how many the daemon has closed.
crowd_end() {
	exec {crowd_in}>&-
	read -r -t 60 -u "$crowd_out" closed
	exec {crowd_out}<&-
	wait "${rig_others[crowd]}" || true
	unset 'rig_others[crowd]'
	closed=${closed#closed }
}

# served NAME: an adviser is, from a connection of their own, within a second.
served() {
	ask adviser GET /v1/me '' -m 1
	is "$1: others are served" 200 "$status"
}

figure() {
	rig_admin /metrics | sed -n "s/^$1 //p"
}

silence() {
	crowd_begin 1000 silent
	served 'silent'
	is 'silent: ready' 200 "$(rig_admin /readyz | tail -n 1)"
	crowd_end
	is 'silent: only so many stay' yes "$([ "$closed" -ge 936 ] && echo yes || echo "$closed")"
	crowd_begin 1000 tls
	served 'tls'
	is 'tls: ready' 200 "$(rig_admin /readyz | tail -n 1)"
	crowd_end
	is 'tls: only so many stay' yes "$([ "$closed" -ge 936 ] && echo yes || echo "$closed")"
	# Half a head each, and half a body from somebody who may record.
	crowd_begin 500 say 'GET /v1/me HTTP/1.1\r\nHost: x\r\n'
	served 'half a head'
	crowd_end
	crowd_begin 100 post 1000000 "$certs/senior.crt" "$certs/senior.key"
	served 'half a body'
	crowd_end
	is 'they are counted' yes "$([ "$(figure bursar_http_connections_displaced_total)" -ge \
		2000 ] && echo yes)"
}

# Nothing of a body is read before it is known whose it is: 300 MB are offered, and 60 MB by
# somebody who may, of which no more is held than is anybody's share.
memory() {
	local before after
	before=$(resident)
	crowd_begin 300 post 1000000
	served 'bodies of strangers'
	after=$(resident)
	crowd_end
	is 'bodies of strangers take no memory' yes \
		"$([ $((after - before)) -lt 100000 ] && echo yes || echo "$before to $after KiB")"
	crowd_begin 60 post 1000000 "$certs/senior.crt" "$certs/senior.key"
	served 'bodies of one caller'
	crowd_end
	is 'the rest are told to come again' yes "$([ "$(grep -c '"status":503' "$work/a.log")" \
		-gt 0 ] && echo yes)"
	ask senior GET /v1/me
	is 'and the caller is served' 200 "$status"
}

resident() {
	awk '/^VmRSS/ { print $2 }' "/proc/${rig_pids[a]}/status"
}

# The limit is lowered behind the daemon's back, as if the whole system had none left.
descriptors() {
	local pid=${rig_pids[a]} wait
	prlimit --pid "$pid" --nofile=48:
	crowd_begin 500 silent
	served 'no descriptors'
	is 'no descriptors: it has noticed' yes \
		"$([ "$(figure bursar_http_accept_paused_total)" -gt 0 ] && echo yes)"
	is 'no descriptors: /readyz says so' \
		'http: no descriptor or no memory is left for one more connection' \
		"$(rig_admin /readyz | head -n 1)"
	crowd_end
	rig_ready 200 && ok 'no descriptors: ready again' || not_ok 'no descriptors: ready again'
	served 'afterwards'
}

too_few() {
	local status=0
	(
		ulimit -n 190
		timeout 20 "$bursard" --config "$work/a.yaml"
	) >"$work/few.log" 2>&1 || status=$?
	is 'too few descriptors are refused at the start' \
		'1 64 needs 192 open files, and this process may have 190' \
		"$status $(sed 's/^bursard: limits: connections: //; s/;.*//' "$work/few.log")"
	rig_daemon_start a
	is 'no core is left behind' 0 \
		"$(awk '/^Max core file size/ { print $5 + $6 }' "/proc/${rig_pids[a]}/limits")"
}

rig_start 'limits: {connections: 64}'
silence
memory
descriptors
rig_daemon_stop a
too_few
rig_stop
