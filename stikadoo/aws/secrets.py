"""A SecureString of SSM becomes the secret it holds, asked again when what is known of it has grown old.

Whoever may read the parameter needs no right to KMS: the key aws/ssm serves everybody in the account whom SSM serves.
"""

from aws_lambda_powertools.utilities.parameters import SSMProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from botocore.exceptions import ClientError

from stikadoo.aws.clients import client, translated
from stikadoo.errors import MissingSettings
from stikadoo.settings import variable

MAX_AGE_SECONDS = 300
"So long an old secret still serves, or a new one does not yet, after the parameter was changed."


class Secret:
    """The parameter that the setting `field` names."""

    def __init__(self, field: str, parameter: str) -> None:
        """Raises MissingSettings if the setting is empty."""
        if not parameter:
            raise MissingSettings((variable(field),))
        self._field = field
        self._parameter = parameter
        self._store = SSMProvider(boto3_client=client("ssm"))

    def value(self) -> str:
        """Raises MissingSettings, ProviderThrottled, ProviderUnavailable, ProviderRefusedKey."""
        with translated("SSM"):
            return self._read().strip()

    def _read(self) -> str:
        try:
            return str(self._store.get(self._parameter, max_age=MAX_AGE_SECONDS, decrypt=True))
        except GetParameterError as exc:
            reason = exc.__context__ or exc  # Powertools' own says no more than the text of boto3's
            if isinstance(reason, ClientError) and reason.response["Error"]["Code"] == "ParameterNotFound":
                absent = f"{variable(self._field)} (SSM has no parameter {self._parameter})"
                raise MissingSettings((absent,)) from exc
            raise reason from None
