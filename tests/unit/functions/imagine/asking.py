"""Illustrators that ask the companies' doubles."""

from typing import Any

from functions.imagine.illustrators import Drawing, Illustrator, Job, Request
from functions.imagine.illustrators.bedrock import Bedrock
from functions.imagine.illustrators.dashscope import DashScope
from functions.imagine.illustrators.openai import OpenAi
from stikadoo.aws.clients import client
from stikadoo.aws.secrets import Secret
from stikadoo.worker_settings import ImagineSettings
from tests.providers.dashscope import DashScopeDouble
from tests.providers.openai_images import OpenAiDouble
from tests.unit.functions import keys

PATIENCE = 20.0
"seconds"


def asking_dashscope(api: DashScopeDouble, seconds: float = PATIENCE, **settings: Any) -> DashScope:
    chosen = ImagineSettings("bucket", dashscope_url=api.url, **settings)
    return DashScope(chosen, Secret("dashscope_key_parameter", keys.DASHSCOPE, client("ssm")), seconds)


def asking_openai(api: OpenAiDouble, seconds: float = PATIENCE, **settings: Any) -> OpenAi:
    chosen = ImagineSettings("bucket", openai_url=api.url, **settings)
    return OpenAi(chosen, Secret("openai_key_parameter", keys.OPENAI, client("ssm")), seconds)


def asking_bedrock(seconds: float = PATIENCE, **settings: Any) -> Bedrock:
    return Bedrock(ImagineSettings("bucket", **settings), seconds)


def drawn(illustrator: Illustrator, request: Request) -> Drawing:
    """As the machine does, without its waiting."""
    answer = illustrator.start(request)
    for _ in range(5):
        if isinstance(answer, Job):
            answer = illustrator.check(answer.id)
    assert isinstance(answer, Drawing)
    return answer
