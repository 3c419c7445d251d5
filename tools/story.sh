# shellcheck shell=bash disable=SC2154
# The story that ./quickstart tells with real calls, council by council. Sourced, not run: as and
# once_as, key_of, $bursar and $home are its.

# How many calls are shown so far.
shown=0

say() {
	printf '\n%s\n' "$*"
}

# show STATUS COMMAND...: prints a call and its answer, which must end with STATUS. The answer is
# in $answer. What records has a key, so that a story begun anew records it once.
show() {
	local want=$1 status=0 word key=()
	shift
	shown=$((shown + 1))
	case " $* " in
	*' budget '* | *' export '* | *' audit '* | *' list '*) ;;
	*) key=(--key "$(key_of "story $shown")") ;;
	esac
	printf '\n$ bursar'
	for word; do
		case $word in
		*[!A-Za-z0-9_./,:=@+-]*) printf " '%s'" "$word" ;;
		*) printf ' %s' "$word" ;;
		esac
	done
	printf '\n'
	answer=$("$bursar" "$@" "${key[@]}" 2>&1) || status=$?
	[ -z "$answer" ] || printf '%s\n' "$answer"
	[ "$status" -eq "$want" ] || die "this ended with status $status, not $want"
	[ "$status" -eq 0 ] || printf '(exit status %s)\n' "$status"
}

# The payment the last answer names.
payment() {
	grep -o 'P[0-9][0-9]*' <<<"$answer" | head -n 1
}

tell_leicester() {
	say "Leicester: of £2,000.00 for setting up home, £1,250.00 is asked for, approved and paid."
	show 0 --profile leicester-adviser person add LEI-9001 --born 2000-02-29 --category \
		former-relevant --name "Sam Invented"
	show 0 --profile leicester-adviser payment request LEI-9001 setting-up-home 1250 --on \
		2019-07-01 --payee-text "Furniture shop"
	local id
	id=$(payment)
	show 0 --profile leicester-manager payment list --state requested
	show 0 --profile leicester-manager payment approve "$id"
	show 0 --profile leicester-finance payment list --state approved
	show 0 --profile leicester-finance payment pay "$id" -y
	say "£750.00 is left, so £800.00 is refused, and the refusal says why."
	show 5 --profile leicester-adviser payment request LEI-9001 setting-up-home 800 --on \
		2019-08-01
}

tell_derby() {
	say "Derby: the communication allowance needs an up-to-date telephone number."
	show 0 --profile derby-adviser person add DER-9001 --born 2000-05-17 --category \
		former-relevant --name "Alex Invented"
	show 5 --profile derby-adviser payment request DER-9001 communication-allowance 15 --on \
		2019-07-03
	show 0 --profile derby-adviser fact add DER-9001 contact-details --from 2019-07-02 \
		--evidence "Called back"
	show 0 --profile derby-adviser payment request DER-9001 communication-allowance 15 --on \
		2019-07-03
	say "It is £15.00 a month: a second one in July is refused, one in August is not."
	show 5 --profile derby-adviser payment request DER-9001 communication-allowance 15 --on \
		2019-07-31
	show 0 --profile derby-adviser payment request DER-9001 communication-allowance 15 --on \
		2019-08-01
}

tell_nottinghamshire() {
	say "Nottinghamshire: driving lessons only once the theory test is passed."
	show 0 --profile nottinghamshire-adviser person add NCC-9001 --born 2001-03-09 \
		--category former-relevant --name "Robin Invented"
	show 0 --profile nottinghamshire-manager award make NCC-9001 driving-lessons 600 --on \
		2019-06-01 --reason "Agreed in the pathway plan"
	show 5 --profile nottinghamshire-adviser payment request NCC-9001 driving-lessons 120 \
		--on 2019-06-10
	show 0 --profile nottinghamshire-adviser fact add NCC-9001 theory-passed --from \
		2019-06-20 --evidence "Pass certificate"
	show 0 --profile nottinghamshire-adviser payment request NCC-9001 driving-lessons 120 \
		--on 2019-06-24
}

# Requests of everybody aged 21 to 24 for the whole of their allowance; their numbers, in order.
request_allowances() {
	awk -F, 'NR == FNR { if (FNR > 1) born[$1] = $2; next }
		FNR > 1 && $2 == "allowance" && born[$1] <= "1998-04-01" { print $1, $3 }' \
		"$home/caseload/leicestershire/people.csv" \
			"$home/caseload/leicestershire/awards.csv" |
		while read -r ref amount; do
			once_as leicestershire-adviser payment request "$ref" allowance "$amount" \
				--on 2019-10-01 |
				grep -o 'P[0-9][0-9]*' | head -n 1
		done >"$home/allowances"
}

approve_allowances() {
	local id
	approved=0
	while read -r id; do
		if ! once_as leicestershire-manager payment approve "$id" >/dev/null 2>&1; then
			refused=$id
			return
		fi
		approved=$((approved + 1))
	done <"$home/allowances"
	die "the fund was not exhausted"
}

tell_leicestershire() {
	say "Leicestershire: the government's £40,000 for the new duty, drawn on at 21 to 25."
	request_allowances
	printf '%s allowances requested by the adviser, approved one by one by the manager …\n' \
		"$(wc -l <"$home/allowances")"
	approve_allowances
	printf '… %s approved, and then:\n' "$approved"
	show 5 --profile leicestershire-manager payment approve "$refused"
	say "Nothing spills into another fund unseen: that is a manager's decision."
	show 0 --profile leicestershire-manager payment approve "$refused" --fund leaving-care
	show 0 --profile leicestershire-manager budget --year 2019-20
}

tell_duties() {
	say "Nobody approves their own request: an adviser may not approve at all,"
	show 0 --profile derby-senior payment request DER-9001 communication-allowance 15 --on \
		2019-09-01
	local id
	id=$(payment)
	show 4 --profile derby-adviser payment approve "$id"
	say "and somebody who is adviser and manager not what they asked for themselves."
	show 5 --profile derby-senior payment approve "$id"
}

tell_mistakes() {
	say "No mistake is for ever: asked for the wrong month, withdrawn by who asked, and asked for again;"
	show 0 --profile derby-adviser payment request DER-9001 communication-allowance 15 --on \
		2019-12-01
	show 0 --profile derby-adviser payment withdraw "$(payment)"
	show 0 --profile derby-adviser payment request DER-9001 communication-allowance 15 --on \
		2019-10-01
	say "credited to the wrong fund, and moved, but never more than is left there."
	show 5 --profile leicestershire-finance fund move duty-to-25 leaving-care 1000 --year \
		2019-20 --reason "Credited to the wrong fund" -y
	show 0 --profile leicestershire-finance fund move leaving-care duty-to-25 1000 --year \
		2019-20 --reason "The grant was 41,000" -y
}

tell_auditor() {
	say "The auditor takes the ledger away, has hledger check it, and recomputes every balance."
	local journal=build/quickstart/leicestershire.journal
	show 0 --profile leicestershire-auditor export ledger --format hledger --out $journal
	printf '\n$ hledger -f %s check -s ordereddates\n$ hledger -f %s stats\n' $journal $journal
	LC_ALL=C.UTF-8 hledger -f $journal check -s ordereddates
	LC_ALL=C.UTF-8 hledger -f $journal stats | grep -E 'Transactions |Accounts '
	show 0 --profile leicestershire-auditor audit balance
}

tell() {
	tell_leicester
	tell_derby
	tell_nottinghamshire
	tell_leicestershire
	tell_duties
	tell_mistakes
	tell_auditor
}
