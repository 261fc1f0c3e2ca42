#!/usr/bin/env bash
# Installs what the tests of report.html in a real browser need: Debian's Chromium and Node.js, where apt-get
# can have them, and two npm packages in target/browser. Says what is missing and succeeds all the same:
# `run.sh` skips the tests then.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v chromium >/dev/null || ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq >/dev/null 2>&1 || true
    packages=(chromium fonts-dejavu-core)
    command -v node >/dev/null || packages+=(nodejs)
    command -v npm >/dev/null || packages+=(npm)
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" \
      >/dev/null 2>&1 || echo "browser tests: apt-get could not install ${packages[*]}"
  fi
fi

# The browser's own build is not downloaded: playwright-core drives the one that is installed.
if command -v npm >/dev/null && [ ! -d target/browser/node_modules/axe-core ]; then
  mkdir -p target/browser
  npm install --silent --no-audit --no-fund --no-package-lock --prefix target/browser \
    playwright-core@1.65.1 axe-core@4.14.1 >/dev/null 2>&1 ||
    echo "browser tests: npm could not install playwright-core and axe-core"
fi
