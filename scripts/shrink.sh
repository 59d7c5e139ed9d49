#!/usr/bin/env bash
# shrink.sh SCRIPT WASM: makes the page's module and its script as small as they can be: some 9 kB of a first visit
# less than the optimizer alone. The module's imports and exports get names of a letter or two, in both files alike; what
# no page of ours calls (the streams of Leptos's server functions) is left out.
set -euo pipefail
script=$1
wasm=$2
features=(--enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals
  --enable-reference-types --enable-multivalue)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

wasm-opt "$wasm" "${features[@]}" --emit-text --output "$work/all.wat" 2>/dev/null
grep -v '^ *(export "\(__wbg_\)\{0,1\}intounderlying' "$work/all.wat" > "$work/used.wat"
wasm-opt "$work/used.wat" "${features[@]}" -O3 -Oz --minify-imports-and-exports-and-modules --output "$work/page.wasm" > "$work/names"

# Binaryen writes the names as JSON, `["module", "long", "short"]` and `["long", "short"]`, or as `long => short`.
NAMES="$work/names" perl -0777 -i -pe '
  use strict;
  our %short;
  BEGIN {
    local $/ = "\n";
    open(my $names, "<", $ENV{NAMES}) or die "no names\n";
    while (<$names>) {
      if (/"([^"]+)", "([^"]+)"\]/ || /^(\S+) => (\S+)$/) { $short{$1} = $2 }
    }
    die "the optimizer told no names\n" unless $short{memory};
  }
  # All modules that are imported from become one, of the name "a".
  s{"\./page_bg\.js": import0}{"a": import0} or die "the script imports otherwise\n";
  s/^export class IntoUnderlying\w+ \{.*?^\}\n(?:if \(Symbol\.dispose\)[^\n]*\n)?//msg;
  s/^const IntoUnderlying\w+Finalization = .*?;\n//msg;
  # Imports: a property of eight spaces each. A function that the module does not import goes.
  sub renamed {
    my ($name, $value) = @_;
    return "        \"$short{$name}\": $value,\n" if exists $short{$name};
    return $value =~ /^function/ ? "" : "        $name: $value,\n";
  }
  s/^        (\w+): (function\b.*?^        \}(?:, arguments\); \})?|[\w.]+),\n/renamed($1, $2)/msge;
  s/\bwasm\.(\w+)/exists $short{$1} ? "wasm[\"$short{$1}\"]" : $&/ge;
  s{^\s*/\*\*.*?\*/\n}{}msg;
  s/^\s+//mg;
' "$script"
mv "$work/page.wasm" "$wasm"
