#!/usr/bin/env bash
# The linker for WebAssembly: Rust's own, and after it, for a module with a part that is loaded later (`#[wasm_split]` in the sources),
# the tool that splits it. It stands here because that tool reads the linker's relocations, which wasm-bindgen, Trunk's next step, drops.
# The module keeps its place; its part is left in `parts/` beside it, for scripts/post_build.sh.
set -euo pipefail
host=$(rustc -vV | sed -n 's/^host: //p')
lld="$(rustc --print sysroot)/lib/rustlib/$host/bin/rust-lld"

arguments=()
output=
previous=
for argument in "$@"; do
  [ "$previous" = -o ] && output=$argument
  previous=$argument
  # The tool needs names; wasm-bindgen takes them away.
  case "$argument" in --strip-debug|--strip-all) ;; *) arguments+=("$argument") ;; esac
done

module=$(basename "$output" .wasm)
module=${module%-*}
case "$module" in
  page|engine) ;;
  *) exec "$lld" "$@" ;;
esac

command -v wasm-split-cli >/dev/null || { echo "wasm-split-cli is missing: scripts/setup.sh build installs it" >&2; exit 1; }
"$lld" "${arguments[@]}" --emit-relocs
parts="$(dirname "$(dirname "$output")")/parts/$module"
rm -rf "$parts"
mkdir -p "$parts"
wasm-split-cli "$output" "$parts" --out-name "$module" >&2
mv "$parts/$module.wasm" "$output"
