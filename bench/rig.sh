# shellcheck shell=bash disable=SC2154
# What bench/run measures on: databases, daemon, generator. Sourced, not run. Everything is in
# build/bench, listens on loopback or a Unix socket, and ends with the run.

work=$root/build/bench
pg=$work/pg
certs=$work/certs
results=$work/results
build=$root/build/release
programs=$build/bench
bursard=$build/daemon/bursard
bursar=$build/cli/bursar
export BURSAR_CONFIG_DIR=$work/profiles
LC_ALL=C.UTF-8
umask 077
daemon_pid=
database=

die() {
	echo "bench: $*" >&2
	exit 1
}

# --- beginning and end ---

finish() {
	local status=$?
	trap - EXIT INT TERM HUP
	[ -z "$daemon_pid" ] || kill -KILL "$daemon_pid" 2>/dev/null || true
	[ ! -d "$pg" ] || tools/pg-cluster "$pg" stop || true
	if [ "$keep" = no ]; then
		[ ! -d "$pg" ] || tools/pg-cluster "$pg" remove || true
		rm -rf "$work"
	fi
	exit $status
}

begin() {
	mkdir -p "$work" "$BURSAR_CONFIG_DIR"
	exec 8>"$root/build/.bench-lock"
	flock -n 8 || die "another run is under way"
	trap finish EXIT
	trap 'exit 1' INT TERM HUP
	tools/build "$build" >"$work/build.log" 2>&1 8>&- || {
		tail -n 20 "$work/build.log" >&2
		die "the release does not build"
	}
	echo '/v1/reports/budget?year=2019-20' >"$work/budget"
	: >"$results"
	pg_start
}

# What the figures belong to, as JSON.
about() {
	jq -n --arg when "$(date -u +%FT%TZ)" --arg kernel "$(uname -sr)" \
		--arg processor "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)" \
		--argjson processors "$(nproc)" --arg load "$(cut -d ' ' -f 1-3 /proc/loadavg)" \
		--arg postgresql "$(sql postgres 'SHOW server_version')" \
		--arg compiler "$(sed -n "s/^CC = //p" "$build/Makefile")" \
		--arg flags "$(sed -n "s/^CFLAGS = //p" "$build/Makefile")" \
		--argjson settings "$(sql postgres "SELECT json_object_agg(name, setting)
			FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit',
				'full_page_writes', 'wal_sync_method', 'shared_buffers', 'min_wal_size',
				'max_wal_size', 'data_checksums')")" \
		--argjson seed "$seed" --argjson large "$large" --argjson measure_ms "$measure_ms" \
		--argjson rounds "$rounds" '$ARGS.named'
}

# --- PostgreSQL ---

# A log that is recycled rather than made anew: a new segment takes 20 to 95 ms.
pg_start() {
	tools/pg-cluster "$pg" start --set shared_buffers=2GB --set min_wal_size=3GB \
		--set max_wal_size=6GB >/dev/null 8>&-
	socket=$(sed -n "s/^host='\(.*\)' port=.*/\1/p" "$pg/conninfo")
	postmaster=$(head -n 1 "$pg/data/postmaster.pid")
	export PGHOST=$socket
}

# sql DATABASE STATEMENT: as superuser; rows without decoration.
sql() {
	psql -U postgres -d "$1" -XAtqv ON_ERROR_STOP=1 -c "SET client_min_messages = warning" \
		-c "SET search_path = bursar" -c "$2"
}

# Processor time of the server and all that it started, in µs; a process that ended counts on its
# parent.
pg_cpu_us() {
	local hz
	hz=$(getconf CLK_TCK)
	cat /proc/[0-9]*/stat 2>/dev/null | sed 's/(.*)/-/' |
		awk -v parent="$postmaster" -v hz="$hz" '
			$1 == parent { ticks += $14 + $15 + $16 + $17 }
			$4 == parent { ticks += $14 + $15 }
			END { printf "%d", ticks * 1000000 / hz }'
}

# A new database like the seed, whatever was done to the last.
fresh_database() {
	database=small
	sql postgres "DROP DATABASE IF EXISTS small WITH (FORCE)"
	sql postgres "CREATE DATABASE small TEMPLATE seed"
	sql small CHECKPOINT
}

events_now() {
	sql "$database" 'SELECT sum(size) FROM log_head'
}

# payments_in STATE: their ids.
payments_in() {
	sql "$database" "SELECT 'P' || payment_id FROM payment
		WHERE authority_id = 1 AND state = '$1' ORDER BY payment_id"
}

# All in memory, or what is read first would read for the others.
warm_large() {
	local table
	sql large 'CREATE EXTENSION IF NOT EXISTS pg_prewarm WITH SCHEMA public'
	for table in event event_pkey transfer transfer_pkey account account_pkey; do
		sql large "SELECT public.pg_prewarm('bursar.$table')" >/dev/null
	done
}

# --- the floor ---

floor_prepare() {
	psql -U postgres -d small -Xqv ON_ERROR_STOP=1 -c 'SET search_path = bursar' \
		-f bench/floor.sql
	floor_drawn=$(sql small "SELECT account_id FROM account
		WHERE authority_id = 1 AND code = 'drawn:allowance'")
	cat >"$work/floor.pgbench" <<-'SCRIPT'
		\set person random(0, 399)
		SELECT bench_request(1, 2, 'B-' || lpad(:person::text, 5, '0'), :drawn, 1);
	SCRIPT
}

# floor_run CLIENTS: payments a second.
floor_run() {
	local seconds=$(((measure_ms + 999) / 1000))
	PGOPTIONS='-c search_path=bursar' pgbench -U bursar_daemon -n -M prepared -c "$1" -j 2 \
		-T "$seconds" -D drawn="$floor_drawn" -f "$work/floor.pgbench" small \
		>"$work/pgbench.log" 2>&1 || {
		cat "$work/pgbench.log" >&2
		die "pgbench failed"
	}
	sed -n 's/^tps = \([0-9.]*\).*/\1/p' "$work/pgbench.log"
}

# --- the daemon ---

# For $database; the settings are those it ships with.
write_config() {
	cat >"$work/bursard.yaml" <<-CONFIG
		listen: 127.0.0.1:0
		admin: 127.0.0.1:0
		tls:
		  certificate: certs/server.crt
		  key: certs/server.key
		  client-ca: certs/ca.crt
		database: host=$socket dbname=$database user=bursar_daemon
		owner: host=$socket dbname=$database user=postgres
		keys: keys
		ports-file: ports
	CONFIG
}

daemon_start() {
	local _
	rm -f "$work/ports"
	write_config
	"$bursard" --config "$work/bursard.yaml" 8>&- >"$work/daemon.log" 2>&1 </dev/null &
	daemon_pid=$!
	for _ in {1..200}; do
		[ ! -s "$work/ports" ] || break
		kill -0 "$daemon_pid" 2>/dev/null || break
		sleep 0.05
	done
	[ -s "$work/ports" ] ||
		die "bursard does not start: $(tail -n 5 "$work/daemon.log")"
	port=$(sed -n 's/^listen=//p' "$work/ports")
	admin=$(sed -n 's/^admin=//p' "$work/ports")
	for _ in {1..200}; do
		curl -sf --noproxy '*' "http://127.0.0.1:$admin/readyz" >/dev/null && return
		sleep 0.02
	done
	die "bursard is not ready: $(tail -n 5 "$work/daemon.log")"
}

daemon_stop() {
	local pid=$daemon_pid status=0
	kill -TERM "$pid"
	wait "$pid" || status=$?
	daemon_pid=
	[ $status -eq 0 ] || die "bursard ended with $status: $(tail -n 5 "$work/daemon.log")"
}

daemon_cpu_us() {
	[ -n "$daemon_pid" ] || {
		echo 0
		return
	}
	sed 's/(.*)/-/' "/proc/$daemon_pid/stat" |
		awk -v hz="$(getconf CLK_TCK)" '{ printf "%d", ($14 + $15) * 1000000 / hz }'
}

daemon_peak_mib() {
	awk '/^VmHWM/ { printf "%.1f", $2 / 1024 }' "/proc/$daemon_pid/status"
}

# --- the generator ---

# load [OPTION]... KIND: the answer is in $answer.
load() {
	answer=$("$programs/load" -p "$port" -a "$certs/ca.crt" "$@" 2>"$work/load.err") || {
		cat "$work/load.err" >&2
		tail -n 3 "$work/daemon.log" >&2
		die "the generator failed: load $* ($answer)"
	}
}

# lane OPTION...: payments without a daemon, on $database.
lane() {
	answer=$("$programs/lane" -d "host=$socket dbname=$database user=bursar_daemon" \
		-k "$work/keys" -c "$(fingerprint a-adviser)" "$@")
}

fingerprint() {
	openssl x509 -in "$certs/$1.crt" -outform DER | sha256sum | cut -d ' ' -f 1
}

# get FILTER: of $answer.
get() {
	jq -r "$1" <<<"$answer"
}

# per MICROSECONDS COUNT
per() {
	awk -v us="$1" -v count="$2" 'BEGIN { printf "%.1f", (count > 0 ? us / count : 0) }'
}

# psql_lines ledger | events: the same lines by psql's \copy, a second.
psql_lines() {
	local query begun ended
	case $1 in
	ledger) query="SELECT t.event, t.n, e.day, t.phase, f.book, f.code, o.code,
		t.amount_pence, t.resolves_event, t.resolves_n FROM transfer t
		JOIN event e ON e.authority_id = 1 AND e.number = t.event
		JOIN account f ON f.authority_id = 1 AND f.account_id = t.from_account
		JOIN account o ON o.authority_id = 1 AND o.account_id = t.to_account
		WHERE t.authority_id = 1 AND t.event < $large ORDER BY t.event, t.n" ;;
	events) query="SELECT convert_from(bytes, 'UTF8') FROM event
		WHERE authority_id = 1 AND number < $large ORDER BY number" ;;
	esac
	query=$(tr '\n\t' '  ' <<<"$query")
	local format=
	[ "$1" = events ] || format=' WITH (FORMAT csv)'
	begun=$(date +%s%N)
	PGOPTIONS='-c search_path=bursar -c bursar.authority=1' psql -U bursar_daemon -d large -Xq \
		-c "\\copy ($query) TO STDOUT$format" | wc -l >"$work/lines"
	ended=$(date +%s%N)
	echo $(($(cat "$work/lines") * 1000000 / ((ended - begun) / 1000)))
}

# --- what is there before the first measure ---

as() {
	"$bursar" --profile "$@" >>"$work/setup.log" 2>&1 ||
		die "bursar $*: $(tail -n 3 "$work/setup.log")"
}

make_certificates() {
	local letter who
	tools/certs "$certs" ca "bursar bench"
	tools/certs "$certs" server 127.0.0.1
	for letter in a b c d; do
		for who in admin adviser manager finance; do
			tools/certs "$certs" client "$letter-$who"
		done
	done
}

write_profiles() {
	local name
	for name in {a,b,c,d}-{admin,adviser,manager,finance}; do
		cat >"$BURSAR_CONFIG_DIR/$name.yaml" <<-PROFILE
			server: https://127.0.0.1:$port
			ca: $certs/ca.crt
			certificate: $certs/$name.crt
			key: $certs/$name.key
		PROFILE
	done
}

# Four councils with Leicestershire's offer, 400 people each, who have been awarded all there is.
make_council() {
	local letter=$1 who code
	for who in adviser manager finance; do
		as "$letter-admin" -o json staff add "Invented ${who^}" --role "$who"
		code=$(tail -n 1 "$work/setup.log" | jq -r .invitation)
		as "$letter-$who" staff claim "$code"
	done
	sed "s/^authority: .*/authority: bench-$letter/" offers/leicestershire.yaml \
		>"$work/offer.yaml"
	as "$letter-admin" offer publish "$work/offer.yaml"
	as "$letter-finance" fund credit leaving-care 999999999.99 --year 2019-20 -y \
		--reason Invented
	load -i "$certs/$letter-adviser" -n 16 people
	load -i "$certs/$letter-manager" -n 16 awards
}

make_seed() {
	local letter
	sql postgres 'CREATE DATABASE seed'
	database=seed
	write_config
	"$bursard" --config "$work/bursard.yaml" migrate >>"$work/setup.log"
	for letter in a b c d; do
		"$bursard" --config "$work/bursard.yaml" authority add "bench-$letter" \
			--name Invented --admin-cert "$certs/$letter-admin.crt" >>"$work/setup.log"
	done
	daemon_start
	write_profiles
	for letter in a b c d; do
		make_council $letter
	done
	daemon_stop
	lane -m "$seed"
	sql seed 'VACUUM ANALYZE'
}

make_large() {
	sql postgres 'CREATE DATABASE large TEMPLATE seed'
	database=large
	lane -b 1000 -m $((large - seed))
	echo "  $((large - seed)) payments, $(get '.per_second | floor') a second"
	sql large 'VACUUM ANALYZE'
	sql large CHECKPOINT
}

prepare() {
	local made
	made="$large $(cat sql/migrations/*.sql | sha256sum)"
	if [ "$(cat "$work/made" 2>/dev/null || true)" = "$made" ]; then
		echo "using the databases that are there"
		return
	fi
	echo "preparing: 10 thousand payments in one database, $large in another"
	rm -f "$work/made"
	sql postgres 'DROP DATABASE IF EXISTS seed'
	sql postgres 'DROP DATABASE IF EXISTS large'
	rm -rf "$work/keys"
	mkdir -p "$work/keys"
	make_certificates >"$work/setup.log" 2>&1
	make_seed
	make_large
	echo "$made" >"$work/made"
}
