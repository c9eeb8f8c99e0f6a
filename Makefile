# One word each. Whatever is missing is fetched into this folder; nothing is installed by hand.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:
.PHONY: help run dev test lint bench peers cases clients vendor tools format words types imports migrations sqlite postgresql browser

# A real Python 3.13, never a shim that may refuse; "3.13" alone lets uv download one.
export UV_PYTHON ?= $(shell \
	python3.13 -c 'import sys; print(sys.executable)' 2>/dev/null \
	|| { prefix=$$(pyenv prefix 3.13 2>/dev/null) && echo "$$prefix/bin/python"; } \
	|| echo 3.13)
export DJANGO_SETTINGS_MODULE = tests.settings

UV := .uv/bin/uv
RUN := $(UV) run --no-sync
PYTEST := $(RUN) pytest
STEP = printf '\n== %s\n'

help: ## This list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: $(UV) ## Serve the site on http://127.0.0.1:8000
	@$(UV) sync --quiet --locked --no-dev --inexact
	@env -u DJANGO_SETTINGS_MODULE $(RUN) verandah serve

dev: $(UV) ## The same, with error pages for developers, restarting when a file changes
	@$(UV) sync --quiet --locked
	@env -u DJANGO_SETTINGS_MODULE VERANDAH_DEBUG=yes $(RUN) verandah serve --reload

test: tools lint types imports migrations sqlite postgresql browser ## Everything that continuous integration runs

lint: $(UV) .venv/dev ## Format and style
	@$(STEP) "Format"
	@$(RUN) ruff format --check .
	@$(STEP) "Style"
	@$(RUN) ruff check .

bench: $(UV) .venv/dev ## Measure everything over HTTP, on a town of sample people
	@env -u DJANGO_SETTINGS_MODULE $(RUN) python -m bench $(ARGS)

peers: $(UV) .venv/dev ## Measure with the harness other servers were measured with: make peers PEERS=path/to/fedibench
	@env -u DJANGO_SETTINGS_MODULE $(RUN) python -m bench peers $(PEERS) $(ARGS)

cases: $(UV) .venv/dev ## Try the API with 2,000 requests made up from its description
	@VERANDAH_TEST_CASES=2000 $(PYTEST) tests/api/test_openapi.py

clients: $(UV) .venv/dev .uv/clients/fetched ## Try real clients of the API on sites of their own; make clients ARGS=toot for one
	@env -u DJANGO_SETTINGS_MODULE $(RUN) python -m tests.clients $(ARGS)

vendor: ## Fetch the pinned browser libraries, fonts and icons again
	@bash verandah/web/vendor.sh

format: $(UV) .venv/dev ## Write the format that lint checks
	@$(RUN) ruff format .
	@$(RUN) ruff check --fix .

words: $(UV) .venv/dev ## Collect new sentences into the catalogues, and compile them
	@cd verandah && PYTHONPATH=.. ../$(RUN) python -m django makemessages --all --no-location --no-obsolete --verbosity 0
	@cd verandah && PYTHONPATH=.. ../$(RUN) python -m django compilemessages --verbosity 0

# mypy reads the settings and ends so abruptly that a folder of the tests' own would be left behind.
types: $(UV) .venv/dev
	@$(STEP) "Types"
	@VERANDAH_TEST_PREPARED=yes VERANDAH_DATA=.mypy_cache/site $(RUN) mypy

imports: $(UV) .venv/dev
	@$(STEP) "Imports"
	@$(RUN) lint-imports --no-cache

migrations: $(UV) .venv/dev
	@$(STEP) "Migrations"
	@$(RUN) python -m django makemigrations --check --dry-run

sqlite: $(UV) .venv/dev
	@$(STEP) "Tests on SQLite"
	@$(PYTEST) -n auto -m "not browser"

postgresql: $(UV) .venv/dev
	@$(STEP) "Tests on PostgreSQL"
	@VERANDAH_TEST_DATABASE=postgresql $(PYTEST) -n auto -m "not browser" --ignore tests/house

browser: $(UV) .venv/dev
	@$(STEP) "Journeys in a browser"
	@$(PYTEST) -m browser tests/browser

# pip refuses to install into Debian's own Python, but not into a folder; a virtual environment is the way without pip.
$(UV):
	@echo "Fetching uv into .uv"
	@here=$$PWD; cd /; python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target "$$here/.uv" uv==0.13.9 \
		|| { python3 -m venv "$$here/.uv/venv" && "$$here/.uv/venv/bin/pip" install --quiet uv==0.13.9 \
		&& mkdir -p "$$here/.uv/bin" && ln -sf ../venv/bin/uv "$$here/.uv/bin/uv"; } \
		|| { echo "uv could not be fetched. Install python3-pip or python3-venv and try again." >&2; exit 1; }

# The stamp is younger than the lock file when the environment holds everything that tests need.
.venv/dev: $(UV) uv.lock pyproject.toml
	@$(UV) sync --quiet --locked
	@touch .venv/dev

# The clients have an environment of their own, which brings Node.js for those that are written for it.
.uv/clients/fetched: tests/clients/requirements.txt tests/clients/package-lock.json | $(UV)
	@echo "Fetching clients into .uv/clients and tests/clients/node_modules"
	@$(UV) venv --quiet --clear .uv/clients
	@$(UV) pip install --quiet --python .uv/clients/bin/python -r tests/clients/requirements.txt
	@cd tests/clients && PATH="$$PWD/../../.uv/clients/bin:$$PATH" npm ci --silent --no-fund --no-audit
	@touch $@

# Programs that no Python package brings.
tools:
	@missing=""; \
	command -v msgfmt >/dev/null || missing="$$missing gettext"; \
	test -x /usr/bin/chromium || missing="$$missing chromium"; \
	command -v exiftool >/dev/null || missing="$$missing libimage-exiftool-perl"; \
	command -v bwrap >/dev/null || missing="$$missing bubblewrap"; \
	test -z "$$missing" && exit 0; \
	$(STEP) "Installing$$missing"; \
	root=""; test "$$(id -u)" = 0 || root="sudo -n"; \
	command -v apt-get >/dev/null && { test -z "$$root" || $$root true 2>/dev/null; } \
		|| { echo "The tests need$$missing. Install them, for example with: apt-get install$$missing" >&2; exit 1; }; \
	$$root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$root apt-get install -y -qq --no-install-recommends $$missing >/dev/null
