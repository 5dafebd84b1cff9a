# kl226: every command a person types. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help setup demo test check fuzz bench dev screenshots lock holidays clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.kl226-installed

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "kl226 needs Python 3.11; say which: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the hash-locked requirements into $(VENV) (about a minute the first time) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check 'uv>=0.8'
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --system-certs --no-deps --require-hashes -r requirements.lock
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --system-certs --no-deps --editable .
	@touch $@

setup: $(STAMP)  ## Create .venv with everything at its locked version

demo: setup  ## Build the sample province, run the whole pipeline, print the scorecard
	@$(BIN)/kl226 demo

test: setup  ## Run every test
	@$(BIN)/pytest -n auto --dist loadfile

check: setup  ## Static checks, no data: lint, types, architecture, SQL
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/sqlfluff lint dbt_project/models dbt_project/tests

fuzz: setup  ## Check 10,000 mutated files: no crash, no hang, little memory (15 to 20 minutes)
	@$(BIN)/python -m tests.fuzz

# PYTHONWARNINGS: Dagster warns of its own Beta and superseded features, which nobody here can change.
bench: setup  ## Measure ingest and build beside plain DuckDB SQL (5 to 10 minutes)
	@$(BIN)/python -m tests.bench

dev: setup  ## Open the Dagster page (port 3000) on KL226_HOME, default ./var
	@echo "Dagster: mở http://localhost:3000 (Ctrl+C để dừng). Thư mục dữ liệu: $${KL226_HOME:-./var}"
	@echo "Bộ canh thư mục nhận và lịch 06:00 chạy ngay. Xem bản thử: KL226_HOME=var/demo make dev"
	@DAGSTER_DISABLE_TELEMETRY=1 PYTHONWARNINGS=ignore \
		DAGSTER_HOME=$$($(BIN)/python -m orchestration.dagster_home) \
		$(BIN)/dagster dev -m orchestration.definitions

screenshots: setup  ## Take the pictures of docs/pages.md from the sample province (needs chromium)
	@$(BIN)/python -m tests.screenshots var/demo

lock: setup  ## Resolve requirements.in again into requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate requirements.in -o requirements.lock

holidays: setup  ## Write the seed of public holidays again from the package `holidays`
	@$(BIN)/python -m tests.holiday_seed

clean:  ## Remove the run-time home and caches (keeps .venv)
	@rm -rf var build .pytest_cache .mypy_cache .ruff_cache .hypothesis
