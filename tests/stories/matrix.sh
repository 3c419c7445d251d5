#!/bin/bash
# Bad input, by the table of routes itself: each parameter of each route empty, doubled, of another
# form, at and beyond its bounds; each member of each body missing, null and of another type; in
# every role, and from another council. Nothing is ever 5xx, nothing bad a success, and whoever
# comes next is served.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"

routes=$root/daemon/routes.def
count=0 keys=0
calls=$work/calls
mkdir "$calls"

# council_two: of another council, by itself.
council_two() {
	"$tools/certs" "$certs" client other >>"$work/setup.log" 2>&1
	"$bursard" --config "$work/a.yaml" authority add derby --name 'Another Council' \
		--admin-cert "$certs/other.crt" >>"$work/setup.log" 2>&1 || give_up 'council two'
}

# call WANT WHERE WHO METHOD TARGET [BODY]: to be made; WANT is a pattern of statuses.
call() {
	local want=$1 where=$2 who=$3 method=$4 target=$5
	count=$((count + 1))
	printf '%s\t%s\t%s\t%s\n' "$count" "$want" "$where" "$who $method $target ${6:-}" \
		>>"$calls/wanted"
	{
		[ "$count" -eq 1 ] || echo next
		echo "url = \"$url$target\""
		echo "output = \"$calls/$count\""
		echo "cert = \"$certs/$who.crt\""
		echo "key = \"$certs/$who.key\""
		echo "cacert = \"$certs/ca.crt\""
		printf '%s\n' 'noproxy = "*"' silent path-as-is 'max-time = 20' globoff
		echo "write-out = \"$count\\t%{http_code}\\n\""
		if [ "$method" = POST ]; then
			printf %s "$6" >"$calls/$count.body"
			echo "data-binary = \"@$calls/$count.body\""
			echo 'header = "Content-Type: application/json"'
			echo "header = \"Idempotency-Key: $(printf \
				'0198c0de-0000-7000-8000-%012d' "$((++keys))")\""
		fi
	} >>"$calls/config"
}

# served: whoever comes next.
served() {
	call 200 - other GET /v1/me
}

# made NAME: the calls are made, and each was answered as it should be.
made() {
	local wrong
	: >"$calls/said"
	curl -K "$calls/config" >"$calls/statuses" 2>"$calls/err" || true
	while IFS=$'\t' read -r number status; do
		[ "$status" -lt 400 ] || printf '%s\0' "$calls/$number"
	done <"$calls/statuses" | xargs -0 -r jq -r \
		'[(input_filename | split("/") | last), .code, (.where // "-")] | @tsv' \
		>"$calls/said" 2>&1 || true
	wrong=$(awk -F '\t' -v said="$calls/said" -v statuses="$calls/statuses" '
		BEGIN {
			while ((getline line < statuses) > 0) {
				split(line, f, "\t")
				got[f[1]] = f[2]
			}
			while ((getline line < said) > 0) {
				split(line, f, "\t")
				where[f[1]] = f[3]
			}
		}
		got[$1] !~ "^(" $2 ")$" || ($3 != "-" && where[$1] != $3) {
			print $4 ": " got[$1] " " where[$1] ", wanted " $2 " " $3
		}' "$calls/wanted")
	is "$1 ($count requests)" '' "$(head -n 20 <<<"$wrong")"
	rm -f "$calls"/*
	count=0
}

# Values that are none of a kind, and such as are, at its bounds; one a line, percent-encoded.
bad_values() {
	echo
	case $1 in
	date) printf '%s\n' x 2019-02-29 2019-7-1 1899-12-31 2200-01-01 2019-07-01T00:00:00Z \
		%202019-07-01 ;;
	year) printf '%s\n' 2019 2019-21 2019-2020 x 1899-00 ;;
	limit) printf '%s\n' 0 -1 1001 1e3 01 %2B5 x 99999999999999999999 ;;
	number) printf '%s\n' x -1 2147483648 1.5 P1 00 ;;
	version) printf '%s\n' x -1 0 2147483648 latest ;;
	size | event) printf '%s\n' x -1 9223372036854775808 1.5 P1 ;;
	state) printf '%s\n' Paid pending paid%20 ;;
	payment) printf '%s\n' 341 P P01 p1 P-1 P99999999999999999999 x ;;
	ref) printf 'a%.0s' {1..300} && echo ;;
	payee) printf '%s\n' A1 a_b -x 1x ;;
	find) printf '%s\n' - %27%20%27 1+2+3+4+5+6+7+8+9+10+11 \
		"$(printf 'a%.0s' {1..201})" ;;
	fund-year) printf '%s\n' x 2019-20 2019-20: :x 2019-21:x 2019-20:X 2019-20:x:y ;;
	format) printf '%s\n' CSV hledger xlsx ;;
	jsonl) printf '%s\n' csv JSONL ;;
	yes-no) printf '%s\n' yes 1 TRUE ;;
	*) give_up "a kind of parameter the matrix does not know: $1" ;;
	esac
}

good_values() {
	case $1 in
	date) printf '%s\n' 1900-01-01 2199-12-31 2019-07-01 ;;
	year) printf '%s\n' 2019-20 2031-32 ;;
	limit) printf '%s\n' 1 1000 ;;
	number) printf '%s\n' 0 2147483647 ;;
	version) printf '%s\n' 1 2147483647 ;;
	size | event) printf '%s\n' 0 576460752303423487 ;;
	state) printf '%s\n' requested deferred approved declined withdrawn paid ;;
	payment) printf '%s\n' P0 P999999 ;;
	ref) printf '%s\n' LEI-1 zzz %27 ;;
	payee) printf '%s\n' a a1-driving ;;
	find) printf '%s\n' a 10%2F12%2F2001 2001-12-10 Zo%C3%AB%20O%27Neill %E6%9D%8E ;;
	fund-year) printf '%s\n' 2019-20:leaving-care 2031-32:x ;;
	format) printf '%s\n' csv jsonl ;;
	jsonl) printf '%s\n' jsonl ;;
	yes-no) printf '%s\n' true ;;
	esac
}

# filled TEMPLATE: a path of what is there.
filled() {
	local path=${1//\{ref\}/LEI-1}
	[[ $1 != /v1/staff/* ]] || path=${path//\{id\}/2}
	path=${path//\{id\}/$payment}
	case $1 in
	*/facts/*) echo "${path//\{code\}/first-tenancy}" ;;
	*/payees/*) echo "${path//\{code\}/a1-driving}" ;;
	*) echo "${path//\{code\}/leaving-care}" ;;
	esac
}

# parameters WORDS TEMPLATE: lines "name kind" of those a caller may give.
parameters() {
	local word
	for word in $1; do
		case "$2" in *"{${word%%=*}}"*) continue ;; esac
		[ "$word" = today ] || [ "$word" = closely ] || echo "${word%%=*} ${word#*=}"
	done
}

roles=(adviser manager finance auditor admin)

# reading_rows: the table's rows, "SORT TEMPLATE ROLES WORDS" with tabs between.
reading_rows() {
	sed -nE 's/^(READ|LOOK)\("([^"]*)", .*"([^"]*)"\)$/\1\t\2\tROLE_ANY\t\3/p
		s/^(READ_BY|EXPORT)\("([^"]*)", "[^"]*", ([^"]*), "([^"]*)"\)$/\1\t\2\t\3\t\4/p
		s/^(COMPUTE)\("([^"]*)", "[^"]*", [a-z_]*, ([^"]*), "([^"]*)", /\1\t\2\t\3\t\4 /
		s/^(COMPUTE.*) "([^"]*)"\)$/\1 \2/p' "$routes"
}

# may ROLE ROLES: whether the roles of a row, as C has them, are theirs.
may() {
	case $2 in
	ROLE_ANY) true ;;
	NO_ADMIN) [ "$1" != admin ] ;;
	*) [[ $2 == *"ROLE_${1^^}"* ]] ;;
	esac
}

# The reading routes, from the table.
reading() {
	local sort template of words path ask put name value role one wants others
	while IFS=$'\t' read -r sort template of words; do
		path=$(filled "$template")
		ask="$path?" others='200|404' one=
		# What is computed needs the first of its own.
		[ "$sort" != COMPUTE ] || ask="$path?text=a&"
		[ "$of" = ROLE_ANY ] || others='200|403|404'
		for role in "${roles[@]}"; do
			wants=403
			if may "$role" "$of"; then
				wants=200
				[ -n "$one" ] || one=$role
			fi
			call "$wants" - "$role" GET "${ask%[?&]}"
		done
		case $template in
		/v1/staff/*)
			call '403|404' - other GET "${template/\{id\}/999}"
			call 404 - "$one" GET "${template/\{id\}/999}"
			;;
		*'{ref}'* | *'{id}'*)
			call '403|404' - other GET "$path"
			path=${template/\{ref\}/LEI-404}
			call 404 - "$one" GET "${path/\{id\}/P999999}"
			path=$(filled "$template")
			;;
		*) call "$others" - other GET "${ask%[?&]}" ;;
		esac
		call 422 colour "$one" GET "${ask}colour=red"
		call 422 today "$one" GET "${ask}today=2019-07-01"
		served
		while read -r name sort; do
			put=$ask
			[ "$name" != text ] || put="$path?"
			while IFS= read -r value; do
				call 422 "$name" "$one" GET "$put$name=$value"
				served
			done < <(bad_values "$sort")
			call 422 "$name" "$one" GET "$put$name"
			while IFS= read -r value; do
				call '200|404' - "$one" GET "$put$name=$value"
				call "$others" - other GET "$put$name=$value"
				call 400 "$name" "$one" GET "$put$name=$value&$name=$value"
			done < <(good_values "$sort")
			served
		done < <(parameters "$words" "$template")
		made "GET $template"
	done < <(reading_rows)
}

# What each recording route takes, sound: ROUTE BODY a line, @ for what is made here.
bodies='
/v1/offers @
/v1/rules @
/v1/staff {"name":"Invented","roles":["auditor"]}
*/renew {}
*/claim {"code":"leicester-2-00000-00000-00000-00000"}
/v1/people {"ref":"LEI-9","born":"2000-02-29","category":"relevant","since":"2018-01-01"}
*/categories {"category":"relevant","from":"2019-01-01","reason":"Invented"}
*/facts {"fact":"first-tenancy","from":"2019-01-01","until":"2019-02-01","evidence":"Seen"}
/v1/payees {"payee":"b2-shop","name":"Invented","creditor_ref":"C-2"}
*/payees/*/changes {"name":"Invented","creditor_ref":"C-3"}
*/creditor {"creditor_ref":"C-4"}
*/facts/* {"on":"2019-07-02"}
*/awards {"entitlement":"setting-up-home","amount_pence":100,"on":"2019-07-01","reason":"None"}
/v1/payments {"ref":"LEI-1","entitlement":"setting-up-home","amount_pence":100,"on":"2019-07-01"}
*/roles {"role":"auditor","from":"2199-01-01","until":"2199-01-02","reason":"Invented"}
*/suspend {"reason":"Invented"}
*/drop-credential {"credential":999}
*/reinstate {"reason":"Invented"}
*/decline {"reason":"Invented"}
*/defer {"reason":"Invented","until":"2030-07-01"}
*/withdraw {"reason":"Invented"}
*/approve {"despite":"Invented","fund":"leaving-care"}
*/pay {}
*/credits {"amount_pence":100,"year":"2019-20","reason":"Invented"}
*/debits {"amount_pence":100,"year":"2019-20","reason":"Invented"}
*/moves {"to_fund":"section-23","amount_pence":100,"year":"2019-20","reason":"Invented"}'

# body_of TEMPLATE: with the members that may be left out, too.
body_of() {
	local pattern body
	while read -r pattern body; do
		# shellcheck disable=SC2254
		case $1 in $pattern) break ;; esac
	done <<<"$bodies"
	# shellcheck disable=SC2053
	[[ $1 == $pattern ]] || return 1
	case $1 in
	/v1/offers) jq -cRs '{text: .}' "$root/offers/leicester.yaml" ;;
	/v1/rules) sed 's/250.00/251.00/' "$root/rules/leicester.yaml" | jq -cRs '{text: .}' ;;
	/v1/people) jq -c '. + {name: "Invented"}' <<<"$body" ;;
	*/facts) jq -c '. + {value: "1"}' <<<"$body" ;;
	/v1/payments) jq -c '. + {payee: "Shop"}' <<<"$body" ;;
	*) echo "$body" ;;
	esac
}

may_be_left_out=' creditor_ref since name until value on payee from despite fund '

# sent WANT WHO PATH BODY: as a dry run, and then in earnest where nothing can come of it.
sent() {
	call "$1" - "$2" POST "$3?dry-run=true" "$4"
	[[ $1 == *2* && $1 != 4* ]] || call "$1" - "$2" POST "$3" "$4"
}

# recording: each member of each body, of every other type.
recording() {
	local template path good role whole member value want template_of
	while read -r template role; do
		path=$(filled "$template")
		good=$(body_of "$template") || give_up "a route the matrix does not know: $template"
		[ "$role" != nobody ] || role=stranger
		for who in "${roles[@]}" other; do
			call '200|403|404|409|422' - "$who" POST "$path?dry-run=true" "$good"
		done
		# Nothing is as good as {} where nothing need be said.
		[ "$good" = '{}' ] || [[ $template == */approve || $template == */withdraw ]] ||
			sent '400|413|422' "$role" "$path" ''
		for whole in null '[]' '"x"' 1 '{' '{"colour":1}' "$good$good" "[$good]"; do
			sent '400|413|422' "$role" "$path" "$whole"
		done
		for value in '' yes 1; do
			call 422 dry-run "$role" POST "$path?dry-run=$value" "$good"
		done
		served
		for member in $(jq -r 'keys[]' <<<"$good"); do
			want='400|413|422'
			[[ $may_be_left_out != *" $member "* && $template != */withdraw ]] ||
				want='200|404|409|422'
			call "${want/400|/404|409|}" - "$role" POST "$path?dry-run=true" \
				"$(jq -c "del(.$member)" <<<"$good")"
			call "${want/400|/404|409|}" - "$role" POST "$path?dry-run=true" \
				"$(jq -c ".$member = null" <<<"$good")"
			template_of=$(jq -c ".$member = \"@@\"" <<<"$good")
			for value in true '""' '" "' '[]' '{}' '[[]]' 0 -1 1.5 1e400 \
				99999999999999999999 '"\u0000"' "\"$long\"" '["x"]'; do
				# The first admin's is of event 0.
				[ "$member$value" = credential0 ] ||
					sent '400|413|422' "$role" "$path" \
						"${template_of/\"@@\"/"$value"}"
			done
			served
		done
		made "POST $template"
	done < <("$BUILD/tests/stories/posts" | sed -n 's/^command [^ ]* //p')
}

batches() {
	local template role items body
	while read -r template role; do
		for body in '' null '{}' '{"items":null}' '{"items":{}}' '{"items":[]}' \
			'{"items":[' "{\"items\":[$(yes '{}' | head -n 1001 | paste -sd,)]}"; do
			call '400|413|422' - "$role" POST "$template" "$body"
		done
		for items in '{}' null 1 '"x"' '[]' '{"key":1}' '{"key":"x"}' '{"id":1}' \
			'{"id":"P1"}'; do
			call '200|400|422' - "$role" POST "$template" "{\"items\":[$items,$items]}"
		done
		for who in "${roles[@]}" other; do
			call '403|422' - "$who" POST "$template" '{"items":[]}'
		done
		served
		made "POST $template"
	done < <("$BUILD/tests/stories/posts" | sed -n 's/^batch [^ ]* //p')
}

rig_start
council_two
as admin rules publish "$root/rules/leicester.yaml" -y >/dev/null
as adviser payee add a1-driving --name Invented --creditor-ref C-1 -y >/dev/null
person LEI-1
as adviser fact add LEI-1 first-tenancy --from 2019-07-01 --evidence 'Tenancy seen' >/dev/null
ask adviser POST /v1/payments \
	'{"ref":"LEI-1","entitlement":"setting-up-home","amount_pence":5000,"on":"2019-07-01"}'
payment=$(field .payment)
url=$(rig_url)
long=$(head -c 5000 /dev/zero | tr '\0' x)
reading
before=$(events)
recording
batches
is 'nothing bad was recorded' "$before" "$(events)"
is 'and the auditor agrees' 0 "$(as auditor audit balance >/dev/null 2>&1 && echo 0)"
rig_stop
