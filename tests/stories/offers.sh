#!/bin/bash
# Offers in memory: as many of the largest as may be published, one after the other, then the one
# that is too much; and all of them again by a daemon that starts anew. Once the daemon ended, and
# could not start again, when they filled one arena.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"

lines=64

# largest NUMBER: the body of a publication of some 250 KB, each another text.
largest() {
	awk -v lines="$lines" -v number="$1" 'BEGIN {
		words = sprintf("%03800d", 0)
		printf "{\"text\":\"authority: leicester\\nname: Leicester\\n"
		printf "title: Version %d\\n", number
		printf "effective: 2018-04-01\\nsource: a\\nfunds: [{code: care, name: Care}]\\n"
		printf "entitlements:\\n"
		for (i = 1; i <= lines; i++)
			printf "- {code: line-%d, name: A line, says: x%s, " \
				"ages: {from: 16, until: 25}, categories: [former-relevant], " \
				"cap: {by: award, per: lifetime}, fund: care}\\n", i, words
		print "\"}"
	}' >"$work/body"
}

publish() {
	largest "$1"
	ask admin POST /v1/offers "@$work/body"
}

look() {
	ask adviser GET '/v1/people/LEI-1/entitlements?on=2019-07-01'
	is "$1" "200 $2" "$status $(field '.items | length')"
}

rig_start 'lanes: 1'
person LEI-1
version=1
status=201
while [ "$status" = 201 ] && [ "$version" -lt 100 ]; do
	publish $((version + 1))
	[ "$status" != 201 ] || version=$((version + 1))
done
is 'published up to 16 MiB' 'true' "$([ "$version" -ge 60 ] && [ "$version" -le 70 ] && echo true)"
is 'and then refused' '422 invalid /text' "$status $(field '"\(.code) \(.where)"')"
is 'in words' 'true' "$(field '.detail | contains("16 MiB")')"
look 'the newest is in force' "$lines"
publish $((version + 1))
is 'refused again' 422 "$status"
rig_daemon_stop
rig_daemon_start
look 'a daemon that starts has them all' "$lines"
ask adviser GET "/v1/offer?version=$((version - 1))"
is 'each can be read' "200 Version $((version - 1))" "$status $(field .title)"
head -c 300000 /dev/zero | tr '\0' '#' >"$work/comments"
jq -Rs '{text: .}' "$work/comments" >"$work/body"
ask admin POST /v1/offers "@$work/body"
is 'a text beyond 256 KiB' '422 offer-invalid' "$status $(field .code)"
is 'says so' 'the file has 300000 bytes, and at most 262144 are read' "$(field '.faults[0].says')"
books_hold 'the largest offers'
rig_stop
