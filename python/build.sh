#!/usr/bin/env bash
# Builds the wheel and the sdist of the Python package: dist/catchment-*.whl and dist/catchment-*.tar.gz.
# Needs Rust and Python 3.11 or later with pip; maturin is installed into a folder of its own.
#   python/build.sh                     for handing on
#   python/build.sh --profile dev       quickly, for tests
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
tools=${CATCHMENT_TOOLS:-target/python-tools}
[ -x "$tools/bin/maturin" ] || {
  "$python" -m venv "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check "maturin==1.16.*"
}
if [ $# -eq 0 ]; then set -- --release; fi
rm -rf dist
"$tools/bin/maturin" build --locked --quiet --out dist "$@"
"$tools/bin/maturin" sdist --out dist
ls -l dist
