#!/usr/bin/env bash
# Prints what a first visit of dist transfers until the first rows are there, compressed by brotli, part by part, and what comes after
# them. Fails where the former has grown well beyond its budget (see docs/measurements.md).
set -euo pipefail
cd "$(dirname "$0")/../dist"
budget=700000
limit=715000
total=0
echo "A first visit transfers, until the first rows are there (brotli, bytes):"
while IFS= read -r file; do
  size=$(brotli --best --stdout "$file" | wc -c)
  total=$((total + size))
  printf '%9d  %s\n' "$size" "${file#./}"
done < <(find . -type f \( -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.wasm' -o -name '*.svg' \) \
  -not -name '*_later-*' -not -name 'jobs*' -not -name 404.html -not -name service-worker.js | sort)
printf '%9d  in all' "$total"
if [ "$total" -gt "$budget" ]; then printf ': %d above the budget of %d' $((total - budget)) "$budget"; fi
echo
print_each() {
  sort | while IFS= read -r file; do printf '%9d  %s\n' "$(brotli --best --stdout "$file" | wc -c)" "${file#./}"; done
}
echo "After them, by itself:"
find . -type f -name '*_later-*.wasm' | print_each
echo "The first long job, or download of a file, transfers as well:"
find . -type f \( -name 'jobs*.js' -o -name 'jobs*.wasm' \) | print_each
if [ "$total" -gt "$limit" ]; then
  echo "The page has grown beyond $limit bytes." >&2
  exit 1
fi
