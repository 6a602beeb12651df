# `make run` and `make test` need git, make and any Python 3 with venv; the rest they get themselves.

SHELL := /bin/bash
export RASA_TELEMETRY_ENABLED := false
# Containers often forbid Python to keep what it compiled: Rasa would be compiled anew at every start.
unexport PYTHONDONTWRITEBYTECODE
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
PYTHON := .venv/bin/python
ASSISTANT := .venv/bin/recall-assistant

.PHONY: help run test core lint train bench evaluate chaos pictures lock clean
help:
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: .venv/installed ## install, train and load what is needed, then serve
	@$(ASSISTANT) train
	@exec $(ASSISTANT) run --demo --demo-desk

test: .venv/installed-dev ## every check and test
	@$(MAKE) --no-print-directory -j 2 lint train
	$(PYTHON) -m pytest -n 2 --dist loadgroup --no-loadscope-reorder

# No plugin of pytest is needed here, and loading them takes longer than the tests.
core: .venv/installed-dev ## the unit tests of the core alone: verdicts, fields, the claim's life
	@PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(PYTHON) -m pytest -W ignore::pytest.PytestConfigWarning \
	  --confcutdir tests/core tests/core

lint: .venv/installed-dev
	.venv/bin/ruff check .
	.venv/bin/mypy

train: .venv/installed ## train the dialogue model if the data changed
	@$(ASSISTANT) train

bench: .venv/installed-dev ## this assistant beside Rasa's default configuration
	@$(ASSISTANT) train
	$(PYTHON) -m bench

evaluate: .venv/installed-dev ## how well numbers are read, notices found and messages understood
	@$(ASSISTANT) train
	$(PYTHON) -m tests.unit.reading.measure b
	$(PYTHON) -m tests.catalogue.measure d
	$(PYTHON) -m tests.nlu.evaluate --part b

chaos: .venv/installed-dev ## the long kill and fault suites, and every mixed-up serial
	@$(ASSISTANT) train
	RECALL_CHAOS=long $(PYTHON) -m pytest tests/chaos tests/browser/test_connection.py tests/channels tests/nlu \
	  tests/unit/test_verdict_properties.py

pictures: .venv/installed-dev ## make the README's pictures anew
	@$(ASSISTANT) train
	$(PYTHON) -m tests.browser.pictures

lock: .venv/installed-dev ## resolve the dependencies anew
	$(UV) pip compile pyproject.toml --universal -p 3.10 --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url -o requirements.lock
	$(UV) pip compile pyproject.toml --extra dev -c requirements.lock --universal -p 3.10 \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements-dev.lock

clean: ## remove what was installed and trained, keep the data
	rm -rf .venv .uv models .rasa

# The dev lock holds everything of the other one, so installing it satisfies both.
.venv/installed-dev: requirements-dev.lock | .venv/python
	@echo "Installing what the tests need (about a minute)..."
	@$(UV) pip sync -p $(PYTHON) requirements-dev.lock
	@$(UV) pip install -q -p $(PYTHON) --no-deps -e .
	@touch .venv/installed .venv/installed-dev

.venv/installed: requirements.lock | .venv/python
	@echo "Installing (about a minute)..."
	@$(UV) pip sync -p $(PYTHON) requirements.lock
	@$(UV) pip install -q -p $(PYTHON) --no-deps -e .
	@rm -f .venv/installed-dev
	@touch .venv/installed

.venv/python: | $(UV)
	@$(UV) venv --clear --python 3.10 .venv || { echo "No environment with Python 3.10 could be made, see \
	above: please install Python 3.10 (for example with pyenv), then try again." >&2; exit 1; }
	@touch .venv/python

.uv/bin/uv:
	@echo "Getting uv from PyPI..."
	@python3 -m venv .uv
	@.uv/bin/python -m pip install -q --disable-pip-version-check uv
