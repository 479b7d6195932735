"""boto3 clients for routes and workers, one a service and process, and the translation of AWS errors into ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
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


@cache
def client(service: str, endpoint: str | None = None) -> Any:
    """A client with bounded waits: one hanging call must not use up a worker's time-out."""
    session: Any = boto3  # its stubs know services by literal names
    return session.client(
        service,
        endpoint_url=endpoint,
        config=Config(
            connect_timeout=3,
            read_timeout=10,
            retries={"mode": "standard", "total_max_attempts": 3},
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
        if code in _THROTTLED:
            raise ProviderThrottled(provider, code) from exc
        if code in _REFUSED:
            raise ProviderRefusedKey(provider) from exc
        if exc.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500:
            raise ProviderUnavailable(provider, code) from exc
        raise
    except BotoCoreError as exc:
        raise ProviderUnavailable(provider, type(exc).__name__) from exc


def error_code(exc: ClientError) -> str:
    return exc.response.get("Error", {}).get("Code", "")


def is_denied(exc: ProviderRefusedKey) -> bool:
    """Whether the credentials are valid but lack this permission."""
    return isinstance(exc.__cause__, ClientError) and error_code(exc.__cause__) in _DENIED
