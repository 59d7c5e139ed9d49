#!/usr/bin/env bash
# Prints what a first visit of dist transfers, compressed by brotli, part by part; fails above the budget.
set -euo pipefail
cd "$(dirname "$0")/../dist"
budget=700000
total=0
echo "A first visit transfers (brotli, bytes):"
while IFS= read -r file; do
  size=$(brotli --best --stdout "$file" | wc -c)
  total=$((total + size))
  printf '%9d  %s\n' "$size" "${file#./}"
done < <(find . -type f | sort)
printf '%9d  in all, of %d\n' "$total" "$budget"
if [ "$total" -gt "$budget" ]; then
  echo "The page has grown beyond its budget." >&2
  exit 1
fi
