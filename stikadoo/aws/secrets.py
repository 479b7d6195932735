"""A secret in SSM Parameter Store (SecureString), cached for some minutes.

Reading it needs no KMS permission: the policy of the key aws/ssm lets SSM decrypt for every principal of the account.
"""

import time
from typing import Any

from aws_lambda_powertools.utilities.parameters import SSMProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from botocore.exceptions import ClientError

from stikadoo.aws.clients import translated
from stikadoo.errors import MissingSettings
from stikadoo.settings import variable

MAX_AGE_SECONDS = 300
"A change of the parameter takes effect after at most this long."

REREAD_SECONDS = 30
"Between two reads in advance of that: whoever sends unknown keys must not use up SSM's quota."


class Secret:
    """The parameter that the setting `field` names."""

    def __init__(self, field: str, parameter: str, ssm: Any) -> None:
        """`ssm`: a client of SSM. Raises MissingSettings if the setting is empty."""
        if not parameter:
            raise MissingSettings((variable(field),))
        self._field = field
        self._parameter = parameter
        self._store = SSMProvider(boto3_client=ssm)
        self._reread_at = float("-inf")

    def value(self) -> str:
        """Raises MissingSettings, ProviderThrottled, ProviderUnavailable, ProviderRefusedKey."""
        with translated("SSM"):
            return self._read().strip()

    def reread(self) -> str | None:
        """Not from the cache; None if that was done less than REREAD_SECONDS ago. Raises what `value` raises."""
        now = time.monotonic()
        if now < self._reread_at + REREAD_SECONDS:
            return None
        self._reread_at = now
        with translated("SSM"):
            return self._read(is_cached=False).strip()

    def _read(self, *, is_cached: bool = True) -> str:
        try:
            value = self._store.get(self._parameter, max_age=MAX_AGE_SECONDS, decrypt=True, force_fetch=not is_cached)
            return str(value)
        except GetParameterError as exc:
            reason = exc.__context__ or exc  # Powertools' own error only repeats the text of boto3's
            if isinstance(reason, ClientError) and reason.response["Error"]["Code"] == "ParameterNotFound":
                absent = f"{variable(self._field)} (SSM has no parameter {self._parameter})"
                raise MissingSettings((absent,)) from exc
            raise reason from None
