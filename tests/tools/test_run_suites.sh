#!/bin/bash
# tools/run-suites counts rightly, whatever a suite does.
# shellcheck source=tests/tools/story.sh
. "$(dirname "$0")/story.sh"
fine='echo "2 passed, 0 failed, 1 skipped"'

suites() {
	"$tools/run-suites" -j 2 -t 2 -o "$work/logs" <<<"$1"
}

expect 'sums up' 0 '^4 passed, 0 failed, 2 skipped$' suites "a: $fine
# a remark

b!: $fine"
expect 'counts failures' 1 '^1 passed, 2 failed, 0 skipped$' suites \
	'a: echo "1 passed, 2 failed, 0 skipped"; exit 1'
expect 'a status alone is a failure' 1 '^2 passed, 1 failed, 1 skipped$' suites "a: $fine; exit 3"
expect 'no closing line is a failure' 1 '^0 passed, 1 failed, 0 skipped$' suites 'a: echo hello'
expect 'too long is a failure' 1 '^0 passed, 1 failed, 0 skipped$' suites 'a: sleep 20'
expect 'all skipped is none' 0 '^0 passed, 0 failed, 3 skipped$' suites \
	'a: echo "0 passed, 0 failed, 3 skipped"; exit 77'
expect 'shows what failed' 1 '    \| FAILED here: because' suites \
	'a: echo "FAILED here: because"; seq 50; echo "0 passed, 1 failed, 0 skipped"; exit 1'
export CUNIT='  Test: sums ...FAILED
    1. tests/test_sum.c:3  - sum is 4, not 3'
expect 'shows what CUnit says' 1 '    \| +1\. tests/test_sum\.c:3  - sum is 4, not 3' suites \
	'a: echo "$CUNIT"; seq 50; echo "0 passed, 1 failed, 0 skipped"; exit 1'
expect 'refuses a bad table' 2 'not a suite' suites 'A B'
closing=$(suites 'a: echo "0 passed, 1 failed, 0 skipped"' | grep -cE '^[0-9]+ passed,') || true
[ "$closing" -eq 1 ] && ok 'one closing line' || not_ok "one closing line, not $closing"
suites "a: touch \"\$TMPDIR/x\"; $fine" >/dev/null
[ ! -e "$work/logs/a.tmp" ] && ok 'empties TMPDIR' || not_ok 'empties TMPDIR'

export PIDS=$work/pids
# shellcheck disable=SC2016
"$tools/run-suites" -o "$work/logs" >/dev/null 2>&1 \
	<<<'a: sleep 50 & echo $$ $! >"$PIDS.new"; mv "$PIDS.new" "$PIDS"; wait' &
runner=$!
while [ ! -f "$PIDS" ]; do sleep 0.05; done
kill -TERM $runner
wait $runner && status=0 || status=$?
[ $status -eq 130 ] && ok 'ends when told to' || not_ok "ends when told to: status $status"
read -r -a pids <"$PIDS"
left=0
for pid in "${pids[@]}"; do
	# Whoever inherits it may not have taken note of its end.
	grep -q '^State:.[^Z]' "/proc/$pid/status" 2>/dev/null && left=$((left + 1))
done
[ $left -eq 0 ] && ok 'and so do its suites' || not_ok "and so do its suites: $left left"

story_end
