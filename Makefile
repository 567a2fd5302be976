# Every recipe sets up what it needs; nothing has to be installed by hand but Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test check format bench calibrate docs clean

help: ## list the recipes
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(BIN)/detente: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "detente needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.11"; exit 1; }
	@echo "setting up $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . 2>&1 | grep -v '^WARNING' || true
	@test -x $(BIN)/detente && touch $(BIN)/detente

$(VENV)/dev: $(BIN)/detente
	@echo "setting up the tools for tests and checks (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' 2>&1 | grep -v '^WARNING' || true
	@test -x $(BIN)/pytest && touch $(VENV)/dev

demo: $(BIN)/detente ## set up, answer the three questions on the summit case, write its page
	@$(BIN)/detente holds alaska
	@echo
	@$(BIN)/detente settles alaska
	@echo
	@$(BIN)/detente trades alaska --over-time
	@echo
	@$(BIN)/detente report alaska -o alaska.html
	@echo
	@echo "Here the command is $(BIN)/detente (or: source $(BIN)/activate)."

test: $(VENV)/dev ## set up, and run every test
	@$(BIN)/pytest -q -n 2 --cov --cov-report= && $(BIN)/python -m coverage report --fail-under=100

check: $(VENV)/dev ## format, lint, types, import floors
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/dev ## put the code into its format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix-only .

bench: $(VENV)/dev ## measure: time per concept, beside a slow reference, in one run
	@$(BIN)/python benchmarks/holds.py
	@$(BIN)/python benchmarks/trades.py
	@$(BIN)/python benchmarks/settles.py
	@$(BIN)/python benchmarks/reading.py

calibrate: $(VENV)/dev ## measure every spatial model on known settlements, and write the figures (DEU3=path)
	@$(BIN)/python benchmarks/calibrate.py $(DEU3)

docs: $(VENV)/dev ## write the reference pages that come from the program
	@$(BIN)/python docs/write_reference.py

clean: ## take away what the recipes made
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
