"""A policy grants named actions on resources as narrow as can be; every exception is listed with its reason."""

import json
import re
from pathlib import Path

import pytest

from tests.policies import PLAIN_DEFAULT, ROOT, Rights, in_file, rights, templates, texts, trusts

_BUCKET = r"(\$\{Recordings\.Arn\}|arn:\$\{AWS::Partition\}:s3:::\$\{Bucket\})"
_HERE = r"\$\{AWS::Region\}:\$\{AWS::AccountId\}"
WIDER = {
    _BUCKET + r"/chunks/\*": "any device's chunks: the connection is known only at run time",
    _BUCKET + r"/recordings/\*/[a-z]+\.(bin|wav|ogg|json|txt|png|\*)": (
        "one file in any recording's folder: the recording is known only at run time"
    ),
    _BUCKET + r"/transcriptions/\*": "any recording's: the recording is known only at run time",
    r"arn:\$\{AWS::Partition\}:s3:::\$\{Artifacts\}/weights-\*/\*": (
        "the files of the account's models: an earlier version of the worker starts with the model before"
    ),
    r"arn:\$\{AWS::Partition\}:transcribe:" + _HERE + r":transcription-job/\*": "a job is named after its recording",
    r"arn:\$\{AWS::Partition\}:bedrock:\*::foundation-model/\*": "model and region are settings; AWS's own, not ours",
    r"arn:\$\{AWS::Partition\}:bedrock:\*:\$\{AWS::AccountId\}:guardrail/\*": "guardrail and region are settings",
    r"arn:\$\{AWS::Partition\}:bedrock:\*:\$\{AWS::AccountId\}:guardrail-profile/\*": "a profile may span regions",
    r"arn:\$\{AWS::Partition\}:execute-api:" + _HERE + r":\$\{WebsocketAPI\}/\$\{Stage\}/POST/@connections/\*": (
        "any device connected to this stage: connection ids are assigned at run time"
    ),
    r"arn:\$\{AWS::Partition\}:execute-api:" + _HERE + r":\*/\$\{Stage\}/POST/@connections/\*": (
        "the API is created after the workers, so any API's stage of this name"
    ),
    r"arn:\$\{AWS::Partition\}:logs:" + _HERE + r":log-group:/aws/lambda/stikadoo-\$\{Stage\}-[a-z]+\*": (
        "its own log group and its streams: AWS appends `:*` to the name, the local AWS nothing"
    ),
}
"Resource patterns with a star that a template may contain → reason."

ANY_STAGE_S = (
    r"arn:\*:s3:::stikadoo-\*(/chunks/\*|/recordings/\*/[a-z]+\.json)?",
    r"arn:\*:dynamodb:\*:\*:table/stikadoo-(websocket-sessions|devices)-\*",
    r"arn:\*:lambda:\*:\*:function:stikadoo-\*-[a-z_]+",
    r"arn:\*:states:\*:\*:stateMachine:stikadoo-\*-voice-to-sticker",
    r"arn:\*:ssm:\*:\*:parameter/stikadoo/\*/(tokens|token-keys)",
    r"arn:\*:execute-api:\*:\*:\*/\*/POST/@connections/\*",
    r"arn:\*:logs:\*:\*:log-group:/aws/lambda/stikadoo-\*",
)
"Resources in .chalice/policy-*.json: a plain `chalice deploy` substitutes nothing, so they match any stage."

ON_EVERYTHING = {
    "transcribe:StartStreamTranscriptionWebSocket": "a stream has no name",
    "transcribe:StartTranscriptionJob": "IAM has no name for a job before it exists; the condition names our bucket",
    "xray:PutTraceSegments": "X-Ray has no resources",
    "xray:PutTelemetryRecords": "nor here",
    "xray:GetSamplingRules": "nor here",
    "xray:GetSamplingTargets": "nor here",
    "logs:CreateLogDelivery": "the state machine's logs: AWS grants a log's delivery on no resource",
    "logs:GetLogDelivery": "likewise",
    "logs:UpdateLogDelivery": "likewise",
    "logs:DeleteLogDelivery": "likewise",
    "logs:ListLogDeliveries": "likewise",
    "logs:PutResourcePolicy": "likewise",
    "logs:DescribeResourcePolicies": "likewise",
    "logs:DescribeLogGroups": "likewise",
}
"Actions that may be granted on `*` → reason."

LISTS_ALL = {
    "apologise": "S3 says of what is not there that it is forbidden, to those who may not list",
    "apologise-late": "as apologise",
    "deliver": "as apologise",
    "printed": "as apologise",
    PLAIN_DEFAULT: "as printed, for which it answers",
}
"Roles that may list all keys; they still cannot read the objects."

CHALICE_S = sorted((ROOT / ".chalice").glob("policy-*.json"))


@pytest.fixture(scope="module")
def granted() -> Rights:
    return rights()


def test_no_action_is_a_pattern_and_nothing_is_granted_by_exclusion(granted: Rights) -> None:
    for name, statements in (granted | {path.stem: in_file(path) for path in CHALICE_S}).items():
        for statement in statements:
            assert statement["Effect"] == "Allow", name
            assert not {"NotAction", "NotResource"} & set(statement), name
            assert [action for action in texts(statement["Action"]) if "*" in action] == [], name


def test_a_stage_s_resources_are_as_narrow_as_can_be(granted: Rights) -> None:
    wide = [
        f"{name}: {resource}"
        for name, statements in granted.items()
        if name != PLAIN_DEFAULT
        for statement in statements
        for resource in texts(statement["Resource"])
        if "*" in resource and not any(re.fullmatch(pattern, resource) for pattern in WIDER)
        if resource != "*" or not set(texts(statement["Action"])) <= set(ON_EVERYTHING)
    ]
    assert wide == []


@pytest.mark.parametrize("path", CHALICE_S, ids=lambda path: path.stem)
def test_chalice_s_resources_are_ours_in_any_stage(path: Path) -> None:
    resources = [resource for one in in_file(path) for resource in texts(one["Resource"])]
    assert [one for one in resources if not any(re.fullmatch(pattern, one) for pattern in ANY_STAGE_S)] == []


def test_every_exception_is_needed(granted: Rights) -> None:
    used = [text for statements in granted.values() for one in statements for text in texts(one["Resource"])]
    used += [text for path in CHALICE_S for one in in_file(path) for text in texts(one["Resource"])]
    assert [pattern for pattern in (*WIDER, *ANY_STAGE_S) if not any(re.fullmatch(pattern, one) for one in used)] == []


def test_names_are_listed_under_a_prefix(granted: Rights) -> None:
    lists_all = {
        name
        for name, statements in granted.items()
        for statement in statements
        if "s3:ListBucket" in texts(statement["Action"]) and not statement.get("Condition")
    }
    assert lists_all == set(LISTS_ALL)


def test_a_routed_stage_s_default_may_less_than_that_of_a_plain_chalice_deploy(granted: Rights) -> None:
    actions = {
        name: {action for statement in granted[name] for action in texts(statement["Action"])}
        for name in ("$default", PLAIN_DEFAULT, "audio")
    }
    assert actions["$default"] == actions["audio"]
    assert {"states:StartExecution", "dynamodb:UpdateItem", "s3:GetObject"} <= actions[PLAIN_DEFAULT] - actions[
        "$default"
    ]


def test_a_route_writes_its_own_log(granted: Rights) -> None:
    for name, statements in granted.items():
        ending = f"-{name.removeprefix('$').replace('default', 'message')}*"
        logs = [text for one in statements for text in texts(one["Resource"]) if "${AWS::Partition}:logs" in text]
        assert [text for text in logs if not text.endswith(ending)] == []


def test_aws_s_own_policies_are_for_logs_alone() -> None:
    """Roles that SAM creates are in no template; e2e checks them."""
    arns = [
        arn
        for template in templates()
        for resource in template["Resources"].values()
        for arn in texts(resource.get("Properties", {}).get("ManagedPolicyArns", []))
    ]
    assert {arn.split("/")[-1] for arn in arns} <= {"AmazonAPIGatewayPushToCloudWatchLogs"}


def test_only_services_and_this_account_are_trusted() -> None:
    for statement in trusts(templates()):
        if statement["Effect"] == "Allow" and set(statement["Principal"]) != {"Service"}:
            is_the_account = texts(statement["Principal"]["AWS"]) == [
                "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"
            ]
            assert is_the_account or "AWS::AccountId" in json.dumps(statement.get("Condition"))
