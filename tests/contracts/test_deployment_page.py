"""docs/deployment.md agrees with the code: commands and options, parameters, permissions, numbers."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER  # type: ignore[import-untyped]

from cli.main import COMMANDS, load_command
from infra.build import PROVISIONING, WORKERS
from infra.deploy import deploy, destroy
from infra.local_aws import LocalAws
from infra.pipeline import Place, Template, pipeline_template
from infra.routes_template import routes_template
from infra.state_machine import ARTIFACT, definition
from operations.cost.bill import Workload
from operations.cost.counts import Transport, counts
from operations.cost.quotas import first_to_break, quotas
from operations.cost.usage import Assumptions, Configuration
from stikadoo.aws.clients import client

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "deployment.md").read_text()
POLICIES: list[dict[str, Any]] = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]

MANAGED_POLICY_CHARACTERS = 6_144
"IAM's limit, white space not counted."

READS = re.compile(r"\w+:(Get|List|Describe)\w*\*(Configuration)?")
"Action names that may contain a star."

NOT_OURS = re.compile(
    r"lambda:(AssociateRuntimeAlias|PassCapacityProvider|\w*(CodeSigning|RuntimeManagement|Recursion|Scaling)\w*"
    r"|Put\w*Provisioned\w*|Delete\w*Provisioned\w*|GetLayerVersion)"
    r"|s3:(GetObject\w*|getObject|\w*(Accelerate|Analytics|Metadata|Metrics|Inventory|Tiering|Replication|Website|Acl)\w*"
    r"|\w*(ObjectLock|Ownership|Cors|CORS|Logging|Notification|Abac)\w*|REST.PUT.OBJECT|Delete\w*(Encryption|Lifecycle))"
    r"|dynamodb:(\w*(Replica|Import|Kinesis|Item|ContributorInsights)\w*|Query|Scan|(Put|Delete)ResourcePolicy)"
    r"|logs:(\w*(Bearer|KmsKey|IndexPolicy|DeletionProtection|LogEvents|LogStream)\w*|(Put|Delete)DataProtection\w*"
    r"|DeleteResourcePolicy)"
    r"|sns:(PutDataProtectionPolicy|SetSubscriptionAttributes)"
    r"|iam:(\w*PermissionsBoundary|CreateServiceLinkedRole)"
    r"|kms:(Disable\w*|EnableKey|ScheduleKeyDeletion)"
)
"Actions of CloudFormation's handlers for properties that our templates do not use."


MADE_OF = {
    "AWS::Serverless::Function": (
        "AWS::Lambda::Function",
        "AWS::Lambda::Permission",
        "AWS::IAM::Role",
        "AWS::Events::Rule",
    ),
    "AWS::Serverless::StateMachine": ("AWS::StepFunctions::StateMachine", "AWS::IAM::Role"),
}
"What SAM expands its types to, as they are used here."

SAM_ATTACHES = {
    "policy/service-role/AWSLambdaBasicExecutionRole",
    "policy/AWSXRayDaemonWriteAccess",
    "policy/AWSXrayWriteOnlyAccess",
}
"Managed policies of the roles SAM creates: logs, and X-Ray under its newer and older name."


def typed() -> Iterator[str]:
    """What a reader would type: lines of code blocks, and text in backticks."""
    for line in PAGE.splitlines():
        yield from [line.split(" #")[0]] if line.startswith("    ") else re.findall(r"(?<!`)`([^`]+)`(?!`)", line)


def commands() -> Iterator[list[str]]:
    """Each `stikadoo …`, split as by a shell."""
    for text in typed():
        for found in re.findall(r"(?:^|[\s/])stikadoo ([a-z].*)", text):
            yield shlex.split(found)


def options(command: str) -> set[str]:
    assert command in COMMANDS, command
    return {name for parameter in load_command(command).params for name in parameter.opts}


def test_every_command_is_there_with_its_options() -> None:
    named = [(words[0], {word for word in words if word.startswith("--")}) for words in commands()]
    assert {"deploy", "destroy", "settings", "routes", "say"} <= {command for command, _ in named}
    assert [(command, option) for command, used in named for option in used - options(command)] == []


def test_every_make_target_is_there() -> None:
    targets = re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    named = {target for text in typed() for target in re.findall(r"(?:^|\s)make ([a-z0-9-]+)", text)}
    assert named - set(targets) == set()


@pytest.fixture(scope="module")
def templates() -> list[Template]:
    place = Place(Bucket="artifacts", Key="any")
    artifacts = (*WORKERS, PROVISIONING, ARTIFACT)
    return [pipeline_template(dict.fromkeys(artifacts, place)), routes_template("dev", place)]


def test_every_parameter_is_one_of_a_template_and_has_that_default(templates: list[Template]) -> None:
    parameters = {name: value for template in templates for name, value in template["Parameters"].items()}
    table = dict(re.findall(r"^\| `(\w+)` \| ([^|]*) \|", PAGE, re.MULTILINE))
    named = {*table, *re.findall(r"--set (\w+)=", PAGE), *re.findall(r"`(\w+)=[^`]*`", PAGE)}
    assert named - set(parameters) == set()
    assert {name: default.strip(" `") for name, default in table.items()} == {
        name: str(parameters[name].get("Default", "")) for name in table
    }


def actions(statement: dict[str, Any]) -> list[str]:
    return statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]


GRANTED = [action for policy in POLICIES for statement in policy["Statement"] for action in actions(statement)]


def is_granted(action: str) -> bool:
    return any(re.fullmatch(granted.replace("*", ".*"), action) for granted in GRANTED)


def test_a_policy_is_one_that_iam_takes() -> None:
    assert len(POLICIES) == 2
    for policy in POLICIES:
        assert len(re.sub(r"\s", "", json.dumps(policy))) < MANAGED_POLICY_CHARACTERS
        assert len({statement["Sid"] for statement in policy["Statement"]}) == len(policy["Statement"])


def test_a_star_stands_for_readings_alone_and_everything_of_ours_is_called_so() -> None:
    assert [action for action in GRANTED if "*" in action and not READS.fullmatch(action)] == []
    wide = [
        (statement["Sid"], resource)
        for policy in POLICIES
        for statement in policy["Statement"]
        for resource in ([statement["Resource"]] if isinstance(statement["Resource"], str) else statement["Resource"])
        if not re.search(r"[:/]stikadoo[-/]", resource) and not resource.startswith("arn:*:apigateway:")
    ]
    assert wide == [
        ("Stacks", "arn:*:cloudformation:*:*:changeSet/deploy-*"),
        ("Stacks", "arn:*:cloudformation:*:aws:transform/Serverless-2016-10-31"),
        ("ActionsWithoutResources", "*"),
        ("OwnKey", "*"),
    ]


def test_a_deployer_reads_no_recording_no_session_and_no_log() -> None:
    assert [action for action in ("dynamodb:GetItem", "dynamodb:Scan", "logs:GetLogEvents") if is_granted(action)] == []
    reading = [one for policy in POLICIES for one in policy["Statement"] if "s3:GetObject" in actions(one)]
    assert [statement["Resource"] for statement in reading] == ["arn:*:s3:::stikadoo-artifacts-*/*"]


def resource_kinds(templates: list[Template]) -> set[str]:
    return {
        kind
        for template in templates
        for resource in template["Resources"].values()
        for kind in MADE_OF.get(resource["Type"], (resource["Type"],))
    }


def needed_actions() -> set[str]:
    """What CloudFormation does with all resources of both templates."""
    kinds = resource_kinds([pipeline_template(), routes_template("dev")])
    return {action for kind in kinds for action in needed(kind) if not action.endswith(":")}


def test_the_deployer_may_what_cloudformation_does_for_each_resource(templates: list[Template]) -> None:
    kinds = resource_kinds(templates)
    missing = {(kind, action) for kind in kinds for action in needed(kind) if not is_granted(action)}
    assert missing == set()


def needed(kind: str) -> set[str]:
    """The actions that the resource provider's schema lists for its own service, but for NOT_OURS."""
    handlers = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema.get("handlers", {})
    does = {
        action
        for name in ("create", "read", "update", "delete")
        for action in handlers.get(name, {}).get("permissions", [])
    }
    service = _SERVICES.get(kind.split("::")[1], kind.split("::")[1].lower())
    ours = {action for action in does if action.split(":")[0] == service} or {f"{service}:"}
    return {action for action in ours if not NOT_OURS.fullmatch(action)}


_SERVICES = {"ApiGatewayV2": "apigateway", "StepFunctions": "states"}
"Resource type's service → IAM prefix, where they differ."


def test_the_deployer_may_attach_what_is_attached_and_nothing_else(templates: list[Template]) -> None:
    attached = SAM_ATTACHES | set(re.findall(r"iam::aws:(policy/[\w/-]+)", json.dumps(templates)))
    allowed = {
        arn.removeprefix("arn:*:iam::aws:")
        for policy in POLICIES
        for statement in policy["Statement"]
        for arns in [statement.get("Condition", {}).get("ArnLike", {}).get("iam:PolicyARN", [])]
        for arn in ([arns] if isinstance(arns, str) else arns)
    }
    assert attached == allowed


CHANGE_SETS_BY_ARN = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": f"cloudformation:{verb}ChangeSet", "Resource": "*"}
        for verb in ("Describe", "Execute", "Delete")
    ],
}
"The local AWS does not attribute a change set named by its ARN to a stack."


@pytest.fixture
def deployer(aws: LocalAws) -> Iterator[boto3.Session]:
    """A user with the permissions that the page lists."""
    policies = {f"page-{index}": policy for index, policy in enumerate((*POLICIES, CHANGE_SETS_BY_ARN))}
    iam = client("iam")
    iam.create_user(UserName="deployer")
    for name, policy in policies.items():
        iam.put_user_policy(UserName="deployer", PolicyName=name, PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName="deployer")["AccessKey"]
    yield boto3.Session(key["AccessKeyId"], key["SecretAccessKey"], region_name=aws.environ["AWS_REGION"])
    iam.delete_access_key(UserName="deployer", AccessKeyId=key["AccessKeyId"])
    for name in policies:
        iam.delete_user_policy(UserName="deployer", PolicyName=name)
    iam.delete_user(UserName="deployer")


def test_who_has_these_rights_deploys_a_stage_and_takes_it_away(deployer: boto3.Session, aws: LocalAws) -> None:
    outputs = deploy("hired", deployer, endpoint=aws.endpoint)
    client("s3").put_object(Bucket=outputs.bucket, Key="recordings/any/sticker.png", Body=b"")
    with pytest.raises(ClientError, match="s3:GetObject"):
        deployer.client("s3", endpoint_url=aws.endpoint).get_object(
            Bucket=outputs.bucket, Key="recordings/any/sticker.png"
        )
    assert destroy("hired", deployer, endpoint=aws.endpoint, with_recordings=True) is None


def section(heading: str) -> str:
    return PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("heading", ["Costs", "Quotas"])
def test_what_the_command_computes_is_told_there_alone(heading: str) -> None:
    assert re.findall(r"\$\d|\d per second|^\|", section(heading), re.MULTILINE) == []


def test_the_limits_that_break_first_are_those_the_quotas_name() -> None:
    found = quotas(Configuration(), Workload(1, 10), "us-east-1", counts(), Assumptions(), peak=5)
    holds = {quota.name: 1 / quota.filled for quota in found}
    assert 100 < holds["Stikadoo: stickers/day"] < 1000
    assert 100_000 < holds["Stikadoo: new connections/s"] < 1_000_000
    assert first_to_break(found, Configuration(), is_ours=True).name == "Stikadoo: stickers/day"
    assert first_to_break(found, Configuration(), is_ours=False).name == "Step Functions: transitions/s"


def test_a_good_end_takes_as_many_states_as_were_counted() -> None:
    machine = definition()
    states, at, entered = machine["States"], machine["StartAt"], 0
    good = {"WhereToBegin": "Transcode", "IsTranscriptReady": "Announce", "IsPictureReady": "Render"}
    while True:
        entered += 1
        if states[at]["Type"] == "Succeed":
            break
        at = good.get(at) or ("StickerDelivered" if at == "HowDidItEnd" else states[at]["Next"])
    assert counts().wish(Transport("direct", 8)).transitions == entered
