"""Adds a route for each message type to an API that plain `chalice deploy` created, as the routes stack has.

Chalice binds $connect, $default and $disconnect only; its other functions have no route, and $default serves every
message type. The types and their functions are read from the routes' template.
"""

import hashlib
import re
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra.pipeline import Template
from infra.routes_template import routes_template

_SELECTION = "$request.body.type"


def routed_functions(template: Template, stage: str) -> dict[str, str]:
    """Route key → function name, without chalice's own routes."""
    resources = template["Resources"]
    routes = {
        resource["Properties"]["RouteKey"]: resource["Properties"]["Target"]
        for resource in resources.values()
        if resource["Type"] == "AWS::ApiGatewayV2::Route" and not resource["Properties"]["RouteKey"].startswith("$")
    }
    return {route: _function(resources, target, stage) for route, target in routes.items()}


def _function(resources: Template, target: dict[str, str], stage: str) -> str:
    integration = _referenced(target["Fn::Sub"])
    function = _referenced(resources[integration]["Properties"]["IntegrationUri"]["Fn::Sub"])
    return str(resources[function]["Properties"]["FunctionName"]["Fn::Sub"]).replace("${Stage}", stage)


def _referenced(substitution: str) -> str:
    """The logical id in a Fn::Sub: `integrations/${AudioIntegration}`, `…/${Audio.Arn}/invocations`."""
    match = re.search(r"\$\{(\w+)(\.\w+)?\}", substitution)
    assert match, substitution
    return match[1]


def chalice_api(stage: str, session: boto3.Session, endpoint: str | None) -> str:
    """The id of the API that chalice created. Raises ValueError if there is none, or more than one."""
    apis = session.client("apigatewayv2", endpoint_url=endpoint).get_paginator("get_apis").paginate()
    name = f"stikadoo-{stage}-websocket-api"
    ids = [api["ApiId"] for page in apis for api in page["Items"] if api["Name"] == name]
    if len(ids) != 1:
        raise ValueError(f"{len(ids)} APIs are named {name}, not one; `chalice deploy --stage {stage}` creates it")
    return str(ids[0])


def type_routes(stage: str, session: boto3.Session, api: str, *, endpoint: str | None = None) -> list[str]:
    """Creates the missing routes, deploys them to the API's stage and returns their keys. Raises ClientError."""
    gateway = session.client("apigatewayv2", endpoint_url=endpoint)
    existing = _targets(gateway, api)
    arns = _functions(stage, session, endpoint)
    added = [route for route in arns if route not in existing]
    for route in added:
        _add(gateway, api, route, arns[route])
    for route, arn in arns.items():
        _permit(session, api, route, arn, endpoint)
    gateway.update_api(ApiId=api, RouteSelectionExpression=_SELECTION)
    _serve(gateway, api, stage)
    return added


def _functions(stage: str, session: boto3.Session, endpoint: str | None) -> dict[str, str]:
    """Route key → function ARN."""
    awslambda = session.client("lambda", endpoint_url=endpoint)
    names = routed_functions(routes_template(stage), stage)
    return {
        route: awslambda.get_function_configuration(FunctionName=name)["FunctionArn"] for route, name in names.items()
    }


def _targets(gateway: Any, api: str) -> dict[str, str]:
    pages = gateway.get_paginator("get_routes").paginate(ApiId=api)
    return {route["RouteKey"]: route.get("Target", "") for page in pages for route in page["Items"]}


def _add(gateway: Any, api: str, route: str, function_arn: str) -> None:
    partition, region = function_arn.split(":")[1], function_arn.split(":")[3]
    integration = gateway.create_integration(
        ApiId=api,
        IntegrationType="AWS_PROXY",
        IntegrationUri=(
            f"arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{function_arn}/invocations"
        ),
    )["IntegrationId"]
    gateway.create_route(ApiId=api, RouteKey=route, Target=f"integrations/{integration}")


def _permit(session: boto3.Session, api: str, route: str, function_arn: str, endpoint: str | None) -> None:
    awslambda = session.client("lambda", endpoint_url=endpoint)
    _, partition, _, region, account, *_ = function_arn.split(":")
    try:
        awslambda.add_permission(
            FunctionName=function_arn,
            StatementId=f"route-{api}-{route}",
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
            SourceArn=f"arn:{partition}:execute-api:{region}:{account}:{api}/*/{route}",
        )
    except ClientError as exc:
        if exc.response["Error"]["Code"] != "ResourceConflictException":  # the permission exists
            raise


def _serve(gateway: Any, api: str, stage: str) -> None:
    """Points the stage to a deployment of the present routes; creates one only if they have changed.

    A deployment is a copy of the routes, and its description holds their hash. Chalice's next deployment removes the
    typed routes from the API, but not from the copy that the stage serves.
    """
    routes = sorted(_targets(gateway, api).items())
    name = f"typed routes {hashlib.sha256(repr(routes).encode()).hexdigest()[:16]}"
    served = gateway.get_stage(ApiId=api, StageName=stage).get("DeploymentId")
    if served and gateway.get_deployment(ApiId=api, DeploymentId=served).get("Description") == name:
        return
    deployment = gateway.create_deployment(ApiId=api, Description=name)["DeploymentId"]
    gateway.update_stage(ApiId=api, StageName=stage, DeploymentId=deployment)
