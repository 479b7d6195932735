"""The services' doubles, and a key in a real parameter store."""

from collections.abc import Iterator

import pytest

from infra.local_aws import LocalAws
from stikadoo.aws.clients import client
from tests.providers.guardrails import GuardrailDouble, guardrails_api
from tests.providers.openai_moderation import KEY, ModerationDouble, openai_moderation_api
from tests.unit.functions.moderate.asking import KEY_PARAMETER


@pytest.fixture(scope="session")
def key(aws: LocalAws) -> None:
    """What an operator puts into SSM."""
    client("ssm").put_parameter(Name=KEY_PARAMETER, Type="SecureString", Value=f"{KEY}\n")


@pytest.fixture
def openai(key: None) -> Iterator[ModerationDouble]:
    with openai_moderation_api() as api:
        yield api


@pytest.fixture
def guardrail(aws: LocalAws, monkeypatch: pytest.MonkeyPatch) -> Iterator[GuardrailDouble]:
    with guardrails_api() as api:
        monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", api.url)
        yield api
