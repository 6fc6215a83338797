#!/bin/sh
# Builds the wheel, installs it into an environment of its own and draws a picture with it, away from the checkout:
# whatever a checkout has and a wheel lacks (resources, the schema) shows here.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

python3 -m venv "$scratch/build"
"$scratch/build/bin/pip" install --quiet build
"$scratch/build/bin/python" -m build --quiet --outdir "${1:-$scratch/dist}" "$root"

python3 -m venv "$scratch/fresh"
"$scratch/fresh/bin/pip" install --quiet "${1:-$scratch/dist}"/*.whl
cd "$scratch"
HOME="$scratch" "$scratch/fresh/bin/studio" generate "a lighthouse at night" --library "$scratch/library" --out "$scratch/out"
"$scratch/fresh/bin/studio" library verify --library "$scratch/library"

# The window too: it opens its library, and ends when it is asked to.
QT_QPA_PLATFORM=offscreen HOME="$scratch" "$scratch/fresh/bin/studio" --library "$scratch/library" &
window=$!
for _ in $(seq 300); do
    [ -e "$scratch/library/window.lock" ] && break
    sleep 0.1
done
[ -e "$scratch/library/window.lock" ]
kill -TERM "$window"
wait "$window"
