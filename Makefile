# `make help` lists what one can do here. The two that matter: `make run` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run reset-demo install test check format bench messages lock clean
PORT ?= 8000
PY := .venv/bin/python
# Outside a configured server everything below runs as a demo on the local SQLite file.
DEMO := COOP_DEMO=1 COOP_DATABASE=sqlite:///$(CURDIR)/instance/coop.db

help:  ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: .venv/installed  ## Set up all that is needed and serve the demo neighbourhood on http://127.0.0.1:8000
	@$(DEMO) $(PY) -m coop.cli demo serve --port $(PORT)

reset-demo: .venv/installed  ## Throw the demo data away and make them anew
	@$(DEMO) $(PY) -m coop.cli demo reset

install: .venv/installed  ## Only set up: .venv/bin/coop is there afterwards

.venv/installed: requirements.lock pyproject.toml scripts/make-venv
	@scripts/make-venv requirements.lock .venv/installed

.venv/installed-dev: requirements-dev.lock requirements-oracles.lock pyproject.toml scripts/make-venv
	@scripts/make-venv requirements-dev.lock .venv/installed-dev requirements-oracles.lock
	@touch .venv/installed

test: .venv/installed-dev  ## Set up all that is needed and run every check and test
	@scripts/need-chromium
	@scripts/need-oidc-provider
	@$(MAKE) --no-print-directory check
	$(PY) -m pytest -q -n "$$($(PY) -m scripts.workers)" --dist worksteal

check: .venv/installed-dev  ## Style, types, architecture, templates, catalogs (seconds)
	@scripts/check

format: .venv/installed-dev  ## Put the code in the house style
	.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

bench: .venv/installed-dev  ## Speed, beside a bare reference measured in the same minute
	$(PY) -m bench

messages: .venv/installed-dev  ## Collect the texts to translate and bring the catalogs up to date
	$(PY) -m scripts.messages

lock:  ## Renew the hashed locks (maintainers; needs uv)
	uv pip compile pyproject.toml --extra postgres --generate-hashes --python-version 3.11 --universal --no-header --upgrade -o requirements.lock -q
	uv pip compile pyproject.toml --extra postgres --group dev --generate-hashes --python-version 3.11 --universal --no-header --upgrade -o requirements-dev.lock -q
	uv pip compile --group oracles --no-deps --generate-hashes --python-version 3.11 --universal --no-header --upgrade -o requirements-oracles.lock -q

clean:  ## Remove the virtual environment and caches (the data in instance/ stay)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
