"""The companies' doubles, and keys for them in a real parameter store."""

from collections.abc import Iterator

import pytest

from infra.local_aws import LocalAws
from stikadoo.aws.clients import client
from tests.providers import dashscope as dashscope_double
from tests.providers import openai_images as openai_double
from tests.providers.bedrock_images import BedrockDouble, bedrock_api
from tests.providers.dashscope import DashScopeDouble, dashscope_api
from tests.providers.openai_images import OpenAiDouble, openai_images_api


@pytest.fixture(scope="session")
def keys(aws: LocalAws) -> None:
    """What an operator puts into SSM."""
    for name, key in (("dashscope-key", dashscope_double.KEY), ("openai-key", openai_double.KEY)):
        client("ssm").put_parameter(Name=f"/stikadoo/unit/{name}", Type="SecureString", Value=f"{key}\n")


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
