#!/usr/bin/env bash
# Builds the wheel with the profile of the tests and tests it, in an environment that is kept in
# target/python-test. Says "skipped" and succeeds where Python 3.11 or a package cannot be had. `--install` only makes
# the environment. Spark, which takes minutes, is left to `python/tests/environments.sh --spark`.
set -euo pipefail
cd "$(dirname "$0")/../.."

skip() { echo "skipped: $1"; exit 0; }

python=
for candidate in python3.13 python3.12 python3.11 python3; do
  if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || skip "no Python 3.11 or later with venv"

environment=target/python-test
if ! [ -x "$environment/bin/python" ] || ! "$environment/bin/python" -c 'import sys' 2>/dev/null; then
  rm -rf "$environment"
  "$python" -m venv "$environment" || skip "no virtual environment could be made"
fi
"$environment/bin/python" -m pip install --quiet --no-compile --disable-pip-version-check \
  "maturin==1.16.*" -r python/tests/requirements.txt || skip "packages could not be installed"
[ "${1:-}" != --install ] || exit 0

# The tests run the study of England many times: without any optimisation that takes ten minutes. Other packages are
# those of the other tests.
export CARGO_PROFILE_DEV_OPT_LEVEL=1
rm -rf target/python-wheel
"$environment/bin/maturin" build --locked --quiet --profile dev --strip false --out target/python-wheel
wheel=$(ls target/python-wheel/catchment-*-cp311-abi3-*.whl)
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall "$wheel"
# From another folder, so that the installed package is what is imported. Two files at a time, but for Sail, whose
# client of Spark does not start in a process of theirs.
cd python/tests
tests=(../../"$environment"/bin/python -m pytest -p no:cacheprovider -q)
"${tests[@]}" --numprocesses 2 --dist loadfile --ignore test_sail.py .
"${tests[@]}" test_sail.py
