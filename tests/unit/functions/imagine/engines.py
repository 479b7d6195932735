"""Illustrators that are connected to the providers' test doubles."""

from typing import Any

from functions.imagine.illustrators import Drawing, Illustrator, Job, Request
from functions.imagine.illustrators.bedrock import Bedrock
from functions.imagine.illustrators.dashscope import DashScope
from functions.imagine.illustrators.openai import OpenAi
from stikadoo.aws.clients import client
from stikadoo.aws.secrets import Secret
from stikadoo.patience import Patience
from stikadoo.worker_settings import ImagineSettings
from tests.providers.dashscope import DashScopeDouble
from tests.providers.openai_images import OpenAiDouble
from tests.unit.functions import keys

TIMEOUT = 20.0
"seconds"

PICTURE_HOST = "127.0.0.1"

PATIENCE = Patience(attempt_seconds=TIMEOUT, engine_seconds=2 * TIMEOUT)


def connected_dashscope(api: DashScopeDouble, **settings: Any) -> DashScope:
    imagine_settings = ImagineSettings("bucket", dashscope_url=api.url, picture_hosts=PICTURE_HOST, **settings)
    return DashScope(imagine_settings, Secret("dashscope_key_parameter", keys.DASHSCOPE, client("ssm")))


def connected_openai(api: OpenAiDouble, **settings: Any) -> OpenAi:
    imagine_settings = ImagineSettings("bucket", openai_url=api.url, picture_hosts=PICTURE_HOST, **settings)
    return OpenAi(imagine_settings, Secret("openai_key_parameter", keys.OPENAI, client("ssm")))


def connected_bedrock(**settings: Any) -> Bedrock:
    return Bedrock(ImagineSettings("bucket", **settings))


def draw(illustrator: Illustrator, request: Request) -> Drawing:
    """As the state machine does, without the waits."""
    result = illustrator.start(request)
    for _ in range(5):
        if isinstance(result, Job):
            result = illustrator.check(result.id, request.limit_seconds)
    assert isinstance(result, Drawing)
    return result
