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
from stikadoo.settings import RouteSettings, lambda_function_name, settings

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

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
        """The bearer tokens that may connect, separated by white space; $connect alone may read them."""
        from stikadoo.aws.secrets import Secret

        return Secret("tokens_parameter", self.settings.tokens_parameter, client("ssm"))

    @cached_property
    def gateway(self) -> ApiGatewayManagementApiClient:
        """Of the stage's own API; without that setting it serves to load boto3's model, for the client of `postbox`."""
        gateway: ApiGatewayManagementApiClient = client("apigatewaymanagementapi", self.settings.api_endpoint or None)
        return gateway

    def endpoint(self, message: Incoming) -> str:
        """The @connections endpoint that this route, and later the workers, send to."""
        return self.settings.api_endpoint or message.endpoint

    def postbox(self, message: Incoming) -> Postbox:
        return Postbox(message.connection_id, client("apigatewaymanagementapi", self.endpoint(message)))


@cache
def cloud() -> Cloud:
    """Raises MissingSettings."""
    return Cloud(settings(RouteSettings))
