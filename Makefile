# `make run`, `make ask` and `make test` do all set-up; they need only Python (3.11+), its venv module and make.
PYTHON ?= python3
PY := .venv/bin/python
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
RUNTIME := .venv/.runtime
DEV := .venv/.dev

.PHONY: run ask test check calibrate docs pictures lock clean
.DELETE_ON_ERROR:

run: $(RUNTIME)
	$(PY) -m bot

# The shell gets the question as a variable, so that it may hold quotation marks, spaces and dollar signs.
unexport Q
ask: export QUESTION = $(value Q)
ask: $(RUNTIME)
	$(if $(value Q),,$(error Say what to ask: make ask Q="六个工程是什么"))
	@$(PY) -m bot ask -- "$$QUESTION"

# Several at once, for many of them wait for other processes.
WORKERS ?= 3
test: $(DEV)
	$(PY) -m pytest -n $(WORKERS) --dist worksteal

check: $(DEV)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) .venv/bin/lint-imports
	$(PY) -m bot check

# Fits the weights and thresholds to the question sets and writes them into knowledge/finding/features.py.
calibrate: $(DEV)
	$(PY) -m bench.calibrate --write
	$(PY) -m ruff format --quiet knowledge/finding/features.py

# Writes into the pages what the program says and measures now.
docs: $(DEV)
	$(PY) -m docs.refresh

# Needs chromium and fonts; says which is missing.
pictures: $(DEV)
	$(PY) -m docs.pictures

# Pins every dependency, with hashes and no index address, for all supported Python versions.
COMPILE = $(PY) -m uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-annotate \
  --python-version 3.11
lock: $(DEV)
	$(PY) -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) -c requirements.txt pyproject.toml --group dev -o requirements-dev.txt

clean:
	rm -rf .venv

# A .venv whose Python is gone, or was replaced by another version, is made again.
# A new one gets a current pip: the one that comes with Python is as old as that.
FORGET := $(shell [ ! -d .venv ] || $(PY) -c 'import os, site; os.stat(site.getsitepackages()[0])' 2>&- || rm -rf .venv)
$(PY):
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=…" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv --upgrade-deps .venv

$(RUNTIME): requirements.txt | $(PY)
	$(INSTALL) -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt | $(PY)
	$(INSTALL) -r requirements-dev.txt
	@touch $@ $(RUNTIME)
