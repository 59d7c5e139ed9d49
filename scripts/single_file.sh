#!/usr/bin/env bash
# Makes one HTML file of dist, a built page, that runs from a disk by a double click: target/cyberdatagen.html. Scripts and modules stand
# in it compressed; a start script of its own unpacks them and hands them out under addresses that the browser gives them.
set -euo pipefail
cd "$(dirname "$0")/../dist"
result=../target/cyberdatagen.html
mkdir -p ../target

name() { find . -maxdepth 1 -name "$1" -printf '%P\n' | grep -v '[.]\(br\|gz\)$' | head -n 1; }
# A module's script as one that a worker without modules runs.
classic() { sed -E 's/^export \{[^}]*\};?$//; s/^export (class|function|const) /\1 /; s/import\.meta\.url/self.location.href/g'; }
# The address of what a module loads later is known when that is unpacked.
addressless() { sed -E 's|"\./[a-z]+_later-[0-9a-f]+\.wasm"|"LATER_MODULE"|' "$1"; }
embedded() { printf '<script type="text/plain" id="embedded-%s">' "$1"; gzip -9 --no-name --stdout | base64 -w 0; printf '</script>\n'; }

{
  cat <<'HEAD'
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:; connect-src data: blob:; img-src data: blob:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="engine-module" content=""><meta name="engine-worker" content="">
<meta name="jobs-module" content=""><meta name="jobs-worker" content="">
<meta name="language-fr" content="">
<title>CyberDataGen</title>
HEAD
  printf '<link rel="icon" href="data:image/svg+xml;base64,%s">\n<style>\n' "$(base64 -w 0 "$(name 'icon-*.svg')")"
  # In the order of the page.
  grep -oE '[a-z]+-[0-9a-f]+\.css' index.html | awk '!seen[$0]++' | while IFS= read -r sheet; do cat "$sheet"; echo; done
  printf '</style>\n</head>\n'
  grep -oE '<body>.*</body>' index.html | sed 's|</body>||'
  embedded start.js < "$(name 'start-*.js')"
  addressless "$(name 'page-*.js')" | embedded page.js
  embedded page.wasm < "$(name 'page-*_bg.wasm')"
  for part in page engine; do embedded "$part-later" < "$(name "${part}_later-*.wasm")"; done
  for part in engine jobs; do
    addressless "$(name "$part-*.js")" | classic | embedded "$part-worker"
    embedded "$part-module" < "$(name "${part}_bg-*.wasm")"
  done
  embedded language-fr < "$(name 'fr-*.po')"
  cat <<'END'
<script type="module">
const unpack = async (id) => {
  const element = document.getElementById(`embedded-${id}`);
  const packed = await fetch(`data:application/gzip;base64,${element.textContent}`);
  element.remove();
  return new Response(packed.body.pipeThrough(new DecompressionStream("gzip")));
};
const address = (content, type) => URL.createObjectURL(new Blob([content], { type }));
const unpacked = async (id, type) => address(await (await unpack(id)).arrayBuffer(), type);
const [script, wasm] = ["text/javascript", "application/wasm"];
// A script with the address of what its module loads later.
const withLater = async (id, later) =>
  address((await (await unpack(id)).text()).replace("LATER_MODULE", await unpacked(later, wasm)), script);
try {
  for (const part of ["engine", "jobs"]) {
    document.querySelector(`meta[name=${part}-module]`).content = await unpacked(`${part}-module`, wasm);
    document.querySelector(`meta[name=${part}-worker]`).content =
      part === "engine" ? await withLater("engine-worker", "engine-later") : await unpacked(`${part}-worker`, script);
  }
  document.querySelector("meta[name=language-fr]").content = await unpacked("language-fr", "text/plain");
  await import(await unpacked("start.js", script));
  const { default: init } = await import(await withLater("page.js", "page-later"));
  await init({ module_or_path: await unpacked("page.wasm", wasm) });
} catch (error) {
  console.error(error);
  document.getElementById("crash").hidden = false;
}
</script>
</body>
</html>
END
} > "$result"
echo "target/cyberdatagen.html: $(stat -c %s "$result") bytes, to be opened by a double click"
