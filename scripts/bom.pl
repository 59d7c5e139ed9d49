#!/usr/bin/env perl
# Prints the bill of materials of the page, in CycloneDX 1.6: the crates that are linked into its modules, with licenses and
# checksums, and which of them needs which. It says what Cargo.lock, Cargo.toml and the compiler say, so that the same sources give the
# same bytes: no time, no serial number.
#
# Build scripts and procedural macros run while the page is built and are not in it, so they are not in this list.
use strict;
use warnings;

# The features that the modules are compiled with: `page` is the module of the page, `worker` those of the workers.
my @features = ("page", "worker");
my $target = "wasm32-unknown-unknown";

# A JSON string.
sub text {
    my ($text) = @_;
    $text =~ s/(["\\])/\\$1/g;
    $text =~ s/([\x00-\x1f])/sprintf("\\u%04x", ord $1)/ge;
    return "\"$text\"";
}

# The lines that a command prints.
sub lines {
    open(my $pipe, "-|", @_) or die "cannot run $_[0]: $!\n";
    chomp(my @lines = <$pipe>);
    close($pipe) or die "failed: @_\n";
    return @lines;
}

# The licenses of a crate as an SPDX expression: `MIT/Apache-2.0` is the form of old manifests.
sub expression {
    my ($license) = @_;
    $license =~ s{\s*/\s*}{ OR }g;
    return $license;
}

my %checksum;
open(my $lock, "<", "Cargo.lock") or die "Cargo.lock: $!\n";
my ($name, $version);
while (<$lock>) {
    if (/^name = "(.*)"/) { $name = $1 }
    elsif (/^version = "(.*)"/) { $version = $1 }
    elsif (/^checksum = "(.*)"/) { $checksum{"$name\@$version"} = $1 }
}
close($lock);

# Each crate, by its package URL (`pkg:cargo/name@version`).
my (%crates, %needs, $page);
for my $feature (@features) {
    my @path;
    my @tree = lines(
        "cargo", "tree", "--locked", "--target", $target, "--no-default-features", "--features", $feature,
        "--edges", "normal,no-proc-macro", "--prefix", "depth", "--format", "|{p}|{l}"
    );
    for my $line (@tree) {
        my ($depth, $name, $version, $license) = $line =~ /^(\d+)\|(\S+) v(\S+)[^|]*\|(.*?)(?: \(\*\))?$/ or die "cargo tree: $line\n";
        my $url = "pkg:cargo/$name\@$version";
        $url =~ s/\+/%2B/g;
        $needs{$path[$depth - 1]}{$url} = 1 if $depth > 0;
        $path[$depth] = $url;
        $page = $url if $depth == 0;
        die "$name $version states no license\n" if $license eq "";
        my $crate = $crates{$url} //= { name => $name, version => $version, license => expression($license), features => {} };
        $crate->{features}{$feature} = 1;
        die "$name $version has no checksum in Cargo.lock\n" unless $depth == 0 || $checksum{"$name\@$version"};
    }
}

# The standard library is part of every module, in the version of the compiler.
my ($compiler) = join("\n", lines("rustc", "--version", "--verbose")) =~ /^release: (\S+)$/m or die "rustc says no version\n";
my $std = "pkg:github/rust-lang/rust\@$compiler";

sub component {
    my ($type, $url, $crate, @further) = @_;
    my @members = (
        "\"type\": " . text($type),
        "\"bom-ref\": " . text($url),
        "\"name\": " . text($crate->{name}),
        "\"version\": " . text($crate->{version}),
        @further,
        "\"licenses\": [{ \"expression\": " . text($crate->{license}) . " }]",
        "\"purl\": " . text($url),
    );
    my @modules = map { "{ \"name\": \"cyberdatagen:feature\", \"value\": " . text($_) . " }" } sort keys %{ $crate->{features} };
    push @members, "\"properties\": [" . join(", ", @modules) . "]" if @modules;
    return "{ " . join(", ", @members) . " }";
}

my @components = map {
    my $crate = $crates{$_};
    my $hash = $checksum{"$crate->{name}\@$crate->{version}"};
    component("library", $_, $crate, "\"hashes\": [{ \"alg\": \"SHA-256\", \"content\": " . text($hash) . " }]");
} grep { $_ ne $page } sort keys %crates;
my %all = map { $_ => 1 } @features;
push @components, component("library", $std,
    { name => "std", version => $compiler, license => "MIT OR Apache-2.0", features => \%all });

$needs{$page}{$std} = 1;
my @dependencies = map {
    my @on = sort keys %{ $needs{$_} // {} };
    "{ \"ref\": " . text($_) . (@on ? ", \"dependsOn\": [" . join(", ", map { text($_) } @on) . "]" : "") . " }";
} (sort(keys %crates), $std);

my $described = component("application", $page, { %{ $crates{$page} }, features => {} });
print "{\n  \"bomFormat\": \"CycloneDX\",\n  \"specVersion\": \"1.6\",\n  \"version\": 1,\n  \"metadata\": {\n    \"component\": $described\n  },\n";
print "  \"components\": [\n    ", join(",\n    ", @components), "\n  ],\n";
print "  \"dependencies\": [\n    ", join(",\n    ", @dependencies), "\n  ]\n}\n";
