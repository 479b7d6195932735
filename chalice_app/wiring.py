"""A route's collaborators, made from the environment and cached per process.

Each is created on first use, so the audio route creates the S3 client alone; in Lambda that is the init phase
(chalice_app.preparation).
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from chalice_app.incoming import Incoming
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.postbox import Postbox
from stikadoo.settings import RouteSettings, aws_region, lambda_function_name, settings

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

    from stikadoo.aws.device_registry import DeviceRegistry
    from stikadoo.aws.function import Function
    from stikadoo.aws.machine import Machine
    from stikadoo.aws.registry import Registry
    from stikadoo.aws.secrets import Secret


class Cloud:
    """A route's collaborators."""

    def __init__(self, chosen: RouteSettings) -> None:
        self.settings = chosen

    @cached_property
    def bucket(self) -> Bucket:
        return Bucket(self.settings.bucket, client("s3"))

    @cached_property
    def registry(self) -> Registry:
        from stikadoo.aws.registry import Registry

        return Registry(self.settings.table, client("dynamodb"))

    @cached_property
    def devices(self) -> DeviceRegistry:
        from stikadoo.aws.device_registry import DeviceRegistry

        return DeviceRegistry(self.settings.devices_table, client("dynamodb"))

    @cached_property
    def machine(self) -> Machine:
        from stikadoo.aws.machine import Machine

        return Machine(self.settings.state_machine_arn, client("stepfunctions"))

    @cached_property
    def this_function(self) -> Function | None:
        """The Lambda function that runs the route; None outside of Lambda."""
        from stikadoo.aws.function import Function

        name = lambda_function_name()
        return Function(name, client("lambda")) if name else None

    @cached_property
    def tokens(self) -> Secret:
        """Tokens of no device in particular, separated by white space; $connect alone may read them."""
        from stikadoo.aws.secrets import Secret

        return Secret("tokens_parameter", self.settings.tokens_parameter, client("ssm"))

    @cached_property
    def token_keys(self) -> Secret:
        """The keys of the device tokens; among the routes, $connect alone may read them."""
        from stikadoo.aws.secrets import Secret

        return Secret("token_keys_parameter", self.settings.token_keys_parameter, client("ssm"))

    @cached_property
    def gateway(self) -> ApiGatewayManagementApiClient:
        """Of the stage's own API; if only events name it, this loads boto3's model, for the client of `postbox`."""
        endpoint = self.settings.api_endpoint
        gateway: ApiGatewayManagementApiClient
        gateway = client("apigatewaymanagementapi", endpoint if endpoint and "{" not in endpoint else None)
        return gateway

    def endpoint(self, message: Incoming) -> str:
        """The @connections endpoint that this route, and later the workers, send to.

        Not the event's domain name: a custom domain maps its own paths to stages, so /{stage} is no path of it.
        """
        endpoint = self.settings.api_endpoint or execute_api(aws_region())
        return endpoint.replace("{apiId}", message.api_id).replace("{stage}", message.stage)

    def postbox(self, message: Incoming) -> Postbox:
        return Postbox(message.connection_id, client("apigatewaymanagementapi", self.endpoint(message)))


@cache
def cloud() -> Cloud:
    """Raises MissingSettings."""
    return Cloud(settings(RouteSettings))


def execute_api(region: str) -> str:
    """API Gateway's own endpoint of any API in the region."""
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"https://{{apiId}}.execute-api.{region}.{suffix}/{{stage}}"
