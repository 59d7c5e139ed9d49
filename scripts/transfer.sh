#!/usr/bin/env bash
# Prints what a first visit of dist transfers, compressed by brotli, part by part. Fails where it has grown beyond what it was
# when last weighed; the budget, which is missed, is said beside it (see docs/measurements.md).
# What is asked for once the page is there, such as the service worker, is not among it.
set -euo pipefail
cd "$(dirname "$0")/../dist"
budget=700000
limit=1510000
total=0
echo "A first visit transfers (brotli, bytes):"
while IFS= read -r file; do
  size=$(brotli --best --stdout "$file" | wc -c)
  total=$((total + size))
  printf '%9d  %s\n' "$size" "${file#./}"
done < <(find . -type f \( -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.wasm' -o -name '*.svg' \) \
  -not -name 'jobs*' -not -name 404.html -not -name service-worker.js | sort)
printf '%9d  in all' "$total"
if [ "$total" -gt "$budget" ]; then printf ': %d above the budget of %d' $((total - budget)) "$budget"; fi
echo
echo "The first long job, or download of a file, transfers as well:"
find . -type f \( -name 'jobs*.js' -o -name 'jobs*.wasm' \) | sort | while IFS= read -r file; do
  printf '%9d  %s\n' "$(brotli --best --stdout "$file" | wc -c)" "${file#./}"
done
if [ "$total" -gt "$limit" ]; then
  echo "The page has grown beyond $limit bytes." >&2
  exit 1
fi
