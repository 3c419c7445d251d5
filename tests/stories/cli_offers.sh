#!/bin/bash
# Offers, staff and the command line itself: files checked with all their faults in one go, who may
# do what, profiles and their faults, bursar doctor, usage, help, questions and colours.
# shellcheck source=tests/stories/said.sh
. "$(dirname "$0")/said.sh"

sound_offers() {
	local council
	for council in derby leicester leicestershire nottinghamshire; do
		reads "check $council" ': sound: [0-9]+ entitlements, [0-9]+ facts, [0-9] funds$' \
			nobody offer check "$root/offers/$council.yaml"
	done
	by_json 'check as JSON' 0 . '{"faults":[]}' nobody offer check "$root/offers/derby.yaml"
	sed 's/^effective: .*/effective: 2020-04-01/' "$root/offers/leicester.yaml" \
		>"$work/next.yaml"
	records 'publish' '^Published: version 2 of the offer, in effect from 1 April 2020.$' \
		admin offer publish "$work/next.yaml"
	reads 'show' '^Setting up home allowance \(setting-up-home\)$' adviser offer show
	reads 'show the one in effect on a day' '^Version +1$' adviser offer show --on 2020-03-31
	reads 'from its first day' '^Version +2$' adviser offer show --on 2020-04-01
	reads 'show a version' '^Version +1$' adviser offer show --version 1
	by_json 'show as JSON' 0 '[.authority, .version] | tostring' '["leicester",2]' \
		adviser offer show
	fails 'show a version that is not' 1 '\(not-found' adviser offer show --version 9
	fails 'show a day before all' 1 '\(not-found' adviser offer show --on 1999-01-01
	fails 'the same text again' 6 'published already. \(exists at /text\)' \
		admin offer publish "$work/next.yaml"
	sed -i 's/2020-04-01/2021-04-01/' "$work/next.yaml"
	reads 'a dry run' '^Dry run: Would be published' admin offer publish "$work/next.yaml" -n
	fails 'not your role' 4 'needs the role admin. \(not-your-role\)' \
		manager offer publish "$work/next.yaml"
	fails "another council's" 1 "another authority's: its authority: is not yours" \
		admin offer publish "$root/offers/derby.yaml"
	fails 'no file' 1 'none.yaml: No such file' admin offer publish "$work/none.yaml"
	fails 'no file to check' 1 'none.yaml: No such file' nobody offer check "$work/none.yaml"
	printf '\xff\xfe' >"$work/bytes.yaml"
	fails 'not a text' 1 'bytes.yaml:1:1: not UTF-8; save the file as UTF-8' \
		nobody offer check "$work/bytes.yaml"
	fails 'not a text to publish' 1 'bytes.yaml: it is not UTF-8' \
		admin offer publish "$work/bytes.yaml"
	head -c 1100000 /dev/zero | tr '\0' x >"$work/large.yaml"
	fails 'too large' 1 'large.yaml: it is larger than 1048576 bytes' \
		admin offer publish "$work/large.yaml"
}

# A file with one fault of each kind, and what is said about each.
bad_offer() {
	local file=$work/bad.yaml
	cat >"$file" <<-'YAML'
		authority: leicester
		name: Leicester City Council
		title: Spoilt
		effective: 2019-02-29
		source: x.txt
		colour: blue
		facts:
		  theory-passed: Has passed the theory test
		funds:
		  - {code: leaving-care, name: Leaving care budget}
		entitlements:
		  - code: setting-up-home
		    name: Setting up home
		    ages: {from: 18, until: 25}
		    categories: [former-relevant]
		    cap: {amount: 2000.00, per: lifetime}
		    fund: leaving-care
		    says: x
		  - code: setting-up-home
		    name: Setting up home
		    ages: {from: 21, until: 25}
		    categories: [former-relevant]
		    cap: {amount: "15.001", per: lifetime}
		    fund: leaving-care
		    says: x
		  - code: driving-lessons
		    name: Driving lessons
		    ages: {from: 18, until: 25}
		    categories: [former-relevant]
		    needs: [theory-pased]
		    cap: {by: award}
		    fund: pocket
		    say: x
	YAML
	run as nobody offer check "$file"
	is 'all faults in one go: 1' 1 "$status"
	is 'each with line, column and what to do' "$(expected_faults)" \
		"$(sed "s,^$work/,," <<<"$err")"
	by_json 'as JSON' 1 '[.faults[] | select(.remedy == null or .line < 1)] | length' 0 \
		nobody offer check "$file"
	tried admin offer publish "$file"
	judge 'publish says the same' 1 \
		'^bursar: .* faults. Mend each .*\(offer-invalid at /text\)$' \
		0 "$err"
	is 'line by line' "$(expected_faults)" "$(sed "s,^$work/,,; /^bursar: /d" <<<"$err")"
	by_json 'publish as JSON' 1 '[.code, .faults[0].line] | tostring' '["offer-invalid",4]' \
		admin offer publish "$file"
	printf 'entitlements: [\n' >"$file"
	fails 'broken YAML' 1 'bad.yaml:2:1: .*bracket' nobody offer check "$file"
	: >"$file"
	fails 'an empty file' 1 'bad.yaml: the document is empty' nobody offer check "$file"
}

expected_faults() {
	sed ':join; /\\$/ { N; s/\\\n//; b join }' <<-'END'
		bad.yaml:4:12: 2019-02-29 is not a date; write a day of the calendar as YYYY-MM-DD
		bad.yaml:6:1: unknown key "colour" in the offer; known keys: authority, name, \
		title, effective, source, review-due, challenge, districts, rates, facts, funds, \
		entitlements, statements
		bad.yaml:16:19: the amount is not in quotes; write the amount in quotes: "2000.00"
		bad.yaml:21:11: setting-up-home stands twice for the same ages, here and in \
		line 12; end the ages of one where those of the other begin, or give it another code
		bad.yaml:23:19: 15.001 is not an amount: it has more than two decimals; write the \
		amount in quotes: "15.00"
		bad.yaml:26:5: key "says" is missing in an entitlement; add "says:"
		bad.yaml:30:13: there is no fact theory-pased; add it to facts: with what it \
		means: theory-pased: …
		bad.yaml:31:10: key "per" is missing in the cap; add "per:"
		bad.yaml:32:11: there is no fund pocket; add it to funds: with its name
		bad.yaml:33:5: unknown key "say" in an entitlement; did you mean "says"?
	END
}

staff() {
	local roles=(--role adviser --role manager)
	"$tools/certs" "$certs" client newcomer
	rig_profile newcomer a
	fails 'unregistered' 4 \
		'certificate is not registered. .*bursar staff claim CODE.*\(not-signed-in\)' \
		newcomer whoami
	fails 'nor may they record' 4 '\(not-signed-in\)' newcomer person add LEI-1 \
		--born 2000-01-01 --category relevant
	reads 'a dry run invites nobody' 'be added: Invented Newcomer as staff 7: adviser.$' \
		admin staff add 'Invented Newcomer' --role adviser -n
	records 'add' ': bursar staff claim leicester-7(-[0-9A-Z]{5}){4}$' admin staff add \
		'Invented Newcomer' "${roles[@]}"
	code=${out##* }
	reads 'list' '^ +7 Invented Newcomer +adviser, manager yes +0 20[0-9-]+$' auditor staff list
	records 'claim' '^Claimed: this certificate signs in as staff 7.$' \
		newcomer staff claim "$code"
	reads 'listed' '^ +7 Invented Newcomer +adviser, manager yes +1 *$' auditor staff list
	reads 'whoami' '^Name +Invented Newcomer$' newcomer whoami
	by_json 'whoami as JSON' 0 '[.authority.code, .roles[]] | join(" ")' \
		'leicester adviser manager' newcomer whoami
	run as admin staff list -o csv
	is 'list as CSV' '1,Administrator,admin,yes,1,' "$(tr -d '\r' <<<"$out" | sed -n 2p)"
	fails 'no such role' 2 '--role "chief": it is none of adviser, manager, finance, auditor' \
		admin staff add Other --role chief
	fails 'not your role' 4 'needs the role admin' adviser staff add Other --role adviser
	fails 'no name' 2 'NAME "": it is empty' admin staff add '' --role adviser
	fails 'nobody to invite again' 1 'There is no member of staff 70. .*\(not-found at id\)' \
		admin staff renew 70
	fails 'renew by others' 4 'needs the role admin' adviser staff renew 1
	fails 'no invitation' 1 'code is not an invitation. .*\(invalid at /code\)' stranger staff \
		claim derby
}

# profile LINE...: the profile broken has these lines.
profile() {
	printf '%s\n' "$@" >"$BURSAR_CONFIG_DIR/broken.yaml"
}

profiles() {
	local server ca certificate key
	server="server: $(rig_url)" ca="ca: $certs/ca.crt"
	certificate="certificate: $certs/adviser.crt" key="key: $certs/adviser.key"
	fails 'no profile' 4 'there is no profile nobody; write .*/nobody.yaml' nobody whoami
	fails 'a path is no profile' 2 'profiles are named with letters' ../adviser whoami
	profile "$server" "$ca" "$certificate" "$key"
	reads 'a sound one' '^Roles +adviser$' broken whoami
	profile "$server" "$ca" "$certificate" 'keys: x' 'colour: blue'
	fails 'faults of a profile' 1 'cannot be used:' broken whoami
	is 'all of them, with line and remedy' 'key "key" is missing
unknown key "colour"
unknown key "keys"' "$(grep -oE 'unknown key "[a-z]+"|key "key" is missing' <<<"$err" | sort)"
	is 'where' 3 "$(grep -cE 'broken.yaml:[0-9]+:[0-9]+: .*; ' <<<"$err")"
	profile 'server: http://127.0.0.1' "$ca" "$certificate" "$key"
	fails 'no https' 1 'server: it does not begin with https://; write https://HOST:PORT' \
		broken whoami
	profile "$server" "ca: $certs/none.crt" "$certificate" "$key"
	run as broken whoami
	is 'no CA' '7 1' "$status $(grep -c "profile's ca: must be" <<<"$err")"
	profile "$server" "ca: $certs/stranger.crt" "$certificate" "$key"
	run as broken whoami
	is "another's CA" '7 1' "$status $(grep -c "profile's ca: must be the one" <<<"$err")"
	profile "$server" "$ca" "$certificate" "key: $certs/manager.key"
	fails "another's key" 4 'certificate: and key: must be PEM files that belong together' \
		broken whoami
	"$tools/certs" "$work/elsewhere" ca Elsewhere
	"$tools/certs" "$work/elsewhere" client ann
	profile "$server" "$ca" "certificate: $work/elsewhere/ann.crt" \
		"key: $work/elsewhere/ann.key"
	fails 'a certificate of another CA' 4 'none that the daemon.s client-ca signed' \
		broken whoami
	profile 'server: https://127.0.0.1:1' "$ca" "$certificate" "$key"
	fails 'nobody there' 7 'is bursard running there' broken whoami
	fails '--server elsewhere' 7 'is bursard running there' adviser whoami --server \
		https://127.0.0.1:1
	fails '--server without https' 2 'does not begin with https' adviser whoami \
		--server http://x
	run env BURSAR_PROFILE=adviser "$bursar" whoami
	is 'BURSAR_PROFILE' 0 "$status"
	run env -u BURSAR_CONFIG_DIR XDG_CONFIG_HOME="$work/xdg" "$bursar" whoami
	is 'the default one' 1 "$(grep -c "no profile default; write $work/xdg/bur" <<<"$err")"
}

doctor() {
	reads 'all is well' '^ok +role +Invented Adviser, adviser, ' adviser doctor
	is 'a line each' 7 "$(grep -c '^ok ' <<<"$out")"
	tried stranger doctor
	judge 'unregistered' 4 '^FAILED  role +nobody is registered with this .* staff claim CODE' \
		0 "$out"
	profile 'server: https://127.0.0.1:1' "ca: $certs/none.crt" \
		"certificate: $certs/adviser.key" "key: $certs/adviser.crt"
	tried broken doctor
	judge 'everything wrong' 7 '^FAILED  connection ' 0 "$out"
	is 'each is said' 'ca certificate connection key' \
		"$(sed -n 's/^FAILED  \([a-z]*\) .*/\1/p' <<<"$out" | sort | paste -sd ' ')"
	cp "$certs/adviser.key" "$work/open.key"
	chmod 644 "$work/open.key"
	profile "server: $(rig_url)" "ca: $certs/ca.crt" "certificate: $certs/adviser.crt" \
		"key: $work/open.key"
	tried broken doctor
	judge 'a key others may read' 1 '^FAILED  key .*others may read it; chmod 600 ' 0 "$out"
	tried nobody doctor
	judge 'no profile' 4 '^FAILED  profile +there is no profile nobody; write ' 0 "$out"
}

usage() {
	fails 'no such noun' 2 'there is no frobnicate; there are whoami, doctor, offer' \
		adviser frobnicate
	fails 'no such verb' 2 'payment: there is no refund; there are request, approve' \
		adviser payment refund
	fails 'no verb' 2 'payment: what to do is missing' adviser payment
	fails 'no such option' 2 'no option --colour; bursar payment list --help' \
		adviser payment list --colour
	fails 'a word too many' 2 '"now" is one word too many' adviser payment list now
	fails 'missing words' 2 'REF, ENTITLEMENT, AMOUNT missing; bursar payment request --help' \
		adviser payment request
	fails 'no such output' 2 'it is none of table, json, csv' adviser payment list -o xml
	reads 'help' '^ +payment request +' nobody --help
	reads 'help on a noun' '^ +payment approve +approve payments' nobody payment --help
	reads 'help on a verb' '--payee-text TEXT' nobody payment request --help
	reads 'version' '^bursar [0-9]+\.[0-9]+' nobody --version
	run as nobody completion bash
	bash -n "$work/out" && is 'completion is bash' 0 "$status"
	is 'and completes' 'request' "$(bash -c '. '"$work/out"'
		COMP_WORDS=(bursar payment req) COMP_CWORD=2; _bursar; echo "${COMPREPLY[*]}"')"
	run "$bursar" --profile adviser person list </dev/null >/dev/full
	"$bursar" --profile adviser staff list >/dev/full 2>"$work/err" || status=$?
	is 'a full disk is said' '1 1' "$status $(grep -c 'standard output cannot be' "$work/err")"
}

questions() {
	local credit=(finance fund credit leaving-care 5 --year 2019-20 --reason x)
	typed n "${credit[@]}"
	judge 'no' 3 'Credit £5.00 to leaving-care for 2019-20\? \[y/N\]' 0 "$out"
	is 'it is said' 1 "$(grep -c 'cancelled: nothing was sent' <<<"$out")"
	typed '' "${credit[@]}"
	judge 'nothing is no' 3 'cancelled' 0 "$out"
	typed maybe "${credit[@]}"
	judge 'another word is no' 3 'cancelled' 0 "$out"
	typed y "${credit[@]}"
	judge 'yes' 0 'Credited to leaving-care' 1 "$out"
	typed '' "${credit[@]}" --yes
	judge '--yes is not asked' 0 '^Credited to leaving-care' 1 "$out"
	typed '' "${credit[@]}" --dry-run
	judge 'a dry run is not asked' 0 '^Dry run: ' 0 "$out"
	typed n finance payment pay P1 P2
	judge 'pay names what is paid' 3 'Pay P1, P2\? It cannot be taken back.*\[y/N\]' 0 "$out"
}

# colours NAME COUNT: lines of the last answer that have an escape.
colours() {
	is "$1" "$2" "$(grep -c $'\e\[' <<<"$out" || true)"
}

colour() {
	typed '' adviser doctor
	colours 'a terminal has colours' 7
	typed '' adviser doctor --no-color
	colours '--no-color' 0
	NO_COLOR=1 typed '' adviser doctor
	colours 'NO_COLOR' 0
	NO_COLOR='' typed '' adviser doctor
	colours 'an empty NO_COLOR is none' 7
	run as adviser doctor
	colours 'a file has none' 0
}

rig_start
sound_offers
bad_offer
staff
profiles
doctor
usage
questions
colour
books_hold offers
rig_stop
