# `make serve` and `make test` are the two that matter; each does all the set-up it needs.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
TOOLS := $(or $(CYBERDATAGEN_TOOLS),$(HOME)/.cache/cyberdatagen)
export PATH := $(TOOLS)/bin:$(HOME)/.cargo/bin:$(PATH)
export CYBERDATAGEN_PYTHON ?= $(TOOLS)/python/bin/python
# No path of the machine that builds stands in a module: two builds of the same sources give equal files. (A path with a space in it
# stays as it is.)
remap = $(if $(word 2,$(1)),,--remap-path-prefix=$(1)=$(2))
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS := $(call remap,$(or $(CARGO_HOME),$(HOME)/.cargo),cargo) $(call remap,$(CURDIR),cyberdatagen)
PORT ?= 8080

.PHONY: serve build dist single-file packages wheel test bench screenshots lint docs reproduce setup

serve: ## Build the page, serve it and print its address
	@scripts/setup.sh build
	trunk serve --release --port $(PORT)

build: ## Build the page into dist, and print what a first visit transfers
	@scripts/setup.sh build
	trunk build --release
	@scripts/transfer.sh

dist: build ## Build the page for a static host: dist, with compressed forms, headers and a bill of materials; URL=https://…/ where it will be
	@scripts/dist.sh

single-file: build ## The page as one file that runs from a disk: target/cyberdatagen.html
	@scripts/single_file.sh

packages: ## The command line as a static program and as a Debian package, with completions and manual: target/packages
	@scripts/setup.sh packages
	@scripts/packages.sh

wheel: ## The package for Python: target/wheels
	@scripts/setup.sh wheel
	@rm -rf target/wheels
	CARGO_TARGET_DIR=target/python $(TOOLS)/python/bin/python -m maturin build --release --locked --manifest-path python/Cargo.toml --out target/wheels

test: ## Every test: formatting, lints, the engine, the command line, and the page in two browsers
	@scripts/setup.sh test
	$(MAKE) lint
	$(MAKE) dist
	@scripts/single_file.sh
	cargo test --features browser-tests
	cargo test --features browser-tests --test browser -- --test-threads=1

bench: ## Measure the engine natively and in Chromium, the detectors against PyOD, and all of it against others: target/bench, docs/speed.svg
	@scripts/setup.sh bench
	$(MAKE) build
	cargo bench --bench engine
	cargo bench --bench balance
	cargo bench --bench detect
	cargo bench --features browser-tests --bench browser
	cargo bench --features browser-tests --bench page
	cargo build --release
	$(MAKE) wheel
	@rm -rf target/bench/site
	$(CYBERDATAGEN_PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --target target/bench/site target/wheels/cyberdatagen-*.whl
	PYTHONPATH=target/bench/site $(CYBERDATAGEN_PYTHON) benches/others.py target/release/cyberdatagen \
	  --copulas $(TOOLS)/copulas/bin/python --picture docs/speed.svg

screenshots: ## Pictures of every workspace and state, and a sheet of all: target/screenshots/sheet.html
	@scripts/setup.sh test
	$(MAKE) build
	cargo run --features browser-tests --example screenshots -- target/screenshots

lint: ## Formatting, warnings on both targets, and what dependencies may be
	@scripts/setup.sh lint
	cargo fmt --all -- --check
	cargo clippy --all-targets --features browser-tests -- -D warnings
	cargo clippy --test browser --features browser-tests -- -D warnings
	cargo clippy --target wasm32-unknown-unknown --no-default-features --features page -- -D warnings
	cargo clippy --target wasm32-unknown-unknown --no-default-features --features worker -- -D warnings
	cargo fmt --manifest-path python/Cargo.toml -- --check
	CARGO_TARGET_DIR=target/python cargo clippy --locked --manifest-path python/Cargo.toml -- -D warnings
	cargo fmt --manifest-path benches/fake/Cargo.toml -- --check
	CARGO_TARGET_DIR=target/fake cargo clippy --locked --manifest-path benches/fake/Cargo.toml -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items --quiet
	cargo deny --locked check bans licenses sources
	cargo deny --locked --manifest-path python/Cargo.toml check bans licenses sources
	cargo deny --locked --manifest-path benches/fake/Cargo.toml check bans licenses sources
	@scripts/advisories.sh
	@scripts/advisories.sh --manifest-path python/Cargo.toml
	@scripts/advisories.sh --manifest-path benches/fake/Cargo.toml

docs: ## The book of docs/: target/book/index.html
	@scripts/setup.sh docs
	mdbook build
	@echo "the book: target/book/index.html"

reproduce: ## Build the page twice, in two places, and compare every file: takes some 15 minutes
	@scripts/setup.sh build
	@scripts/reproduce.sh

setup: ## Install what is missing for all of the above
	@scripts/setup.sh test
