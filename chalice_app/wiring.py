"""The one place where routes meet the environment and AWS.

Everything is made on first use, so `audio` pays for S3 alone.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from chalice_app.incoming import Incoming
from stikadoo.aws.bucket import Bucket
from stikadoo.settings import RouteSettings, settings

if TYPE_CHECKING:
    from stikadoo.aws.machine import Machine
    from stikadoo.aws.postbox import Postbox
    from stikadoo.aws.registry import Registry
    from stikadoo.aws.secrets import Secret


class Cloud:
    """A route's collaborators."""

    def __init__(self, chosen: RouteSettings) -> None:
        self.settings = chosen
        self.bucket = Bucket(chosen.bucket)

    @cached_property
    def registry(self) -> Registry:
        from stikadoo.aws.registry import Registry

        return Registry(self.settings.table)

    @cached_property
    def machine(self) -> Machine:
        from stikadoo.aws.machine import Machine

        return Machine(self.settings.state_machine_arn)

    @cached_property
    def tokens(self) -> Secret:
        """The bearer tokens that may connect, between white space; $connect alone may read them."""
        from stikadoo.aws.secrets import Secret

        return Secret("tokens_parameter", self.settings.tokens_parameter)

    def endpoint(self, message: Incoming) -> str:
        """Where this device is answered from, now and by the workers later."""
        return self.settings.api_endpoint or message.endpoint

    def postbox(self, message: Incoming) -> Postbox:
        from stikadoo.aws.postbox import Postbox

        return Postbox(self.endpoint(message), message.connection_id)


@cache
def cloud() -> Cloud:
    """Raises MissingSettings."""
    return Cloud(settings(RouteSettings))
