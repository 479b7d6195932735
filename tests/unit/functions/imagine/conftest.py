"""The providers' test doubles."""

from collections.abc import Iterator

import pytest

from infra.local_aws import LocalAws
from tests.providers.bedrock_images import BedrockDouble, bedrock_api
from tests.providers.dashscope import DashScopeDouble, dashscope_api
from tests.providers.openai_images import OpenAiDouble, openai_images_api


@pytest.fixture
def dashscope() -> Iterator[DashScopeDouble]:
    with dashscope_api() as api:
        yield api


@pytest.fixture
def openai() -> Iterator[OpenAiDouble]:
    with openai_images_api() as api:
        yield api


@pytest.fixture
def bedrock(aws: LocalAws, monkeypatch: pytest.MonkeyPatch) -> Iterator[BedrockDouble]:
    with bedrock_api() as api:
        monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", api.url)
        yield api
