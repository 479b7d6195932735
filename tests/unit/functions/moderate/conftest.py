"""Fixtures: the services' test doubles."""

from collections.abc import Iterator

import pytest

from infra.local_aws import LocalAws
from tests.providers.guardrails import GuardrailDouble, guardrails_api
from tests.providers.openai_moderation import ModerationDouble, openai_moderation_api


@pytest.fixture
def openai(keys: None) -> Iterator[ModerationDouble]:
    with openai_moderation_api() as api:
        yield api


@pytest.fixture
def guardrail(aws: LocalAws, monkeypatch: pytest.MonkeyPatch) -> Iterator[GuardrailDouble]:
    with guardrails_api() as api:
        monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", api.url)
        yield api
