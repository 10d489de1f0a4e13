# The two commands of README: `make run` and `make test`; both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help run test format catalogues pictures soak clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 14) else "Caveat needs Python 3.11 to 3.13, and $(PYTHON) is %d.%d: name another with PYTHON=python3.12" % v[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Caveat into $(VENV) (once; about a minute) …" >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

run: $(STAMP) ## index the seeds, then the bot if DISCORD_TOKEN is set, else the local chat
	@$(BIN)/python -m bot start

test: $(STAMP) ## format check, lint, types, tests
	@scripts/system-packages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto

format: $(STAMP) ## format and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

catalogues: $(STAMP) ## bring the catalogues of translations up to date with the source
	@$(BIN)/python scripts/catalogues.py

pictures: $(STAMP) ## make the pictures of README from what the bot sends
	@scripts/system-packages --pictures
	@$(BIN)/python scripts/pictures

soak: $(STAMP) ## the long campaigns: kills, fuzzing
	$(BIN)/pytest -m soak --numprocesses auto --timeout 0

clean: ## remove the virtual environment and what was built
	rm -rf $(VENV) build dist *.egg-info data
