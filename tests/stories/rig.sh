# shellcheck shell=bash
# For the stories of the whole daemon: sourced. A private PostgreSQL, certificates, bursard on free
# ports, a council with its staff, its offer and a fund, and before it another; all of it in $work, and gone at the end,
# an interrupted one too. The server syncs as shipped; only making the cluster does not.
#
# BUILD is the build to try; its sanitizers are asked at each end of a daemon (rig_daemon_stop).
# shellcheck source=tests/tools/story.sh
. "$(dirname "${BASH_SOURCE[0]}")/../tools/story.sh"
trap rig_end EXIT
trap 'exit 130' INT TERM HUP
umask 077
: "${BUILD:=$root/build/check}"
bursar=$BUILD/cli/bursar
bursard=$BUILD/daemon/bursard
loader=$BUILD/tests/stories/loader
pg=$work/pg
certs=$work/certs
council=leicester
# shellcheck disable=SC2034
audit_is_clean='Every balance is what its transfers give, and every row what its event says.'
# Its number; the SQL of a story names it, for it is not alone in the database: number 1 is the
# neighbour's, who has staff, a person LEI-1 and a payment, and whom nothing here may concern.
authority=2
neighbour=leicestershire
neighbour_events=
# Of a daemon by its name: its process, while it runs.
declare -A rig_pids=()
# Other processes in the background, by name.
declare -A rig_others=()
export BURSAR_CONFIG_DIR=$work/profiles
# Sanitized programs that fail say so where rig_daemon_stop looks.
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:exitcode=99
export LC_ALL=C.UTF-8

say() {
	printf '%s\n' "-- $*"
}

give_up() {
	not_ok "$1" "${2:-}"
	story_end
	exit 1
}

# --- PostgreSQL ---

rig_pg_start() {
	"$tools/pg-cluster" "$pg" start --no-sync >/dev/null
}

rig_pg_stop() {
	"$tools/pg-cluster" "$pg" stop
}

rig_pg_kill() {
	"$tools/pg-cluster" "$pg" kill
}

# sql STATEMENT: as superuser; rows without decoration.
sql() {
	"$tools/pg-cluster" "$pg" psql -Atqv ON_ERROR_STOP=1 -c 'SET search_path = bursar' -c "$1"
}

# How many events the log holds.
events() {
	sql "SELECT size FROM log_head WHERE authority_id = $authority"
}

# rows TABLE: how many of the council's it holds.
rows() {
	sql "SELECT count(*) FROM $1 WHERE authority_id = $authority"
}

# --- bursard ---

# rig_config NAME [LINE]...: the configuration of the daemon NAME; it keeps the ports it once had.
rig_config() {
	local name=$1 base conninfo
	shift
	base=$work/$name
	conninfo=$(cat "$pg/conninfo")
	{
		echo "listen: 127.0.0.1:$(rig_port "$name" listen)"
		echo "admin: 127.0.0.1:$(rig_port "$name" admin)"
		echo "tls:"
		echo "  certificate: certs/server.crt"
		echo "  key: certs/server.key"
		echo "  client-ca: certs/ca.crt"
		echo "database: \"${conninfo/user=postgres/user=bursar_daemon}\""
		echo "owner: \"$conninfo\""
		echo "keys: keys"
		echo "ports-file: $name.ports"
		echo "retry-ms: 100"
		[ $# -eq 0 ] || printf '%s\n' "$@"
	} >"$base.part"
	mv "$base.part" "$base.yaml"
}

# rig_port NAME listen | admin: where it listens; 0 before it has.
rig_port() {
	local port
	port=$(sed -n "s/^$2[=: ]*//p" "$work/$1.kept" 2>/dev/null) || true
	echo "${port:-0}"
}

rig_url() {
	echo "https://127.0.0.1:$(rig_port "${1:-a}" listen)"
}

# rig_admin PATH [NAME]: what the admin listener says; the status is the last line.
rig_admin() {
	curl -s --noproxy '*' -m 5 -w '\n%{http_code}' \
		"http://127.0.0.1:$(rig_port "${2:-a}" admin)$1" || true
}

# rig_ready STATUS [NAME]: waits until /readyz answers so.
rig_ready() {
	local wait
	for wait in {1..300}; do
		[ "$(rig_admin /readyz "${2:-a}" | tail -n 1)" != "$1" ] || return 0
		sleep 0.05
	done
	return "$((wait > 0))"
}

# rig_daemon_start [NAME [LINE]...]: with lines for its configuration; waits until it is ready.
rig_daemon_start() {
	local name=${1:-a} wait
	shift || true
	[ -z "${rig_pids[$name]:-}" ] || give_up "daemon $name runs already"
	[ $# -eq 0 ] && [ -f "$work/$name.yaml" ] || rig_config "$name" "$@"
	# Of one that was killed.
	rm -f "$work/$name.ports"
	"$bursard" --config "$work/$name.yaml" >>"$work/$name.log" 2>&1 </dev/null &
	rig_pids[$name]=$!
	for wait in {1..200}; do
		[ ! -s "$work/$name.ports" ] || break
		kill -0 "${rig_pids[$name]}" 2>/dev/null || break
		sleep 0.05
	done
	[ -s "$work/$name.ports" ] && [ "$wait" -gt 0 ] ||
		give_up "daemon $name does not start" "$(tail -n 20 "$work/$name.log")"
	if [ ! -f "$work/$name.kept" ]; then
		cp "$work/$name.ports" "$work/$name.kept"
		rig_config "$name" "$@"
	fi
	rig_ready 200 "$name" || give_up "daemon $name is not ready" "$(tail -n 20 "$work/$name.log")"
}

# rig_daemon_kill9 [NAME]: it has no last word.
rig_daemon_kill9() {
	local name=${1:-a}
	kill -KILL "${rig_pids[$name]}"
	wait "${rig_pids[$name]}" 2>/dev/null || true
	unset 'rig_pids[$name]'
}

# rig_daemon_stop [NAME]: a case of its own: it ends by itself, with 0, and no sanitizer has
# anything to say.
rig_daemon_stop() {
	local name=${1:-a} status=0 report
	kill -TERM "${rig_pids[$name]}" 2>/dev/null || true
	wait "${rig_pids[$name]}" || status=$?
	unset 'rig_pids[$name]'
	report=$(grep -aE -m 1 -A 30 'runtime error:|Sanitizer|Assertion' "$work/$name.log" || true)
	if [ "$status" -eq 0 ] && [ -z "$report" ]; then
		ok "daemon $name ends with 0 and nothing lost"
	else
		not_ok "daemon $name ended with status $status" \
			"${report:-$(tail -n 5 "$work/$name.log")}"
	fi
}

# --- callers ---

# rig_profile WHO NAME: their profile for the daemon NAME.
rig_profile() {
	mkdir -p "$BURSAR_CONFIG_DIR"
	cat >"$BURSAR_CONFIG_DIR/$1.yaml" <<-PROFILE
		server: $(rig_url "$2")
		ca: $certs/ca.crt
		certificate: $certs/$1.crt
		key: $certs/$1.key
	PROFILE
}

# as WHO NOUN VERB...: bursar.
as() {
	"$bursar" --profile "$@"
}

new_key() {
	cat /proc/sys/kernel/random/uuid
}

# ask WHO METHOD PATH [BODY [CURL ARGUMENT]...]: sets status, answer and headers. A POST gets a
# fresh key unless KEY is set; KEY=none leaves it out. MEDIA: another Content-Type; empty: none.
ask() {
	local who=$1 method=$2 path=$3 body=${4:-} curl_status=0
	shift 3
	shift || true
	local arguments=(-s --noproxy '*' -m 20 --path-as-is -X "$method" --cacert "$certs/ca.crt")
	[ "$who" = nobody ] || arguments+=(--cert "$certs/$who.crt" --key "$certs/$who.key")
	if [ "$method" = POST ]; then
		arguments+=(-H "Content-Type: ${MEDIA-application/json}" --data-binary "$body")
		[ "${KEY:=$(new_key)}" = none ] || arguments+=(-H "Idempotency-Key: $KEY")
	fi
	status=$(curl "${arguments[@]}" "$@" -D "$work/headers" -o "$work/answer" \
		-w '%{http_code}' "$(rig_url)$path") || curl_status=$?
	unset KEY
	answer=$(cat "$work/answer" 2>/dev/null || true)
	# shellcheck disable=SC2034
	headers=$(tr -d '\r' <"$work/headers" 2>/dev/null || true)
	[ "$curl_status" -eq 0 ] || status="curl $curl_status"
}

# field FILTER: of the answer, by jq.
field() {
	jq -r "$1" <<<"$answer" 2>/dev/null || echo "no JSON"
}

# load WHO [OPTION]... PLAN: many clients (tests/stories/loader.c); the summary is in $summary.
load() {
	local who=$1
	shift
	load_status=0
	summary=$("$loader" -u "$(rig_url)" -a "$certs/ca.crt" -c "$certs/$who.crt" \
		-k "$certs/$who.key" "$@" 2>"$work/loader.err") || load_status=$?
	[ "$load_status" -lt 2 ] || give_up "the loader began nothing" "$(cat "$work/loader.err")"
}

# load_begin WHO [OPTION]... PLAN: the same in the background, until load_end or load_kill9.
load_begin() {
	local who=$1
	shift
	"$loader" -u "$(rig_url)" -a "$certs/ca.crt" -c "$certs/$who.crt" -k "$certs/$who.key" \
		"$@" >"$work/loader.out" 2>"$work/loader.err" &
	rig_others[loader]=$!
}

# load_end: it begins nothing new, and has answers to all it began when it ends.
load_end() {
	load_status=0
	kill -TERM "${rig_others[loader]}" 2>/dev/null || true
	wait "${rig_others[loader]}" || load_status=$?
	unset 'rig_others[loader]'
	summary=$(cat "$work/loader.out")
}

load_kill9() {
	kill -KILL "${rig_others[loader]}"
	wait "${rig_others[loader]}" 2>/dev/null || true
	unset 'rig_others[loader]'
}

# sum FILTER: of the summary.
sum() {
	jq -rcS "$1" <<<"$summary"
}

# --- cases ---

# is NAME WANT GOT
is() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "wanted: $2
got:    $3"
	fi
}

# books_hold: the log has no gap, both books balance, and the auditor computes the same.
books_hold() {
	local name=$1 audit status=0
	is "$name: the log has no gap" 't' "$(sql 'SELECT DISTINCT count(*) = h.size
			AND max(number) + 1 = h.size AND min(number) = 0
		FROM log_head h JOIN event e USING (authority_id) GROUP BY authority_id, h.size')"
	is "$name: both books sum to nothing" '' "$(sql 'SELECT book FROM account
		GROUP BY authority_id, book HAVING sum(credited) <> sum(debited)')"
	audit=$(timeout 60 "$bursar" --profile auditor audit balance 2>&1) || status=$?
	is "$name: the auditor agrees" 0 "$status"
	[ "$status" -eq 0 ] || sed 's/^/    | /' <<<"$audit"
	is "$name: and so does the neighbour's" 0 "$(timeout 60 "$bursar" --profile neighbour-auditor \
		audit balance >/dev/null 2>&1 && echo 0 || echo "$?")"
}

# --- beginning and end ---

rig_certificates() {
	local who
	"$tools/certs" "$certs" ca 'bursar stories'
	"$tools/certs" "$certs" server 127.0.0.1
	for who in admin adviser senior manager finance auditor stranger \
		neighbour-{admin,adviser,manager,finance,auditor}; do
		"$tools/certs" "$certs" client "$who"
	done
}

# rig_staff ADMIN WHO NAME ROLE...: the admin adds somebody, who claims with their own certificate.
# Both have profiles.
rig_staff() {
	local admin=$1 who=$2 name=$3 code role roles=()
	shift 3
	for role; do
		roles+=(--role "$role")
	done
	code=$(as "$admin" -o json staff add "$name" "${roles[@]}" | jq -r .invitation)
	as "$who" staff claim "$code"
}

# What every story begins with: the council, its staff, its offer, £150,000 in its fund.
rig_council() {
	local who
	for who in admin adviser senior manager finance auditor stranger; do
		rig_profile "$who" a
	done
	for who in adviser manager finance auditor; do
		rig_staff admin "$who" "Invented ${who^}" "$who"
	done
	rig_staff admin senior 'Invented Senior' adviser manager
	as admin offer publish "$root/offers/$council.yaml"
	as finance fund credit leaving-care 150000 --year 2019-20 --reason 'Invented' -y
}

# The other council in the database, with somebody of a ref that is a ref of ours too.
rig_neighbour() {
	local who
	for who in admin adviser manager finance auditor; do
		rig_profile "neighbour-$who" a
		[ "$who" = admin ] ||
			rig_staff neighbour-admin "neighbour-$who" "Invented Neighbour ${who^}" "$who"
	done
	as neighbour-admin offer publish "$root/offers/$neighbour.yaml"
	as neighbour-finance fund credit leaving-care 7000 --year 2019-20 --reason Invented -y
	as neighbour-adviser person add LEI-1 --born 1999-03-01 --category former-relevant \
		--name 'Invented Neighbour'
	as neighbour-manager award make LEI-1 allowance 900 --on 2019-07-01 --reason Agreed
	as neighbour-adviser payment request LEI-1 allowance 300 --on 2019-07-01
	as neighbour-manager payment approve \
		"P$(sql 'SELECT payment_id FROM payment WHERE authority_id = 1')" -y
	neighbour_events=$(sql 'SELECT size FROM log_head WHERE authority_id = 1')
}

# requests COUNT REF ENTITLEMENT PENCE: lines for the loader.
requests() {
	local body
	body="{\"ref\":\"$2\",\"entitlement\":\"$3\",\"amount_pence\":$4,\"on\":\"2019-07-01\"}"
	yes "/v1/payments	$body" | head -n "$1" || true
}

# person REF [NAME]: aged 19 in July 2019.
person() {
	as adviser person add "$1" --born 2000-02-29 --category former-relevant \
		--name "${2:-Invented}" >/dev/null
}

# rig_authority CODE NAME ADMIN
rig_authority() {
	"$bursard" --config "$work/a.yaml" authority add "$1" --name "$2" \
		--admin-cert "$certs/$3.crt" >>"$work/setup.log" 2>&1 ||
		give_up 'authority add' "$(cat "$work/setup.log")"
}

# rig_start [LINE]...: everything, with lines for the configuration of daemon a.
rig_start() {
	command -v curl jq openssl >/dev/null || give_up 'curl, jq and openssl are needed'
	[ -x "$bursard" ] && [ -x "$loader" ] || give_up "there is no build in $BUILD"
	rig_certificates >"$work/setup.log" 2>&1 || give_up certificates "$(cat "$work/setup.log")"
	rig_pg_start || give_up 'PostgreSQL'
	rig_config a "$@"
	"$bursard" --config "$work/a.yaml" migrate >>"$work/setup.log" 2>&1 ||
		give_up migrate "$(cat "$work/setup.log")"
	rig_authority "$neighbour" 'Invented Neighbours' neighbour-admin
	rig_authority "$council" 'Invented Council' admin
	rig_daemon_start a "$@"
	rig_neighbour >>"$work/setup.log" 2>&1 ||
		give_up neighbour "$(tail -n 20 "$work/setup.log")"
	rig_council >>"$work/setup.log" 2>&1 || give_up council "$(tail -n 20 "$work/setup.log")"
}

# Ends what was started, by process, and leaves nothing.
rig_end() {
	local pid wait
	trap - EXIT INT TERM HUP
	for pid in "${rig_others[@]}"; do
		kill -KILL "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true
	done
	for pid in "${rig_pids[@]}"; do
		kill -TERM "$pid" 2>/dev/null || continue
		for wait in {1..60}; do
			kill -0 "$pid" 2>/dev/null || break
			sleep 0.05
		done
		[ "$wait" -lt 60 ] || kill -KILL "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	done
	[ ! -d "$pg" ] || "$tools/pg-cluster" "$pg" kill || true
	rm -rf "$work"
}

# rig_stop: the neighbour has what it had, the daemons stop as they should, and the story is told.
rig_stop() {
	local name
	[ -z "$neighbour_events" ] ||
		is 'nothing has become of the neighbour' "$neighbour_events" \
			"$(sql 'SELECT size FROM log_head WHERE authority_id = 1')"
	for name in "${!rig_pids[@]}"; do
		rig_daemon_stop "$name"
	done
	story_end
}
