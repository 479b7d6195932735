# `make` prints the targets. `make setup` is implied by every target that needs it.
PYTHON ?= python3
UV = .venv/bin/uv
RUN = .venv/bin
JOBS ?= 2
export PYTHONDONTWRITEBYTECODE = 1 # vendor/ is packed and hashed unfiltered

LOCKS = requirements/uv requirements/dev requirements/localaws requirements provisioning/requirements \
        $(patsubst %/requirements.in,%/requirements,$(wildcard functions/*/requirements.in))

.DEFAULT_GOAL = help
.PHONY: setup demo up test e2e-strict check state-machine check-templates check-zips bench count-calls drawings gallery wishes deploy destroy lock clean

.PHONY: help lint unit test-fast
help: ## print the targets
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

setup: .venv/.ready .localaws/.ready ## create both environments, .venv and .localaws

# In the environment, so that neither make nor the shell interprets what is in them.
export DEMO_WAV = $(value WAV)
export DEMO_TEXT = $(value TEXT)
demo: setup ## speak a wish to the whole system on this machine: make demo [WAV=my.wav] [TEXT="a dragon"]
	@$(RUN)/stikadoo demo $(if $(value WAV),--wav "$$DEMO_WAV") $(if $(value TEXT),--text "$$DEMO_TEXT")

up: setup ## keep the whole system running, for a device of your own
	@$(RUN)/stikadoo up

test: unit ## every tier: unit, contracts and workflow in parallel, each process with its own local stack, then e2e
	$(RUN)/pytest -q -n $(JOBS) --dist loadfile tests/test_architecture.py tests/contracts tests/workflow
	$(RUN)/pytest --ignore=tests/unit --ignore=tests/contracts --ignore=tests/workflow --ignore=tests/test_architecture.py

unit: setup ## the unit tier, in parallel: make unit [JOBS=4]
	$(RUN)/pytest -q -n $(JOBS) tests/unit

test-fast: setup ## after a change to a worker: make test-fast WORKER=render; without WORKER all workers' tests but transcribe's
	$(RUN)/pytest -q -n $(JOBS) tests/test_architecture.py \
	  $(if $(WORKER),tests/unit/functions/$(WORKER),tests/unit/functions tests/unit/stikadoo \
	  --ignore=tests/unit/functions/transcribe)

e2e-strict: setup ## devices and executions against the whole system, with IAM enforced
	$(RUN)/pytest tests/e2e tests/workflow

lint: setup ## format, lint, types: what CI runs before the tests
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy

check: lint ## lint, then the architecture and contract tests
	$(RUN)/pytest -q tests/test_architecture.py tests/contracts

state-machine: setup ## statemachines/README.md's diagram, anew, and build/voice_to_sticker.asl.json
	$(RUN)/python -m infra.state_machine_diagram
	$(RUN)/python -m infra.state_machine

check-templates: setup ## every template, policy and the machine, as AWS and as AWS in China would get them
	$(RUN)/pytest -q tests/contracts/test_templates.py tests/contracts/test_partitions.py tests/contracts/test_operations.py
	@$(RUN)/python -m infra.state_machine
	@$(RUN)/python -c 'import json; from infra.pipeline import pipeline_template as t; print(json.dumps(t()))' > build/pipeline.json
	@$(RUN)/python -c 'import json; from infra.routes_template import routes_template as t; print(json.dumps(t("dev")))' > build/routes.json
	@for name in pipeline routes; do SAM_CLI_TELEMETRY=0 $(UV) tool run --quiet --from aws-sam-cli==1.170.0 \
	  sam validate --lint --region us-east-1 --template build/$$name.json || exit 1; done

check-zips: setup ## the zips for AWS: their sizes, and imports under Lambda's Python with boto3 only
	$(RUN)/python -m infra.build --target aws
	$(RUN)/pytest -q -m aws_zips tests/contracts/test_aws_zips.py

deploy: setup ## create or update a stage on AWS: make deploy STAGE=dev [REGION=cn-northwest-1]
	@$(RUN)/stikadoo deploy --stage $(or $(STAGE),$(error say STAGE=dev)) $(if $(REGION),--region $(REGION))

destroy: setup ## delete a stage, after a confirmation, but for its recordings: make destroy STAGE=dev
	@$(RUN)/stikadoo destroy --stage $(or $(STAGE),$(error say STAGE=dev)) $(if $(REGION),--region $(REGION))

bench: setup ## measure every figure of docs/benchmarks.md: make bench [PARTS="audio render"]
	$(RUN)/python -m benchmarks $(PARTS)

drawings: setup ## draw docs/drawings-*.png: the drawings of other sets than OpenMoji, to choose by eye
	$(RUN)/python -m tests.drawings

gallery: setup ## draw docs/gallery.png: wishes × styles × dithers, as printed
	$(RUN)/python -m tests.gallery

wishes: setup ## draw docs/wishes-*.png: what the offline illustrator makes of tests/wishes.tsv, and what it understood
	$(RUN)/python -m tests.wishes

count-calls: setup ## count a wish's AWS calls on the local stack, for `stikadoo cost`
	$(RUN)/python -m benchmarks.count_calls

clean: ## delete both environments and everything built
	rm -rf .venv .localaws build out

.venv/.ready: requirements/uv.txt requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python cannot make a venv: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(RUN)/pip install --quiet --require-hashes -r requirements/uv.txt
	$(UV) pip install --quiet --python .venv --no-deps --require-hashes -r requirements/dev.txt
	$(UV) pip install --quiet --python .venv --no-deps --no-build-isolation --editable .
	touch $@

.localaws/.ready: requirements/localaws.txt .venv/.ready
	$(PYTHON) -m venv .localaws
	$(UV) pip install --quiet --python .localaws --no-deps --require-hashes -r requirements/localaws.txt
	touch $@

lock: ## resolve every requirements.in, with hashes, to the versions of requirements/dev.txt
	@for name in $(LOCKS); do \
	  constraint=requirements/dev.txt; case $$name in requirements/*) constraint=/dev/null;; esac; \
	  $(UV) pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 \
	    --custom-compile-command 'make lock' --constraint $$constraint --override requirements/overrides.txt \
	    $$name.in --output-file $$name.txt || exit 1; echo "$$name.txt"; done
