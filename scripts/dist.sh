#!/usr/bin/env bash
# Makes dist, a built page, ready for a static host: `.br` and `.gz` beside each file that gains by them, the headers that
# Netlify and Cloudflare Pages read, a bill of materials, and, where URL says where the page will be, its whole address where previews
# and the 404 page need one.
set -euo pipefail
cd "$(dirname "$0")/../dist"

find . -type f \( -name "*.br" -o -name "*.gz" \) -delete
if [ -n "${URL:-}" ]; then
  case "$URL" in
    http://*/|https://*/) ;;
    *) echo "URL=$URL: give the whole address of the page's folder, with a slash at its end, such as https://example.org/data/" >&2; exit 1 ;;
  esac
  escaped=$(printf '%s' "$URL" | sed 's/[&|\\]/\\&/g')
  sed -i "s|href=\"./\"|href=\"$escaped\"|" 404.html
  # (The build writes attributes in an order, and with quotes, of its own.)
  sed -i -E "s|content=\"?\./\"? property=\"?og:url\"?|content=\"$escaped\" property=og:url|; s|content=\"?\./preview\.png\"?|content=\"${escaped}preview.png\"|" index.html
  grep -qF "${URL}preview.png" index.html && grep -qF "content=\"$URL\"" index.html && grep -qF "$URL" 404.html \
    || { echo "the addresses in index.html are not where they were" >&2; exit 1; }
  # The page is another one now: so is the version that is kept.
  old=$(sed -n 's/^const VERSION = "\(.*\)";$/\1/p' service-worker.js)
  new=$(sha256sum index.html | cut -c1-16)
  sed -i "s|$old|$new|" index.html service-worker.js
fi

# Files whose names say what is in them may be kept for ever; the others are asked for anew.
{
  printf '/*\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n'
  printf '/%s\n  Cache-Control: no-cache\n' '' index.html service-worker.js manifest.webmanifest
  find . -maxdepth 1 -type f -printf '%P\n' | grep -E -- '-[0-9a-f]{15,16}(_bg)?\.[a-z]+$' | sort | while IFS= read -r file; do
    printf '/%s\n  Cache-Control: public, max-age=31536000, immutable\n' "$file"
  done
} > _headers

(cd .. && scripts/bom.pl) > bom.cdx.json

find . -maxdepth 1 -type f -not -name '*.br' -not -name '*.gz' -not -name '*.png' -not -name _headers -print0 | while IFS= read -r -d '' file; do
  brotli --best --keep --force "$file"
  # Without a name and a time, so that equal files stay equal.
  gzip -9 --no-name --keep --force "$file"
done
echo "dist is ready for a static host: $(find . -type f | wc -l) files, $(du -sh . | cut -f1) with their compressed forms"
