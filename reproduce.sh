#!/usr/bin/env bash
# Everything, in one command: set-up, the claims, the bundle, and the bundle unpacked and checked again.
#
#   ./reproduce.sh                      every claim, at the profile quick
#   ./reproduce.sh C3 B3                some claims
#   ./reproduce.sh --profile full       options of `normlab reproduce`
#
# OUT (default: reproduction) is the folder of the run; the bundle is written beside it, as $OUT.zip.
# Ends with 0 if all is in order, 1 if something is not, 2 if the command line is wrong.
set -euo pipefail
cd "$(dirname "$0")"
out=${OUT:-reproduction}
# A home that is not there, or not ours, is no obstacle: caches of npm and pip go beside the clone's own.
if [ ! -w "${HOME:-/nonexistent}" ]; then
  mkdir -p .setup/home
  export HOME="$PWD/.setup/home"
fi
npm run --silent setup
export VIRTUAL_ENV="$PWD/.venv" PATH="$PWD/.venv/bin:$PATH"
node dist/cli/main.js reproduce --out "$out" --bundle "$out.zip" "$@"
unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
python3 -m zipfile -e "$out.zip" "$unpacked"
node dist/cli/main.js check "$unpacked" | tail -n 1
node dist/cli/main.js compare "$out" "$unpacked" --tolerance 0 | tail -n 1
