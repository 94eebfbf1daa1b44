#!/usr/bin/env bash
# Builds .venv from nothing: brings uv if it is missing, finds a Python >= 3.12, installs by hash, builds the gazetteer.
# With --tests it adds what the tests need on top (also Debian's PostgreSQL, Chromium and Node); with --assets it builds what the pages run in
# the browser, where Node is there; with --uv it only prints the uv it would use.
set -euo pipefail
cd "$(dirname "$0")"

if [ "${1:-}" = "--assets" ]; then
  without="pages show drawn maps and charts only"
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "setup: no Node and npm here, so $without"
  elif ! (cd assets && npm ci --ignore-scripts --loglevel=error && node build.mjs) >/tmp/onrecord-assets.$$ 2>&1; then
    echo "setup: the browser's assets were not built, so $without ($(grep -m1 . /tmp/onrecord-assets.$$ || echo "npm gave no reason"))"
  fi
  rm -f /tmp/onrecord-assets.$$
  exit 0
fi

uv=""
for candidate in uv .uv/bin/uv; do
  if "$candidate" --version >/dev/null 2>&1; then uv=$candidate; break; fi
done
if [ -z "$uv" ]; then
  python3 -m venv .uv 2>/dev/null || { echo "setup: python3 with its venv module is needed (Debian: apt-get install python3-venv)" >&2; exit 1; }
  .uv/bin/python -m pip install -q --disable-pip-version-check uv
  uv=.uv/bin/uv
fi
if [ "${1:-}" = "--uv" ]; then echo "$uv"; exit 0; fi

if [ "${1:-}" = "--tests" ]; then
  missing=()
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
  command -v chromium >/dev/null 2>&1 || missing+=(chromium)
  command -v npm >/dev/null 2>&1 || missing+=(nodejs npm)
  if [ ${#missing[@]} -gt 0 ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
      echo "setup: the tests need ${missing[*]} (Debian: sudo apt-get install ${missing[*]})" >&2; exit 1
    fi
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  fi
  "$uv" pip install -q --compile-bytecode --require-hashes -r requirements-dev.lock
  exit 0
fi

if ! "$uv" venv -q --clear --python ">=3.12,<3.14" .venv 2>/tmp/onrecord-setup.$$; then
  cat /tmp/onrecord-setup.$$ >&2; rm -f /tmp/onrecord-setup.$$
  echo "setup: no Python 3.12 or 3.13 was found; install one and run make setup again" >&2
  exit 1
fi
rm -f /tmp/onrecord-setup.$$
"$uv" pip install -q --compile-bytecode --require-hashes -r requirements.lock
"$uv" pip install -q --no-deps -e .
.venv/bin/python -m compileall -q src
.venv/bin/python -m onrecord.gazetteer
