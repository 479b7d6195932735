# demo, test, check, bench, up, deploy: everything a person types here. `make setup` is implied.
PYTHON ?= python3
UV = .venv/bin/uv
RUN = .venv/bin
export PYTHONDONTWRITEBYTECODE = 1 # vendor/ is packed and hashed unfiltered

LOCKS = requirements/uv requirements/dev requirements/localaws requirements \
        $(patsubst %/requirements.in,%/requirements,$(wildcard functions/*/requirements.in))

.PHONY: setup demo up test e2e-strict check state-machine check-templates check-zips bench count-calls gallery deploy destroy lock clean
setup: .venv/.ready .localaws/.ready

demo: setup ## speak a wish to the whole system on this machine: make demo [WAV=my.wav] [TEXT="a dragon"]
	@$(RUN)/stikadoo demo $(if $(WAV),--wav "$(WAV)") $(if $(TEXT),--text "$(TEXT)")

up: setup ## keep the system running for a device of your own
	@$(RUN)/stikadoo up

test: setup
	$(RUN)/pytest

e2e-strict: setup ## devices and executions against the whole system, every role held to its policy
	$(RUN)/pytest tests/e2e tests/workflow

check: setup ## exactly what CI runs before the tests
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
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

check-zips: setup ## the zips for AWS: their sizes, and that Lambda's Python imports them with nothing but boto3 beside them
	$(RUN)/python -m infra.build --target aws
	$(RUN)/pytest -q -m aws_zips tests/contracts/test_aws_zips.py

deploy: setup ## a stage on AWS: make deploy STAGE=dev [REGION=cn-northwest-1]; more: stikadoo deploy --help
	@$(RUN)/stikadoo deploy --stage $(or $(STAGE),$(error say STAGE=dev)) $(if $(REGION),--region $(REGION))

destroy: setup ## take it away again; it asks first, and keeps the recordings
	@$(RUN)/stikadoo destroy --stage $(or $(STAGE),$(error say STAGE=dev)) $(if $(REGION),--region $(REGION))

bench: setup
	$(RUN)/python -m benchmarks $(PARTS)

gallery: setup ## docs/gallery.png, anew: wishes × styles × dithers, as they are printed
	$(RUN)/python -m tests.gallery

count-calls: setup ## what wishes have AWS do, counted on the local stack, for `stikadoo cost`
	$(RUN)/python -m benchmarks.count_calls

clean:
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

lock: ## resolve every requirements.in anew, hashes and all, all to the versions of requirements/dev.txt
	@for name in $(LOCKS); do \
	  constraint=requirements/dev.txt; case $$name in requirements/*) constraint=/dev/null;; esac; \
	  $(UV) pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 \
	    --custom-compile-command 'make lock' --constraint $$constraint --override requirements/overrides.txt \
	    $$name.in --output-file $$name.txt || exit 1; echo "$$name.txt"; done
