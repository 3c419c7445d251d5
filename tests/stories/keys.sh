#!/bin/bash
# An authority's key file that is missing, or another's: nothing of it is served or recorded, it is
# said, and nobody else is stopped.
# shellcheck source=tests/stories/rig.sh
. "$(dirname "$0")/rig.sh"
council=derby

remarks() {
	rig_admin /readyz | grep -a "^authority $authority:" || true
}

# not_served NAME: derby is not, its neighbour is, and no row was written.
not_served() {
	local size
	size=$(events)
	ask adviser POST /v1/people '{"ref":"DER-2","name":"Invented","born":"2000-02-29",
		"category":"former-relevant"}'
	is "$1: nobody of it is signed in" '500 bug' "$status $(field .code)"
	is "$1: nothing is recorded" "$size" "$(events)"
	ask neighbour-manager GET /v1/funds
	is "$1: the neighbour is served" 200 "$status"
	is "$1: /readyz says so, and is ready" "authority $authority: its key file cannot be used, \
so nothing of it is served; see the log 200" "$(remarks) $(rig_admin /readyz | tail -n 1)"
}

rig_start
person DER-1
key=$work/keys/$council.key
is 'all is well: /readyz says nothing of it' '' "$(remarks)"
rig_daemon_stop
mv "$key" "$work/kept.key"
rig_daemon_start
not_served 'no key'

cp "$work/keys/$neighbour.key" "$key"
not_served "the neighbour's key"
is 'the log names file and authority' 1 "$(grep -ac "keys/$council.key is not the key of \
authority $authority" "$work/a.log" | sed 's/[1-9][0-9]*/1/')"

mv "$work/kept.key" "$key"
ask adviser GET /v1/people/DER-1
is 'with its key it is served again, by the same daemon' '200 Invented' "$status $(field .name)"
is '/readyz says nothing any more' '' "$(remarks)"

# As it was before there were key check values.
sql "UPDATE authority SET key_check = NULL WHERE authority_id = $authority"
mv "$key" "$work/kept.key"
migrate() {
	"$bursard" --config "$work/a.yaml" migrate 2>&1 | grep "^authority $council:" || true
}
is 'migrate without the key' "authority $council: its key check value is not kept, since \
$key cannot be read; run this again when it is there" "$(migrate)"
cp "$work/keys/$neighbour.key" "$key"
is 'migrate with another key' "authority $council: its key check value is not kept, since \
$key does not open what is sealed: it is another's key" "$(migrate)"
mv "$work/kept.key" "$key"
is 'migrate with the key' "authority $council: its key check value is kept" "$(migrate)"
is 'and again' '' "$(migrate)"
rig_daemon_stop
rig_daemon_start
ask adviser GET /v1/people/DER-1
is 'it opens' 200 "$status"
rig_stop
