#!/usr/bin/env bash
# Tests a wheel in clean environments: python/tests/environments.sh [--spark] [--sdist] WHEEL [PYTHON …]
# For every Python a new environment without anything, where the package must work alone, and then with the
# libraries that the tests need. --spark tests Spark too (Java, some minutes). --sdist also builds the wheel
# from dist/catchment-*.tar.gz and tests that the result can be imported.
set -euo pipefail
tests=$(cd "$(dirname "$0")" && pwd)
sdist=
while [[ ${1:-} == --* ]]; do
  case $1 in
    --spark) export CATCHMENT_TEST_SPARK=1 ;;
    --sdist) sdist=$(ls "$tests"/../../dist/catchment-*.tar.gz) ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
  shift
done
wheel=$(realpath "$1"); shift
[ $# -gt 0 ] || set -- python3
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
pip() { "$folder/$1/bin/python" -m pip --quiet --disable-pip-version-check "${@:2}"; }
for python in "$@"; do
  name=$("$python" -c 'import sys; print("py%d%d" % sys.version_info[:2])')
  echo "== $("$python" --version): the wheel alone"
  "$python" -m venv "$folder/$name"
  pip "$name" install --no-index "$wheel"
  (cd "$folder" && "$folder/$name/bin/python" - <<'P'
import catchment, importlib.metadata as m
assert not [r for r in m.requires("catchment") or [] if "extra ==" not in r]
results = catchment.Study.england().run()
print(results)
assert results.summary["mean_minutes"][:2] == [35.889, 31.074]
P
  )
  if [ -n "$sdist" ]; then
    echo "== $name: the sdist"
    "$python" -m venv "$folder/$name-sdist"
    pip "$name-sdist" install "$sdist"
    (cd "$folder" && "$folder/$name-sdist/bin/python" -c 'import catchment; print(catchment.__version__)')
  fi
  echo "== $name: tests"
  pip "$name" install -r "$tests/requirements.txt"
  if [ -n "${CATCHMENT_TEST_SPARK:-}" ]; then
    # The whole of Spark in place of its client.
    pip "$name" uninstall --yes pyspark-client
    pip "$name" install "pyspark==4.3.0"
  fi
  (cd "$tests" && "$folder/$name/bin/python" -m pytest -p no:cacheprovider -q .)
done
