# Eshkol: every target sets up what it needs. `make demo` to try it, `make test` to check it.

PYTHON ?= $(shell for name in python3 python3.11 python3.12 python3.13 python3.14; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
JOBS ?= 2
SEEDS ?= 20000
KILLS ?= 1000
LEDGER ?= chaos-ledger.jsonl
HYPOTHESIS ?= ci
# lines and branches together, per cent; may only rise
COVERAGE ?= 90
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help demo demo-once run check test bench chaos-short chaos audit lock clean

help:
	@echo "make demo         a town on a table: a page on this machine, no Telegram token needed"
	@echo "make demo-once    plays one emergency from call to close, and exits"
	@echo "make run          the real bot; BOT_TOKEN=... make run"
	@echo "make check        reads every town's profile and names its mistakes"
	@echo "make test         style, types, architecture and all tests"
	@echo "make bench        speed of routing and delivery"
	@echo "make chaos-short  300 seeded runs and 40 killed processes; make chaos: many, and docs/proof.md (goes on where it stopped)"
	@echo "make audit        asks the public advisories about every locked dependency (needs the network)"
	@echo "make lock         pins the dependencies of pyproject.toml anew"
	@echo "make clean        removes what the other targets made"

$(READY): requirements-dev.lock
	@test -n "$(PYTHON)" || { echo "Eshkol needs Python 3.11 or newer; none was found. PYTHON=/path/to/python3 make ..."; exit 1; }
	@echo "setting up .venv (once, about a minute)"
	@$(PYTHON) -m venv .venv || { echo "no virtual environment: install your system's python3-venv package"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(READY)
	@$(BIN)/python -m bot demo

demo-once: $(READY)
	@$(BIN)/python -m bot demo --once

run: $(READY)
	@$(BIN)/python -m bot serve

check: $(READY)
	@$(BIN)/python -m bot check

test: $(READY)
	@echo "1/5 style: ruff"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo "some files are not formatted: $(BIN)/ruff format ."; exit 1; }
	@echo "2/5 types: mypy"
	@$(BIN)/mypy --no-error-summary
	@echo "3/5 architecture: import-linter"
	@report=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$report"; exit 1; }
	@sh tests/browser/ready.sh
	@echo "4/5 tests, with coverage"
	@$(BIN)/python -W ignore -m slipcover --json --out .coverage.json -m pytest --quiet -n $(JOBS) --dist loadfile \
		--hypothesis-profile=$(HYPOTHESIS)
	@$(BIN)/python -m slipcover --merge .coverage.json --out .coverage.json --fail-under $(COVERAGE)
	@echo "5/5 proof: crashes at any await, and faults (the kills are among the tests)"
	@$(BIN)/python -m bot chaos --short --mode sim --workers $(JOBS)

bench: $(READY)
	@$(BIN)/python -m bot bench routing --json
	@$(BIN)/python -m bot bench delivery --json

chaos-short: $(READY)
	@$(BIN)/python -m bot chaos --short --workers $(JOBS) --json

chaos: $(READY)
	@$(BIN)/pytest --quiet -n $(JOBS) --dist loadfile --hypothesis-profile=long tests/properties tests/fuzz
	@$(BIN)/python -m bot chaos --seeds $(SEEDS) --kills $(KILLS) --workers $(JOBS) --ledger $(LEDGER) --json
	@$(BIN)/python -m bot chaos --mutants --ledger $(LEDGER) --proof docs/proof.md

audit: export PIP_DISABLE_PIP_VERSION_CHECK = 1
audit: $(READY)
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && $(PYTHON) -m venv "$$folder/tools" \
		&& "$$folder/tools/bin/python" -m pip install --quiet 'pip-audit==2.*' \
		&& "$$folder/tools/bin/pip-audit" --progress-spinner=off --strict --require-hashes --disable-pip --requirement requirements-dev.lock

lock: export CUSTOM_COMPILE_COMMAND = make lock
lock: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-tools
	@$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--extra=dev --output-file=requirements-dev.lock pyproject.toml
	@$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--constraint=requirements-dev.lock --output-file=requirements.lock pyproject.toml

clean:
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage.json *.egg-info build dist
	@find bot config tests -name __pycache__ -type d -prune -exec rm -rf {} +
