# make audit: an HTML report of ARTICLES in REPORT. make test: every check that CI makes.
# Both need Python 3.11 or later and a package registry, nothing else.

PYTHON ?= python3
VENV ?= .venv
ARTICLES ?= examples/articles
REPORT ?= report
BIN := $(VENV)/bin
SHARED ?= ../shared

.PHONY: help audit test test-quick lint score benchmark clean

help:
	@echo "make audit [ARTICLES=folder] [REPORT=folder]   audit a folder, write an HTML report"
	@echo "make test                                      lint, types, tests with coverage"
	@echo "make test-quick                                tests without the slow ones"
	@echo "make benchmark                                 speed beside other linters, see docs/speed.md"
	@echo "make score                                     score against ../shared/gold, where it is"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "audit needs Python 3.11 or later; try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(BIN)/python setup.cfg
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

# LanguageTool brings its own Java. Where it can't be fetched, the audit runs and says so.
$(VENV)/languagetool: $(VENV)/installed
	@if $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[languagetool]' \
		&& $(BIN)/audit languagetool install; then touch $@; \
		else echo "LanguageTool could not be set up: the audit runs without it." >&2; fi

# Findings are what the report is for: only exit codes over 1 are a failure here.
audit: $(VENV)/languagetool
	@$(BIN)/audit scan $(ARTICLES) --html $(REPORT) --progress; code=$$?; \
		if [ $$code -gt 1 ] && [ $$code -ne 3 ]; then exit $$code; fi
	@echo "The report is at $(REPORT)/index.html"

lint: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint
	$(BIN)/pytest -n 2 --cov --cov-report=term

test-quick: $(VENV)/installed-test
	$(BIN)/pytest -n 2 -m "not slow and not browser"

score: $(VENV)/installed
	@test -d $(SHARED)/gold || { echo "make score needs $(SHARED)/gold" >&2; exit 2; }
	-$(BIN)/audit scan $(SHARED)/articles --json score.json --format quiet --languagetool off --fail-on never
	$(BIN)/python $(SHARED)/score/score.py $(SHARED)/gold score.json --articles $(SHARED)/articles
	$(BIN)/python $(SHARED)/score/score.py $(SHARED)/gold score.json --articles $(SHARED)/articles --families readability

# Fetches the peers from their registries; those that can't be had are named in the table.
benchmark: $(VENV)/languagetool
	$(BIN)/python benchmarks/speed.py --data $(SHARED)/data

clean:
	rm -rf $(VENV) build dist report score.json .pytest_cache .mypy_cache .ruff_cache
