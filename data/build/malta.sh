#!/bin/sh
# Builds data/malta from the OpenStreetMap extract that the crate osm-io ships among its tests. The same
# bytes come out every time. Run it after build.sh, which writes SHA256SUMS anew.
#
# Needs python3.11 with venv, cargo, and a registry for each.
# Usage: data/build/malta.sh [output directory, default data/]
set -eu

build=$(cd "$(dirname "$0")" && pwd)
requirements=requirements-malta.txt
. "$build/environment.sh"

mkdir -p "$work/fetch/src"
touch "$work/fetch/src/lib.rs"
printf '[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\nosm-io = "=0.3.0"\n' \
    >"$work/fetch/Cargo.toml"
(cd "$work/fetch" && cargo vendor --quiet >/dev/null)

PYTHONDONTWRITEBYTECODE=1 "$work/venv/bin/python" "$build/malta.py" \
    "$work/fetch/vendor/osm-io/tests/fixtures/malta-latest.osm.pbf" "$output"
