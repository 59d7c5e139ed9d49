#!/usr/bin/env bash
# Runs in Trunk, after a build and before its result replaces dist. Trunk hashes neither the engine's script
# nor the start script that it writes into the page; this does both, after the page was made small.
set -euo pipefail
cd "$TRUNK_STAGING_DIR"

if [ "${TRUNK_PROFILE:-}" = release ]; then
  "$TRUNK_SOURCE_DIR/scripts/shrink.sh" page-*.js page-*_bg.wasm
fi

# The engine's script takes the page's module by its name, and gets a name by its own content, so that no cache
# ever pairs an old engine with a new page.
page=$(basename page-*.js)
sed -i "s|\./page\.js|./$page|" engine.js
hash=$(sha256sum engine.js | cut -c1-16)
mv engine.js "engine-$hash.js"
sed -i "s|\./engine\.js|./engine-$hash.js|" index.html

# So do the files of the workers that are loaded on first use, which Trunk leaves without one: the module, and the script
# that starts it.
for worker in auditor:audit balancer:balance explorer:explore; do
  module=${worker%:*}
  script=${worker#*:}
  hash=$(cat "$module.js" "${module}_bg.wasm" "$script.js" | sha256sum | cut -c1-16)
  mv "$module.js" "$module-$hash.js"
  mv "${module}_bg.wasm" "$module-${hash}_bg.wasm"
  sed "s|\./$module\.js|./$module-$hash.js|; s|\./${module}_bg\.wasm|./$module-${hash}_bg.wasm|" "$script.js" > "$script-$hash.js"
  rm -f "$script.js" "${module}_loader.js"
  sed -i "s|\./$script\.js|./$script-$hash.js|" index.html
done

# The content policy allows one inline script, by its hash: Trunk's, which starts the page.
perl -0777 -i -pe '
  use strict;
  my ($script) = m{<script type="?module"?[^>]*>(.*?)</script>}s or die "no start script in index.html\n";
  open(my $pipe, "-|", "bash", "-c", q(printf %s "$1" | sha256sum), "hash", $script) or die;
  my ($hex) = <$pipe> =~ /^([0-9a-f]{64})/ or die "sha256sum said nothing\n";
  my $bytes = pack("H*", $hex);
  my @alphabet = ("A" .. "Z", "a" .. "z", 0 .. 9, "+", "/");
  my $bits = unpack("B*", $bytes) . "00";
  my $base64 = join("", map { $alphabet[oct("0b$_")] } $bits =~ /(.{6})/g) . "=";
  s/START_SCRIPT_HASH/\x27sha256-$base64\x27/;
' index.html
