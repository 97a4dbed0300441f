# Two commands for a newcomer: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(PYTHON) -m pip --python $(BIN)/python install --disable-pip-version-check
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
# What pip is at, one package after the other: on one line of a terminal, line by line elsewhere.
SHOWN = awk -v all="$$(grep -c '^[a-z].*==' $<)" -v at="$$(test -t 2 && printf '\r\033[K')" \
  'BEGIN {end = at == "" ? "\n" : ""} \
  /^(Collecting|Processing) / {sub(/.*\//, "", $$2); printf "%s  %d of %d  %s%s", at, ++n, all, $$2, end; fflush()} \
  /^(Requirement already|Ignoring) / {n++} \
  /^Installing collected/ {printf "%s  unpacking them ...\n", at; fflush()}'
SOURCES := config.py wsgi.py readiness drills tests bench

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test pictures test-long check format lock bench clean

help: ## list what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: .venv/.runtime ## virtual environment and locked dependencies; leaves .venv/bin/readiness

# A bare Debian 12 has Python and pip, but may lack ensurepip: so the environment is made
# without pip, and the system's pip installs into it.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Readiness needs Python 3.11 or later. Say which with: make PYTHON=python3.11 ...")'
	@$(PYTHON) -m pip --version >/dev/null || { echo "Readiness needs pip. On Debian: apt-get install python3-pip"; exit 1; }
	@$(PYTHON) -m venv --without-pip .venv

.venv/.runtime: requirements/runtime.txt pyproject.toml | .venv/bin/python
	@echo "Installing the locked dependencies into .venv (a minute or two) ..."
	@$(PIP) --require-hashes --no-deps -r requirements/runtime.txt | $(SHOWN)
	@$(PIP) -qq --no-deps --no-build-isolation --no-index --editable .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.runtime
	@echo "Installing what the tests need into .venv ..."
	@$(PIP) --require-hashes --no-deps -r requirements/dev.txt | $(SHOWN)
	@touch $@

setup-dev: .venv/.dev

# The pages are tested in Debian's Chromium, which no Python package brings. The one without windows (its "headless
# shell") takes half the time; where it cannot be installed, the whole one does.
APT := DEBIAN_FRONTEND=noninteractive apt-get -qq
.PHONY: browser
browser:
	@command -v chromium-headless-shell >/dev/null || { \
	  test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	  && echo "Installing Chromium, which the tests drive ..." \
	  && $(APT) update && $(APT) install -y --no-install-recommends chromium-headless-shell >/dev/null; } \
	  || command -v chromium >/dev/null \
	  || { echo "The tests need Chromium. On Debian: apt-get install chromium-headless-shell"; exit 1; }

run: setup ## set up, make the database (with the sample organisation if there is none), serve
	@exec $(BIN)/readiness run $(ARGS)

test: setup-dev browser ## every test, on SQLite and on a real PostgreSQL, in parallel
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

pictures: setup-dev browser ## a picture of every page at three widths, light and dark, in build/pictures
	@READINESS_TEST_PICTURES=1 $(BIN)/python -m pytest -n auto --dist worksteal tests/browser $(ARGS)

test-long: setup-dev browser ## what takes minutes: hostile texts, every route that changes something, every page by every role, 10,000 requests with the database gone
	@$(BIN)/python -m pytest -n auto tests/browser/long_hostile_texts.py tests/browser/long_every_role.py tests/handbook/long_alone.py tests/notices/long_killing.py tests/reminders/long_year.py tests/compliance/long_forecast.py tests/compliance/long_stateful.py tests/access/long_changing.py $(ARGS)

check: setup-dev ## style, types and the rules of the house
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m drills check

format: setup-dev ## put the sources into the one format
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

bench: setup-dev ## measure against hand-written floors (minutes)
	$(BIN)/python -m bench $(ARGS)

# The lock names no index and no host. It is made with uv, which a user of the product does not need.
lock: ## resolve the dependencies again
	@test -x .tools/bin/uv || $(PYTHON) -m pip install --quiet --target .tools uv
	@.tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links pyproject.toml requirements/build.in -o requirements/runtime.txt $(LOCK_ARGS)
	@.tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links pyproject.toml requirements/build.in --group dev -o requirements/dev.txt $(LOCK_ARGS)
	@! grep -n '://' requirements/*.txt

clean: ## remove the environment and caches; data in var/ stays
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache build *.egg-info
