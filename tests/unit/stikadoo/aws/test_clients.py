"""AWS errors are translated into ours, and a missing permission is distinguished from refused credentials."""

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from stikadoo.aws.clients import is_denied, translated
from stikadoo.errors import ProviderRefusedKey, ProviderThrottled, ProviderUnavailable


def aws_error(code: str, status: int = 400) -> ClientError:
    response = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "GetObject")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (aws_error("SlowDown", 503), ProviderThrottled),
        (aws_error("429", 429), ProviderThrottled),
        (aws_error("InternalError", 500), ProviderUnavailable),
        (EndpointConnectionError(endpoint_url="http://nowhere"), ProviderUnavailable),
        (aws_error("AccessDenied", 403), ProviderRefusedKey),
        (aws_error("403", 403), ProviderRefusedKey),
        (aws_error("ExpiredToken"), ProviderRefusedKey),
        (aws_error("NoSuchBucket", 404), ClientError),
    ],
)
def test_an_error_of_aws_is_translated_and_a_bug_is_not(error: Exception, ours: type[Exception]) -> None:
    with pytest.raises(ours) as raised, translated("S3"):
        raise error
    assert raised.value is error or raised.value.__cause__ is error


@pytest.mark.parametrize(("code", "denied"), [("AccessDenied", True), ("403", True), ("ExpiredToken", False)])
def test_a_missing_permission_is_not_an_invalid_key(code: str, denied: bool) -> None:
    with pytest.raises(ProviderRefusedKey) as raised, translated("S3"):
        raise aws_error(code)
    assert is_denied(raised.value) is denied


def test_without_a_cause_nothing_is_known_about_permissions() -> None:
    assert not is_denied(ProviderRefusedKey("S3"))
