#!/bin/bash
# What an administrator does before anybody signs in: a configuration is checked, the schema made,
# authorities added; and how the daemon starts, says so and ends. BUILD: a built tree.
# shellcheck source=tests/tools/story.sh
. "$(dirname "$0")/../tools/story.sh"
bursard=$BUILD/daemon/bursard
daemon=
clean() {
	[ -z "$daemon" ] || kill -KILL "$daemon"
	"$tools/pg-cluster" "$work/pg" kill
	rm -rf "$work"
}
trap clean EXIT

# --- what they start from ---

pg() {
	"$tools/pg-cluster" "$work/pg" "$@"
}

# sql DATABASE QUERY: its rows, unaligned.
sql() {
	psql -X -At -v ON_ERROR_STOP=1 -d "$server user=postgres dbname=$1" -c "$2"
}

certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
		-subj "/CN=$1" -addext 'subjectAltName=IP:127.0.0.1' \
		-keyout "$work/$1.key" -out "$work/$1.pem" 2>/dev/null
}

# config NAME DATABASE [LINE]...
config() {
	{
		echo 'listen: 127.0.0.1:0'
		echo 'admin: 127.0.0.1:0'
		echo 'tls: {certificate: server.pem, key: server.key, client-ca: ca.pem}'
		echo "database: \"$server dbname=$2 user=bursar_daemon\""
		echo "owner: \"$server dbname=$2 user=postgres\""
		echo 'keys: keys'
		echo 'retry-ms: 100'
		[ $# -lt 3 ] || printf '%s\n' "${@:3}"
	} >"$work/$1.yaml"
}

for name in ca server ann ben cat; do certificate "$name"; done
conninfo=$(pg start --no-sync)
server=${conninfo%% user=*}
for database in one two many newer other blocked; do
	sql postgres "CREATE DATABASE $database" >/dev/null
	config $database $database
done

# --- the command line ---

expect 'tells its version' 0 '^bursard [0-9]+\.[0-9]+' "$bursard" --version
expect 'tells its usage' 0 '^usage: bursard' "$bursard" --help
expect 'knows its options' 2 '^bursard: --colour is out of place.*see bursard --help$' \
	"$bursard" --colour
expect 'knows its verbs' 2 'no such command: frobnicate' "$bursard" frobnicate
expect 'wants a value' 2 '^bursard: --config is out of place' "$bursard" --config
expect 'wants options where they belong' 2 'for authority add' "$bursard" migrate --name x
expect 'wants --roles where it belongs' 2 'roles is for migrate' "$bursard" --check-config --roles
expect 'wants a name' 2 'needs --name and --admin-cert' "$bursard" authority add derby
expect 'wants one code' 2 'derbyshire is out of place' \
	"$bursard" authority add derby derbyshire --name x --admin-cert y

# --- sql ---

# No configuration is read.
expect 'sql: one statement' 0 '^INSERT INTO staff_invitation .authority_id, event, ' \
	"$bursard" sql add_staff_invitation
expect 'sql: of sql/lane' 0 '^PREPARE load_twins AS' "$bursard" sql load_twins
expect 'sql: parameters of a read' 0 '^PREPARE me .text, text, text. AS' "$bursard" sql me
expect 'sql: none of the name' 1 '^bursard: there is no statement nothing; ' "$bursard" sql nothing
expect 'sql: one name' 2 'no such command: sql add_event' "$bursard" sql add_event add_staff

# --- --check-config ---

check_config() {
	"$bursard" --check-config --config "$work/$1.yaml"
}

# bad NAME PATTERN SED: the good configuration, changed, is refused.
bad() {
	sed "$3" "$work/one.yaml" >"$work/bad.yaml"
	expect "check-config: $1" 1 "^$work/bad.yaml:$2" check_config bad
}

expect 'check-config: ok' 0 '^ok$' check_config one
expect 'check-config: no file' 1 'nowhere.yaml: the file cannot be read: No such file' \
	check_config nowhere
bad 'an unknown key' '7:1: unknown key "retry".*known keys: ' 's/retry-ms/retry/'
bad 'a listener' '1:9: this must be an address and a port; write ' 's/^listen:.*/listen: here/'
bad 'admin for everybody' '2:8: the admin listener asks nobody' 's/^admin:.*/admin: 0.0.0.0:1/'
bad 'a password' '4:11: a password may not stand.*passfile=' 's/user=bursar_daemon/& password=x/'
bad 'a conninfo' '5:8: this is no conninfo: .*"user_name"' 's/user=postgres/user_name=x/'
bad 'a number' '7:11: this must be from 100 to 600000' 's/^retry-ms:.*/retry-ms: 99/'
bad 'a duplicate key' '8:1: key "keys" is given twice; keep one' '$a keys: other'
bad 'two faults in one go: the one' '1:9: ' 's/^listen:.*/listen: x/; s/^keys/key/'
bad 'two faults in one go: the other' '6:1: unknown key "key"' \
	's/^listen:.*/listen: x/; s/^keys/key/'

config files one
sed -i 's/server.key/ann.key/' "$work/files.yaml"
expect 'check-config: a key of another certificate' 1 "^bursard: key $work/ann.key: " \
	check_config files
sed -i 's/ann.key/none.key/' "$work/files.yaml"
expect 'check-config: a file that is not there' 1 'none.key: No such file' check_config files

# --- migrate ---

migrate() {
	"$bursard" migrate --config "$work/$1.yaml"
}

version=$(find "$root/sql/migrations" -name '*.sql' | wc -l)
there() {
	sql "$1" 'SELECT count(*) || max(number)::text FROM bursar.migration'
}

serve() {
	timeout 20 "$bursard" --config "$work/$1.yaml"
}

# First of all, when there are no roles yet: six at once, in two databases of one cluster.
pids=()
for i in 1 2 3; do
	for database in many two; do
		migrate $database >"$work/$database.$i.log" 2>&1 &
		pids+=($!)
	done
done
status=0
for pid in "${pids[@]}"; do wait "$pid" || status=1; done
[ $status -eq 0 ] && ok 'six at once' || not_ok 'six at once' "$(cat "$work"/*.log)"
for database in many two; do
	cat "$work/$database".?.log >"$work/$database.log"
	expect "applies each once ($database)" 0 "^$version$" grep -c applied "$work/$database.log"
	expect "and notes it ($database)" 0 "^$version$version$" there $database
done

expect 'serves no database without schema' 1 'schema cannot be read: .*; run .bursard migrate' \
	serve one
expect 'migrates' 0 '^migration 0001_ledger: applied$' migrate one
expect 'all of it' 0 "^$version$version$" there one
expect 'says nothing was left to do' 0 "^the schema has version $version" migrate one
again=$(migrate one)
grep -q applied <<<"$again" && not_ok 'applies nothing twice' "$again" || ok 'applies nothing twice'
expect 'the owner has it' 0 '^bursar_owner$' sql one \
	"SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'bursar'"
expect 'the daemon reads its version' 0 "^$version$" psql -X -At \
	-d "$server dbname=one user=bursar_daemon" -c 'SELECT max(number) FROM bursar.migration'

migrate newer >/dev/null
sql newer "INSERT INTO bursar.migration VALUES (999, '0999_later', '\\x00')" >/dev/null
newer="has schema version 999 and this bursard knows only $version; install"
expect 'refuses a newer database' 1 "^bursard: the database $newer" migrate newer
expect 'does not serve a newer database' 1 "^bursard: the database $newer" serve newer

migrate other >/dev/null
sql other "UPDATE bursar.migration SET digest = '\\x00' WHERE number = 2" >/dev/null
expect 'refuses the migrations of another' 1 'migration 2 \(0002_.*is not the one' migrate other
sql other "DELETE FROM bursar.migration WHERE number = 1" >/dev/null
expect 'refuses a gap' 1 'migration 2 \(0002_.*is not the one' migrate other
sql other "DELETE FROM bursar.migration WHERE number > 1" >/dev/null
expect 'does not serve an older database' 1 'has schema version 0 and .* needs .*; run .bursard' \
	serve other

sql blocked 'CREATE SCHEMA bursar AUTHORIZATION bursar_owner;
	CREATE TABLE bursar.payment ()' >/dev/null
expect 'says which migration failed' 1 'migration 0001_ledger failed: relation "payment" already' \
	migrate blocked
expect 'of which nothing is left' 0 '^migration payment$' sql blocked \
	"SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables
	WHERE schemaname = 'bursar'"
sql blocked 'DROP TABLE bursar.payment' >/dev/null
expect 'and goes on when it can' 0 '^migration 0001_ledger: applied$' migrate blocked
expect 'to the end' 0 "^$version$version$" there blocked

# A role that may make roles is enough.
sql postgres 'CREATE ROLE dba LOGIN CREATEROLE' >/dev/null
sql postgres 'CREATE DATABASE dbas OWNER dba' >/dev/null
config dbas dbas
sed -i 's/user=postgres/user=dba/' "$work/dbas.yaml"
expect 'needs no superuser' 0 "^the schema has version $version" migrate dbas
expect 'nor to repeat it' 0 "^the schema has version $version" migrate dbas
expect 'nor to add an authority' 0 '^authority dba ' "$bursard" authority add dba --name Dba \
	--admin-cert "$work/cat.pem" --config "$work/dbas.yaml"
rm -r "$work/keys"

config stranger one
sed -i 's/user=postgres/user=bursar_daemon/' "$work/stranger.yaml"
expect 'wants the rights for it' 1 'roles cannot be made: .*name in owner: a superuser' \
	migrate stranger
config away one
sed -i "s,host=[^ ]*,host=$work," "$work/away.yaml"
expect 'says that nobody is there' 1 '^bursard: the database cannot be reached: ' migrate away

# --- authority add ---

add() {
	"$bursard" authority add "$@"
}

with_one=(--config "$work/one.yaml")
derby=(derby --name 'Derby City Council' --admin-cert "$work/ann.pem")
expect 'adds an authority' 0 '^authority derby \(Derby City Council\) is number 1$' \
	add "${derby[@]}" "${with_one[@]}"
expect 'its key is a secret' 0 '^600 65$' stat -c '%a %s' "$work/keys/derby.key"
expect 'so is their folder' 0 '^700$' stat -c %a "$work/keys"
expect 'its first admin' 0 '^1\|Administrator\|\{admin\}\|t$' sql one \
	'SELECT staff_id, name, roles, active FROM bursar.staff'
print=$(openssl x509 -in "$work/ann.pem" -outform DER | sha256sum | cut -d ' ' -f 1)
expect 'by the certificate' 0 "^1\|1\|$print$" sql one \
	"SELECT authority_id, staff_id, encode(digest, 'hex') FROM bursar.credential"
expect 'event 0 is there' 0 "^0\|authority-opened\|1\|t$" sql one \
	"SELECT number, kind, staff_id, leaf = sha256('\\x00'::bytea || bytes) FROM bursar.event"
expect 'and says what was done' 0 \
	"^\{\"v\":1,\"n\":0,\"t\":\"authority-opened\".*\"authority\":\"derby\".*$print" \
	sql one "SELECT convert_from(bytes, 'UTF8') FROM bursar.event"
expect 'the head has moved' 0 '^1\|1\|t\|0$' sql one \
	"SELECT authority_id, size, at > now() - interval '1 hour', offer_serial
	FROM bursar.log_head"

everything() {
	sql one "SELECT * FROM bursar.authority; SELECT * FROM bursar.event;
		SELECT * FROM bursar.staff; SELECT * FROM bursar.credential;
		SELECT * FROM bursar.log_head;
		SELECT * FROM bursar.command_key"
	ls "$work/keys"
	cat "$work/keys/derby.key"
}
everything >"$work/before"

expect 'not twice' 1 '^bursard: the authority derby exists already; nothing' \
	add derby --name Derby --admin-cert "$work/ben.pem" "${with_one[@]}"
expect 'not with a certificate of another' 1 'certificate is registered already' \
	add leicester --name Leicester --admin-cert "$work/ann.pem" "${with_one[@]}"
expect 'not with a key as certificate' 1 'ann.key holds no certificate; name a PEM file' \
	add leicester --name Leicester --admin-cert "$work/ann.key" "${with_one[@]}"
printf -- '-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n' >"$work/bad.pem"
expect 'not with something else in it' 1 'bad.pem holds no certificate' \
	add leicester --name Leicester --admin-cert "$work/bad.pem" "${with_one[@]}"
expect 'not without its file' 1 'none.pem cannot be read: No such file' \
	add leicester --name Leicester --admin-cert "$work/none.pem" "${with_one[@]}"
for code in Leicester 1x a_b "../x" "$(printf 'x%.0s' $(seq 49))" ''; do
	expect "not with the code ${code:0:12}" 1 'is no code; write a lower-case letter' \
		add "$code" --name Leicester --admin-cert "$work/ben.pem" "${with_one[@]}"
done
for name in '' ' x' "$(printf 'x%.0s' $(seq 201))" $'a\nb' $'\xff' '@sealed:x'; do
	expect "not with the name $(printf '%q' "${name:0:8}")" 1 \
		'want one line of 1 to 200 bytes' add leicester --name "$name" \
		--admin-cert "$work/ben.pem" "${with_one[@]}"
done
touch "$work/keys/leicester.key"
expect 'not over a key' 1 'leicester.key is there, but the database has no such authority; if' \
	add leicester --name Leicester --admin-cert "$work/ben.pem" "${with_one[@]}"
[ ! -s "$work/keys/leicester.key" ] && ok 'leaves that key alone' || not_ok 'leaves that key alone'
rm -f "$work/keys/leicester.key"
sql one "ALTER TABLE bursar.staff ADD CONSTRAINT no_more CHECK (false) NOT VALID" >/dev/null
expect 'not if the database refuses' 1 'database refused: .*no_more.*; nothing was done' \
	add leicester --name Leicester --admin-cert "$work/ben.pem" "${with_one[@]}"
sql one "ALTER TABLE bursar.staff DROP CONSTRAINT no_more" >/dev/null
sql one "CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
	'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'" >/dev/null
sql one "CREATE TRIGGER cut_off AFTER INSERT ON bursar.staff EXECUTE FUNCTION cut_off()" >/dev/null
expect 'says that it does not know' 1 'connection was lost, so the authority may be there or not' \
	add leicester --name Leicester --admin-cert "$work/ben.pem" "${with_one[@]}"
[ -s "$work/keys/leicester.key" ] && ok 'keeps the key then' || not_ok 'keeps the key then'
expect 'and says how it ended' 1 'the database has no such authority' \
	add leicester --name Leicester --admin-cert "$work/ben.pem" "${with_one[@]}"
rm -f "$work/keys/leicester.key"
sql one "DROP TRIGGER cut_off ON bursar.staff" >/dev/null
expect 'not without a database' 1 'the database cannot be reached' \
	add leicester --name Leicester --admin-cert "$work/ben.pem" --config "$work/away.yaml"
expect 'not without a schema' 1 'run .bursard migrate.' \
	add leicester --name Leicester --admin-cert "$work/ben.pem" --config "$work/other.yaml"
everything >"$work/after"
expect 'and nothing changed by all that' 0 '' diff "$work/before" "$work/after"

long=$(printf 'x%.0s' $(seq 48))
expect 'takes a second one' 0 "^authority $long \\(Léicester\\) is number 2$" add "$long" \
	--name Léicester --admin-name 'Ben Nevis' --admin-cert "$work/ben.pem" "${with_one[@]}"
expect 'with its own log' 0 '^2\|0\|1\|Ben Nevis$' sql one "SELECT e.authority_id, e.number, \
	s.staff_id, s.name FROM bursar.event e JOIN bursar.staff s USING (authority_id) \
	WHERE authority_id = 2"

if [ "$(id -u)" -eq 0 ]; then
	mkdir -m 700 "$work/state"
	chown nobody "$work/state"
	config given one
	sed -i 's,^keys:.*,keys: state/keys,' "$work/given.yaml"
	expect 'gives what root makes to the owner of the folder' 0 '^authority given' \
		add given --name Given --admin-cert "$work/cat.pem" --config "$work/given.yaml"
	expect 'the key' 0 '^nobody 600$' stat -c '%U %a' "$work/state/keys/given.key"
	expect 'the folder' 0 '^nobody 700$' stat -c '%U %a' "$work/state/keys"
else
	skip 'gives what root makes to the owner of the folder' 'this is not root'
fi

# --- the daemon ---

# until_true COMMAND...: within 20 s.
until_true() {
	local end=$((SECONDS + 20))
	until "$@" 2>/dev/null; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.05
	done
}

# start NAME: in the background; its log is NAME.err.
start() {
	"$bursard" --config "$work/$1.yaml" 2>"$work/$1.err" &
	daemon=$!
}

# ends NAME SIGNAL STATUS
ends() {
	local status=0
	kill -"$2" "$daemon"
	wait "$daemon" || status=$?
	daemon=
	if [ $status -eq "$3" ]; then
		ok "ends by SIG$2 ($1)"
	else
		not_ok "ends by SIG$2 ($1): status $status" "$(cat "$work/$1.err")"
	fi
}

ready() {
	curl -sS --max-time 5 "http://127.0.0.1:$(sed -n 's/^admin=//p' "$work/ports")/readyz"
}

is_ready() {
	[ -s "$work/ports" ] && [ "$(curl -s -o /dev/null -w '%{http_code}' --max-time 5 \
		"http://127.0.0.1:$(sed -n 's/^admin=//p' "$work/ports")/readyz")" = "$1" ]
}

config daemon one 'ports-file: ports'
echo 'listen=1' >"$work/ports"
start daemon
until_true is_ready 200 && ok 'is ready' || not_ok 'is ready' "$(cat "$work/daemon.err")"
expect 'says where it listens' 0 '^listen=[1-9][0-9]*$' cat "$work/ports"
expect 'logs its start' 0 '"level":"info","event":"start","text":"listening on 127.0.0.1 port' \
	cat "$work/daemon.err"
port=$(sed -n 's/^listen=//p' "$work/ports")
expect 'answers over TLS' 0 '^401$' curl -s -o /dev/null -w '%{http_code}\n' \
	--cacert "$work/server.pem" "https://127.0.0.1:$port/v1/me"
cp "$work/ann.pem" "$work/server.pem"
cp "$work/ann.key" "$work/server.key"
kill -HUP "$daemon"
until_true grep -q '"event":"reload"' "$work/daemon.err" || true
expect 'reads its certificate again' 0 '^401$' curl -s -o /dev/null -w '%{http_code}\n' \
	--cacert "$work/ann.pem" "https://127.0.0.1:$port/v1/me"
echo broken >"$work/server.pem"
kill -HUP "$daemon"
until_true grep -q 'the old ones stay in use' "$work/daemon.err" &&
	ok 'keeps the old one if the new one is broken' ||
	not_ok 'keeps the old one if the new one is broken' "$(cat "$work/daemon.err")"
expect 'which goes on' 0 '^401$' curl -s -o /dev/null -w '%{http_code}\n' \
	--cacert "$work/ann.pem" "https://127.0.0.1:$port/v1/me"
ends daemon TERM 0
[ ! -e "$work/ports" ] && ok 'takes its ports-file away' || not_ok 'takes its ports-file away'
expect 'every line of its log is JSON' 0 '^true$' \
	jq -es 'length > 5 and all(has("time") and has("level") and has("event"))' \
	"$work/daemon.err"

expect 'does not start on a broken certificate' 1 '^bursard: certificate .*server.pem: ' \
	serve daemon
cp "$work/ann.pem" "$work/server.pem"
sed -i 's,^ports-file:.*,ports-file: none/ports,' "$work/daemon.yaml"
expect 'does not start without its ports-file' 1 '^bursard: the ports-file .* cannot be written' \
	serve daemon
sed -i 's,^ports-file:.*,ports-file: ports,' "$work/daemon.yaml"

# held SECONDS: a POST by Ann, whose authority somebody else has locked for so long; its status
# comes to reply.
held() {
	sql one "BEGIN; SELECT FROM bursar.log_head FOR UPDATE; SELECT pg_sleep($1); COMMIT" \
		>/dev/null 2>&1 &
	pids=($!)
	until_true is_locked
	curl -s -o "$work/reply.json" -w '%{http_code}\n' --cacert "$work/server.pem" \
		--cert "$work/ann.pem" --key "$work/ann.key" \
		-H "Idempotency-Key: 018f0000-0000-7000-8000-00000000000$1" \
		--json '{"name":"Dot","roles":["adviser"]}' \
		"https://127.0.0.1:$(sed -n 's/^listen=//p' "$work/ports")/v1/staff" \
		>"$work/reply" || echo "curl $?" >>"$work/reply" &
	pids+=($!)
	until_true waits || not_ok 'a command waits' "$(cat "$work/reply" "$work/reply.json")"
}

is_locked() {
	[ "$(sql one "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")" = 1 ]
}

waits() {
	[ -n "$(sql one "SELECT 1 FROM pg_stat_activity WHERE usename = 'bursar_daemon'
		AND wait_event_type = 'Lock'")" ]
}

sed -i 's,client-ca: ca.pem,client-ca: ann.pem,' "$work/daemon.yaml"
start daemon
until_true is_ready 200
held 2
ends daemon TERM 0
wait "${pids[@]}"
expect 'after it has answered what was begun' 0 '^201$' cat "$work/reply"
start daemon
until_true is_ready 200
held 9
kill -TERM "$daemon"
until_true grep -q 'answering what was begun' "$work/daemon.err"
ends daemon TERM 0
expect 'the second time without that' 0 'told twice to end' cat "$work/daemon.err"
sql one "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
	WHERE wait_event = 'PgSleep'" >/dev/null
wait "${pids[@]}" || true
expect 'so that nobody has an answer' 0 '^(503|000)' cat "$work/reply"

pg stop
start daemon
until_true is_ready 503 && ok 'starts without its database, and says so' ||
	not_ok 'starts without its database, and says so' "$(cat "$work/daemon.err")"
expect 'in its log as well' 0 '"level":"warning","event":"start","text":"the database cannot be' \
	cat "$work/daemon.err"
pg start >/dev/null
until_true is_ready 200 && ok 'and takes it when it comes' ||
	not_ok 'and takes it when it comes' "$(ready)"
ends daemon INT 0

story_end
