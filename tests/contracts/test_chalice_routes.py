"""Before and after a plain `chalice deploy`: the routes' settings, and a route for each message type.

The API is created as chalice creates it; tests/e2e/test_chalice_deploy.py runs a real `chalice deploy`.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from infra.chalice_routes import chalice_api, routed_functions, type_routes
from infra.chalice_stage import settings_of
from infra.cloudformation import outputs
from infra.local_aws import LocalAws
from infra.local_stack import Stack, session
from infra.release import pipeline_stack
from infra.routes_template import routes_template
from stikadoo.aws.clients import client

TYPES = {"audio", "hello", "listen", "abort", "goodbye", "mcp", "print"}


def test_settings_for_chalice_are_what_the_routes_stack_would_set(stack: Stack) -> None:
    of_pipeline = outputs(client("cloudformation"), pipeline_stack(stack.outputs.stage))
    written = settings_of(of_pipeline, routes_template(stack.outputs.stage))
    deployed = client("lambda").get_function_configuration(FunctionName=f"stikadoo-{stack.outputs.stage}-listen")
    assert set(written) == {
        *("STIKADOO_BUCKET", "STIKADOO_TABLE", "STIKADOO_STATE_MACHINE_ARN"),
        *("STIKADOO_DEVICES_TABLE", "STIKADOO_TOKEN_KEYS_PARAMETER", "STIKADOO_OPEN_MODE"),
    }
    assert written.items() <= deployed["Environment"]["Variables"].items()


@pytest.fixture
def api(stack: Stack) -> Iterator[str]:
    """An API as a plain `chalice deploy` creates it."""
    gateway = client("apigatewayv2")
    api_id = gateway.create_api(
        Name="as-chalice-makes-it", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
    )["ApiId"]
    for route in ("$connect", "$default", "$disconnect"):
        gateway.create_route(ApiId=api_id, RouteKey=route)
    deployment = gateway.create_deployment(ApiId=api_id)["DeploymentId"]
    gateway.create_stage(ApiId=api_id, StageName=stack.outputs.stage, DeploymentId=deployment)
    yield api_id
    gateway.delete_api(ApiId=api_id)


def typed(api: str) -> dict[str, Any]:
    """Message type → its route's target."""
    routes = client("apigatewayv2").get_routes(ApiId=api)["Items"]
    return {route["RouteKey"]: route for route in routes if not route["RouteKey"].startswith("$")}


def served(api: str, stage: str) -> str:
    return str(client("apigatewayv2").get_stage(ApiId=api, StageName=stage)["DeploymentId"])


def test_chalice_s_api_gets_a_route_for_each_type_once(api: str, stack: Stack) -> None:
    before = served(api, stack.outputs.stage)
    assert set(type_routes(stack.outputs.stage, session(stack.aws), api, endpoint=stack.aws.endpoint)) == TYPES
    assert set(typed(api)) == TYPES
    gateway = client("apigatewayv2")
    assert gateway.get_api(ApiId=api)["RouteSelectionExpression"] == "$request.body.type"
    first = served(api, stack.outputs.stage)
    assert first != before

    assert type_routes(stack.outputs.stage, session(stack.aws), api, endpoint=stack.aws.endpoint) == []
    assert served(api, stack.outputs.stage) == first
    assert len(gateway.get_integrations(ApiId=api)["Items"]) == len(TYPES)


def test_each_type_is_bound_to_its_function_which_lets_itself_be_called(api: str, stack: Stack) -> None:
    type_routes(stack.outputs.stage, session(stack.aws), api, endpoint=stack.aws.endpoint)
    integrations = {
        f"integrations/{integration['IntegrationId']}": integration["IntegrationUri"]
        for integration in client("apigatewayv2").get_integrations(ApiId=api)["Items"]
    }
    for route, function in routed_functions(routes_template(stack.outputs.stage), stack.outputs.stage).items():
        assert f":function:{function}/invocations" in integrations[typed(api)[route]["Target"]]
        policy = json.loads(client("lambda").get_policy(FunctionName=function)["Policy"])
        assert f":{api}/*/{route}" in json.dumps(policy)


def test_what_chalice_s_next_deployment_takes_away_is_put_back(api: str, stack: Stack) -> None:
    type_routes(stack.outputs.stage, session(stack.aws), api, endpoint=stack.aws.endpoint)
    before, gateway = served(api, stack.outputs.stage), client("apigatewayv2")
    for route in typed(api).values():
        gateway.delete_route(ApiId=api, RouteId=route["RouteId"])
    assert set(type_routes(stack.outputs.stage, session(stack.aws), api, endpoint=stack.aws.endpoint)) == TYPES
    assert served(api, stack.outputs.stage) != before


def test_an_api_that_chalice_has_not_made_is_asked_for(aws: LocalAws) -> None:
    with pytest.raises(ValueError, match="chalice deploy --stage nowhere"):
        chalice_api("nowhere", session(aws), aws.endpoint)
