# The two commands of a newcomer are `make demo` and `make test`; both set up all that they need.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet

HANLP_VENV ?= .venv-hanlp

.PHONY: demo test test-hanlp lint readme bench wheel clean

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

test-hanlp: $(HANLP_VENV)/.tested  ## run the tests of the HanLP annotator, in an environment of its own (1.5 GB)
	OMP_NUM_THREADS=1 $(HANLP_VENV)/bin/pytest -m hanlp tests/hanlp

lint: $(VENV)/.linted  ## run the linters
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

readme: $(VENV)/.tested  ## write the console blocks of the README anew
	MUSTER_README=write $(BIN)/pytest -q tests/test_readme.py

bench: $(VENV)/.installed  ## characters per second, and seconds to load, beside jieba
	$(BIN)/python bench/throughput.py
	$(BIN)/python bench/loading.py

wheel: $(VENV)/.linted  ## build the wheel into dist/
	$(BIN)/python -m build --quiet --wheel

clean:
	rm -rf $(VENV) $(HANLP_VENV) build dist out

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

# torch by itself first, in the one version that is tested: what asks for it later finds it there.
$(HANLP_VENV)/.tested: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(HANLP_VENV)
	$(HANLP_VENV)/bin/python -m pip --disable-pip-version-check --quiet install torch==2.13.0
	$(HANLP_VENV)/bin/python -m pip --disable-pip-version-check --quiet install -e '.[test,hanlp]'
	@touch $@
