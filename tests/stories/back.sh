#!/bin/bash
# What goes back: out of a fund and to another, with what is refused and what is left; the log, the
# journal and the auditor agree.
# shellcheck source=tests/stories/said.sh
. "$(dirname "$0")/said.sh"

said=(--year 2019-20 --reason 'Invented' -y)

# With a second fund.
offer() {
	sed 's/^effective: .*/effective: 2018-04-02/; s/^funds:$/&\
  - {code: duty-to-25, name: Invented}/' "$root/offers/leicester.yaml" >"$work/funds.yaml"
	records 'published' '^Published: version 2' admin offer publish "$work/funds.yaml"
}

# The fund begins with £150,000.00, of which £300.00 are committed.
funds() {
	as adviser payment request LEI-1 setting-up-home 300 --on 2019-07-01 >/dev/null
	as manager payment approve "P$(($(events) - 1))" >/dev/null
	records 'taken out' \
		'leaving-care for 2019-20: £9,700.00; the fund has £140,000.00' \
		finance fund debit leaving-care 9700 "${said[@]}"
	records 'moved' \
		'to duty-to-25 for 2019-20: £40,000.00; .* duty-to-25 £40,000.00' \
		finance fund move leaving-care duty-to-25 40000 "${said[@]}"
	reads 'a dry run' '^Dry run: Would be moved' finance fund move duty-to-25 leaving-care 1 \
		"${said[@]}" --dry-run
	refuses 'what is committed stays' fund-exhausted \
		'has £100,000.00 left; this is £100,000.01' \
		finance fund debit leaving-care 100000.01 "${said[@]}"
	refuses 'nor is it moved' fund-exhausted \
		'has £100,000.00 left; this is £100,300.00' \
		finance fund move leaving-care duty-to-25 100300 "${said[@]}"
	refuses 'a year without money' fund-exhausted 'has £0.00 left; this is £1.00' \
		finance fund debit duty-to-25 1 --year 2018-19 --reason Invented -y
	reads 'as they stand' '^duty-to-25 +2019-20 +£40,000.00 +£0.00 +£0.00 +£40,000.00' finance \
		fund list
}

misuse() {
	fails 'to itself' 1 'fund that the money comes from.*\(invalid at /to_fund\)' finance \
		fund move duty-to-25 duty-to-25 1 "${said[@]}"
	fails 'from nowhere' 1 'has a fund pocket.*\(not-found' finance fund move pocket \
		duty-to-25 1 "${said[@]}"
	fails 'to nowhere' 1 'has a fund pocket.*\(not-found at /to_fund\)' finance fund move \
		duty-to-25 pocket 1 "${said[@]}"
	fails 'by whom it is not for' 4 'needs the role finance. \(not-your-role\)' manager \
		fund debit leaving-care 1 "${said[@]}"
	fails 'without a reason' 2 '--reason' finance fund debit leaving-care 1 --year 2019-20
	fails 'asked first' 2 'asks before it does this' finance fund debit leaving-care 1 \
		--year 2019-20 --reason Invented
}

# By the interface, and once.
by_http() {
	local body='{"amount_pence":100,"year":"2019-20","reason":"Invented"}'
	KEY=$(new_key)
	local key=$KEY
	ask finance POST /v1/funds/duty-to-25/debits "$body"
	is 'by HTTP' '201 3999900' "$status $(field .left_pence)"
	KEY=$key
	ask finance POST /v1/funds/duty-to-25/debits "$body"
	is 'sent again: once' '201 3999900 true' "$status $(field .left_pence) $(field .replayed)"
	is 'in the event' '{"amount":100,"phase":"back"}' "$(sql "
		SELECT convert_from(bytes, 'UTF8') FROM event WHERE kind = 'fund-debited'
		ORDER BY number DESC LIMIT 1" | jq -cS '.transfers[0] | {amount, phase}')"
}

exported() {
	reads 'in the ledger' ',back,money,grantor,fund:duty-to-25:2019-20,100,,,,$' auditor \
		export ledger
	as auditor export ledger --format hledger --out "$work/journal" 2>/dev/null
	is 'in the journal' 1 "$(grep -A 2 ') back$' "$work/journal" |
		grep -c 'money:fund:duty-to-25:2019-20  -£1.00')"
	if command -v hledger >/dev/null; then
		is 'hledger agrees' 0 "$(hledger -f "$work/journal" check -s >/dev/null && echo 0)"
	fi
}

rig_start
person LEI-1
offer
funds
misuse
by_http
exported
books_hold 'what goes back'
rig_stop
