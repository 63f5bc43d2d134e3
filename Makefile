# Every step leaves a stamp and costs nothing while what it came from is unchanged.
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
export PORT GOVDESK_VAR PYTHON
PY := .venv/bin/python
LOCKED := setup.cfg pyproject.toml tools/environment.py $(wildcard requirements/*.lock)

.PHONY: help setup run dev test test-pg chaos check bench migration wheel lock ready ready-to-test assets provider

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | awk -F '\t' '{printf "make %-12s %s\n", $$1, $$2}'

setup: ready-to-test ## install everything needed to run, test and change Govdesk

run: ready ## open Govdesk with a sample company on http://127.0.0.1:8000 (PORT=… for another)
	@$(PY) -m tools.run

dev: ready ## the same, reloading when the code changes
	@$(PY) -m tools.run --reload

test: ready-to-test ## every check and every test, on SQLite, on PostgreSQL and in a browser
	@$(PY) -m tools.check style types floors sqlite postgresql browser

test-pg: ready-to-test ## the tests on PostgreSQL, each with all its cases
	@$(PY) -m tools.check every_case_on_postgresql

chaos: ready-to-test ## the long tests: a third kind of directory, faults, and more people than usual
	@sh tools/system.sh chaos
	@$(PY) -m tools.check chaos

check: ready-to-test ## what to run before each commit: style, types, floors, tests on SQLite
	@$(PY) -m tools.check style types floors sqlite

bench: ready-to-test ## measure pages, synchronisation and sign-in, each beside its floor
	@$(PY) -m tools.bench

migration: ready-to-test ## write a migration for changed models: make migration m="what changes for people"
	@test -n "$(m)" || { echo 'Say what changes: make migration m="Say when an account was registered."' >&2; exit 2; }
	@$(PY) -m tools.migration "$(m)"

wheel: ready ## build the package to install elsewhere, into dist/
	@$(PY) -m tools.wheel

lock: ready-to-test ## take newer versions of all packages into requirements/*.lock and package-lock.json
	@$(PY) -m tools.lock

ready: .venv/.run-stamp assets

ready-to-test: .venv/.test-stamp assets provider

assets: | .venv/.run-stamp
	@$(PY) -m tools.vendor

provider: | .venv/.test-stamp
	@$(PY) -m tools.servers.oidc_provider

.venv/.run-stamp: $(LOCKED)
	@sh tools/system.sh run
	@$$(sh tools/python.sh) -m tools.environment run

.venv/.test-stamp: $(LOCKED)
	@sh tools/system.sh test
	@$$(sh tools/python.sh) -m tools.environment test
