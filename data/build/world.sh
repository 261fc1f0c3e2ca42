#!/bin/sh
# Builds data/world from the land of Natural Earth as the npm package world-atlas has it. The same bytes
# come out every time. Run it after build.sh, which writes SHA256SUMS anew.
#
# Needs python3.11 with venv, npm, and a registry for each.
# Usage: data/build/world.sh [output directory, default data/]
set -eu

build=$(cd "$(dirname "$0")" && pwd)
requirements=requirements-world.txt
. "$build/environment.sh"

mkdir "$work/packages"
(
    cd "$work/packages"
    npm pack --silent world-atlas@2.0.2 >/dev/null
    sha256sum --check --quiet "$build/packages-npm.sha256"
    tar -xzf world-atlas-2.0.2.tgz package/land-10m.json
)

PYTHONDONTWRITEBYTECODE=1 "$work/venv/bin/python" "$build/world.py" \
    "$work/packages/package/land-10m.json" "$output"
