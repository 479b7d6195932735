"""boto3 clients for routes and workers, one a service and process, and the translation of AWS errors into ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from stikadoo.errors import ProviderRefusedKey, ProviderThrottled, ProviderUnavailable

_THROTTLED = frozenset(
    {
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
_DENIED = frozenset({"403", "AccessDenied", "AccessDeniedException"})
"S3 answers a HEAD request without a body, so without a name: 403."
_REFUSED = _DENIED | {
    "ExpiredToken",
    "ForbiddenException",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}


@dataclass(frozen=True)
class _Patience:
    """Of one call, in seconds; `attempts` includes the first."""

    connect: float
    read: float
    attempts: int


_PATIENCE = {
    "apigatewaymanagementapi": _Patience(connect=1, read=3, attempts=2),
    "dynamodb": _Patience(connect=1, read=3, attempts=2),
    "lambda": _Patience(connect=1, read=2, attempts=1),
    "s3": _Patience(connect=1, read=5, attempts=2),
    "ssm": _Patience(connect=1, read=3, attempts=2),
    "stepfunctions": _Patience(connect=1, read=3, attempts=2),
    "transcribe": _Patience(connect=1, read=4, attempts=2),
}
"""A hanging call must end before its function's time-out: tests/contracts/test_budgets.py."""
_OTHERS = _Patience(connect=3, read=10, attempts=3)


@cache
def client(service: str, endpoint: str | None = None) -> Any:
    """A client with bounded waits: one hanging call must not use up a worker's time-out."""
    session: Any = boto3  # its stubs know services by literal names
    patience = _PATIENCE.get(service, _OTHERS)
    return session.client(
        service,
        endpoint_url=endpoint,
        config=Config(
            connect_timeout=patience.connect,
            read_timeout=patience.read,
            retries={"mode": "standard", "total_max_attempts": patience.attempts},
            signature_version="s3v4" if service == "s3" else None,
            # the bucket's regional name: the global one redirects, and a device follows no redirect of a presigned URL
            s3={"addressing_style": "virtual"},
        ),
    )


@contextmanager
def translated(provider: str) -> Iterator[None]:
    """Raises our errors for throttling, unavailability and refused credentials; any other ClientError passes."""
    try:
        yield
    except ClientError as exc:
        code = error_code(exc)
        if code in _THROTTLED or http_status(exc) == HTTPStatus.TOO_MANY_REQUESTS:
            raise ProviderThrottled(provider, code) from exc
        if code in _REFUSED:
            raise ProviderRefusedKey(provider) from exc
        if http_status(exc) >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ProviderUnavailable(provider, code) from exc
        raise
    except BotoCoreError as exc:
        raise ProviderUnavailable(provider, type(exc).__name__) from exc


def error_code(exc: ClientError) -> str:
    """The error's name; the HTTP status, if the response has no body."""
    return exc.response.get("Error", {}).get("Code", "")


def http_status(exc: ClientError) -> int:
    """0 for an error that is no response."""
    return exc.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)


def is_denied(exc: ProviderRefusedKey) -> bool:
    """Whether the credentials are valid but lack this permission."""
    return isinstance(exc.__cause__, ClientError) and error_code(exc.__cause__) in _DENIED
