# Everything starts from a bare machine with Python 3.11 or newer.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
DEMO   ?= demo

.PHONY: test thorough demo examples lint bugs healthy edits bench release unreleased clean

test: $(VENV)/ready  ## what must pass before anything lands
	OMP_NUM_THREADS=1 $(BIN)/pytest -q -n auto --dist loadfile --no-loadscope-reorder

thorough:  ## before a release: each kind, crossing and layout where `test` tries a few
	SLOW=1 $(MAKE) test

demo: $(VENV)/ready  ## the main job, end to end, on the embedded digits
	rm -rf $(DEMO)/digits
	$(BIN)/recipe new $(DEMO)/digits --template . --task image-classification --defaults
	$(BIN)/pip install -q --no-deps -e $(DEMO)/digits
	cd $(DEMO)/digits && for verb in check baseline train evaluate report status; do \
		echo "\n--- python -m digits $$verb"; ../../$(BIN)/python -m digits $$verb || exit 1; done

examples: $(VENV)/ready  ## render generated_examples/ anew; commit the diff
	$(BIN)/python -m tests.examples

lint: $(VENV)/ready
	$(BIN)/black --check -q scaffolder nn_recipe releasing tests benchmarks templates/parts
	$(BIN)/ruff check -q scaffolder nn_recipe releasing tests benchmarks generated_examples
	$(BIN)/pyright --pythonpath $(BIN)/python

bugs: $(VENV)/ready  ## plant every bug, or ONLY="T01 dropout --kind tabular-regression"
	OMP_NUM_THREADS=1 PYTHONHASHSEED=0 $(BIN)/python -m tests.bugs --record $(ONLY)

healthy: $(VENV)/ready  ## no check may stop a healthy project
	OMP_NUM_THREADS=1 PYTHONHASHSEED=0 $(BIN)/python -m tests.bugs --healthy --record $(ONLY)

edits: $(VENV)/ready  ## no check may stop a healthy edit, or ONLY="H01 --all"
	OMP_NUM_THREADS=1 PYTHONHASHSEED=0 $(BIN)/python -m tests.bugs --edits --record $(ONLY)

bench: $(VENV)/ready
	for file in benchmarks/*.py; do echo "\n--- $$file"; $(BIN)/python $$file || exit 1; done

release: $(VENV)/ready  ## VERSION=0.4.0 [ADDRESS=https://...git]: bundle, changelog, commit, tag
	$(BIN)/python -m releasing $(VERSION) $(if $(ADDRESS),--home $(ADDRESS))

unreleased: $(VENV)/ready  ## have the templates changes that no release has?
	$(BIN)/python -m releasing

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Found Python %d.%d, needed 3.11 or newer: make PYTHON=python3.11" % sys.version_info[:2])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[lab,dev]'
	touch $@

clean:
	rm -rf $(VENV) $(DEMO) build dist .pytest_cache .ruff_cache
