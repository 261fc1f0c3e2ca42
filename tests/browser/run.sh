#!/usr/bin/env bash
# Tests report.html in a real browser. `PICTURE=file.png tests/browser/run.sh` also makes the README's picture.
set -euo pipefail
cd "$(dirname "$0")/../.."

chromium=$(command -v chromium || command -v chromium-browser || true)
for needed in "${chromium:-chromium}" node target/browser/node_modules/playwright-core \
  target/browser/node_modules/axe-core; do
  if ! command -v "$needed" >/dev/null && [ ! -e "$needed" ]; then
    echo "skipped: browser tests need $needed (tests/browser/install.sh installs it)"
    exit 0
  fi
done

cargo build --locked --quiet
program=target/debug/catchment
out=target/browser/results
rm -rf "$out"
mkdir -p "$out"
"$program" run --quiet --output "$out/england"
node tests/browser/studies.mjs "$out"
for study in fire plain; do
  "$program" run --quiet --output "$out/$study" "$out/$study-study"
done
CHROMIUM="$chromium" node tests/browser/check.mjs "$out"
