"""Each right of an AWS service names one service and has the conditions that this service supports, and no others."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from infra.pipeline import Template
from tests.policies import templates, texts, trusts

CONDITIONS = {
    ("apigateway.amazonaws.com", "lambda:InvokeFunction"): {"aws:SourceArn"},
    ("apigateway.amazonaws.com", "sts:AssumeRole"): set[str](),
    ("lambda.amazonaws.com", "sts:AssumeRole"): set[str](),
    ("cloudwatch.amazonaws.com", "sns:Publish"): {"aws:SourceAccount"},
    ("events.amazonaws.com", "sns:Publish"): set[str](),
    ("events.amazonaws.com", "sqs:SendMessage"): {"aws:SourceArn"},
}
"""(service, action) → keys of its condition.

- Lambda, API Gateway: docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html: SourceArn.
- CloudWatch: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html: SourceAccount.
- EventBridge → SNS: docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html: "EventBridge does not
  support the use of Condition blocks in Amazon SNS topic policies". A message that a condition rejects is dropped.
- EventBridge → SQS: docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html: SourceArn.

Rights that SAM adds (EventBridge → Lambda) are in no template; SAM sets their SourceArn to the rule.
"""

Grant = tuple[list[str], str, set[str]]
"Services, action, condition keys."


def grants(template: Template) -> Iterator[Grant]:
    """Every right of a service: in a role, topic, queue or key policy, or a Lambda permission."""
    for statement in trusts(template):
        principal = statement["Principal"]
        if isinstance(principal, dict) and "Service" in principal:
            keys = {key for operator in statement.get("Condition", {}).values() for key in operator}
            for action in texts(statement["Action"]):
                yield texts(principal["Service"]), action, keys
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Lambda::Permission":
            yield permission(resource["Properties"])


def permission(properties: dict[str, Any]) -> Grant:
    keys = {f"aws:{name}" for name in ("SourceArn", "SourceAccount") if name in properties}
    return [properties["Principal"]], properties["Action"], keys


GRANTS = [grant for template in templates() for grant in grants(template)]


@pytest.mark.parametrize("grant", GRANTS, ids=lambda grant: f"{grant[0]}-{grant[1]}")
def test_a_service_s_right_has_the_conditions_that_the_service_supports(grant: Grant) -> None:
    services, action, keys = grant
    assert len(services) == 1, "a condition that one service supports, another may not"
    assert keys == CONDITIONS[services[0], action]


def test_every_row_is_in_use() -> None:
    assert {(services[0], action) for services, action, _ in GRANTS} == set(CONDITIONS)


def test_a_route_is_called_by_this_api_alone() -> None:
    sources = [
        resource["Properties"]["SourceArn"]["Fn::Sub"]
        for template in templates()
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Lambda::Permission"
    ]
    arns = [source if isinstance(source, str) else source[0] for source in sources]
    assert arns
    assert [arn for arn in arns if not re.search(r"\$\{(WebsocketAPI|WebsocketAPIId|ProvisioningApi)\}/", arn)] == []
