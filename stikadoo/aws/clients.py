"""boto3 clients, one a service and process, made on first use; and what their errors mean to us."""

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
_REFUSED = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "ExpiredToken",
        "ForbiddenException",
        "InvalidAccessKeyId",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)


@cache
def client(service: str, endpoint: str | None = None) -> Any:
    """A client with bounded waits: a worker's time-out must not be spent on one hanging call."""
    session: Any = boto3  # its stubs know services by literal names
    return session.client(
        service,
        endpoint_url=endpoint,
        config=Config(
            connect_timeout=3,
            read_timeout=10,
            retries={"mode": "standard", "total_max_attempts": 3},
            signature_version="s3v4" if service == "s3" else None,
            # the bucket's regional name: the global one redirects, and no device follows a presigned URL elsewhere
            s3={"addressing_style": "virtual"},
        ),
    )


@contextmanager
def translated(provider: str) -> Iterator[None]:
    """Raises our own errors for throttling, an absence, or a refusal; what is left unnamed is a bug and stays."""
    try:
        yield
    except ClientError as exc:
        code = exc.response.get("Error", {}).get("Code", "")
        if code in _THROTTLED:
            raise ProviderThrottled(provider, code) from exc
        if code in _REFUSED:
            raise ProviderRefusedKey(provider) from exc
        if exc.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500:
            raise ProviderUnavailable(provider, code) from exc
        raise
    except BotoCoreError as exc:
        raise ProviderUnavailable(provider, type(exc).__name__) from exc
