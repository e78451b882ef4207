# The face of the project: `make help` lists what it can do.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

# A debate's question, and where `make run` and `make serve` listen.
TOPIC ?= Is it better to learn by reading or by doing?
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

# What one checkout has compiled, another need not.
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR = 1

help: ## List these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## Set up, build, serve on :8000, and watch two small local models debate (TOPIC="…")
	@tools/run "$(TOPIC)"

stop: ## Stop the server that `make run` left serving
	@tools/run --stop

build: ## Build the release binary: build/release/quorum
	@tools/setup run
	@cmake --preset release -DQUORUM_TESTS=OFF >/dev/null
	@ninja -C build/release quorum

serve: build ## Serve in the foreground
	build/release/quorum serve

test: ## Set up, build and pass all tests: release, sanitizers, format and tidy, page, one real debate
	@tools/setup test
	@tools/test

lint: ## clang-format, clang-tidy and tidy over the whole tree
	@tools/setup lint
	@tools/lint

fuzz: ## Fuzz every parser (FUZZ_SECONDS=600 each)
	@tools/setup fuzz
	@tools/fuzz

bench: ## Measure beside nginx, haproxy and Envoy, and write docs/benchmarks.md (BENCH="--quick")
	@tools/setup bench
	@bench/setup
	@bench/run $(BENCH)

bench-rivals: ## Install other LLM gateways below build/rivals and measure beside them
	@tools/setup bench
	@bench/rivals $(BENCH)

soak: build ## Mixed load with faults for SOAK_MINUTES (60): nothing may grow, nothing may be lost
	@tests/e2e/soak

clean: ## Remove what was built; keeps the models and the downloads
	rm -rf build web/dist

.PHONY: help run stop build serve test lint fuzz bench bench-rivals soak clean
