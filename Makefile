# Every job sets up what it needs first; nothing but make, git and a Python with venv is taken for granted.
SHELL := /bin/bash
PYTHON := .venv/bin/python
STAMP := .venv/.ready
TESTS := .venv/.ready-for-tests
ASSETS := assets/.built

.PHONY: setup brief test check bench golden map format lock clean
setup: $(STAMP) $(ASSETS)

$(STAMP): requirements.lock pyproject.toml .python-version
	@./setup.sh
	@touch $(STAMP)

$(ASSETS): assets/package-lock.json assets/build.mjs $(wildcard assets/src/*)
	@./setup.sh --assets
	@touch $@

$(TESTS): $(STAMP) requirements-dev.lock
	@./setup.sh --tests
	@$(MAKE) -s $(ASSETS)
	@touch $(TESTS)

brief: setup
	@.venv/bin/onrecord brief examples

test: $(TESTS)
	@$(PYTHON) -m pytest -n 2

check: $(TESTS)
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@$(PYTHON) -m pytest -q tests/test_imports.py

bench: $(TESTS)
	@$(PYTHON) -m bench.quality

golden: $(TESTS)
	@$(PYTHON) -m tests.golden

map: $(TESTS)
	@$(PYTHON) assets/countries.py

format: $(TESTS)
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

lock:
	@uv=$$(./setup.sh --uv) && $$uv lock -q \
	  && $$uv export -q --frozen --no-emit-project --no-header --no-dev -o requirements.lock > /dev/null \
	  && $$uv export -q --frozen --no-emit-project --no-header --all-extras -o requirements-dev.lock > /dev/null && rm -f uv.lock

clean:
	rm -rf .venv .uv assets/.built assets/node_modules src/onrecord/web/static/built
