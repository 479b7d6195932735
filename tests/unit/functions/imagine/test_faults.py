"""Each provider, each fault, through the real client: which error of ours it becomes, and what that keeps to itself.

What the machine then does with an error is its leaf's: temporary ones are retried, and then the next engine draws.
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
from tests.unit.functions.imagine.asking import PATIENCE, asking_bedrock, asking_dashscope, asking_openai, drawn

pytestmark = pytest.mark.usefixtures("keys")

WISH = "a zyzzyva on the moon"


def patience(fault: str) -> float:
    return 0.3 if fault == "hangs" else PATIENCE


@pytest.mark.parametrize(("fault", "leaf"), DASHSCOPE_TASK.items())
def test_a_dashscope_task_and_its_faults(
    dashscope: DashScopeDouble, caplog: pytest.LogCaptureFixture, fault: str, leaf: type[StikadooError]
) -> None:
    check(asking_dashscope(dashscope, patience(fault)), dashscope, fault, leaf, caplog)


@pytest.mark.parametrize(("fault", "leaf"), DASHSCOPE.items())
def test_a_dashscope_sync_call_and_its_faults(
    dashscope: DashScopeDouble, caplog: pytest.LogCaptureFixture, fault: str, leaf: type[StikadooError]
) -> None:
    check(asking_dashscope(dashscope, patience(fault), dashscope_call="sync"), dashscope, fault, leaf, caplog)


@pytest.mark.parametrize(("fault", "leaf"), BEDROCK.items())
def test_bedrock_and_its_faults(
    bedrock: BedrockDouble, caplog: pytest.LogCaptureFixture, fault: str, leaf: type[StikadooError]
) -> None:
    check(asking_bedrock(patience(fault)), bedrock, fault, leaf, caplog)


@pytest.mark.parametrize(("fault", "leaf"), OPENAI.items())
def test_openai_and_its_faults(
    openai: OpenAiDouble, caplog: pytest.LogCaptureFixture, fault: str, leaf: type[StikadooError]
) -> None:
    check(asking_openai(openai, patience(fault)), openai, fault, leaf, caplog)


def check(
    illustrator: Illustrator,
    api: HttpDouble,
    fault: str,
    leaf: type[StikadooError],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The error is of that very leaf, and neither it nor the log tells a secret or the child's words."""
    caplog.set_level(logging.INFO)
    api.answers = fault
    with pytest.raises(leaf) as caught:
        drawn(illustrator, Request(WISH, seed=5))
    assert type(caught.value) is leaf
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + caplog.text
    secrets = ("zyzzyva", dashscope_double.KEY, openai_double.KEY, dashscope_double.SIGNATURE, api.origin)
    assert not [secret for secret in secrets if secret in told]
    assert any(b"zyzzyva" in asked.body for asked in api.asked), "it was asked, so it could have told"


def test_nobody_at_the_address_is_an_absence(dashscope: DashScopeDouble) -> None:
    dashscope.origin = "http://127.0.0.1:9"
    with pytest.raises(ProviderUnavailable, match="dashscope: ConnectError"):
        asking_dashscope(dashscope).start(Request(WISH))


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"dashscope_model": "qwen-image-9"}, r"STIKADOO_DASHSCOPE_MODEL, .*\(dashscope answered Model.NotExist\)"),
        ({"dashscope_size": "64*64"}, r"STIKADOO_DASHSCOPE_SIZE, .*\(dashscope answered InvalidParameter\)"),
    ],
)
def test_what_is_not_to_be_had_names_the_settings_that_ask_for_it(
    dashscope: DashScopeDouble, setting: dict[str, str], sentence: str
) -> None:
    with pytest.raises(MissingSettings, match=sentence):
        asking_dashscope(dashscope, **setting).start(Request(WISH))


@pytest.mark.parametrize("setting", [{"openai_model": "gpt-image-1"}, {"openai_size": "1000x1000"}])
def test_openai_objects_to_settings_of_the_same_kind(openai: OpenAiDouble, setting: dict[str, str]) -> None:
    with pytest.raises(MissingSettings, match=r"STIKADOO_OPENAI_MODEL, STIKADOO_OPENAI_SIZE"):
        asking_openai(openai, **setting).start(Request(WISH))


def test_an_ended_model_of_bedrock_names_its_setting(bedrock: BedrockDouble) -> None:
    with pytest.raises(MissingSettings, match=r"STIKADOO_BEDROCK_MODEL.*bedrock answered ResourceNotFoundException"):
        asking_bedrock(bedrock_model="amazon.nova-canvas-v1:0").start(Request(WISH))
