"""Each failure of each provider, through the real client: the exception it raises, and that no secret leaks.

The state machine acts on the exception class: temporary errors are retried, then the next engine draws.
"""

import logging
import traceback

import pytest

from functions.imagine.illustrators import Illustrator, Request
from stikadoo.errors import MissingSettings, ProviderUnavailable, StikadooError
from tests.faults import BEDROCK, DASHSCOPE, DASHSCOPE_TASK, OPENAI
from tests.providers import dashscope as dashscope_double
from tests.providers import openai as openai_double
from tests.providers.bedrock_images import BedrockDouble
from tests.providers.dashscope import DashScopeDouble
from tests.providers.http_double import HttpDouble
from tests.providers.openai_images import OpenAiDouble
from tests.unit.functions.imagine.engines import TIMEOUT, connected_bedrock, connected_dashscope, connected_openai, draw

pytestmark = pytest.mark.usefixtures("keys")

WISH = "a zyzzyva on the moon"


def timeout(fault: str) -> float:
    return 0.3 if fault == "hangs" else TIMEOUT


@pytest.mark.parametrize(("fault", "leaf"), DASHSCOPE_TASK.items())
def test_a_dashscope_task_failures(
    dashscope: DashScopeDouble, caplog: pytest.LogCaptureFixture, fault: str, leaf: type[StikadooError]
) -> None:
    check(connected_dashscope(dashscope), dashscope, fault, leaf, caplog)


@pytest.mark.parametrize(("fault", "leaf"), DASHSCOPE.items())
def test_a_dashscope_sync_call_failures(
    dashscope: DashScopeDouble, caplog: pytest.LogCaptureFixture, fault: str, leaf: type[StikadooError]
) -> None:
    check(connected_dashscope(dashscope, dashscope_call="sync"), dashscope, fault, leaf, caplog)


@pytest.mark.parametrize(("fault", "leaf"), BEDROCK.items())
def test_bedrock_failures(
    bedrock: BedrockDouble, caplog: pytest.LogCaptureFixture, fault: str, leaf: type[StikadooError]
) -> None:
    check(connected_bedrock(), bedrock, fault, leaf, caplog)


@pytest.mark.parametrize(("fault", "leaf"), OPENAI.items())
def test_openai_failures(
    openai: OpenAiDouble, caplog: pytest.LogCaptureFixture, fault: str, leaf: type[StikadooError]
) -> None:
    check(connected_openai(openai), openai, fault, leaf, caplog)


def check(
    illustrator: Illustrator,
    api: HttpDouble,
    fault: str,
    leaf: type[StikadooError],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Exactly that exception class, and neither it nor the log contains a secret or the child's words."""
    caplog.set_level(logging.INFO)
    api.answers = fault
    with pytest.raises(leaf) as raised:
        draw(illustrator, Request(WISH, seed=5, limit_seconds=timeout(fault)))
    assert type(raised.value) is leaf
    output = "".join(traceback.format_exception(raised.value)) + repr(raised.value) + caplog.text
    secrets = ("zyzzyva", dashscope_double.KEY, openai_double.KEY, dashscope_double.SIGNATURE, api.origin)
    assert not [secret for secret in secrets if secret in output]
    assert any(b"zyzzyva" in request.body for request in api.asked), "the words were sent, so they could have leaked"


def test_an_unreachable_provider_is_unavailable(dashscope: DashScopeDouble) -> None:
    dashscope.origin = "http://127.0.0.1:9"
    with pytest.raises(ProviderUnavailable, match="dashscope: ConnectError"):
        connected_dashscope(dashscope).start(Request(WISH))


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"dashscope_model": "qwen-image-9"}, r"STIKADOO_DASHSCOPE_MODEL, .*\(dashscope answered Model.NotExist\)"),
        ({"dashscope_size": "64*64"}, r"STIKADOO_DASHSCOPE_SIZE, .*\(dashscope answered InvalidParameter\)"),
    ],
)
def test_a_value_that_the_provider_rejects_names_its_settings(
    dashscope: DashScopeDouble, setting: dict[str, str], sentence: str
) -> None:
    with pytest.raises(MissingSettings, match=sentence):
        connected_dashscope(dashscope, **setting).start(Request(WISH))


@pytest.mark.parametrize("setting", [{"openai_model": "gpt-image-1"}, {"openai_size": "1000x1000"}])
def test_a_value_that_openai_rejects_names_all_settings_it_may_be(
    openai: OpenAiDouble, setting: dict[str, str]
) -> None:
    with pytest.raises(MissingSettings, match=r"STIKADOO_OPENAI_MODEL, STIKADOO_OPENAI_SIZE"):
        connected_openai(openai, **setting).start(Request(WISH))


def test_a_retired_model_of_bedrock_names_its_setting(bedrock: BedrockDouble) -> None:
    with pytest.raises(MissingSettings, match=r"STIKADOO_BEDROCK_MODEL.*bedrock answered ResourceNotFoundException"):
        connected_bedrock(bedrock_model="amazon.nova-canvas-v1:0").start(Request(WISH))
