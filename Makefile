# Everything a newcomer needs. `make` alone lists it; all of it wants Python 3.11 or newer, and nothing else.

PYTHON ?= python3
CONFIG ?= $(firstword $(wildcard config.toml) config.example.toml)
VENV   := .venv
# A demo prints; it must not post to where this machine's own variables lead.
SILENT := env -u SLACK_BOT_TOKEN -u SLACK_WEBHOOK_URL -u MONITOR_SMTP_URL
BIN    := $(CURDIR)/$(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-input

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo run test lint bench documents pictures lock clean

help:  ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.run  ## one whole round with config.example.toml: what is at risk, the Slack message, the e-mail
	@rm -rf .demo && mkdir .demo && cp config.example.toml .demo/config.toml
	@cd .demo && $(SILENT) $(BIN)/model-monitor run --once --no-web
	@cd .demo && $(SILENT) $(BIN)/model-monitor digest show

run: $(VENV)/.run  ## the service itself: polls, alerts, digests, web (CONFIG=file; default config.toml if there is one)
	$(BIN)/model-monitor --config $(CONFIG) run

test: $(VENV)/.dev  ## all tests (ARGS="-k dates" picks some)
	$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist worksteal $(ARGS)

lint: $(VENV)/.dev  ## style, types and the import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/.dev  ## every benchmark, one after the other
	@ls benchmarks/*.py >/dev/null 2>&1 || echo "benchmarks/ holds no script yet"
	@for script in $(sort $(wildcard benchmarks/*.py)); do echo "$$script"; $(BIN)/python $$script || exit 1; done

documents: $(VENV)/.dev  ## docs/sources.md, docs/documents.md and the list in the README again
	PYTHONPATH=. $(BIN)/python docs/sources.py
	PYTHONPATH=. $(BIN)/python docs/documents.py

pictures: $(VENV)/.dev  ## docs/pictures again: the Slack message and the e-mail, drawn by Chromium (which must be installed)
	PYTHONPATH=. $(BIN)/python docs/pictures/render.py

lock:  ## read pyproject.toml again and pin the newest allowed releases, with hashes
	@$(PYTHON) -m venv .uv && .uv/bin/python -m pip --disable-pip-version-check install --quiet uv
	$(COMPILE) --group build --output-file requirements/run.txt
	$(COMPILE) --group build --group dev --constraints requirements/run.txt --output-file requirements/dev.txt

clean:  ## remove the environment, the demo and all caches
	rm -rf $(VENV) .uv .demo build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One lock for every Python and system that we support, of files from the public index and without its address.
COMPILE = .uv/bin/uv pip compile pyproject.toml --extra postgres --extra bedrock --universal --python-version 3.11 --upgrade \
          --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --quiet

# The environment grows in three steps, and each is done again only when its file changed.

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed and '$(PYTHON)' is not that; name another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/.made
	@echo "installing what the program needs into $(VENV), from requirements/run.txt"
	@$(PIP) --require-hashes --requirement requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "installing what the tests need into $(VENV), from requirements/dev.txt"
	@$(PIP) --require-hashes --requirement requirements/dev.txt
	@touch $@
