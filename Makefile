# `make demo` and `make test` need Python 3.11 or newer and nothing else; both install into .venv.

PYTHON ?= python3
BIN := .venv/bin
CODE := core runners scorecards tests benchmarks

.PHONY: help demo test check lint types arrows tests test-edits faults bench bench-remote crontab wheel clean

help:
	@echo "make demo     install, make a sample company and fill its five scorecards; ENGINE=spark: on Spark, which needs Java 17"
	@echo "make test     install what the tests need, then run lint, types, arrows and tests"
	@echo "make check    report every error in the KPI files"
	@echo "make faults   kill 200 commands on each engine and compare store and scorecards with undisturbed ones"
	@echo "make test-edits  play 200 random scripts of edits, data changes and publishes against a spreadsheet"
	@echo "make bench    measure a week and a year of 200 KPIs, and growth, against a bare loop and hand-written SQL"
	@echo "make bench-remote  measure a week of 200 KPIs on Sail and chdb against a bare loop; options: ARGS='--weeks 8 --rows 2000000'"
	@echo "make crontab  update the crontab from the runners"
	@echo "make wheel    build the framework's package for pip in dist/"
	@echo "make clean    remove .venv, caches and build products; never var/, which holds the store and the workbooks"

# With ENGINE=spark, the sample's tables are Parquet files in var/lake, and a Spark of two executors reads them.
ifeq ($(ENGINE),spark)
demo: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[spark]'
	@test -e .env || (umask 077; sed -e 's|^SCORECARD_WAREHOUSE=.*|SCORECARD_WAREHOUSE=spark://local-cluster[2,1,1024]|' \
		-e 's|^SCORECARD_STORE=.*|SCORECARD_STORE=duckdb:///var/store.duckdb|' \
		-e 's|^SCORECARD_LAKE=.*|SCORECARD_LAKE=var/lake|' .env.example > .env)
	@echo "four weeks on Spark, one to three minutes: two executors start first, and each query is a job"
	@$(BIN)/scorecard demo --weeks 4
else
demo: .venv/installed
	@$(BIN)/scorecard demo
endif

test: lint types arrows tests

check: .venv/installed
	@$(BIN)/scorecard check

lint: .venv/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/developing
	$(BIN)/mypy

arrows: .venv/developing
	$(BIN)/lint-imports

tests: .venv/developing
	$(BIN)/python -m pytest -n auto --dist worksteal

test-edits: .venv/developing
	$(BIN)/python -m tests.edits 200

faults: .venv/developing
	$(BIN)/python -W ignore -m tests.faults 200 both

bench: .venv/developing
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.ahead
	$(BIN)/python -m benchmarks.review

bench-remote: .venv/developing
	$(BIN)/python -m benchmarks.remote $(ARGS)

crontab: .venv/installed
	$(BIN)/scorecard crontab > crontab.new && mv crontab.new crontab

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv

.venv/installed: setup.cfg .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/developing: setup.cfg .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/installed

wheel: .venv/bin/python
	rm -rf build
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +
