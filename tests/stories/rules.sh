#!/bin/bash
# Financial rules: checked with all their faults, published, shown; what they bound.
# shellcheck source=tests/stories/said.sh
. "$(dirname "$0")/said.sh"

checked() {
	local name
	for name in derby leicester leicestershire nottinghamshire; do
		reads "check $name" ': sound: [0-9]+ limits$' \
			nobody rules check "$root/rules/$name.yaml"
	done
	by_json 'check as JSON' 0 . '{"faults":[]}' \
		nobody rules check "$root/rules/derby.yaml"
	sed 's/manager, up-to/boss, up-to/; /^effective/d; s/"3000.00"/3000/' \
		"$root/rules/leicester.yaml" >"$work/bad.yaml"
	fails 'no such role' 1 'bad.yaml:[0-9]+:12: boss is .*; write one of: manager, finance' \
		nobody rules check "$work/bad.yaml"
	fails 'no first day' 1 '"effective" is missing' nobody rules check "$work/bad.yaml"
	fails 'an amount without quotes' 1 'the amount is not in quotes; .*"3000.00"' \
		nobody rules check "$work/bad.yaml"
	cp "$root/rules/leicester.yaml" "$work/bad.yaml"
	echo 'confirm: {fund-fly: {by: [finance]}}' >>"$work/bad.yaml"
	fails 'a word that is none' 1 'fund-fly is nothing that a second person is asked for' \
		nobody rules check "$work/bad.yaml"
	by_json 'faults as JSON' 1 '.faults | length' 1 nobody rules check "$work/bad.yaml"
}

published() {
	fails 'none yet' 1 '\(not-found' adviser rules show
	reads 'none to list' '^\(none\)$' adviser rules list
	reads 'a dry run' '^Dry run: Would be published' \
		admin rules publish "$root/rules/leicester.yaml" -n
	fails 'with faults' 1 'rules have 1 fault. Mend each .*\(rules-invalid at /text\)' \
		admin rules publish "$work/bad.yaml"
	fails 'not your role' 4 'needs the role admin. \(not-your-role\)' \
		manager rules publish "$root/rules/leicester.yaml"
	fails "another council's" 1 "another authority's: their authority: is not yours" \
		admin rules publish "$root/rules/derby.yaml"
	sed 's/driving-lessons/flying-lessons/' "$root/rules/leicester.yaml" >"$work/line.yaml"
	fails 'of a line that is none' 1 'A row names flying-lessons, which is no line of any' \
		admin rules publish "$work/line.yaml"
	records 'publish' '^Published: version 1 of the .*, in effect from 1 April 2018.$' \
		admin rules publish "$root/rules/leicester.yaml"
	fails 'the same text again' 6 'published already. \(exists at /text\)' \
		admin rules publish "$root/rules/leicester.yaml"
	sed 's/2018-04-01/2018-03-31/' "$root/rules/leicester.yaml" >"$work/early.yaml"
	fails 'before the last' 1 'would rewrite the past' admin rules publish "$work/early.yaml"
	sed 's/2018-04-01/2199-01-01/' "$root/rules/leicester.yaml" >"$work/late.yaml"
	records 'for later' '^Published: version 2 .* from 1 January 2199.$' \
		admin rules publish "$work/late.yaml"
	reads 'show' '^approve alone +manager +driving-lessons, setting-up-home +£1,000.00$' \
		adviser rules show
	reads 'two of them' '^approve as two +manager and finance +all others +£3,000.00$' \
		auditor rules show
	reads 'how far back' '^Need dates lie at most 144 months back.$' adviser rules show
	by_json 'show as JSON' 0 '[.version, .authority] | tostring' '[1,"leicester"]' \
		adviser rules show
	by_json 'on a day' 0 .version 2 adviser rules show --on 2199-01-01
	by_json 'a version' 0 .effective 2199-01-01 adviser rules show --version 2
	fails 'before all' 1 '\(not-found' adviser rules show --on 2018-03-31
	by_json 'all' 0 '[.items[] | [.version, .in_effect]] | tostring' '[[1,true],[2,false]]' \
		adviser rules list
}

rig_start
checked
published
books_hold rules
rig_stop
