#!/usr/bin/env bash
# Packages of the command line, in target/packages: a static program with its completions and manual as .tar.gz, the same as a Debian
# package, and the SHA-256 of both. Then both are unpacked and run. Equal sources give equal packages: all times in them are that of the
# last commit.
set -euo pipefail
cd "$(dirname "$0")/.."

[ "$(uname -sm)" = "Linux x86_64" ] || { echo "packages: they are made on Linux on x86-64 alone, this is $(uname -sm)" >&2; exit 1; }
target=x86_64-unknown-linux-musl
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
name=cyberdatagen-$version-x86_64-linux
deb=cyberdatagen_${version}_amd64.deb
out=$PWD/target/packages
maintainer=${DEB_MAINTAINER:-$(git log -1 --format='%an <%ae>' 2>/dev/null || echo 'nobody <nobody@example.org>')}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
umask 022
rm -rf "$out"
mkdir -p "$out"

cargo build --release --locked --bin cyberdatagen --target "$target"
program=target/$target/release/cyberdatagen

# files FOLDER: the program and what comes with it, as in /usr.
files() {
  install -D -s "$program" "$1/bin/cyberdatagen"
  mkdir -p "$1/share/bash-completion/completions" "$1/share/zsh/vendor-completions" "$1/share/fish/vendor_completions.d"
  "$program" completions bash > "$1/share/bash-completion/completions/cyberdatagen"
  "$program" completions zsh > "$1/share/zsh/vendor-completions/_cyberdatagen"
  "$program" completions fish > "$1/share/fish/vendor_completions.d/cyberdatagen.fish"
  "$program" man --out "$1/share/man/man1" > /dev/null
  install -D -m 644 LICENSE "$1/share/doc/cyberdatagen/copyright"
}

# The archive.
files "$out/$name"
install -m 644 README.md CHANGELOG.md "$out/$name"
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -C "$out" -c "$name" | gzip -9n > "$out/$name.tar.gz"

# The Debian package.
root=$out/root
files "$root/usr"
find "$root/usr/share/man" -name '*.1' -exec gzip -9n {} +
gzip -9nc > "$root/usr/share/doc/cyberdatagen/changelog.gz" << END
cyberdatagen ($version) unstable; urgency=medium

  * See CHANGELOG.md in the sources.

 -- $maintainer  $(date -R -u -d "@$SOURCE_DATE_EPOCH")
END
# The program is static, and what looks like a library of YAML in it is written in Rust.
install -D -m 644 /dev/stdin "$root/usr/share/lintian/overrides/cyberdatagen" << END
cyberdatagen: embedded-library libyaml [usr/bin/cyberdatagen]
cyberdatagen: shared-library-lacks-prerequisites [usr/bin/cyberdatagen]
END
mkdir "$root/DEBIAN"
(cd "$root" && find usr -type f | sort | xargs md5sum) > "$root/DEBIAN/md5sums"
cat > "$root/DEBIAN/control" << END
Package: cyberdatagen
Version: $version
Architecture: amd64
Maintainer: $maintainer
Installed-Size: $(du -sk "$root/usr" | cut -f 1)
Section: science
Priority: optional
Description: labeled synthetic cybersecurity data
 Makes issues with user activity, threat score, defense action and label, as
 CSV, JSON, SQL or Parquet, and the events behind them for a SIEM, with the
 answer key apart. The same settings give the same bytes, everywhere.
END
dpkg-deb --root-owner-group -Zxz --build "$root" "$out/$deb" > /dev/null

# Both, unpacked and run: the first of the golden values.
golden=$(grep -om 1 '[0-9a-f]\{64\}' tests/support/golden.rs)
tar -xzf "$out/$name.tar.gz" -C "$(mktemp -d -p "$out" archive.XXX)"
dpkg-deb -x "$out/$deb" "$(mktemp -d -p "$out" deb.XXX)"
for installed in "$out"/archive.*/"$name"/bin/cyberdatagen "$out"/deb.*/usr/bin/cyberdatagen; do
  "$installed" --version | grep -qx "cyberdatagen $version"
  made=$("$installed" generate --preset classic --stdout | sha256sum | cut -d ' ' -f 1)
  [ "$made" = "$golden" ] || { echo "packages: $installed writes other data: $made" >&2; exit 1; }
done
rm -rf "$root" "${out:?}/$name" "$out"/archive.* "$out"/deb.*
(cd "$out" && sha256sum "$name.tar.gz" "$deb" | tee SHA256SUMS)
