# The results, a line each, as a table or as one JSON document.

def middle: sort | if length == 0 then null elif length % 2 == 1 then .[length / 2 | floor]
	else (.[length / 2 - 1] + .[length / 2]) / 2 end;
def brief: {median: middle, min: min, max: max, values: .};

# Values of a measure by round.
def rounds($rows; $measure): [$rows[] | select(.measure == $measure)]
	| map({key: (.round | tostring), value}) | from_entries;

# A ratio of each round, so that what slows the machine slows both sides of it.
def ratio($rows; $over; $under):
	rounds($rows; $over) as $a | rounds($rows; $under) as $b
	| [$a | keys[] | select($b[.] != null and $b[.] > 0) | $a[.] / $b[.]] | brief;
def alone($rows; $measure): [rounds($rows; $measure)[]] | brief;

def figure($name; $least; $aim; $values): {name: $name, at_least: $least, aim: $aim, up: ($aim > $least)}
	+ $values;
def verdict: if .median == null then "" elif .up then
		(if .median >= .aim then "aim" elif .median >= .at_least then "yes" else "NO" end)
	else (if .median <= .aim then "aim" elif .median <= .at_least then "yes" else "NO" end) end;

. as $rows
| {about: $about,
	measures: [$rows | group_by(.measure)[] | {measure: .[0].measure, unit: .[0].unit} + (map(.value) | brief)],
	figures: [
		figure("single / floor"; 4; 8; ratio($rows; "single"; "floor")),
		figure("batch / floor"; 10; 16; ratio($rows; "batch"; "floor")),
		figure("batch / ceiling"; 0.5; 0.85; ratio($rows; "batch"; "ceiling")),
		figure("p99 of single, ms"; 25; 10; alone($rows; "single p99")),
		figure("export ledger / psql"; 0.7; 0.95; ratio($rows; "export ledger"; "psql ledger")),
		figure("export events / psql"; 0.7; 0.95; ratio($rows; "export events"; "psql events")),
		figure("single, large / small"; 0.85; 0.95; ratio($rows; "single, large"; "single")),
		figure("batch, large / small"; 0.85; 0.95; ratio($rows; "batch, large"; "batch")),
		figure("peak memory, batch, MiB"; 64; 32; alone($rows; "peak memory, batch")),
		figure("peak memory, export, MiB"; 64; 32; alone($rows; "peak memory, export"))
	] | map(select(.median != null) | . + {reached: verdict})}
| if $form == "json" then tojson
else
	def cell($width): tostring | (" " * ([$width - length, 0] | max)) + .;
	def wide($width): . + (" " * ([$width - length, 0] | max));
	def digits: if . == null then "" elif . >= 100 then round elif . >= 10 then (. * 10 | round / 10)
		else (. * 100 | round / 100) end;
	([$rows[].measure] | reduce .[] as $m ([]; if index($m) then . else . + [$m] end)) as $order
	| (.measures | map({key: .measure, value: .}) | from_entries) as $by
	| ("" | wide(36)) + ("median" | cell(12)) + ("least" | cell(12)) + ("most" | cell(12)),
	($order[] | $by[.] | (.measure | wide(36)) + (.median | digits | cell(12)) + (.min | digits | cell(12))
		+ (.max | digits | cell(12)) + "  " + .unit),
	"",
	("figure" | wide(36)) + ("median" | cell(12)) + ("least" | cell(12)) + ("most" | cell(12))
		+ ("at least" | cell(10)) + ("aim" | cell(8)) + "  reached",
	(.figures[] | (.name | wide(36)) + (.median | digits | cell(12)) + (.min | digits | cell(12))
		+ (.max | digits | cell(12)) + ((if .up then "" else "<= " end) + (.at_least | tostring) | cell(10))
		+ (.aim | cell(8)) + "  " + .reached)
end
