#!/bin/bash
# People, facts and awards by the command line: each verb with its good answer, bad input, and files
# that are imported: checked whole before a line is sent, and recorded once however often.
# shellcheck source=tests/stories/said.sh
. "$(dirname "$0")/said.sh"

on=(--on 2019-07-01)

people() {
	records 'add' '^Added: LEI-1, former-relevant since 29 February 2016.$' adviser person add \
		LEI-1 --born 2000-02-29 --category former-relevant --name 'Zoë Invented'
	records 'add with the day of the category' '^Added: LEI-2, eligible since 1 May 2019.$' \
		manager person add LEI-2 --born 2002-05-01 --category eligible --since 2019-05-01
	records 'category' '^Recorded: LEI-2 is relevant from 1 June 2019.$' adviser person \
		category \
		LEI-2 relevant --from 2019-06-01 --reason 'Left care'
	reads 'show' '^Name +Zoë Invented$' adviser person show LEI-1
	reads 'show: every category' '^relevant +2019-06-01 ' adviser person show LEI-2
	reads 'list' '^LEI-2 +2002-05-01 relevant +2019-06-01$' auditor person list
	run as adviser person list -o csv
	is 'list as CSV' 'ref,name,born,category,since
LEI-1,Zoë Invented,2000-02-29,former-relevant,2016-02-29
LEI-2,,2002-05-01,relevant,2019-06-01' "$(tr -d '\r' <<<"$out")"
	by_json 'list as JSON' 0 '[.items[].ref] | join(" ")' 'LEI-1 LEI-2' adviser person list
	found
	by_json 'show as JSON' 0 '[.born, .categories[0].category] | join(" ")' \
		'2000-02-29 former-relevant' adviser person show LEI-1
	reads 'entitlements' '^setting-up-home +Setting up home allowance +yes +£2,000.00' \
		adviser person entitlements LEI-1 "${on[@]}"
	reads 'entitlements: why not' '^driving-lessons .* no +£0.00 .*award-needed' \
		adviser person entitlements LEI-1 "${on[@]}"
	by_json 'entitlements as JSON' 0 \
		'.items[] | select(.code == "setting-up-home") | .left_pence' 200000 \
		adviser person entitlements LEI-1 "${on[@]}"
	reads 'statement of nothing yet' '^\(none\)$' adviser person statement LEI-1
	by_json 'statement as JSON' 0 '[.caps, .payments, .refusals]' '[[],[],[]]' \
		adviser person statement LEI-1
}

# Who is meant: by name, reference, birth date; what is not met by all words is not found.
found() {
	reads 'find by name' '^LEI-1 +Zoë Invented +2000-02-29 former-relevant +2016-02-29$' \
		adviser person find ZOE
	reads 'find by name and birth date' '^LEI-1 +Zoë' manager person find 'inv 29/2/2000'
	reads 'find by reference, without a name' '^LEI-2 +2002-05-01 relevant +2019-06-01$' \
		finance person find lei2
	reads 'find by birth date' '^LEI-2 +2002-05-01' auditor person find 2002-05-01
	reads 'find nobody' '^\(none\)$' adviser person find 'zoe 1/5/2002'
	run as adviser person find lei -o csv
	is 'find as CSV' 'ref,name,born,category,since
LEI-1,Zoë Invented,2000-02-29,former-relevant,2016-02-29
LEI-2,,2002-05-01,relevant,2019-06-01' "$(tr -d '\r' <<<"$out")"
	by_json 'find as JSON' 0 '[.found, .items[0].ref, .more.items] | tostring' \
		'[1,"LEI-1",null]' adviser person find invented
	fails 'find is not for admins' 4 \
		'needs the role adviser or manager or finance or auditor. \(not-your-role\)' \
		admin person find zoe
	fails 'find without a text' 2 'person find: TEXT missing' adviser person find
	fails 'find nothing' 1 'parameter text must be some of a name.*\(invalid at text\)' \
		adviser person find -- -
	fails 'find, of another form' 2 'b": it holds control characters; use' adviser \
		person find $'a\nb'
}

bad_people() {
	local good=(--born 2000-01-01 --category relevant)
	fails 'there already' 6 'is there already.*\(exists at /ref\)' \
		adviser person add LEI-1 "${good[@]}"
	fails 'a twin but for case' 6 'the same but for case or points at its end: LEI-1\. ' \
		adviser person add lei-1. "${good[@]}"
	fails 'a person of another spelling is nobody' 1 'no person with this ref' \
		adviser person show lei-1
	fails 'a day that is not' 2 '--born "2019-02-29": it is not a day that exists; write YYYY' \
		adviser person add LEI-9 --born 2019-02-29 --category relevant
	fails 'a birth to come' 1 'birth date lies in the future.*\(invalid at /born\)' \
		adviser person add LEI-9 --born 2099-01-01 --category relevant
	fails 'no such category' 2 'none of eligible, relevant, former-relevant, qualifying' \
		adviser person add LEI-9 --born 2000-01-01 --category friend
	fails 'no birth date' 2 'person add: --born, --category missing; .* --help says more' \
		adviser person add LEI-9
	fails 'a reference with a slash' 2 'REF "LEI/9": it is not a reference; write a letter' \
		adviser person add LEI/9 "${good[@]}"
	fails 'a reference of dots' 2 'REF "..": it is not a reference' adviser person show ..
	fails 'a reference too long' 2 'longer than 64 bytes' adviser person add \
		"$(printf 'L%.0s' {1..65})" "${good[@]}"
	fails 'an empty reference' 2 'REF "": it is empty' adviser person add '' "${good[@]}"
	fails 'not your role' 4 'needs the role adviser or manager. \(not-your-role\)' \
		finance person add LEI-9 "${good[@]}"
	for verb in show entitlements statement; do
		fails "$verb of nobody" 1 'no person.*\(not-found' adviser person "$verb" LEI-99
	done
	fails 'category of nobody' 1 'no person LEI-99. Check the reference' adviser person \
		category \
		LEI-99 relevant --from 2019-06-01 --reason x
	fails 'entitlements on no day' 2 'not a day that exists' \
		adviser person entitlements LEI-1 --on 2019-13-01
}

facts() {
	records 'add' '^Recorded for LEI-1: first-tenancy from 1 July 2019 until it is ended.$' \
		adviser fact add LEI-1 first-tenancy --from 2019-07-01 --evidence 'Tenancy seen'
	records 'add until a day' 'from 1 July 2019 until 31 July 2019' adviser fact add LEI-1 \
		own-care-leaver --from 2019-07-01 --until 2019-07-31 --value yes --evidence 'File'
	reads 'list' '^first-tenancy +2019-07-01 +Tenancy seen' adviser fact list LEI-1
	run as adviser fact list LEI-1 -o csv
	is 'list as CSV' 'own-care-leaver,2019-07-01,2019-07-31,yes,File' \
		"$(tr -d '\r' <<<"$out" | sed -n 's/^\(own.*\),[0-9]*,,$/\1/p')"
	by_json 'list as JSON' 0 '.items[0] | [.fact, .until]' '["first-tenancy",null]' \
		adviser fact list LEI-1
	records 'end' '^Ended for LEI-1: first-tenancy holds no more from 1 August 2019.$' \
		adviser fact end LEI-1 first-tenancy --on 2019-08-01
	reads 'the last day it holds' '^first-tenancy +2019-07-01 2019-07-31' adviser fact list \
		LEI-1
	fails 'end what is ended' 1 \
		'LEI-1 has no fact first-tenancy in force on 1 August 2019.*not-f' \
		adviser fact end LEI-1 first-tenancy --on 2019-08-01
	fails 'a fact the offer lacks' 1 'no-such is not a fact.*offer.*\(not-found at /fact\)' \
		adviser fact add LEI-1 no-such --from 2019-07-01 --evidence x
	fails 'a malformed fact' 2 \
		'FACT "Theory Passed": it is not a fact.s code, such as theory-pa' \
		adviser fact add LEI-1 'Theory Passed' --from 2019-07-01 --evidence x
	fails 'ended before it begins' 1 'would end before it begins.*\(invalid at /until\)' \
		adviser fact add LEI-1 first-tenancy --from 2019-07-02 --until 2019-07-01 \
		--evidence x
	fails 'without evidence' 2 'fact add: --evidence missing' \
		adviser fact add LEI-1 first-tenancy --from 2019-07-01
	fails 'of nobody' 1 'no person LEI-99' \
		adviser fact add LEI-99 first-tenancy --from 2019-07-01 --evidence x
	fails 'not your role' 4 '\(not-your-role\)' \
		auditor fact add LEI-1 first-tenancy --from 2019-07-01 --evidence x
	reads 'a dry run' '^Dry run: Would be recorded' \
		adviser fact add LEI-1 first-tenancy --from 2019-09-01 --evidence x -n
}

awards() {
	records 'make' \
		'^Awarded to LEI-1: £600.00 for Driving lessons.*£600.00 of £600.00 is left' \
		manager award make LEI-1 driving-lessons 600 "${on[@]}" --reason 'Pathway plan'
	records 'make another' '£1,200.50 of £1,200.50 is left' \
		finance award make LEI-1 driving-lessons £600.50 "${on[@]}" --reason 'More'
	reads 'what is left shows it' '^driving-lessons lifetime £1,200.50 .* £1,200.50$' \
		adviser person statement LEI-1
	refuses 'a line the offer lacks' not-offered 'pension .* is not offered' \
		manager award make LEI-1 pension 600 "${on[@]}" --reason x
	fails 'a malformed code' 2 'ENTITLEMENT "Driving": it is not a code' \
		manager award make LEI-1 Driving 600 "${on[@]}" --reason x
	fails 'to nobody' 1 'no person LEI-99' \
		manager award make LEI-99 driving-lessons 600 "${on[@]}" --reason x
	fails 'without a reason' 2 'award make: --reason missing' \
		manager award make LEI-1 driving-lessons 600 "${on[@]}"
	fails 'not your role' 4 'needs the role manager or finance' \
		adviser award make LEI-1 driving-lessons 600 "${on[@]}" --reason x
	reads 'a dry run' '^Dry run: ' \
		manager award make LEI-1 driving-lessons 600 "${on[@]}" --reason x --dry-run
}

# Somebody of the same name and birth date is said, and is recorded all the same.
alike() {
	local file=$work/alike.csv same=(--born 2001-03-04 --category relevant)
	local again=$'zoë  O\u2019NEIL'
	records 'nobody is alike' '^Added: AL-1, relevant since 4 March 2017.$' adviser person add \
		AL-1 "${same[@]}" --name "Zoë O'Neil"
	reads 'alike, in a dry run' 'name and birth date is there already: AL-1.$' adviser person \
		add AL-2 "${same[@]}" --name "$again" -n
	records 'alike' 'Somebody of the same name and birth date is there already: AL-1.$' \
		adviser person add AL-2 "${same[@]}" --name "$again"
	by_json 'alike, as JSON' 0 '[.alike, .recorded]' '["AL-1",false]' adviser person add AL-3 \
		"${same[@]}" --name "Zoë O'Neil" -n
	by_json 'alike no more' 0 '[.alike, .recorded]' '[null,false]' adviser person add AL-3 \
		"${same[@]}" --name 'Zoë ONeil' -n
	records 'of another day' 'since 5 March 2017.$' adviser person add AL-4 \
		--born 2001-03-05 --category relevant --name "Zoë O'Neil"
	records 'without a name' 'since 4 March 2017.$' adviser person add AL-5 "${same[@]}"
	printf '%s\n' ref,born,category,name "AL-6,2001-03-04,relevant,Zoë O'Neil" \
		AL-7,2001-03-04,relevant,Ann >"$file"
	imports 'alike in a file' 0 '^2 recorded, ' 2 adviser person "$file"
	is 'the line is named' "alike.csv:2: recorded; somebody of the same name and birth date \
is there already: AL-1" \
		"$(sed "s,^$work/,," <<<"$err")"
	is 'no mark is in events' '' "$(sql "SELECT number FROM event WHERE position(
		(SELECT likeness FROM person_private WHERE ref = 'AL-1') IN bytes) > 0 OR
		convert_from(bytes, 'UTF8') LIKE '%likeness%'")"
}

# imports NAME STATUS PATTERN EVENTS WHO NOUN FILE [OPTION]...: what it sums up is on standard
# output.
imports() {
	local name=$1 want=$2 pattern=$3 more=$4
	shift 4
	tried "$1" "$2" import "${@:3}"
	judge "$name" "$want" "$pattern" "$more" "$out"
}

people_files() {
	local file=$work/people.csv
	cat >"$file" <<-'CSV'
		ref,born,category,since,name
		IMP-1,2000-01-01,relevant,,Ann
		IMP-2,2019-02-29,relevant,,Ben
		IMP-3,2000-01-01,friend,,Cat
		,2000-01-01,relevant,,Dan
		IMP-5,2000-01-01,relevant
		IMP/6,2000-01-01,relevant,,Eve
		IMP-7,2000-01-01,relevant,,"Fay
	CSV
	fails 'faults in the middle: nothing is sent' 1 "^bursar: $file: nothing was sent$" \
		adviser person import "$file"
	is 'every fault with its line and remedy' \
		"people.csv:3: born \"2019-02-29\": it is not a day \
that exists; write YYYY-MM-DD
people.csv:4: category \"friend\": it is none of eligible, relevant, former-relevant, qualifying; \
mend the file
people.csv:5: ref is empty; write the council's case reference
people.csv:6: there are 3 fields under 5 columns; quote fields that have commas
people.csv:7: ref \"IMP/6\": it is not a reference; write a letter or digit, then letters, digits, \
points, hyphens and underscores
people.csv:8: a field's quotes are not closed, so what follows cannot be read; \
fields with commas, quotes or line ends stand in \
quotes, and quotes in them are doubled" "$(sed -n "s,^$work/,,p" <<<"$err")"

	cat >"$file" <<-'CSV'
		ref,born,category,since,name
		IMP-1,2000-01-01,relevant,,Ann
		LEI-1,2000-01-01,relevant,,Ben
		IMP-3,2000-01-01,relevant,2017-01-01,"Cat, ""the"" Cat"
		IMP-4,2099-01-01,relevant,,
		IMP-5,2000-01-01,relevant,,Ed
	CSV
	sed -i '$a imp-5.,2000-01-01,relevant,,Twin' "$file"
	fails 'a reference twice' 1 'csv:7: ref imp-5. stands in line 6 already; leave one' \
		adviser person import "$file" -n
	sed -i '$d' "$file"
	imports 'a dry run' 6 '^Dry run: 3 to be recorded, 0 already there, 2 refused$' 0 \
		adviser person "$file" -n
	imports 'lines the daemon refuses' 6 '^3 recorded, 0 already there, 2 refused$' 3 \
		adviser person "$file"
	is 'each is named' "people.csv:3: A person with this ref is there already. (exists at /ref)
people.csv:5: The birth date lies in the future. (invalid at /born)" \
		"$(sed "s,^$work/,," <<<"$err")"
	imports 'once more: nothing twice' 6 '^0 recorded, 3 already there, 2 refused$' 0 \
		adviser person "$file"
	reads 'what came' '^IMP-3 Cat, "the" Cat +2000-01-01 relevant +2017-01-01$' adviser person \
		list
	sed -i '/LEI-1/d; /IMP-4/d; s/IMP/NEW/; $a NEW-6,2001-01-01,relevant,,' "$file"
	imports 'a sound file' 0 '^4 recorded, 0 already there, 0 refused$' 4 adviser person "$file"
	imports 'and again' 0 '^0 recorded, 4 already there, 0 refused$' 0 adviser person "$file"
	run as adviser person import "$file" -o json
	is 'as JSON: an answer a line' '4 true' \
		"$(jq -rs '"\(length) \(all(.replayed))"' <<<"$out")"
	tried finance person import "$file"
	judge 'not your role' 4 'stopped at line 2; run the same command again' 0 "$err"
	is 'it is said once' 1 "$(grep -c not-your-role <<<"$err")"
}

other_files() {
	local file=$work/file.csv
	printf 'fact,ref,from,evidence\r\n%s\r\n%s\r\n%s\r\n' first-tenancy,IMP-1,2019-07-01,seen \
		first-tenancy,IMP-99,2019-07-01,seen no-such,IMP-1,2019-07-01,seen >"$file"
	imports 'facts' 1 '^1 recorded, 0 already there, 2 refused$' 1 adviser fact "$file"
	is 'facts: the others are named' ':3: no person :4: not a fact' \
		"$(sed -E 's/.*(:[0-9]:).*(no person|not a fact).*/\1 \2/' <<<"$err" |
			paste -sd ' ')"
	printf '%s\n' ref,entitlement,amount,on,reason IMP-1,passport,75.5,2019-06-01,x \
		IMP-1,passport,1e3,2019-06-01,x IMP-1,passport,,2019-06-01,x \
		IMP-1,passport,0,2019-06-01,x IMP-1,passport,15.001,2019-02-29,x >"$file"
	fails 'awards: bad amounts' 1 \
		'file.csv:2: amount "75.5": it needs two decimals, or no point; w' \
		manager award import "$file"
	is 'awards: all of them' 6 "$(grep -c 'file.csv:[2-6]: ' <<<"$err")"
	printf '%s\n' ref,entitlement,amount,on,reason 'IMP-1,passport,"£1,075.50",2019-06-01,x' \
		IMP-1,pension,80,2019-06-01,x >"$file"
	imports 'awards' 5 '^1 recorded, 0 already there, 1 refused$' 2 manager award "$file"
	imports 'awards again' 5 '^0 recorded, 1 already there, 1 refused$' 0 \
		manager award "$file"
	is 'what was refused before stays so' 1 "$(grep -c \
		'1 of these were refused before, .* with --again$' <<<"$err")"
	printf 'ref,fact,born\n' >"$file"
	fails 'columns' 1 \
		':1: there is no column "born"; the columns are ref, fact, from, until, val' \
		adviser fact import "$file"
	is 'columns that are missing' 2 "$(grep -c ':1: the column .* is missing' <<<"$err")"
	: >"$file"
	fails 'an empty file' 1 ':1: there is no header line; the columns are' \
		adviser fact import "$file"
	fails 'no file' 1 'none.csv: No such file' adviser fact import "$work/none.csv"
	fails 'a folder' 1 "^bursar: $work: " adviser fact import "$work"
	fails 'it takes no key' 2 '--key is for commands that record' \
		adviser fact import "$file" --key "$(new_key)"
}

# The same awards by a colleague, in another file: what a line says is its key.
same_awards() {
	local file=$work/awards.csv header=ref,entitlement,amount,on,reason
	printf '%s\n' "$header" IMP-3,driving-lessons,100,2019-06-01,x \
		IMP-3,driving-lessons,200,2019-06-01,y \
		IMP-3,driving-lessons,100,2019-06-01,x >"$file"
	imports 'awards: a dry run' 0 '^Dry run: 3 to be recorded, 0 already there, 0 refused$' 0 \
		manager award "$file" -n
	is 'awards: it tells lines that say the same' 1 \
		"$(grep -c '^Lines that say the same as one before them: 1.$' <<<"$out")"
	imports 'awards: three' 0 '^3 recorded, 0 already there, 0 refused$' 3 manager award "$file"
	{
		printf '\xef\xbb\xbf%s,\r\n' "reason,on,amount,entitlement,ref"
		printf '%s,\r\n' 'new,2019-06-01,5,driving-lessons,IMP-3' ,,,, \
			'y,2019-06-01,£200.00,driving-lessons,IMP-3' \
			'x,2019-06-01,100,driving-lessons, IMP-3' \
			'x,2019-06-01,100.00,driving-lessons,IMP-3'
		printf ',,,,,\r\n\r\n'
	} >"$work/colleague.csv"
	imports 'awards: a dry run of a colleague' 0 \
		'^Dry run: 1 to be recorded, 3 already there, 0 refused$' 0 \
		finance award "$work/colleague.csv" -n
	imports 'awards: of a colleague, with one line more and the ends of Windows' 0 \
		'^1 recorded, 3 already there, 0 refused$' 1 finance award "$work/colleague.csv"
	is 'awards: who was first is named' 1 "$(grep -c \
		'^What is already there was recorded by Invented Manager.$' <<<"$out")"
	imports 'awards: the first again' 0 '^0 recorded, 3 already there, 0 refused$' 0 \
		manager award "$file"
	tried adviser award import "$file"
	judge 'awards: what is there is not told without the role' 4 'not-your-role' 0 "$err"
	reads 'awards: what they come to' '^driving-lessons lifetime +£405.00 ' adviser person \
		statement IMP-3
}

again_awards() {
	local file=$work/awards.csv first
	imports 'again: a dry run' 0 '^Dry run: 3 to be recorded, 0 already there' 0 \
		finance award "$file" --again -n
	imports 'again: three more' 0 '^3 recorded, 0 already there, 0 refused$' 3 \
		finance award "$file" --again
	imports 'again: as often as it is said' 0 '^3 recorded, 0 already there' 3 \
		manager award "$file" --again
	imports 'but not without' 0 '^0 recorded, 3 already there' 0 manager award "$file"
	# As if the last had stopped: what came after its beginning is its own.
	first=$(($(events) - 4))
	imports 'again: going on' 0 '^0 recorded, 3 already there' 0 manager award "$file" \
		--again --after "$first"
	imports 'again: going on in the middle' 0 '^1 recorded, 2 already there' 1 \
		manager award "$file" --again --after "$((first + 1))"
	fails 'after goes with again' 2 'award import: --after goes with --again' \
		manager award import "$file" --after 1
	fails 'people are not made again' 2 'there is no option --again' \
		adviser person import "$file" --again
	printf '%s\n' ref,entitlement,amount,reason IMP-3,driving-lessons,7,x >"$file"
	fails 'money without a day' 2 'add a column on, or give --on DATE for all of its lines' \
		manager award import "$file"
	imports 'with one for the file' 0 '^1 recorded, 0 already there' 1 manager award "$file" \
		--on 2019-06-01
	printf '%s\n' ref,entitlement,amount,on,reason IMP-3,driving-lessons,7,2019-06-01,x \
		IMP-3,driving-lessons,8,,x >"$file"
	fails 'a line without a day' 1 'awards.csv:3: on is empty; write the day' \
		manager award import "$file"
	imports 'the day of the file is that of the line' 0 '^1 recorded, 1 already there' 1 \
		manager award "$file" --on 2019-06-01
}

# An import that the daemon's end interrupts goes on where it was.
interrupted() {
	local file=$work/many.csv pid wait
	{
		echo ref,born,category,name
		for n in {1..400}; do echo "MANY-$n,2000-01-01,relevant,Invented"; done
	} >"$file"
	before=$(events)
	"$bursar" --profile adviser person import "$file" >"$work/out" 2>"$work/err" &
	pid=$!
	for wait in {1..400}; do
		[ "$(events)" -lt $((before + 20)) ] || break
	done
	[ "$wait" -lt 400 ] || not_ok 'the import begins'
	rig_daemon_kill9
	status=0
	wait $pid || status=$?
	is 'the daemon dies: out of reach' 7 "$status"
	is 'it says how to go on' 1 "$(grep -c \
		'many.csv: stopped at line [0-9]*; run the same command again to go on, nothing' \
		"$work/err")"
	rig_daemon_start
	tried adviser person import "$file"
	judge 'it goes on' 0 ' already there, 0 refused$' $((400 - $(many))) "$out"
	is 'everybody is there once' 400 "$(many_now)"
}

# How many of them there were before the second run, and are now.
many() {
	sed -n 's/.* recorded, \([0-9]*\) already there.*/\1/p' <<<"$out"
}

many_now() {
	sql "SELECT count(*) FROM person_private WHERE ref LIKE 'MANY-%'"
}

rig_start
people
bad_people
facts
awards
alike
people_files
other_files
same_awards
again_awards
interrupted
books_hold people
rig_stop
