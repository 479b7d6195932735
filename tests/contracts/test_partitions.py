"""The templates name only ARNs and hosts of the partition they are rendered for: AWS, or AWS in China."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from infra.build import PROVISIONING, WORKERS
from infra.pipeline import Place, Template, pipeline_template
from infra.routes_template import routes_template
from infra.state_machine import ARTIFACT, definition_json
from tests.contracts.intrinsics import ACCOUNT, NOTHING, Region

ROOT = Path(__file__).resolve().parents[2]
REGIONS = ("us-east-1", "cn-northwest-1")
PRINCIPAL = re.compile(r"(lambda|apigateway|events|cloudwatch|states)\.amazonaws\.com")
"Service principals that are the same in China."

PLAIN: dict[str, str] = {}
EVERYTHING = {
    "OwnKey": "true",
    "PointInTimeRecovery": "true",
    "DeletionProtection": "always",
    "ReleaseType": "CANARY",
    "AlarmEmail": "operator@example.com",
    "SetAccountLogsRole": "true",
    "ApiKeyRequired": "true",
    "DomainName": "stickers.example.com",
}


def templates() -> dict[str, Template]:
    """As they are deployed."""
    places: dict[str, Place] = {
        name: {"Bucket": "artifacts", "Key": name} for name in (*WORKERS, PROVISIONING, ARTIFACT)
    }
    return {"pipeline": pipeline_template(places), "routes": routes_template("dev", {"Bucket": "a", "Key": "routes"})}


def regions(name: str, chosen: Mapping[str, str]) -> dict[str, Region]:
    partition = "aws-cn" if name.startswith("cn-") else "aws"
    certificate = f"arn:{partition}:acm:{name}:{ACCOUNT}:certificate/1" if "DomainName" in chosen else ""
    machine = f"arn:{partition}:states:{name}:{ACCOUNT}:stateMachine:stikadoo-dev-voice-to-sticker"
    given = {
        "StateMachineArn": machine,
        "StateMachineAliasArn": f"{machine}:live",
        "AlarmTopicArn": f"arn:{partition}:sns:{name}:{ACCOUNT}:stikadoo-dev-alarms",
        "CertificateArn": certificate,
        "DevicesTable": "stikadoo-devices-dev",
        "TokenKeysParameter": "/stikadoo/dev/token-keys",
        "Stage": "dev",
        "WhisperWeights": f"stikadoo-artifacts-{ACCOUNT}-{name}/weights-0123456789abcdef",
        **chosen,
    }
    return {which: Region(name, template, given) for which, template in templates().items()}


def strings(value: Any) -> Iterator[str]:
    """Keys too: they hold a policy's conditions."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def foreign(text: str, region: Region) -> list[str]:
    """Parts of a rendered text that belong to another partition or region."""
    found = [arn for arn in re.findall(r"arn:[^:\s]*:", text) if arn != f"arn:{region.partition}:"]
    if not PRINCIPAL.fullmatch(text):
        hosts = re.findall(r"[\w.*-]*amazonaws\.com[\w.]*", text)
        found += [host for host in hosts if not host.endswith(region.url_suffix)]
        found += [host for host in hosts if region.partition == "aws" and host.endswith(".cn")]
    return found + [name for name in re.findall(r"\b(?:us|eu|ap|cn)-[a-z]+-\d\b", text) if name != region.name]


@pytest.mark.parametrize("name", REGIONS)
@pytest.mark.parametrize("chosen", [PLAIN, EVERYTHING], ids=["plain", "everything"])
def test_every_arn_and_host_is_of_the_regions_partition(name: str, chosen: dict[str, str]) -> None:
    for which, region in regions(name, chosen).items():
        rendered = region.rendered()
        texts = list(strings(rendered))
        assert [text for text in texts if foreign(text, region)] == [], which
        assert sum(text.startswith("arn:") for text in texts) > 10, which
        assert not any(text is NOTHING for text in texts)


@pytest.mark.parametrize("name", REGIONS)
def test_the_machine_names_only_resources_of_its_partition(name: str) -> None:
    region = regions(name, PLAIN)["pipeline"]
    values = region.rendered()["Resources"]["VoiceToSticker"]["Properties"]["DefinitionSubstitutions"]
    definition = re.sub(r"\$\{(\w+)\}", lambda found: values[found[1]], definition_json())
    assert [text for text in strings(json.loads(definition)) if foreign(text, region)] == []
    tasks = [state for state in json.loads(definition)["States"].values() if state["Type"] == "Task"]
    assert {task["Resource"] for task in tasks} == {f"arn:{region.partition}:states:::lambda:invoke"}


@pytest.mark.parametrize("policy", sorted((ROOT / ".chalice").glob("policy-*.json")), ids=lambda path: path.stem)
def test_what_plain_chalice_deploys_suits_every_partition(policy: Path) -> None:
    for statement in json.loads(policy.read_text())["Statement"]:
        assert [arn for arn in strings(statement["Resource"]) if not arn.startswith("arn:*:")] == []


def test_a_literal_partition_suffix_or_region_is_found() -> None:
    china, america = (regions(name, PLAIN)["routes"] for name in ("cn-northwest-1", "us-east-1"))
    assert foreign("arn:aws:s3:::bucket", china)
    assert foreign("https://api.execute-api.cn-northwest-1.amazonaws.com/dev", china)
    assert foreign("https://api.execute-api.us-east-1.amazonaws.com.cn/dev", america)
    assert foreign("us-east-1", china)
    assert foreign("arn:*:s3:::bucket", america)
    assert foreign("arn:aws:s3:::bucket and lambda.amazonaws.com", america) == []


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("us-east-1", "WebsocketAPI.execute-api.us-east-1.amazonaws.com"),
        ("cn-northwest-1", "WebsocketAPI.execute-api.cn-northwest-1.amazonaws.com.cn"),
    ],
)
def test_answers_are_posted_to_the_stage_whatever_name_devices_connect_to(name: str, host: str) -> None:
    own, custom = (regions(name, chosen)["routes"].rendered() for chosen in (PLAIN, EVERYTHING))
    for rendered in (own, custom):
        assert rendered["Outputs"]["ApiEndpoint"]["Value"] == f"https://{host}/dev"
        values = rendered["Globals"]["Function"]["Environment"]["Variables"]
        assert values["STIKADOO_API_ENDPOINT"] == f"https://{host}/dev"
    assert own["Outputs"]["DeviceUrl"]["Value"] == f"wss://{host}/dev"
    assert custom["Outputs"]["DeviceUrl"]["Value"] == "wss://stickers.example.com"
    assert custom["Resources"]["DomainMapping"]["Properties"] == {
        "DomainName": "Domain",
        "ApiId": "WebsocketAPI",
        "Stage": "WebsocketAPIStage",
    }


def test_a_local_device_connects_to_the_local_aws() -> None:
    local = regions("us-east-1", {"LocalEndpoint": "http://127.0.0.1:4566"})["routes"].rendered()
    path = "127.0.0.1:4566/_aws/execute-api/WebsocketAPI/dev"
    assert local["Outputs"]["ApiEndpoint"]["Value"] == f"http://{path}"
    assert local["Outputs"]["DeviceUrl"]["Value"] == f"ws://{path}"


@pytest.mark.parametrize(("name", "mode"), [("us-east-1", "Active"), ("cn-northwest-1", "PassThrough")])
def test_lambda_is_traced_where_it_can_be(name: str, mode: str) -> None:
    pipeline, routes = (region.rendered() for region in regions(name, PLAIN).values())
    assert pipeline["Globals"]["Function"]["Tracing"] == mode
    functions = [one["Properties"] for one in routes["Resources"].values() if "Handler" in one["Properties"]]
    assert {function["Tracing"] for function in functions} == {mode}
    assert (mode == "Active") == any(text == "xray:PutTraceSegments" for text in strings(routes))
    assert pipeline["Resources"]["VoiceToSticker"]["Properties"]["Tracing"] == {"Enabled": True}


def test_nothing_is_traced_where_nobody_wants_it() -> None:
    for region in regions("us-east-1", {"Tracing": "false"}).values():
        texts = set(strings(region.rendered()))
        assert "Active" not in texts
        assert "xray:PutTraceSegments" not in texts
