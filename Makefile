# Two verbs for newcomers (`make serve`, `make test`), the rest for those who change things.
# A fresh machine needs Python 3.11 or newer, make and git; everything else is installed into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
STAMP_TEST := $(VENV)/.installed-test
STAMP_CHECK := $(VENV)/.installed-check
STAMP_BENCH := $(VENV)/.installed-bench
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: serve build test check docs texts frontend frontend-check bench bench-pages bench-queries format wheel clean

serve: $(STAMP) ## build the graph if need be and serve it on http://127.0.0.1:8000
	$(BIN)/partnergraph serve

build: $(STAMP) ## build a release from data/
	$(BIN)/partnergraph build

# Walks over everything there is, and builds of all that ships, take twice as long while coverage is measured, and show
# nothing more by it.
WALKS := tests/cli/test_dereferencing.py tests/catalogue/test_library.py tests/web/test_openapi.py tests/web/test_crawl.py \
	tests/web/test_catalogue.py tests/release/test_killed.py tests/release/test_failures.py tests/validation/test_shapes.py \
	tests/cli/test_keeping.py tests/cli/test_publishing.py tests/cli/test_vocabularies.py tests/conformance tests/docs
APART := tests/hardening tests/engines tests/browser $(WALKS)

# Each file stays in one process, so that what its tests share is made once.
test: $(STAMP_TEST) ## run the tests
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --cov --cov-report=term $(addprefix --ignore=,$(APART))
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile tests/hardening tests/engines
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile tests/browser $(WALKS)

check: $(STAMP_CHECK) ## format, lint, floors, types, dead code, spelling, generated docs, words, wheel
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/vulture
	$(BIN)/interrogate --quiet src tests
	$(BIN)/codespell
	$(BIN)/validate-pyproject pyproject.toml
	$(BIN)/cog --check -r docs/reference/*.md README.md
	$(BIN)/python -m translation --check
	$(MAKE) frontend-check
	$(MAKE) wheel

docs: $(STAMP_CHECK) ## write the generated parts of the documentation anew
	$(BIN)/cog -r docs/reference/*.md README.md

texts: $(STAMP_CHECK) ## bring the catalogues of words up to date with templates and code, and compile them
	$(BIN)/python -m translation

frontend: ## build styles and scripts from frontend/ anew; needs Node 20 or newer
	cd frontend && npm ci --no-audit --no-fund && npm run check && npm run build

frontend-check: ## build them and compare with what is committed, where there is Node
	@if command -v npm > /dev/null; \
	then $(MAKE) frontend && git diff --exit-code -- src/partnergraph/web/static/dist && \
		test -z "$$(git ls-files --others -- src/partnergraph/web/static/dist)"; \
	else echo "There is no npm here: that the built styles and scripts are those of frontend/ is not checked"; fi

screenshots: $(STAMP_TEST) ## write docs/screenshots anew; needs Chromium
	$(BIN)/python -m tests.browser.screenshots docs/screenshots

bench: $(STAMP_BENCH) ## measure the endpoint beside its peers and the documents, and write docs/explanation/benchmarks*.md
	$(BIN)/python -m benchmarks.endpoint
	$(BIN)/python -m benchmarks.documents

bench-pages: $(STAMP_TEST) ## measure the pages for people; takes a few minutes
	$(BIN)/python -m benchmarks.pages

bench-queries: $(STAMP_BENCH) $(STAMP_TEST) ## measure the canned queries at 100,000 partnerships; takes a quarter of an hour and 8 GB
	$(BIN)/python -m benchmarks.queries

format: $(STAMP_CHECK) ## format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

wheel: $(STAMP_CHECK) ## build the wheel and try it where src/ is out of reach
	$(BIN)/python tests/wheel.py

clean:
	rm -rf $(VENV) build dist release .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with make PYTHON=…")'
	$(PYTHON) -m venv $(VENV)

$(STAMP): pyproject.toml | $(BIN)/python
	$(PIP) --editable .
	touch $@

$(STAMP_TEST): $(STAMP)
	$(PIP) --upgrade "pip>=25.1"
	$(PIP) --group test
	touch $@

$(STAMP_BENCH): $(STAMP)
	$(PIP) --upgrade "pip>=25.1"
	$(PIP) --group bench
	touch $@

$(STAMP_CHECK): $(STAMP_TEST)
	$(PIP) --group check
	touch $@
