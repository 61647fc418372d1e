# The two commands of a newcomer are `make demo` and `make test`; both set up all that they need.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test lint readme bench wheel clean

demo: $(VENV)/.installed  ## run the main job on the bundled articles
	@mkdir -p out
	@$(BIN)/muster extract corpora/samples -o out/records.csv
	@$(BIN)/muster extract corpora/samples --format table
	@echo
	@$(BIN)/muster check corpora/samples || test $$? -eq 1
	@echo
	@echo "All records with all columns: out/records.csv"

test: $(VENV)/.tested  ## run the tests
	$(BIN)/pytest

lint: $(VENV)/.linted  ## run the linters
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

readme: $(VENV)/.tested  ## write the console blocks of the README anew
	MUSTER_README=write $(BIN)/pytest -q tests/test_readme.py

bench: $(VENV)/.installed  ## characters per second beside jieba
	$(BIN)/python bench/throughput.py

wheel: $(VENV)/.linted  ## build the wheel into dist/
	$(BIN)/python -m build --quiet --wheel

clean:
	rm -rf $(VENV) build dist out

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed, $(PYTHON) is older: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(PIP) install -e .
	@touch $@

$(VENV)/.tested: pyproject.toml | $(VENV)/bin/python
	$(PIP) install -e '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.linted: pyproject.toml | $(VENV)/bin/python
	$(PIP) install -e '.[test,lint]'
	@touch $@ $(VENV)/.installed $(VENV)/.tested
