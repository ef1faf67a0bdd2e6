# Every target sets up its own environment (.venv) from the pinned versions in requirements.lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
JOBS ?= 2
# Arrays are small: one thread a process.
export OMP_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: help setup reproduce test proofs lint laws bench notebooks docs clean

help: ## show this help
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $(STAMP)

setup: $(STAMP) ## make the environment

reproduce: $(STAMP) ## derive, judge and evaluate everything; writes to out/
	$(BIN)/darktmm reproduce --out out

test: $(STAMP) lint ## run the tests
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

proofs: $(STAMP) ## run the slower proofs
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "slow or oracle"

lint: $(STAMP) ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

laws: $(STAMP) ## write the laws of numeric anew, after a change in derive
	$(BIN)/python -m darktmm.numeric.laws

bench: $(STAMP) ## measure
	$(BIN)/python -m benchmarks

notebooks: $(STAMP) ## execute the notebooks: their assertions hold, they say what is written
	rm -rf out/notebooks && mkdir -p out/notebooks && cp notebooks/*.ipynb out/notebooks
	$(BIN)/python -m pytest -n $(JOBS) --nbmake --overwrite --nbmake-timeout=600 out/notebooks
	$(BIN)/python -m notebooks --compare out/notebooks

docs: $(STAMP) ## build the documentation into out/docs
	$(BIN)/python -m sphinx --fail-on-warning --quiet -d out/.doctrees docs out/docs
	@echo out/docs/index.html

clean: ## remove what was made
	rm -rf out $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis docs/api docs/notebooks
