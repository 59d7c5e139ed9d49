#!/usr/bin/env bash
# Installs what is missing, and nothing else: `scripts/setup.sh build` for building and serving the page, `scripts/setup.sh lint` for the
# lints on top of that, `scripts/setup.sh test` for the tests on top of both, which need browsers, a Python and Java, `scripts/setup.sh bench`
# for what the benches compare with on top of building, `scripts/setup.sh docs` for the book alone, `scripts/setup.sh packages` for the
# packages of the command line alone, and `scripts/setup.sh wheel` for the package for Python alone. With everything in place it takes under
# a second. Tools go to $CYBERDATAGEN_TOOLS (default ~/.cache/cyberdatagen), so nobody's own trunk or wasm-bindgen is replaced.
set -euo pipefail
cd "$(dirname "$0")/.."

tools="${CYBERDATAGEN_TOOLS:-$HOME/.cache/cyberdatagen}"
export PATH="$tools/bin:$HOME/.cargo/bin:$PATH"

trunk_version=0.21.14
geckodriver_version=0.37.1
deny_version=0.20.2
mdbook_version=0.5.4
axe_version=4.14.1
imblearn_version=0.14.2
faker_version=40.63.0
mimesis_version=22.2.0
copulas_version=0.14.1
pyarrow_version=26.0.1
polars_version=2.1.0
duckdb_version=2.0.1
cefp_version=0.0.2
ocsf_version=0.10.0
pysigma_version=1.5.1
sigma_cli_version=3.1.0
sigma_elasticsearch_version=2.1.1
stix2_version=3.0.2
syslog_version=0.3.2
zat_version=0.4.9
frictionless_version=5.21.0
ijson_version=3.6.0
jsonlines_version=4.0.0
mlcroissant_version=1.1.1
maturin_version=1.16.0
mypy_version=2.4.1
pyspark_version=4.3.0
pytest_version=9.2.0
binaryen_version=132.0.0
wasm_opt_version=0.116.1
wasm_split_version=0.2.4
# The command line of wasm-bindgen must equal the library to the last digit: read it from the manifest.
bindgen_version=$(sed -n 's/^wasm-bindgen = { version = "=\([0-9.]*\)".*/\1/p' Cargo.toml)

# What notebooks need, which the notebook itself says, and what reads the exported files.
read -ra test_packages <<< "$(sed -n 's/^# %pip install --quiet //p' src/engine/detect/notebook/cells.py)"
test_packages+=("pyarrow==$pyarrow_version" "polars==$polars_version" "duckdb==$duckdb_version")
test_packages+=("cefp==$cefp_version" "py-ocsf-models==$ocsf_version" "pysigma==$pysigma_version" "sigma-cli==$sigma_cli_version"
  "pysigma-backend-elasticsearch==$sigma_elasticsearch_version" "stix2==$stix2_version")
test_packages+=("syslog-rfc5424-parser==$syslog_version" "zat==$zat_version")
test_packages+=("frictionless==$frictionless_version" "ijson==$ijson_version" "jsonlines==$jsonlines_version" "mlcroissant==$mlcroissant_version")
test_packages+=("maturin==$maturin_version" "mypy==$mypy_version" "pytest==$pytest_version")

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { say "$1"; say "what to do: $2"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# try SECONDS COMMAND...: with a time limit, and once more if that failed.
try() {
  local limit=$1; shift
  timeout "$limit" "$@" || { say "retrying: $*"; sleep 2; timeout "$limit" "$@"; }
}

# What gives a command root's rights: nothing where they are there already.
if [ "$(id -u)" = 0 ] || ! have sudo; then root=(); else root=(sudo); fi

# package COMMAND PACKAGE...: a Debian package, where the command is missing.
package() {
  local command=$1; shift
  have "$command" && return 0
  have apt-get || fail "'$command' is missing, and this system has no apt-get" \
    "install '$command' with your system's package manager (Debian calls it: $*) and run make again"
  say "installing $*"
  if [ -z "${apt_updated:-}" ]; then
    try 300 "${root[@]}" apt-get update -qq >/dev/null || say "apt-get update failed; trying with the lists at hand"
    apt_updated=yes
  fi
  try 900 "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 \
    || fail "could not install $*" "run 'apt-get install $*' as root and run make again"
}

# answers COMMAND VERSION: whether the command is there, in this version. (A grep that stops at the first hit would end a tool that
# prints more, and the tool would be built again.)
answers() { have "$1" && "$1" --version 2>/dev/null | grep -F -- "$2" >/dev/null; }

# crate COMMAND CRATE VERSION [FLAG...]: a tool from crates.io at exactly that version. Where cargo-binstall is installed, the program
# that the tool's own project has built, if there is one; else, or if that does not run here, it is built.
crate() {
  local command=$1 name=$2 version=$3; shift 3
  answers "$command" "$version" && return 0
  if have cargo-binstall; then
    say "fetching $name $version"
    mkdir -p "$tools/bin"
    timeout 300 cargo binstall "$name@$version" --no-confirm --force --quiet --no-symlinks --strategies crate-meta-data \
      --install-path "$tools/bin" >/dev/null 2>&1 || true
    hash -r
    answers "$command" "$version" && return 0
    say "there is no program of $name $version to fetch"
  fi
  say "building $name $version (some minutes, once)"
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=0 \
    try 2400 cargo install "$name@$version" --root "$tools" --force --quiet "$@" \
    || fail "could not build $name $version" "run 'cargo install $name@$version' by hand and read its last lines"
}

# wasm-opt, from Binaryen 116 or later: earlier ones export the wrong table (Debian 12 has 108).
wasm_opt() {
  local found
  found=$(wasm-opt --version 2>/dev/null | grep -oE '[0-9]+' | head -n 1) || true
  [ "${found:-0}" -ge 116 ] && return 0
  if have npm; then
    say "installing binaryen $binaryen_version with npm"
    if try 300 npm install --silent --no-fund --no-audit --prefix "$tools/npm" "binaryen@$binaryen_version" >&2; then
      mkdir -p "$tools/bin"
      ln -sf "$tools/npm/node_modules/.bin/wasm-opt" "$tools/bin/wasm-opt"
      return 0
    fi
  fi
  package g++ g++
  crate wasm-opt wasm-opt "$wasm_opt_version"
}

# What splits a module, for scripts/link.sh. It does not say its version: a file beside it does.
wasm_split() {
  local note="$tools/bin/.wasm-split-cli"
  have wasm-split-cli && [ "$(cat "$note" 2>/dev/null)" = "$wasm_split_version" ] && return 0
  rm -f "$note" "$tools/bin/wasm-split-cli"
  crate wasm-split-cli wasm_split_cli_support "$wasm_split_version" --locked --features build-binary
  printf %s "$wasm_split_version" > "$note"
}

compiler() {
  have cargo || fail "Rust is missing" "install it from https://rustup.rs and run make again"
  package cc gcc libc6-dev
}

# target NAME: a target of the compiler.
target() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/$1" ] && return 0
  have rustup || fail "the target $1 is missing, and so is rustup" \
    "install rustup from https://rustup.rs, or your system's package of Rust's standard library for $1"
  say "adding the target $1"
  try 180 rustup target add "$1" >&2 || fail "could not add the target" "run 'rustup target add $1' and run make again"
}

packages() {
  [ "$(uname -sm)" = "Linux x86_64" ] || fail "packages are made on Linux on x86-64 alone, this is $(uname -sm)" "run 'cargo install --path .'"
  compiler
  target x86_64-unknown-linux-musl
  package dpkg-deb dpkg
}

build() {
  compiler
  target wasm32-unknown-unknown
  package perl perl-base
  wasm_opt
  package brotli brotli
  crate trunk trunk "$trunk_version" --locked
  crate wasm-bindgen wasm-bindgen-cli "$bindgen_version"
  wasm_split
}

lints() {
  crate cargo-deny cargo-deny "$deny_version" --locked
}

# Without what serves and watches a book.
book() {
  crate mdbook mdbook "$mdbook_version" --locked --no-default-features --features search
}

browsers() {
  package curl curl ca-certificates
  package chromium chromium
  package chromedriver chromium-driver
  package firefox-esr firefox-esr
  crate geckodriver geckodriver "$geckodriver_version" --locked
  local axe="$tools/axe-core-$axe_version.min.js"
  if ! [ -s "$axe" ]; then
    say "fetching axe-core $axe_version"
    mkdir -p "$tools"
    try 120 curl -fsSL -o "$tools/axe.tgz" "https://registry.npmjs.org/axe-core/-/axe-core-$axe_version.tgz" \
      || fail "could not fetch axe-core" "put axe-core $axe_version's axe.min.js at $axe"
    tar -xzOf "$tools/axe.tgz" package/axe.min.js > "$axe.new"
    mv "$axe.new" "$axe"
    rm -f "$tools/axe.tgz"
  fi
}

# What the commands are run with that `how_to_load.md` names.
loaders() {
  package nc netcat-openbsd
  package sqlite3 sqlite3
}

# environment FOLDER: a new environment of Python.
environment() {
  rm -rf "$1"
  python3 -m venv "$1" >/dev/null 2>&1 || { package python3-venv python3-venv; rm -rf "$1"; python3 -m venv "$1"; }
}

# environment_of NAME PACKAGE==VERSION...: packages in the environment $tools/NAME; who needs them says so where there are none.
environment_of() {
  local venv="$tools/$1"; shift
  "$venv/bin/python" -c "
from importlib.metadata import version
for package in '$*'.split():
    name, wanted = package.split('==')
    assert version(name) == wanted
" 2>/dev/null && return 0
  package python3 python3
  say "installing $*"
  { "$venv/bin/python" -m pip --version >/dev/null 2>&1 || environment "$venv"; } \
    && try 900 "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@" >&2 \
    || say "could not install $*: tests and benches go without them"
}

# python PACKAGE==VERSION...: packages that read what is exported, that notebooks are run with, or that the benches compare with.
python() { environment_of python "$@"; }

# What builds the package for Python.
wheel() {
  compiler
  python "maturin==$maturin_version"
  "$tools/python/bin/python" -m maturin --version >/dev/null 2>&1 \
    || fail "could not install maturin" "install Python 3.11 or later with its venv, and run make again"
}

# Java, which Apache Spark is tried with: 17 or later.
java_runtime() {
  local found
  (package java default-jre-headless) || { say "tests go without Apache Spark"; return 0; }
  found=$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p') || true
  [ "${found:-0}" -ge 17 ] || say "Apache Spark needs Java 17 or later, and 'java' is older: tests go without it"
}

# servers PACKAGE...: servers that streams and the page are tested with. Their packages are unpacked beside the tools, with those that
# they need and the system has not: nothing of the system changes, and no service starts.
servers() {
  local folder="$tools/servers" needed temporary
  [ "$(cat "$folder/packages" 2>/dev/null)" = "$*" ] && return 0
  if ! have apt-get || ! have dpkg; then say "no Debian packages here: tests go without $*"; return 0; fi
  say "unpacking $*"
  needed=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$@" 2>/dev/null \
    | grep '^[a-z]' | sort -u \
    | while read -r name; do dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || echo "$name"; done)
  # Also those that the system has: the tests find all servers in one place.
  needed=$(printf '%s\n' $needed "$@" | sort -u)
  temporary=$(mktemp -d)
  rm -rf "$folder.new"
  # shellcheck disable=SC2086
  if (cd "$temporary" && for name in $needed; do apt-get download -qq "$name" >/dev/null 2>&1 || true; done; [ -n "$(ls)" ]); then
    for name in "$@"; do ls "$temporary/$name"_*.deb >/dev/null 2>&1 || say "there is no package $name: tests go without it"; done
    for file in "$temporary"/*.deb; do dpkg -x "$file" "$folder.new"; done
    rm -rf "$folder"
    echo "$*" > "$folder.new/packages"
    mv "$folder.new" "$folder"
  else
    say "could not unpack $*: tests go without them"
  fi
  rm -rf "$temporary"
}

case "${1:-}" in
  build) build ;;
  docs) compiler; book ;;
  packages) packages ;;
  lint) build; lints ;;
  wheel) wheel ;;
  test)
    build; lints; browsers; loaders; java_runtime; python "${test_packages[@]}"; python "pyspark==$pyspark_version"
    servers rsyslog syslog-ng-core nginx-light libnginx-mod-http-brotli-static caddy postgresql ;;
  bench)
    build; browsers
    python "${test_packages[@]}" "imbalanced-learn==$imblearn_version" "Faker==$faker_version" "mimesis==$mimesis_version"
    # It needs an older pandas than all others.
    environment_of copulas "copulas==$copulas_version" ;;
  *) fail "what to set up?" "scripts/setup.sh build, lint, test, bench, docs, packages or wheel" ;;
esac
