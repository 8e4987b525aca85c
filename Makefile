# Every target sets up .venv first; nothing needs to be typed before `make demo` or `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
OUT ?= out/demo
DOCS ?= out/docs
SHOTS ?= out/shots
SITE_URL ?= http://localhost:8000/
FUZZ ?= 1000
# The environment decides nothing about what is made.
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo docs shots test generate check lint types mypy pyright unit others pythons floors mutate fuzz bench packed size journeys faults inputs messages session fmt clean diff bump baseline release wheel mcpb publish

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## .venv with the pinned tools (done by every other target)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Brushwork needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "python3 -m venv failed. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --upgrade -c constraints.txt pip
	$(BIN)/python -m pip install --quiet -c constraints.txt --group dev
	$(BIN)/python -m pip install --quiet -c constraints.txt --no-build-isolation -e '.[cli,emulator]'
	@touch $@

demo: $(READY) ## one picture per model and mode on the built-in emulator, into $(OUT)
	$(BIN)/python -m brushwork demo --out $(OUT)

docs: $(READY) ## the reference site, into $(DOCS)/site; SITE_URL=https://... says where it will be
	$(BIN)/python -m tests.site.illustrate --out $(DOCS)/pictures
	$(BIN)/python -m generator.site --pictures $(DOCS)/pictures --out $(DOCS)/build --url $(SITE_URL)
	rm -rf $(DOCS)/site && mv $(DOCS)/build/site $(DOCS)/site

shots: $(READY) ## screenshots of what people see, into $(SHOTS): README, demo, site, emulator, notebook, terminal; needs Chromium
	@$(BIN)/python -m tests.site.shots --probe
	$(BIN)/python -m pip install --quiet -c constraints.txt --group shots
	$(MAKE) --no-print-directory docs demo
	$(BIN)/python -m tests.site.shots --site $(DOCS)/site --demo $(OUT) --out $(SHOTS)

test: check lint types unit others size ## everything that guards the project

generate: $(READY) ## specs -> generated/
	$(BIN)/python -m generator generate

check: $(READY) ## generated/ matches the specs, and the version is high enough for what changed in them
	$(BIN)/python -m generator check

lint: $(READY) ## ruff, on what hands wrote and on what templates wrote; and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	PYTHONPATH=runtime:generated:. $(BIN)/lint-imports --no-cache

types: $(READY) ## mypy --strict and pyright strict, side by side
	@$(MAKE) --no-print-directory -j2 mypy pyright

mypy pyright: $(READY)
	$(BIN)/$@

unit: $(READY) ## pytest, on all cores; with the coverage of the core where Python can tell it cheaply (from 3.12 on)
	COVERAGE_CORE=sysmon $(BIN)/pytest -q -n auto $$($(BIN)/python -c 'import sys; print("--cov --cov-report=term:skip-covered" if sys.version_info >= (3, 12) else "")')

others: $(READY) # of `make test`: the quick part of `make pythons`, with the newest version that there is
	QUICK=yes .ci/elsewhere 3.14 3.13 3.12 3.11

pythons: $(READY) ## what may differ, with the other versions of Python on PATH; each that is not there is told
	.ci/elsewhere 3.11 3.12 3.13 3.14

floors: $(READY) ## the same with the lowest versions that pyproject.toml allows of what the package needs
	.ci/elsewhere floors

mutate: $(READY) ## small changes of the core, and which of them no test notices; MODULES="retry base/clock" to choose
	$(BIN)/python -m pip install --quiet -c constraints.txt --group mutate
	nice $(BIN)/python .ci/mutate $(MODULES)

fuzz: $(READY) ## random requests and faults, $(FUZZ) for each model and mode, 60,000 spoiled answers, and batches killed at 200 moments; an hour
	BRUSHWORK_FUZZ=$(FUZZ) $(BIN)/pytest -q -n auto --timeout 3600 tests/emulator/test_differential.py tests/emulator/test_survival.py tests/reliability/test_random_faults.py tests/reliability/test_random_ends.py tests/reliability/test_mutated_answers.py tests/batch/test_kills.py tests/batch/test_admission.py tests/batch/test_speed.py tests/generator/probe/test_worlds.py

bench: $(READY) ## speeds as ratios of one run, beside their targets
	$(BIN)/python tests/bench

packed: $(READY) ## the tests of packed programs, with Nuitka, which compiles for a quarter of an hour
	$(BIN)/python -m pip install --quiet -c constraints.txt --group packed
	$(BIN)/pytest -q -n 0 tests/release/test_packed.py

diff: $(READY) ## what changed in the specs since the last release, and what it means for users
	$(BIN)/python -m generator diff

bump: $(READY) ## raise the version to what the changes in the specs require
	$(BIN)/python -m generator release bump

baseline: $(READY) ## before the first release: write specs/released.json anew
	$(BIN)/python -m generator release baseline

release: test ## version, changelog, specs/released.json, commit and tag; VERSION=1.0.0 to choose it
	$(BIN)/python -m generator release make $(if $(filter command,$(origin VERSION)),--version '$(VERSION)')

wheel: $(READY) ## sdist, wheel and SBOM of the last commit into dist/, the same bytes everywhere
	$(BIN)/python -m generator release wheel

mcpb: $(READY) ## the bundle of the server for agents into dist/, and with NAMESPACE=io.github.WHO its server.json
	$(BIN)/python -m generator release mcpb $(if $(filter command,$(origin NAMESPACE)),--namespace '$(NAMESPACE)')

publish: $(READY) ## check dist/, fail if it is no release, say what would be uploaded; CONFIRM=yes uploads
	$(BIN)/python -m generator release publish $(if $(filter command,$(origin CONFIRM)),--confirm '$(CONFIRM)')

size: $(READY) ## modules and lines of code of each package
	$(BIN)/python tests/size.py

journeys: $(READY) ## which modules a call enters, in their order, into docs/JOURNEYS.md
	$(BIN)/python -m tests.journeys

faults: $(READY) ## every fault and the format of scenarios, into docs/EMULATOR.md
	$(BIN)/python -m tests.emulator.reference

inputs: $(READY) ## which kinds of image each mode takes, tried, into the guide to editing
	$(BIN)/python -m tests.inputs

messages: $(READY) ## what code says into the catalogue of messages, and the catalogue compiled
	$(BIN)/python -m tests.messages

session: $(READY) ## make the session and the gallery of the README anew, on the emulator
	$(BIN)/python -m tests.command.recording

fmt: $(READY) ## format and fix what ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove what was built, keep generated/
	rm -rf $(VENV) build dist out .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
