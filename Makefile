# Every job sets up what it needs first; nothing but make, git and a Python with venv is taken for granted.
SHELL := /bin/bash
PYTHON := .venv/bin/python
STAMP := .venv/.ready

.PHONY: setup brief test check bench golden format lock clean
setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml .python-version
	@./setup.sh
	@touch $(STAMP)

brief: setup
	@.venv/bin/onrecord brief examples

test: setup
	@$(PYTHON) -m pytest -n 2

check: setup
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@$(PYTHON) -m pytest -q tests/test_imports.py

bench: setup
	@$(PYTHON) -m bench.quality

golden: setup
	@$(PYTHON) -m tests.golden

format: setup
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

lock: setup
	@uv=$$(./setup.sh --uv) && $$uv lock -q && $$uv export -q --frozen --no-emit-project --no-header -o requirements.lock > /dev/null && rm -f uv.lock

clean:
	rm -rf .venv .uv
