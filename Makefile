# Everything this project does, by name. Each target does all the set-up it needs on a machine with Python 3.11+, git and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --require-hashes --no-deps
PARALLEL := -q --numprocesses auto --dist loadfile --no-loadscope-reorder
THIS := $(PIP) install --no-deps --no-build-isolation -e . && $(BIN)/python -m compileall -q bot handlers store approvals benefits sandbox
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links
CLIENTS := 0.1.2 6.2.0

# What is compiled is kept, whatever the shell says: some thirty processes import the tests and the bot again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo install test test-core test-postgresql crossed check format lock places image pythons chaos soak growth index load bench burst export-size audit docs reference release pictures clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: install ## Run the bot in a sandbox of its own and print the page's address; CONTRACT=connect-6 for the newer API
	@$(BIN)/python -m bot demo $(if $(CONTRACT),--contract $(CONTRACT))

install: $(VENV)/run.done ## Install what the bot needs

test: check browser node clients pooler prometheus ## Run every check and every test, and start the bot on every Python that can be had
	@$(BIN)/python -m pytest $(PARALLEL)
	@$(MAKE) --no-print-directory pythons

test-core: $(VENV)/dev.done ## Run every test that needs no browser, no Node.js and no official client
	@$(BIN)/python -m pytest $(PARALLEL) -m "not browser and not node and not clients"

test-postgresql: $(VENV)/dev.done browser ## Run on PostgreSQL the tests that otherwise run on SQLite only
	@ONE_DATABASE=postgresql $(BIN)/python -m pytest $(PARALLEL) -m "not node" tests/approvals tests/bot tests/conversations tests/handlers

crossed: $(VENV)/dev.done ## Tell the conversations, and try the core, on each database with the contract that it has not usually
	@CROSSED=1 $(BIN)/python -m pytest $(PARALLEL) -m "not browser and not node and not clients" tests/approvals tests/conversations

check: $(VENV)/dev.done ## Format, lint, types, direction of imports, licences
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo > $(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }
	@$(BIN)/pip-licenses > $(VENV)/licences.log

format: $(VENV)/dev.done ## Format the code and fix what can be fixed
	@$(BIN)/ruff format --quiet
	@$(BIN)/ruff check --fix --quiet

lock: $(VENV)/dev.done ## Choose the newest versions allowed and write all requirement files
	@$(PIP) install uv
	@$(COMPILE) pyproject.toml --upgrade --output-file requirements.txt
	@$(COMPILE) pyproject.toml --upgrade --group build --extra otel --extra dev --extra docs --output-file requirements-dev.txt
	@for group in build release; do $(COMPILE) --upgrade --group $$group --output-file requirements-$$group.txt; done
	@for version in $(CLIENTS); do \
		echo "vitable-connect==$$version" | $(COMPILE) - --upgrade --output-file tests/official/requirements-$$version.txt; \
	done

places: $(VENV)/dev.done pooler prometheus ## Try the bot where companies run it: what takes minutes, or a network
	@bash .ci/nginx
	@bash .ci/podman
	@bash .ci/pythons
	@$(BIN)/python -m pytest -q -m places

image: $(VENV)/dev.done pooler ## Of these, build the image and run it, read-only and without rights
	@bash .ci/podman
	@$(BIN)/python -m pytest -q -m places tests/places/test_image.py

pythons: $(VENV)/dev.done ## Of these, try every Python from 3.11 to 3.14 that this machine has or Debian offers
	@bash .ci/pythons
	@$(BIN)/python -m pytest -q -m places tests/places/test_pythons.py

chaos: $(VENV)/dev.done ## Kill, pause and cut off the bot under load, and compare the records; an hour; CONTRACT=connect-6 as above
	@$(BIN)/python -m tests.chaos $(if $(CONTRACT),--contract $(CONTRACT))

soak: $(VENV)/dev.done ## Break the connection of Socket Mode again and again, for an hour
	@$(BIN)/python -m tests.soak

growth: $(VENV)/dev.done ## Measure what 5,000 requests take in each database; up to an hour
	@$(BIN)/python -m tests.growth

index: $(VENV)/dev.done ## Measure what reading 1,000 and 100,000 employees takes, on each database; a quarter of an hour
	@$(BIN)/python -m tests.index

load: $(VENV)/dev.done ## Measure how long clicks take while strangers keep the bot busy; a minute
	@$(BIN)/python -m tests.load

bench: $(VENV)/dev.done ## Measure how fast the bot is, beside a bot as tutorials show it, on each database; half an hour
	@$(BIN)/python -m tests.bench

burst: $(VENV)/dev.done ## Submit 2,000 requests in a minute while Slack takes one message a second in a channel; over an hour for each database
	@$(BIN)/python -m tests.burst $(if $(DATABASE),--database $(DATABASE))

export-size: $(VENV)/dev.done ## Measure time and memory to export and verify 100,000 requests
	@$(BIN)/python -m tests.export_size

audit: $(VENV)/dev.done ## List all packages with their licences, and look for known vulnerabilities in them
	@$(BIN)/pip-licenses --allow-only ""
	@$(BIN)/pip-licenses > $(VENV)/licences.log
	@$(BIN)/python -m tests.vulnerabilities

docs: $(VENV)/dev.done ## Build the documentation as a site into site/, and fail on a dead link
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict  # not --quiet: then it counts no warnings
	@echo "The documentation is in site/index.html"

reference: $(VENV)/dev.done ## Write the pages of the documentation that are made from the code
	@$(BIN)/python -m tests.docs

release: $(VENV)/dev.done ## Build wheel and sdist of the last commit, check them, and try each in a clean environment
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m tests.release

pictures: $(VENV)/dev.done browser ## Take the README's pictures in the sandbox
	@$(BIN)/python -m tests.pictures

clean: ## Remove the environment and what tools left behind
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info site

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.done: requirements.txt requirements-build.txt pyproject.toml | $(BIN)/python
	@echo "Installing what the bot needs…"
	@$(INSTALL) -r requirements.txt -r requirements-build.txt
	@$(THIS)
	@touch $@

$(VENV)/dev.done: requirements-dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing what the tests need…"
	@$(INSTALL) --no-compile -r requirements-dev.txt
	@$(THIS)
	@touch $@ $(VENV)/run.done

.PHONY: browser
browser: ## Find a Chromium or Chrome for the tests
	@bash .ci/browser

.PHONY: node
node: ## Install the other Slack framework that the sandbox is tried with
	@bash .ci/node

.PHONY: pooler
pooler: ## Find a PgBouncer for the tests
	@bash .ci/pooler

.PHONY: prometheus
prometheus: ## Find Prometheus and promtool for the tests
	@bash .ci/prometheus

.PHONY: clients
clients: $(CLIENTS:%=$(VENV)/clients/%.done) ## Install Vitable's official clients that the sandbox is tried with

$(VENV)/clients/%.done: tests/official/requirements-%.txt | $(BIN)/python
	@echo "Installing the official client $*…"
	@$(BIN)/python -m venv --clear --without-pip $(VENV)/clients/$*
	@$(PIP) --python $(VENV)/clients/$* install --require-hashes --no-deps --no-compile -r $<
	@touch $@
