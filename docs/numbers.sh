#!/bin/sh
# Prints the numbers that README.md and docs/validation.md quote: of the built-in study, of the same
# with nothing but travel and a net transfer delay of 60 min, as Allen et al. 2019 count, and of the
# most centres with 1,500 admissions each, which takes five minutes.
set -eu
cd "$(dirname "$0")/.."
out="${TMPDIR:-/tmp}/catchment-numbers"
run() { cargo run --release --quiet -- run --no-maps --quiet "$@"; }

run --format csv --output "$out"
grep -E '^(layout|current-24|example-30),' "$out/gaps.csv" | grep -E 'measure|mean_minutes|within_45'
cat "$out/helicopter.csv"
sed -n '/^Beside McMeekin/,/^### /p; /^### Break-even/,/^### Where to base/p' "$out/report.md"

mkdir -p "$out/travel-only"
cp data/england/* "$out/travel-only/"
sed 's/^delays = .*/delays = "travel-only"/' data/england/study.toml > "$out/travel-only/study.toml"
run --output "$out/travel-only/results" "$out/travel-only/study.toml"
grep -E '^(layout|current-24),' "$out/travel-only/results/allowable-delay.csv"
grep -E '^(layout|current-24),' "$out/travel-only/results/pathways.csv"

cargo run --release --quiet -- curve --min-demand 1500 --from 20 --to 56 --candidates ivt \
  --time-limit 10 --no-maps --quiet --format csv --output "$out"
