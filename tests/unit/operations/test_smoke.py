"""What `stikadoo smoke` advises, for each kind of failure."""

from dataclasses import replace
from datetime import UTC, datetime

import boto3
import pytest

from operations.executions.document import Document
from operations.executions.execution import Execution
from operations.smoke import device_url, explain_connection, explain_end, remedy
from operations.stage import Stage
from stikadoo.errors import OperatorError, ProviderThrottled, ProviderUnavailable, leaves

STAGE = Stage(
    "dev",
    boto3.Session(region_name="us-east-1"),
    None,
    bucket_name="",
    table_name="",
    spending_table_name="",
    state_machine_arn="",
    api_endpoint="https://a1.execute-api.us-east-1.amazonaws.com/dev",
)


@pytest.mark.parametrize(
    ("error", "message", "advice"),
    [
        ("MissingSettings", "set these environment variables: STIKADOO_WHISPER_WEIGHTS", "There is no speech engine"),
        ("MissingSettings", "set these environment variables: STIKADOO_DASHSCOPE_KEY_PARAMETER", "key is not stored"),
        ("MissingSettings", "set these environment variables: STIKADOO_BEDROCK_MODEL", "Set what is missing"),
        ("ProviderRefusedKey", "bedrock rejected our credentials", "lacks a right"),
        ("KeyError", "'x'", "docs/operations.md"),
    ],
)
def test_the_remedy_fits_the_error(error: str, message: str, advice: str) -> None:
    assert advice in remedy(error, message)


def test_each_error_that_an_operator_can_mend_has_a_remedy_of_its_own() -> None:
    general = remedy("KeyError", "")
    for name in (*leaves(OperatorError), ProviderThrottled.__name__, ProviderUnavailable.__name__):
        assert remedy(name, "") != general


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (ConnectionRefusedError("the handshake was answered with 401"), "use --token"),
        (ConnectionRefusedError("the handshake was answered with 403"), "--api-key"),
        (ConnectionRefusedError("the handshake was answered with 502"), "the log of connect"),
        (TimeoutError("no hello within 10 s"), "/aws/lambda/stikadoo-dev-*"),
        (OSError("Name or service not known"), "The endpoint is wrong"),
    ],
)
def test_a_connection_that_fails_is_explained(error: Exception, advice: str) -> None:
    explanation = explain_connection(STAGE, error)
    assert str(error) in explanation
    assert advice in explanation


def test_an_execution_that_ended_without_a_sticker_is_explained() -> None:
    document = Document.model_validate({"outcome": "spend_limit_reached"})
    ended = Execution("arn", "r1", "SUCCEEDED", datetime.now(UTC), document=document)
    assert "the daily limit is reached" in explain_end(ended)


def test_devices_connect_to_the_api_s_own_endpoint() -> None:
    assert device_url(STAGE) == "wss://a1.execute-api.us-east-1.amazonaws.com/dev"
    with pytest.raises(ValueError, match="--url"):
        device_url(replace(STAGE, api_endpoint=None))
