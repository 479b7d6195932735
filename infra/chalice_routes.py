"""An API that plain `chalice deploy` made gets a route of its own for each type of message, as the routes' stack has.

Chalice binds $connect, $default and $disconnect; its other functions lie there unbound, and $default answers every
type. Which types there are, and whose function answers them, is read from the routes' template.
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
    """Route → name of the function that answers; chalice's own routes are not among them."""
    resources = template["Resources"]
    routes = {
        resource["Properties"]["RouteKey"]: resource["Properties"]["Target"]
        for resource in resources.values()
        if resource["Type"] == "AWS::ApiGatewayV2::Route" and not resource["Properties"]["RouteKey"].startswith("$")
    }
    return {route: _function(resources, target, stage) for route, target in routes.items()}


def _function(resources: Template, target: dict[str, str], stage: str) -> str:
    integration = _referred(target["Fn::Sub"])
    function = _referred(resources[integration]["Properties"]["IntegrationUri"]["Fn::Sub"])
    return str(resources[function]["Properties"]["FunctionName"]["Fn::Sub"]).replace("${Stage}", stage)


def _referred(substitution: str) -> str:
    """The logical id in it: `integrations/${AudioIntegration}`, `…/${Audio.Arn}/invocations`."""
    found = re.search(r"\$\{(\w+)(\.\w+)?\}", substitution)
    assert found, substitution
    return found[1]


def chalice_api(stage: str, session: boto3.Session, endpoint: str | None) -> str:
    """The id of the API that chalice made. Raises ValueError if there is none, or more than one."""
    apis = session.client("apigatewayv2", endpoint_url=endpoint).get_paginator("get_apis").paginate()
    name = f"stikadoo-{stage}-websocket-api"
    found = [api["ApiId"] for page in apis for api in page["Items"] if api["Name"] == name]
    if len(found) != 1:
        raise ValueError(f"there are {len(found)} APIs called {name}; `chalice deploy --stage {stage}` makes one")
    return str(found[0])


def type_routes(stage: str, session: boto3.Session, api: str, *, endpoint: str | None = None) -> list[str]:
    """Routes that were missing and are there now; the API's stage serves all of them. Raises ClientError."""
    gateway = session.client("apigatewayv2", endpoint_url=endpoint)
    there = _targets(gateway, api)
    arns = _functions(stage, session, endpoint)
    added = [route for route in arns if route not in there]
    for route in added:
        _add(gateway, api, route, arns[route])
    for route, arn in arns.items():
        _permit(session, api, route, arn, endpoint)
    gateway.update_api(ApiId=api, RouteSelectionExpression=_SELECTION)
    _serve(gateway, api, stage)
    return added


def _functions(stage: str, session: boto3.Session, endpoint: str | None) -> dict[str, str]:
    """Route → its function's ARN."""
    awslambda = session.client("lambda", endpoint_url=endpoint)
    named = routed_functions(routes_template(stage), stage)
    return {
        route: awslambda.get_function_configuration(FunctionName=name)["FunctionArn"] for route, name in named.items()
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
        if exc.response["Error"]["Code"] != "ResourceConflictException":  # it has that permission
            raise


def _serve(gateway: Any, api: str, stage: str) -> None:
    """A deployment is a copy of the routes, named after them: the stage serves the latest, made only if it is new.

    Chalice's next deployment takes the typed routes away from the API, not from the copy that is served.
    """
    routes = sorted(_targets(gateway, api).items())
    name = f"typed routes {hashlib.sha256(repr(routes).encode()).hexdigest()[:16]}"
    served = gateway.get_stage(ApiId=api, StageName=stage).get("DeploymentId")
    if served and gateway.get_deployment(ApiId=api, DeploymentId=served).get("Description") == name:
        return
    made = gateway.create_deployment(ApiId=api, Description=name)["DeploymentId"]
    gateway.update_stage(ApiId=api, StageName=stage, DeploymentId=made)
