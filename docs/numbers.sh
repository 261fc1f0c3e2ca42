#!/bin/sh
# Prints the numbers that README.md and docs/validation.md quote, from a run.
set -eu
cd "$(dirname "$0")/.."
cargo run --release --quiet -- run --no-maps --quiet --format csv --output "${TMPDIR:-/tmp}/catchment-numbers"
grep -E '^(layout|current-24|example-30),' "${TMPDIR:-/tmp}/catchment-numbers/gaps.csv" | grep -E 'measure|mean_minutes|within_45'
