# `make run` and `make test` are all that most people need; each sets up what it needs, and no more than that.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run
DEV := $(VENV)/.dev

.DEFAULT_GOAL := help
.PHONY: help run test fast cluster cover wheels format catalogues pictures soak clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 15) else "Caveat needs Python 3.11 to 3.14, and $(PYTHON) is %d.%d: install Python 3.13, then make … PYTHON=python3.13" % v[:2])'
	@$(PYTHON) -m venv $(VENV)

# What running needs.
$(RUN): pyproject.toml constraints.txt setup.py scripts/install.py | $(BIN)/python
	@echo "Installing Caveat into $(VENV), once …" >&2
	@$(BIN)/python scripts/install.py
	@touch $@

# Type checker, tests and measures beside it.
$(DEV): pyproject.toml constraints.txt setup.py scripts/install.py | $(BIN)/python
	@echo "Installing Caveat and what its tests need into $(VENV), once …" >&2
	@$(BIN)/python scripts/install.py dev
	@touch $(RUN) $@

run: $(RUN) ## index the seeds, then the bot if DISCORD_TOKEN is set, else the local chat
	@$(BIN)/python -m bot start

test: $(DEV) ## format check, lint, types, all tests
	@$(BIN)/python scripts/checks.py

fast: $(DEV) ## format check, lint, types, the tests that start no process
	@$(BIN)/python scripts/checks.py --fast

cover: $(DEV) ## how much of the code the tests run, in all processes
	@scripts/system-packages
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses auto
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

wheels: $(DEV) ## whether every library has a wheel for each supported Python and system; asks the registry
	@$(BIN)/python scripts/wheels.py

format: $(DEV) ## format and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

catalogues: $(DEV) ## bring the catalogues of translations up to date with the source
	@$(BIN)/python scripts/catalogues.py

pictures: $(DEV) ## make the pictures of README from what the bot sends
	@scripts/system-packages --pictures
	@$(BIN)/python scripts/pictures

cluster: $(DEV) ## the tests that ask three real nodes of OpenSearch
	$(BIN)/pytest -m "cluster and not soak" tests/cluster

soak: $(DEV) ## the long campaigns: kills, fuzzing, properties of many more inputs
	$(BIN)/pytest -m soak --numprocesses auto --timeout 0
	$(BIN)/pytest -m hypothesis --hypothesis-profile soak --numprocesses auto --timeout 0
	@$(BIN)/python -m pip install --quiet atheris || echo "NOT TESTED without atheris: readers under a fuzzer" >&2
	for family in office paged pages transcripts mail markups exports archives; do \
		! $(BIN)/python -c "import atheris" 2>/dev/null || $(BIN)/python -m tests.index.readers.fuzzing $$family 1200 || exit 1; \
	done

clean: ## remove the virtual environment and what was built
	rm -rf $(VENV) build dist *.egg-info data .coverage .coverage.*
