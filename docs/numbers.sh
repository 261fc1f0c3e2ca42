#!/bin/sh
# Prints the numbers that README.md and docs/validation.md quote: of the built-in study, of the same
# with nothing but travel and a net transfer delay of 60 min, as Allen et al. 2019 count, of the
# clinicians, and of the most centres with 1,500 admissions each, which takes five minutes.
set -eu
cd "$(dirname "$0")/.."
out="${TMPDIR:-/tmp}/catchment-numbers"
run() { cargo run --release --quiet -- run --no-maps --quiet "$@"; }

run --format csv --output "$out"
grep -E '^(layout|current-24|example-30),' "$out/gaps.csv" | grep -E 'measure|mean_minutes|within_45'
cat "$out/helicopter.csv"
sed -n '/^Compared with McMeekin/,/^### /p; /^### Break-even/,/^### Where to base/p' "$out/report.md"

mkdir -p "$out/travel-only"
cp data/england/* "$out/travel-only/"
sed 's/^delays = .*/delays = "travel-only"/' data/england/study.toml > "$out/travel-only/study.toml"
run --output "$out/travel-only/results" "$out/travel-only/study.toml"
grep -E '^(layout|current-24),' "$out/travel-only/results/allowable-delay.csv"
grep -E '^(layout|current-24),' "$out/travel-only/results/pathways.csv"

cargo run --release --quiet -- curve --min-demand 1500 --from 20 --to 56 --candidates ivt \
  --time-limit 10 --no-maps --quiet --format csv --output "$out"

# Clinicians: what a true 1 in 6 day and night needs, alone and in networks of two; the years of 120 and
# 150, and of the regions; what the same clinicians give both layouts is in the report of the run above.
cargo run --release --quiet -- rota --quiet --format csv --output "$out/rota" |
  awk -F, '/^(current-24|example-30),/ && $3 == "24/7" && $5 <= 2 { print $1, "network of", $5, $6, $7 }'
for layout in current-24 example-30; do
  cargo run --release --quiet -- growth --layout "$layout" --no-maps --quiet --output "$out/$layout"
  grep -E ',(no support|more training places),' "$out/$layout/growth-targets.csv"
  grep -E ',60,.*,(no support|all),' "$out/$layout/growth-support.csv"
done
grep -F 'Hours and staff:' "$out/report.md"

# Hours, staff and chance: 200 simulated years of the 24 centres and the 30. Punctures out of hours and
# how often a patient finds the suite or team busy, where every centre is open day and night with one
# team, and the difference between the layouts in every scenario.
cargo run --release --quiet -- simulate --layout current-24,example-30 --replications 200 --no-maps \
  --quiet --format csv --output "$out/simulation" > /dev/null
awk -F, '$1 == "current-24" && $2 == "five-each" {
    all += $8
    if ($4 < 8 || $4 >= 20) night += $8
    if ($4 < 8 || $4 >= 17 || $3 == "Sat" || $3 == "Sun") out += $8
  } END {
    printf "punctures outside 08-20: %.1f%%, outside 08-17 Mon-Fri: %.1f%%\n", 100 * night / all, 100 * out / all
  }' "$out/simulation/simulation-hours.csv"
awk -F, '$2 == "five-each" {
    mt = $(NF - 7)
    size = (mt < 200) ? "under 200" : (mt < 300) ? "200 to 300" : (mt < 400) ? "300 to 400" : "400 and more"
    centres[size]++; treated[size] += mt; busy[size] += mt * $(NF - 2)
  } END {
    for (size in centres)
      printf "%s MT a year: %d centres, mean %.0f, found busy %.1f%%\n", size, centres[size], treated[size] / centres[size], busy[size] / treated[size]
  }' "$out/simulation/simulation-sites.csv" | sort
sed -n '1,/^## What hours/p' "$out/simulation/simulation.md"

# What is not known: the middle of the draws of all inputs, and the inputs that move the difference most.
cargo run --release --quiet -- sensitivity --layout current-24,example-30 --scenario five-each,networks \
  --quiet --output "$out/sensitivity" > /dev/null
cut -d, -f1-13 "$out/sensitivity/simulation-uncertainty.csv"
grep '^example-30,five-each,' "$out/sensitivity/sensitivity-tornado.csv" | head -3
awk -F, 'NR == 1 { for (n = 1; n <= NF; n++) if ($n == "door_to_puncture_median_minutes") column = n }
  $1 == "current-24" && $2 == "todays-hours" { print "door to puncture, median: " $column " min" }' \
  "$out/simulation/simulation.csv"
