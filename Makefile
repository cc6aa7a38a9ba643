# The two commands of the README. They need Python 3.11 or newer and make, nothing else.
WARD ?= truc-lam
VENV := .venv
PYTHON := $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

.PHONY: report test check clean
.DEFAULT_GOAL := report

report: $(VENV)/.installed ## Quarterly report of one ward: make report WARD=hang-gon
	$(VENV)/bin/reportgen quarterly --ward $(WARD)

test: $(VENV)/.installed-dev ## The specification
	$(VENV)/bin/python -m pytest -n auto --dist loadfile

check: $(VENV)/.installed-dev ## What must pass before a commit
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" scripts/check

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* build dist

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Cần Python 3.11 trở lên." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.installed
