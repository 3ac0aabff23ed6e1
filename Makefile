# Everything a person, the commit hook and CI run. `make` alone lists the targets.
PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
VENV313 := .venv-3.13
PIP_INSTALL := -m pip --disable-pip-version-check --no-input -qq install
PYTEST := $(BIN)/python -m pytest -n 2

# The first that really is 3.13: on the PATH, or beside pyenv's shims, or in pyenv's usual folder.
PYTHON313 ?= $(shell for p in python3.13 "$$(dirname "$$(command -v python3.13)")"/../versions/3.13*/bin/python \
	$(HOME)/.pyenv/versions/3.13*/bin/python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null && { echo "$$p"; break; }; done)

.PHONY: help env demo test test-long brute-force check docs check-docs bench smoke clean

help:  ## Print this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

env: $(VENV)/.stamp  ## Create .venv with the package (editable) and the tools of development

demo: env  ## Solve the example scenario
	@$(BIN)/consolidate solve scenarios/dvv/scenario.yaml

test: env  ## Run the tests (ARGS='-k word' for some of them)
	@$(PYTEST) $(ARGS)

test-long: env  ## Run the tests and the long versions of the promises
	@$(PYTEST) --long $(ARGS)

brute-force: env  ## Compare 2,000 random scenarios with all their plans (ARGS='--scenarios 200 --start 5000')
	@$(BIN)/python -m tests.oracle.sweep $(ARGS)

check: env  ## Format, lint, types, layers, generated documents: what the commit hook and CI ask for
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(MAKE) check-docs

docs: env  ## Write the generated documents anew
	@test ! -f docs/generate.py || $(BIN)/python docs/generate.py

check-docs: env  ## Fail when a generated document is old
	@test ! -f docs/generate.py || $(BIN)/python docs/generate.py --check

bench: env  ## Measure phases, hand-over, peers and whole runs (ARGS='phases --sizes issue' for some)
	@$(BIN)/python -m benchmarks $(ARGS)

smoke: $(VENV313)/.stamp  ## Run the smoke tests on Python 3.13, where PuLP is another one
	@$(VENV313)/bin/python -m pytest -m smoke $(ARGS)

clean:  ## Remove the environments and all caches
	@rm -rf .venv .venv-3.13 .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.stamp: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "consolidate needs Python 3.11 or newer, and '$(PYTHON)' is: $$($(PYTHON) --version 2>&1)." >&2; \
		echo "Name another one: make $(or $(MAKECMDGOALS),env) PYTHON=python3.11" >&2; exit 1; }
	@echo "installing the environment into $(VENV) (a minute) ..." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python $(PIP_INSTALL) --editable '.[dev]'
	@touch $@

$(VENV313)/.stamp: pyproject.toml
	@test -n "$(PYTHON313)" || { \
		echo "no Python 3.13 found. Name one: make smoke PYTHON313=/path/to/python3.13" >&2; exit 1; }
	@echo "installing the environment into $(VENV313) (a minute) ..." >&2
	@test -x $(VENV313)/bin/python || "$(PYTHON313)" -m venv $(VENV313)
	@$(VENV313)/bin/python $(PIP_INSTALL) --editable '.[test]'
	@touch $@
