# make build     the three files of brief.yaml, in output/
# make check     reports the problems of brief.yaml, writes nothing
# make test      lint, types and tests, in about six minutes
# make campaign  the tests, with every damage, hostile input, leak, kill and fuzzed brief
# make preview   pictures of the three files and the preview, in assets/ (needs LibreOffice, poppler and Chromium)
# make bench     times and memory, beside pandoc and typst
# make mutants   60 random changes of the layout and the outline, and how many the tests notice
# make clients   what other programs read in the three files, as tables
# make docs      the documentation as a site, in docs/_build
# make digests   hashes of what the good briefs produce, to compare changes or machines
# make clean     removes what was made
#
# Everything is installed into .venv. PYTHON=python3.12 chooses another interpreter.

PYTHON ?= python3
VENV   ?= .venv
PY     := $(VENV)/bin/python
BRIEF  ?= brief.yaml
OUT    ?= output

.PHONY: build check test campaign preview bench clients mutants docs digests clean
.DEFAULT_GOAL := build

build: $(VENV)/.installed
	$(PY) -m builder build $(BRIEF) --out $(OUT)

check: $(VENV)/.installed
	$(PY) -m builder check $(BRIEF)

test: $(VENV)/.installed-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy & types=$$!; $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS); tests=$$?; \
	  wait $$types && exit $$tests

campaign: $(VENV)/.installed-campaign
	$(PY) -m pytest -n 2 --dist worksteal --campaign $(PYTEST_ARGS)

preview: $(VENV)/.installed-campaign build
	$(PY) -m tests.support.preview $(OUT) assets
	$(PY) -m tests.support.browsing

bench: $(VENV)/.installed-peers
	$(PY) -m tests.bench

mutants: $(VENV)/.installed-dev
	$(PY) -m tests.mutants layout outline $(MUTANTS_ARGS)

clients: $(VENV)/.installed-clients
	$(PY) -m tests.support.clients

docs: $(VENV)/.installed-docs
	$(PY) -m sphinx -W --keep-going -q -b html docs docs/_build

digests: $(VENV)/.installed-dev
	$(PY) -m tests.support.digests digests.json

clean:
	rm -rf build dist docs/_build .hypothesis .mypy_cache .pytest_cache .ruff_cache
	rm -f $(OUT)/*-memo.docx $(OUT)/*-deck.pptx $(OUT)/*-summary.pdf $(OUT)/*-manifest.json
	rm -f $(OUT)/*-release.zip
	find builder tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is older than pyproject.toml when what must be installed may have changed.
$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed: make PYTHON=python3.12' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-campaign: pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[dev,archive,browser]'
	@touch $@ $(VENV)/.installed-dev $(VENV)/.installed

$(VENV)/.installed-docs: pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[dev,docs]'
	@touch $@ $(VENV)/.installed-dev $(VENV)/.installed

$(VENV)/.installed-peers: pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[dev,peers]'
	@touch $@ $(VENV)/.installed-dev $(VENV)/.installed

$(VENV)/.installed-clients: pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[dev,clients]'
	@touch $@ $(VENV)/.installed-dev $(VENV)/.installed
