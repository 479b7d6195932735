"""The templates are valid CloudFormation and agree with the code they deploy."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest

from chalice_app.router import MESSAGE_TYPES
from infra.build import PROVISIONING, WORKERS
from infra.pipeline import Template, pipeline_template
from infra.release import local_parameters
from infra.routes_template import routes_template
from infra.state_machine import ARTIFACT, definition, definition_json
from stikadoo import settings, worker_settings
from stikadoo.settings import RouteSettings, variable
from stikadoo.worker_settings import ProvisioningSettings, WorkerSettings
from tests.contracts.test_rights import ON_EVERYTHING
from tests.policies import texts

ROOT = Path(__file__).resolve().parents[2]
POLICIES = sorted((ROOT / "infra/policies").glob("*.json"))
LARGEST_BODY = 51_200
"Bytes: CloudFormation's limit for a TemplateBody."


def asl_as_template() -> Template:
    """The definition in a resource whose definition cfn-lint checks; it does not check the SAM resource's."""
    machine = definition_json().replace("${Partition}", "aws")  # the only value that cfn-lint accepts
    properties = {
        "Definition": json.loads(machine),
        "DefinitionSubstitutions": dict.fromkeys(re.findall(r"\$\{(\w+)\}", machine), "any"),
        "RoleArn": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/any"},
    }
    return {"Resources": {"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}}}


@pytest.fixture(scope="module")
def templates() -> dict[str, Template]:
    """As they are deployed, by name."""
    places = {name: {"Bucket": "artifacts", "Key": name} for name in (*WORKERS, PROVISIONING, ARTIFACT)}
    by_name = {"pipeline": pipeline_template(places)}  # type: ignore[arg-type]
    for stage in ("local", "dev"):
        by_name[f"routes-{stage}"] = routes_template(stage, {"Bucket": "artifacts", "Key": "routes"})
    return by_name


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(part)


def functions(template: Template) -> dict[str, dict[str, Any]]:
    return {
        name: resource["Properties"]
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


def variables(template: Template, function: dict[str, Any]) -> dict[str, Any]:
    everywhere = template["Globals"]["Function"]["Environment"]["Variables"]
    return {**everywhere, **function.get("Environment", {}).get("Variables", {})}


@pytest.mark.parametrize("region", ["us-east-1", "cn-northwest-1"])
def test_cfn_lint_finds_nothing(templates: dict[str, Template], tmp_path: Path, region: str) -> None:
    """Nor a resource type that the region lacks."""
    for name, template in (*templates.items(), ("machine", asl_as_template())):
        (tmp_path / f"{name}.json").write_text(json.dumps(template, indent=1))
    paths = [str(path) for path in tmp_path.glob("*.json")]
    linted = subprocess.run(
        [Path(sys.executable).parent / "cfn-lint", "--format", "parseable", "--regions", region, "--", *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (linted.returncode, linted.stdout, linted.stderr) == (0, "", "")


def test_a_template_can_be_sent_in_one_piece(templates: dict[str, Template]) -> None:
    assert dict.fromkeys(templates, True) == {
        name: len(json.dumps(template, separators=(",", ":"))) < LARGEST_BODY for name, template in templates.items()
    }


def test_no_partition_region_or_url_suffix_is_literal(templates: dict[str, Template]) -> None:
    asl = definition()
    literal = re.compile(r"arn:aws|arn:\*|amazonaws\.com|\b(us|eu|ap|cn)-[a-z]+-\d\b")
    principal = re.compile(r"(lambda|apigateway|events|cloudwatch)\.amazonaws\.com")
    texts = [text for text in strings([templates, asl]) if not principal.fullmatch(text)]
    assert [text for text in texts if literal.search(text)] == []


def test_every_worker_has_its_function_its_log_and_its_policy(templates: dict[str, Template]) -> None:
    resources = templates["pipeline"]["Resources"]
    assert {path.stem for path in POLICIES} == {*WORKERS, PROVISIONING}
    for worker in WORKERS:
        function = resources[f"{worker.capitalize()}Function"]["Properties"]
        assert function["Handler"] == f"functions.{worker}.handler.handler"
        assert function["FunctionName"] == {"Fn::Sub": f"stikadoo-${{Stage}}-{worker}"}
        assert function["CodeUri"]["Key"] == worker
        assert function["Policies"] == [json.loads((ROOT / f"infra/policies/{worker}.json").read_text())]
        assert function["LoggingConfig"] == {"LogGroup": {"Ref": f"{worker.capitalize()}Log"}}


def test_the_provisioning_api_has_its_function_its_log_and_its_policy(templates: dict[str, Template]) -> None:
    resources = templates["pipeline"]["Resources"]
    function = resources["ProvisioningFunction"]["Properties"]
    assert function["CodeUri"]["Key"] == PROVISIONING
    assert function["Policies"] == [json.loads((ROOT / "infra/policies/provisioning.json").read_text())]
    assert function["LoggingConfig"] == {"LogGroup": {"Ref": "ProvisioningLog"}}
    kinds = [resource["Type"] for name, resource in resources.items() if name.startswith("Provisioning")]
    assert "AWS::Serverless::HttpApi" not in kinds
    assert {kind for kind in kinds if "ApiGatewayV2" in kind} == {
        f"AWS::ApiGatewayV2::{part}" for part in ("Api", "Stage", "Integration", "Route")
    }
    assert resources["ProvisioningIntegration"]["Properties"]["PayloadFormatVersion"] == "2.0"


def test_open_mode_is_off_unless_it_is_chosen_or_the_stage_is_local(templates: dict[str, Template]) -> None:
    assert {template["Parameters"]["OpenMode"]["Default"] for template in templates.values()} == {"false"}
    assert "OpenMode" not in local_parameters(None, {})
    assert local_parameters("http://127.0.0.1:1", {})["OpenMode"] == "true"
    assert "OpenMode" not in local_parameters("http://127.0.0.1:1", {"OpenMode": "false"})
    assert "OpenMode" not in local_parameters("http://127.0.0.1:1", {"TokensParameter": "/stikadoo/local/tokens"})


STAGE_S = {"Partition": "AWS::Partition", "Transcribers": "Transcriber", "Illustrators": "Illustrator"}
"Substitutions besides the workers' ARNs."


def test_the_machine_may_call_its_workers_and_is_told_where_they_are(templates: dict[str, Template]) -> None:
    machine = templates["pipeline"]["Resources"]["VoiceToSticker"]["Properties"]
    arns = {f"{worker.capitalize()}Function": f"{worker.capitalize()}Function" for worker in WORKERS}
    substitutions = dict(machine["DefinitionSubstitutions"])
    assert {name: substitutions.pop(name)["Ref"] for name in STAGE_S} == STAGE_S
    assert substitutions == {name: {"Fn::GetAtt": [logical_id, "Arn"]} for name, logical_id in arns.items()}
    assert machine["Policies"][0]["Statement"][0]["Resource"] == list(substitutions.values())
    assert set(re.findall(r"\$\{(\w+)\}", definition_json())) == {*substitutions, *STAGE_S}


def test_a_task_outwaits_its_worker(templates: dict[str, Template]) -> None:
    workers = functions(templates["pipeline"])
    for name, state in definition()["States"].items():
        if state["Type"] == "Task":
            worker = state["Arguments"]["FunctionName"].strip("${}")
            assert workers[worker]["Timeout"] < state["TimeoutSeconds"], name


@pytest.mark.parametrize(
    "policy", [*POLICIES, *sorted((ROOT / ".chalice").glob("policy-*.json"))], ids=lambda path: path.stem
)
def test_a_policy_grants_named_actions_on_named_resources(policy: Path) -> None:
    for statement in json.loads(policy.read_text())["Statement"]:
        resources = texts(statement["Resource"])
        assert statement["Effect"] == "Allow"
        assert [action for action in strings(statement["Action"]) if "*" in action] == []
        assert "*" not in resources or set(strings(statement["Action"])) <= set(ON_EVERYTHING)


def test_every_message_type_has_a_route_of_its_own(templates: dict[str, Template]) -> None:
    resources = templates["routes-dev"]["Resources"]
    routes = {
        resource["Properties"]["RouteKey"]: resource["Properties"]["Target"]
        for resource in resources.values()
        if resource["Type"] == "AWS::ApiGatewayV2::Route"
    }
    assert set(routes) == {"$connect", "$disconnect", "$default", *MESSAGE_TYPES}
    for message_type in MESSAGE_TYPES:
        function = "Printed" if message_type == "print" else message_type.capitalize()
        assert routes[message_type] == {"Fn::Sub": f"integrations/${{{function}Integration}}"}
        invoked = resources[f"{function}Integration"]["Properties"]["IntegrationUri"]["Fn::Sub"]
        allowed = resources[f"{function}Permission"]["Properties"]
        assert f"${{{function}.Arn}}" in invoked
        assert allowed["FunctionName"] == {"Ref": function}
        assert allowed["SourceArn"]["Fn::Sub"].endswith(f"/*/{message_type}")


def test_new_routes_are_served_at_once(templates: dict[str, Template]) -> None:
    resources = templates["routes-dev"]["Resources"]
    assert resources["WebsocketAPI"]["Properties"]["RouteSelectionExpression"] == "$request.body.type"
    assert resources["WebsocketAPIStage"]["Properties"]["AutoDeploy"] is True
    assert "DeploymentId" not in resources["WebsocketAPIStage"]["Properties"]
    assert [name for name, resource in resources.items() if resource["Type"].endswith("::Deployment")] == []


def test_the_audio_route_may_store_chunks_answer_and_repeat_itself_and_nothing_else(
    templates: dict[str, Template],
) -> None:
    role = templates["routes-dev"]["Resources"]["AudioRole"]["Properties"]["Policies"][0]["PolicyDocument"]
    granted = [(action, statement) for statement in role["Statement"] for action in strings(statement["Action"])]
    assert {action for action, _ in granted if not action.startswith("logs:")} == {
        "s3:PutObject",
        "execute-api:ManageConnections",
        "lambda:InvokeFunction",
    }
    invoked = next(statement["Resource"] for action, statement in granted if action == "lambda:InvokeFunction")
    assert invoked["Fn::Sub"].endswith(":function:stikadoo-${Stage}-audio")
    stored = next(statement["Resource"] for action, statement in granted if action == "s3:PutObject")
    assert stored == [{"Fn::Sub": "arn:${AWS::Partition}:s3:::${Bucket}/chunks/*"}]


def test_the_default_route_may_do_what_the_others_may() -> None:
    def granted(name: str) -> set[tuple[str, str]]:
        policy = json.loads((ROOT / f".chalice/policy-{name}.json").read_text())
        return {
            (action, resource)
            for statement in policy["Statement"]
            for action in strings(statement["Action"])
            for resource in strings(statement["Resource"])
            if action != "lambda:InvokeFunction"  # of itself
        }

    others = [path.stem.removeprefix("policy-") for path in (ROOT / ".chalice").glob("policy-*.json")]
    messages = [name for name in others if not name.startswith("websocket_")]
    assert set.union(*map(granted, messages)) == granted("websocket_message")


def test_every_setting_in_a_template_is_one_that_is_read(templates: dict[str, Template]) -> None:
    both = (*vars(settings).values(), *vars(worker_settings).values())
    kinds = [kind for kind in both if isinstance(kind, type) and hasattr(kind, "__dataclass_fields__")]
    read = {variable(field.name) for kind in kinds for field in fields(kind)}
    for template in templates.values():
        given = {name for function in functions(template).values() for name in variables(template, function)}
        assert given - {"AWS_ENDPOINT_URL"} <= read


def test_every_setting_without_a_default_is_given(templates: dict[str, Template]) -> None:
    def required(kind: Any) -> set[str]:
        return {variable(field.name) for field in fields(kind) if field.default is MISSING}

    for function in functions(templates["routes-dev"]).values():
        assert required(RouteSettings) <= set(variables(templates["routes-dev"], function))
    for name, function in functions(templates["pipeline"]).items():
        kinds = kinds_of(function)
        assert kinds, name
        for kind in kinds:
            assert issubclass(kind, WorkerSettings) or kind is ProvisioningSettings
            assert required(kind) <= set(variables(templates["pipeline"], function)), name


def test_every_setting_of_a_worker_is_a_parameter_with_the_same_default(templates: dict[str, Template]) -> None:
    parameters = templates["pipeline"]["Parameters"]
    defaults: dict[str, dict[str, str]] = {}
    for name, function in functions(templates["pipeline"]).items():
        chosen = [field for kind in kinds_of(function) for field in fields(kind) if field.default is not MISSING]
        expected = {variable(field.name): {"Ref": camel_case(field.name)} for field in chosen}
        assert expected.items() <= variables(templates["pipeline"], function).items(), name
        defaults[name] = {camel_case(field.name): str(field.default) for field in chosen}
    expected_defaults = {name: default for chosen in defaults.values() for name, default in chosen.items()}
    assert {name: str(parameters[name]["Default"]) for name in expected_defaults} == expected_defaults


def kinds_of(function: dict[str, Any]) -> list[Any]:
    """The setting classes that a function's handler reads."""
    handler = ROOT / f"{function['Handler'].rsplit('.', 1)[0].replace('.', '/')}.py"
    return [getattr(worker_settings, kind) for kind in re.findall(r"settings\((\w+)\)", handler.read_text())]


def camel_case(field_name: str) -> str:
    return "".join(word.capitalize() for word in field_name.split("_"))
