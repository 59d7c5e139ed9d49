#!/usr/bin/env bash
# Runs in Trunk, after a build and before its result replaces dist. Trunk hashes neither the files of a worker nor the
# start script that it writes into the page; this does both, and tells the service worker what there is to keep.
set -euo pipefail
cd "$TRUNK_STAGING_DIR"

# The page and the engine have a part that is loaded later: it is made as small, or as fast, as what it is a part of, and the script loads it
# by a name that says its content.
target=${CARGO_TARGET_DIR:-$TRUNK_SOURCE_DIR/target}/wasm32-unknown-unknown
later() {
  local script=$1 part=$2 hash import options
  # As Trunk is told for the module itself.
  options=$(sed -n "s/.*data-bin=\"$part\".* data-wasm-opt=\"\([^\"]*\)\" data-wasm-opt-params=\"\([^\"]*\)\".*/-O\1 \2/p" "$TRUNK_SOURCE_DIR/index.html")
  [ -f "$target/$part/parts/$part/split_later.wasm" ] || { echo "$part has no later part: the page is built with --release" >&2; exit 1; }
  wasm-opt $options --strip-debug "$target/$part/parts/$part/split_later.wasm" -o later.wasm
  hash=$(sha256sum later.wasm | cut -c1-16)
  mv later.wasm "${part}_later-$hash.wasm"
  import=$(perl -0777 -ne 'print $1 if m{import\s*\*\s*as\s+(\w+)\s+from\s*"\./__wasm_split\.js"}' "$script")
  [ -n "$import" ] || { echo "$script does not import what comes later" >&2; exit 1; }
  perl -0777 -i -pe 's{import\s*\*\s*as\s+\w+\s+from\s*"\./__wasm_split\.js"\s*;?}{}' "$script"
  sed "s|LATER_MODULE|./${part}_later-$hash.wasm|" "$TRUNK_SOURCE_DIR/public/later.js" >> "$script"
  echo "const $import = later;" >> "$script"
}
page=$(basename "$(find . -maxdepth 1 -name 'page-*.js')" .js)
later "$page.js" page
later engine.js engine

# Trunk's name of the page's script says nothing of what has just been added to it.
name=page-$(sha256sum "$page.js" | cut -c1-16)
mv "$page.js" "$name.js"
sed -i "s|\./$page\.js|./$name.js|g" index.html

# The engine and its long jobs are each one script, what wasm-bindgen writes and what starts it, and one module. Each, what
# starts the page, and the words of a language, gets a name by its content, so that no cache ever pairs an old engine with a new page.
for part in engine jobs; do
  cat "$TRUNK_SOURCE_DIR/public/worker.js" >> $part.js
  rm -f "${part}_loader.js"
done
# What the catalog tells its translators is not sent to readers.
sed -i '/^#: /d' fr.po
for file in fr.po start.js engine.js engine_bg.wasm jobs.js jobs_bg.wasm; do
  hash=$(sha256sum "$file" | cut -c1-16)
  name="${file%%.*}-$hash.${file#*.}"
  mv "$file" "$name"
  sed -i "s|\./${file/./\\.}|./$name|g" index.html
done

# The SHA-256 of what comes in, as a content policy and a request write it.
integrity() { printf sha256-; sha256sum | cut -c1-64 | tr a-f A-F | basenc --base16 --decode | base64; }

# The content policy allows one inline script, by its hash: Trunk's, which starts the page.
script() { perl -0777 -ne 'm{<script type="?module"?[^>]*>(.*?)</script>}s or die "no start script in index.html\n"; print $1' index.html; }
start=$(script | integrity)
sed -i "s|START_SCRIPT_HASH|'$start'|" index.html

# What the service worker keeps: at once what the page needs to come up, and later what takes long jobs and writes files.
list() { for file in "$@"; do printf ',"%s":"%s"' "$file" "$(integrity < "$file")"; done; }
version=$(sha256sum index.html | cut -c1-16)
sed -i "s|BUILD_VERSION|$version|" index.html
first=$(list start-*.js page-*.js page-*_bg.wasm engine-*.js engine_bg-*.wasm ./*.css icon-*.svg | sed 's|"\./|"|g')
later=$(list page_later-*.wasm engine_later-*.wasm jobs-*.js jobs_bg-*.wasm fr-*.po)
sed -i "s|BUILD_VERSION|$version|; s|BUILD_FIRST|{\"index.html\":\"\"$first}|; s|BUILD_LATER|{${later#,}}|" service-worker.js
if grep -q BUILD_ index.html service-worker.js; then echo "the version is not filled in" >&2; exit 1; fi
