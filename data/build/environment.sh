# Sourced by the build scripts, with the name of a list of Python packages in `requirements`: sets `output`
# from the first argument, and makes `work`, a folder that is removed at the end, with a venv in it.
output=${1:-$(dirname "$build")}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

python3.11 -m venv "$work/venv"
pip="$work/venv/bin/pip --disable-pip-version-check --quiet"
$pip install --only-binary :all: --require-hashes -r "$build/$requirements"
