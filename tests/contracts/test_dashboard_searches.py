"""Each SEARCH of the dashboard finds all metrics that its title names, of this stage alone."""

import json
from typing import Any

import pytest

from infra.pipeline import pipeline_template
from infra.routes_template import routes_template
from tests.contracts.cloudwatch_search import Metric, search, tokens
from tests.contracts.intrinsics import Region

LONGEST_STAGE = "abcdefghijkl"
STAGES = ("dev", "dev2", "prod", LONGEST_STAGE)
WEBSOCKET_METRICS = ("ConnectCount", "MessageCount", "IntegrationError", "ClientError", "ExecutionError")
"https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html"


def function_names(template: dict[str, Any], stage: str) -> set[str]:
    resources = Region("us-east-1", template, {"Stage": stage}).rendered()["Resources"].values()
    return {one["Properties"]["FunctionName"] for one in resources if one["Type"] == "AWS::Serverless::Function"}


WORKERS, FUNCTIONS = {}, {}
for _stage in STAGES:
    _pipeline = function_names(pipeline_template(), _stage)
    WORKERS[_stage] = _pipeline - {f"stikadoo-{_stage}-provisioning"}
    FUNCTIONS[_stage] = _pipeline | function_names(routes_template("dev"), _stage)


def lambda_metrics(name: str, functions: set[str]) -> list[Metric]:
    return [Metric("AWS/Lambda", name, {"FunctionName": function}) for function in sorted(functions)]


def outcomes(stage: str) -> list[Metric]:
    """As forget's log line counts them: by its own name and the outcome."""
    names = ("delivered", "undelivered", "nothing_heard", "wish_rejected")
    return [Metric(f"Stikadoo/{stage}", "Count", {"Outcome": name, "Stage": "forget"}) for name in names]


def messages(stage: str) -> list[Metric]:
    return [Metric("AWS/ApiGateway", name, {"ApiId": "api", "Stage": stage}) for name in WEBSOCKET_METRICS]


METRICS = [
    metric
    for stage in STAGES
    for metric in (
        *(one for name in ("Duration", "Throttles", "Errors") for one in lambda_metrics(name, FUNCTIONS[stage])),
        *outcomes(stage),
        *messages(stage),
        Metric(f"Stikadoo/{stage}", "Count", {"Stage": "apologise", "Error": "NothingHeard"}),
        Metric(f"Stikadoo/{stage}", "Seconds", {"Stage": "forget"}),
    )
]


def searches(stage: str) -> dict[str, str]:
    """Widget's title → its SEARCH."""
    rendered = Region("us-east-1", pipeline_template(), {"Stage": stage}).rendered()
    widgets = json.loads(rendered["Resources"]["Dashboard"]["Properties"]["DashboardBody"])["widgets"]
    return {
        widget["properties"]["title"]: metric[0]["expression"]
        for widget in widgets
        for metric in widget["properties"].get("metrics", [])
        if isinstance(metric[0], dict)
    }


@pytest.mark.parametrize("stage", ["dev", LONGEST_STAGE])
def test_each_search_finds_what_its_title_names(stage: str) -> None:
    expected = {
        "Outcomes": outcomes(stage),
        "Workers: duration, p95": lambda_metrics("Duration", WORKERS[stage]),
        "Throttled Lambda calls": lambda_metrics("Throttles", FUNCTIONS[stage]),
        "Messages": messages(stage)[:2],
    }
    found = {title: search(expression, METRICS) for title, expression in searches(stage).items()}
    assert {title: sorted(map(str, metrics)) for title, metrics in found.items()} == {
        title: sorted(map(str, metrics)) for title, metrics in expected.items()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CustomCount1", ["custom", "count", "1"]),
        ("SDBFailure", ["sdb", "failure"]),
        ("Project2-trial333", ["project", "2", "trial", "333"]),
    ],
)
def test_a_name_has_the_tokens_of_aws_s_examples(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("value", "count"), [('"stikadoo-dev"', 0), ("stikadoo-dev", 2), ("dev", 2), ('"stikadoo-dev-hello"', 1), ("ev", 0)]
)
def test_a_quoted_value_is_the_whole_name_and_another_a_part_of_it(value: str, count: int) -> None:
    metrics = lambda_metrics("Duration", {"stikadoo-dev-hello", "stikadoo-dev2-hello", "other"})
    assert len(search(f"SEARCH('{{AWS/Lambda,FunctionName}} FunctionName={value}', 'Sum')", metrics)) == count
