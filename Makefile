# The face of the project: `make help` lists what it can do.
.DEFAULT_GOAL := help
SHELL := /bin/bash

help: ## List these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build: ## Build the release binary: build/release/quorum
	cmake --preset release && ninja -C build/release

test: ## Set up, build and pass all tests
	cmake --preset dev && ninja -C build/dev && ctest --test-dir build/dev --output-on-failure

.PHONY: help build test
