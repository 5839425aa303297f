# One door to everything: `make help`. CI runs the same targets a person runs.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= $(shell for p in /usr/bin/python3 python3; do command -v $$p >/dev/null 2>&1 && { echo $$p; break; }; done)
BIN := .venv/bin
PORT ?= 8000
HOST ?= 127.0.0.1
export PYTHONDONTWRITEBYTECODE ?= 1

.PHONY: help setup setup-test run demo-reset test test-long check check-types check-rest conformance format audit bench messages lock clean

help: ## Say what can be done
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install what running needs (system packages, .venv)
	@deploy/setup run

setup-test: ## Install what testing needs as well (Chromium, PostgreSQL)
	@deploy/setup test

run: setup ## Serve the site with its demonstration at http://127.0.0.1:8000 (Ctrl-C ends it)
	@HOST=$(HOST) PORT=$(PORT) deploy/run

demo-reset: setup ## Throw the demonstration's data away and start afresh
	@deploy/run --reset-only

test: setup-test ## Run the suite, browser and PostgreSQL tests included
	@deploy/test

test-long: setup-test ## Run the long tests as well
	@deploy/test --long

check: setup-test ## Lint, types, import contracts, pending migrations, translations, manuals
	@$(MAKE) --no-print-directory -j2 check-types check-rest

check-types:
	$(BIN)/mypy accounts assessments attendance certificates cms config courses desk foundation deploy

check-rest:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python deploy/check_translations.py
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py check_curriculum --whole

conformance: setup ## Validate sample certificates as PDF/A-3a and PDF/UA-1 with veraPDF (needs Java; else it says so)
	@deploy/conformance

format: ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

audit: setup ## Ask whether the locked packages have known weaknesses (needs the network; else it says so)
	@deploy/audit

bench: setup ## Measure what is promised (bench/README.md)
	@$(BIN)/python -m bench

messages: setup ## Collect the sentences of the interface into locale/
	@$(BIN)/python manage.py makemessages --locale tg --locale fa_AF --locale ru --no-location --no-obsolete --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'
	@$(BIN)/python manage.py compilemessages --locale tg --locale fa_AF --locale ru

lock: ## Resolve the dependencies again (hashes, no addresses)
	@deploy/lock

clean: ## Remove the virtual environment and all data
	rm -rf .venv var
