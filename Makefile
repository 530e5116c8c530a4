# Everything a newcomer needs: `make run` and `make test`. Both set up what is missing.
SHELL := /bin/bash
VENV ?= .venv
BIN := $(VENV)/bin
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
STAMP := $(VENV)/.ready
export QT_LOGGING_RULES ?= qt.qpa.fonts.warning=false

.PHONY: run test lint types contracts pytest bench pictures tour lock translations clean setup

setup: $(STAMP)

$(STAMP): requirements-dev.lock pyproject.toml installer/prepare.sh
	bash installer/prepare.sh $(VENV)
	touch $(STAMP)

# With a display the desk opens on the demo club; without one the tour plays into ./tour.
run: $(STAMP)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  $(BIN)/clubdesk demo; \
	else \
	  rm -rf tour && QT_QPA_PLATFORM=offscreen $(BIN)/clubdesk demo --stations 40 --tour tour; \
	fi

tour: $(STAMP)
	rm -rf tour && QT_QPA_PLATFORM=offscreen $(BIN)/clubdesk demo --stations 40 --tour tour

test: lint types contracts pytest

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

contracts: $(STAMP)
	$(BIN)/lint-imports

# One process a core; whoever looks for a fault runs pytest itself, without -n.
pytest: $(STAMP)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(JOBS) --dist worksteal

bench: $(STAMP)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks

pictures: $(STAMP)
	QT_QPA_PLATFORM=offscreen $(BIN)/clubdesk pictures pictures

# Rewrites the locks from the two pyproject files: hashes, no addresses.
lock: $(STAMP)
	for target in "pyproject.toml -o requirements.lock" \
	              "pyproject.toml --group dev -o requirements-dev.lock" \
	              "agent/pyproject.toml -o requirements-agent.lock"; do \
	  $(BIN)/uv pip compile $$target --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --quiet; \
	done

# Collects the texts, updates the catalogues and compiles them.
translations: $(STAMP)
	$(BIN)/python -m tests.support.catalogue

clean:
	rm -rf $(VENV) tour pictures dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
