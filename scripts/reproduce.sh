#!/usr/bin/env bash
# Builds the page twice, from two clean clones of the last commit in folders of different lengths, each with a target folder of its own,
# and compares every file: the same sources give the same bytes. What is not committed is not built. Takes some 15 minutes.
#   scripts/reproduce.sh       URL=https://example.org/data/ scripts/reproduce.sh
# Where files differ, it names them and leaves both folders for a look.
set -euo pipefail
cd "$(dirname "$0")/.."
commit=$(git rev-parse HEAD)
place=$(mktemp -d)
builds=("$place/a" "$place/a-folder-with-a-much-longer-name/b")

keep=no
cleanup() { [ "$keep" = yes ] || rm -rf "$place"; }
trap cleanup EXIT

for build in "${builds[@]}"; do
  echo "building ${commit:0:12} in $build"
  git clone --quiet --no-checkout . "$build"
  git -C "$build" checkout --quiet --detach "$commit"
  # Neither what a make above hands down, nor another target folder.
  env -u MAKEFLAGS -u MAKELEVEL CARGO_TARGET_DIR="$build/target" make -C "$build" --no-print-directory dist single-file >"$build.log" 2>&1 \
    || { keep=yes; tail -n 20 "$build.log" >&2; echo "the build failed: $build.log" >&2; exit 1; }
  # Beside the page, so that it is compared as well.
  cp "$build/target/cyberdatagen.html" "$build/dist/"
done

if differences=$(diff -rq "${builds[0]}/dist" "${builds[1]}/dist"); then
  echo "the same: $(find "${builds[0]}/dist" -type f | wc -l) files of two builds, byte by byte"
else
  keep=yes
  printf '%s\n' "$differences" >&2
  echo "two builds differ; both are in $place" >&2
  exit 1
fi
