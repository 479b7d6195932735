"""Each action of each policy is granted on a resource that AWS checks it against.

An action without resource types is denied unless it is granted on `*`. policy_sentry contains AWS's tables:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from policy_sentry.querying.actions import get_action_data

from tests.contracts.test_deployment_page import POLICIES, needed_actions
from tests.contracts.test_rights import CHALICE_S, ON_EVERYTHING
from tests.policies import Rights, Statement, in_file, rights, texts

NOT_IN_THE_TABLES = {
    "apigateway:TagResource": "API Gateway's tables list tagging as POST and PUT on /tags; its resource schemas, this",
    "apigateway:UntagResource": "likewise, as DELETE",
}
"Actions that AWS's tables lack → reason."

GIVEN: Rights = {
    **rights(),
    **{path.stem: in_file(path) for path in CHALICE_S},
    **{f"deployer {index}": policy["Statement"] for index, policy in enumerate(POLICIES)},
}


def resource_types(action: str) -> list[str]:
    """ARNs with `${…}` of the resource types that the action can be restricted to; empty: none."""
    service, _, name = action.partition(":")
    data: Any = get_action_data(service, name)
    assert data, f"AWS's tables have no {action}"
    return [one["resource_arn_format"] for one in data[service] if one["resource_arn_format"] != "*"]


def granted(statements: list[Statement]) -> Iterator[tuple[str, str]]:
    """Each action, or pattern of actions, with each of its resources."""
    for statement in statements:
        for action in texts(statement["Action"]):
            for resource in texts(statement["Resource"]):
                yield action, resource


def is_checked(action: str, resource: str) -> bool:
    """Whether AWS checks the action against such a resource: it is `*`, or of one of the action's services."""
    if resource == "*":
        return True
    services = {arn.split(":")[2] for arn in resource_types(action)}
    arn = re.sub(r"\$\{[^}]*\}", "any", resource)
    return bool(services) and (arn.startswith("any") or arn.split(":")[2] in services)


@pytest.mark.parametrize("name", GIVEN)
def test_an_action_is_granted_on_a_resource_it_can_be_restricted_to(name: str) -> None:
    literal = {(action, resource) for action, resource in granted(GIVEN[name]) if "*" not in action}
    actions = {action for action, _ in literal} - set(NOT_IN_THE_TABLES)
    useless = {
        action
        for action in actions
        if not any(is_checked(action, resource) for one, resource in literal if one == action)
    }
    assert useless == set()


def test_what_a_role_may_on_everything_cannot_be_restricted_or_has_a_reason() -> None:
    on_everything = {action for statements in rights().values() for action, on in granted(statements) if on == "*"}
    assert {action for action in on_everything if resource_types(action)} <= set(ON_EVERYTHING)


def test_a_deployer_s_stars_grant_what_cloudformation_needs() -> None:
    """A pattern such as `sns:Get*` on a topic grants nothing that has no resource."""
    pairs = [pair for policy in POLICIES for pair in granted(policy["Statement"])]
    denied = {
        action
        for action in needed_actions() - set(NOT_IN_THE_TABLES)
        if not any(re.fullmatch(one.replace("*", ".*"), action) and is_checked(action, on) for one, on in pairs)
    }
    assert denied == set()
