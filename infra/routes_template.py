"""The routes' CloudFormation template: `chalice package`, merged with routes.yaml and a route for each message type.

- Chalice's static Deployment never redeploys on AWS, and a local AWS refuses it. The stage has AutoDeploy instead.
- Chalice's policy files hold patterns for any stage, so that a plain `chalice deploy` works. Here they are narrowed to
  this stage's bucket, table, state machine and API, and $default gets only the rights it still needs.
- Chalice's zip is not used: build.py's contains Lambda's wheels and is cached.
"""

import copy
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

import chalice

from infra.pipeline import PUBLISHED, Place, Template
from infra.wheels import BUILD, LAMBDA_PYTHON, ROOT
from infra.yaml_files import load
from stikadoo.message_routes import MESSAGE_ROUTES

_PARTS = (
    "app.py",
    "chalice_app/app.py",
    "infra/routes.yaml",
    "infra/routes_template.py",
    "infra/yaml_files.py",
    "stikadoo/message_routes.py",
)
"With .chalice/, the inputs of the packaged template."

_HERE = "${AWS::Region}:${AWS::AccountId}"
_EXACT_ARNS = {
    "arn:*:s3:::stikadoo-*": "arn:${AWS::Partition}:s3:::${Bucket}",
    "arn:*:dynamodb:*:*:table/stikadoo-websocket-sessions-*": (
        f"arn:${{AWS::Partition}}:dynamodb:{_HERE}:table/${{Table}}"
    ),
    "arn:*:dynamodb:*:*:table/stikadoo-devices-*": f"arn:${{AWS::Partition}}:dynamodb:{_HERE}:table/${{DevicesTable}}",
    "arn:*:lambda:*:*:function:stikadoo-*-": f"arn:${{AWS::Partition}}:lambda:{_HERE}:function:stikadoo-${{Stage}}-",
    "arn:*:states:*:*:stateMachine:stikadoo-*-voice-to-sticker": "${StateMachineArn}",
    "arn:*:ssm:*:*:parameter/stikadoo/*/": f"arn:${{AWS::Partition}}:ssm:{_HERE}:parameter/stikadoo/${{Stage}}/",
    "arn:*:execute-api:*:*:*/*/": f"arn:${{AWS::Partition}}:execute-api:{_HERE}:${{WebsocketAPI}}/${{Stage}}/",
    "arn:*:logs:*:*:log-group:/aws/lambda/stikadoo-*": (
        f"arn:${{AWS::Partition}}:logs:{_HERE}:log-group:/aws/lambda/stikadoo-${{Stage}}-<function>*"
    ),
}
"Prefix of a pattern in .chalice/policy-*.json → the same for one stack."

_TRACING = {
    "Fn::If": [
        "TracesLambda",
        {
            "PolicyName": "Tracing",
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
                        "Resource": "*",  # X-Ray has no resource-level permissions for these
                    }
                ],
            },
        },
        {"Ref": "AWS::NoValue"},
    ]
}

_CHALICE_FUNCTIONS = ("WebsocketConnect", "WebsocketMessage", "WebsocketDisconnect")
"Logical ids of the functions of $connect, $default and $disconnect."

PROVISIONED = {
    "ConnectProvisioned": (
        "WebsocketConnect",
        "WebsocketConnectAPIIntegration",
        "WebsocketConnectInvokePermission",
    ),
    "HelloProvisioned": ("Hello", "HelloIntegration", "HelloPermission"),
    "ListenProvisioned": ("Listen", "ListenIntegration", "ListenPermission"),
}
"Parameter → logical ids of its function, integration and permission."

_ROUTED = ROOT / ".chalice" / "policy-websocket_message-routed.json"
"$default's policy when each message type has a route: bare base64 audio, and messages of unknown type."


def routes_template(stage: str, place: Place | None = None) -> Template:
    """`place`: location of the routes' zip. Without it the local path stays, for linting."""
    template: Template = json.loads(_packaged(stage).read_text())
    resources = template["Resources"]
    del resources["WebsocketAPIDeployment"], resources["WebsocketAPIStage"]["Properties"]["DeploymentId"]
    resources["WebsocketAPIStage"]["Properties"]["StageName"] = {"Ref": "Stage"}
    del template["Outputs"]["WebsocketConnectEndpointURL"]  # names chalice's stage; ours is in DeviceUrl
    resources["WebsocketMessageRole"]["Properties"]["Policies"][0]["PolicyDocument"] = json.loads(_ROUTED.read_text())
    for logical_id, resource in resources.items():
        properties = resource["Properties"]
        if resource["Type"] == "AWS::Serverless::Function":
            _finish(logical_id, properties, place)
        elif resource["Type"] == "AWS::Logs::LogGroup":
            properties["RetentionInDays"] = {"Ref": "LogRetentionDays"}
        elif resource["Type"] == "AWS::IAM::Role" and "Policies" in properties:
            properties["Policies"] = [*_narrowed(properties["Policies"], logical_id), _TRACING]
    return template


def merged_template() -> Template:
    """Our part, which chalice merges with its own: routes.yaml, each message type's route, and the alarm's metrics."""
    template: Template = load(ROOT / "infra" / "routes.yaml")
    for message_type, route in MESSAGE_ROUTES.items():
        template["Resources"] |= _message_route(message_type, route.capitalize())
    template["Resources"]["RouteErrors"]["Properties"]["Metrics"] += [
        _errors(function) for function in (*_CHALICE_FUNCTIONS, *map(str.capitalize, MESSAGE_ROUTES.values()))
    ]
    return template


def with_provisioned(template: Template, parameters: Collection[str]) -> Template:
    """`parameters`: those of PROVISIONED that are set. API Gateway then calls these functions by their alias.

    Only a version can have provisioned concurrency. SAM cannot make an alias by a condition.
    """
    provisioned: Template = copy.deepcopy(template)
    resources = provisioned["Resources"]
    for parameter in parameters:
        function, integration, permission = PROVISIONED[parameter]
        resources[function]["Properties"] |= PUBLISHED | {
            "ProvisionedConcurrencyConfig": {"ProvisionedConcurrentExecutions": {"Ref": parameter}}
        }
        alias = {"Ref": f"{function}.Alias"}
        resources[integration]["Properties"]["IntegrationUri"] = {"Fn::Sub": [_invocations("Alias"), {"Alias": alias}]}
        resources[permission]["Properties"]["FunctionName"] = alias
    return provisioned


def _errors(function: str) -> Template:
    """The metric of a function's failed calls, of which an alarm may have ten. `function`: its logical id."""
    return {
        "Id": function.lower(),
        "MetricStat": {
            "Metric": {
                "Namespace": "AWS/Lambda",
                "MetricName": "Errors",
                "Dimensions": [{"Name": "FunctionName", "Value": {"Ref": function}}],
            },
            "Period": 300,
            "Stat": "Sum",
        },
        "ReturnData": False,
    }


def _message_route(message_type: str, function: str) -> Template:
    """`function`: its logical id, as chalice makes it of the route's name."""
    return {
        f"{function}Integration": {
            "Type": "AWS::ApiGatewayV2::Integration",
            "Properties": {
                "ApiId": {"Ref": "WebsocketAPI"},
                "IntegrationType": "AWS_PROXY",
                "IntegrationUri": {"Fn::Sub": _invocations(f"{function}.Arn")},
            },
        },
        f"{function}Route": {
            "Type": "AWS::ApiGatewayV2::Route",
            "Properties": {
                "ApiId": {"Ref": "WebsocketAPI"},
                "RouteKey": message_type,
                "Target": {"Fn::Sub": f"integrations/${{{function}Integration}}"},
            },
        },
        f"{function}Permission": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "FunctionName": {"Ref": function},
                "Action": "lambda:InvokeFunction",
                "Principal": "apigateway.amazonaws.com",
                "SourceArn": {
                    "Fn::Sub": f"arn:${{AWS::Partition}}:execute-api:{_HERE}:${{WebsocketAPI}}/*/{message_type}"
                },
            },
        },
    }


def _invocations(function: str) -> str:
    """For Fn::Sub: what an integration calls. `function`: a name whose value is an ARN."""
    api = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31"
    return f"{api}/functions/${{{function}}}/invocations"


def _finish(logical_id: str, function: dict[str, Any], place: Place | None) -> None:
    function |= {
        "FunctionName": {"Fn::Sub": f"stikadoo-${{Stage}}-{_name(logical_id)}"},
        "Runtime": f"python{LAMBDA_PYTHON}",
        "Architectures": [{"Ref": "Architecture"}],
        "Tracing": {"Fn::If": ["TracesLambda", "Active", "PassThrough"]},
    }
    if place is not None:
        function["CodeUri"] = dict(place)


def _name(logical_id: str) -> str:
    """A function's name, from its logical id or its role's."""
    return logical_id.removeprefix("Websocket").removesuffix("Role").lower()


def _narrowed(policy: Any, role: str) -> Any:
    if isinstance(policy, dict):
        return {name: _narrowed(value, role) for name, value in policy.items()}
    if isinstance(policy, list):
        return [_narrowed(value, role) for value in policy]
    for pattern, exact in _EXACT_ARNS.items():
        if isinstance(policy, str) and policy.startswith(pattern):
            return {"Fn::Sub": policy.replace(pattern, exact.replace("<function>", _name(role)), 1)}
    return policy


def _packaged(stage: str) -> Path:
    """build/chalice/<stage>-<hash>.json, packaged again only when an input has changed."""
    parts = [*(ROOT / name for name in _PARTS), *sorted((ROOT / ".chalice").glob("*.json"))]
    digest = hashlib.sha256(chalice.__version__.encode())
    for part in parts:
        digest.update(part.name.encode() + part.read_bytes())
    packaged = BUILD / "chalice" / f"{stage}-{digest.hexdigest()[:16]}.json"
    if not packaged.exists():
        packaged.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="packaging-", dir=packaged.parent) as folder:
            _package(stage, Path(folder)).replace(packaged)
    return packaged


def _package(stage: str, folder: Path) -> Path:
    """In a project without requirements, which chalice would download for its own zip. Raises RuntimeError."""
    shutil.copy(ROOT / "app.py", folder)
    shutil.copytree(ROOT / ".chalice", folder / ".chalice", ignore=lambda *_: ["deployments", "deployed"])
    merged = folder / "routes.json"
    merged.write_text(json.dumps(merged_template()))
    packaging = subprocess.run(  # noqa: S603 # our own command
        [
            *(str(Path(sys.executable).parent / "chalice"), "--project-dir", str(folder), "package", "--stage", stage),
            *("--merge-template", str(merged), str(folder / "out")),
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT), "AWS_DEFAULT_REGION": "us-east-1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if packaging.returncode:
        raise RuntimeError(f"chalice package --stage {stage}:\n{packaging.stderr or packaging.stdout}")
    return folder / "out" / "sam.json"
