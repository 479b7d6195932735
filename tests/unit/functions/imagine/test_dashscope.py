"""DashScope is asked for a task that is looked at again, or for a picture at once; nothing it adds is wanted."""

import io

import pytest
from PIL import Image

from functions.imagine.illustrators import Job, Request, illustrator_named
from functions.imagine.prompt import PROMPT_VERSION, prompt_of
from stikadoo.errors import MissingSettings, UnknownProvider
from stikadoo.worker_settings import ImagineSettings
from tests.providers.artwork import artwork
from tests.providers.dashscope import KEY, DashScopeDouble
from tests.unit.functions.imagine.asking import asking_dashscope, drawn

pytestmark = pytest.mark.usefixtures("keys")

ASKED = Request("a cat on the moon", seed=4_000_000_000)


def test_a_task_is_looked_at_until_its_picture_is_there(dashscope: DashScopeDouble) -> None:
    dashscope.looks = 2
    illustrator = asking_dashscope(dashscope)
    job = illustrator.start(ASKED)
    assert job == Job("task-0", "qwen-image-3.0", PROMPT_VERSION)
    assert [illustrator.check("task-0") for _ in range(2)] == [job, job]
    drawing = illustrator.check("task-0")
    assert not isinstance(drawing, Job)
    assert Image.open(io.BytesIO(drawing.png)).size == (256, 256)
    assert (drawing.model, drawing.prompt_version) == ("qwen-image-3.0", PROMPT_VERSION)


def test_a_task_asks_for_what_prints_and_for_no_rewriting(dashscope: DashScopeDouble) -> None:
    asking_dashscope(dashscope, dashscope_size="1280*1280", picture_style="cute").start(ASKED)
    (asked,) = dashscope.asked
    prompt = prompt_of(ASKED.text, "cute", longest=800)
    assert asked.json == {
        "model": "qwen-image-3.0",
        "input": {"messages": [{"role": "user", "content": [{"text": prompt.text}]}]},
        "parameters": {
            "size": "1280*1280",
            "n": 1,
            "negative_prompt": prompt.negative,
            "prompt_extend": False,
            "watermark": False,
            "seed": 4_000_000_000 - 2**31,
        },
    }
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert asked.headers["X-DashScope-DataInspection"] is None


def test_a_sync_call_brings_the_picture_at_once(dashscope: DashScopeDouble) -> None:
    drawing = asking_dashscope(dashscope, dashscope_call="sync").start(ASKED)
    assert not isinstance(drawing, Job)
    assert [asked.method for asked in dashscope.asked] == ["POST", "GET"]
    assert dashscope.asked[0].headers["X-DashScope-Async"] is None


@pytest.mark.parametrize("call", ["task", "sync"])
def test_its_own_inspection_is_asked_for_by_setting(dashscope: DashScopeDouble, call: str) -> None:
    drawn(asking_dashscope(dashscope, dashscope_inspection="on", dashscope_call=call), ASKED)
    assert dashscope.asked[0].headers["X-DashScope-DataInspection"] == '{"input":"cip","output":"cip"}'


@pytest.mark.parametrize("format_name", ["JPEG", "WEBP"])
def test_whatever_the_address_holds_becomes_png(dashscope: DashScopeDouble, format_name: str) -> None:
    dashscope.picture = artwork(format_name)
    assert drawn(asking_dashscope(dashscope), ASKED).png.startswith(b"\x89PNG")


def test_the_same_document_asks_the_same_again(dashscope: DashScopeDouble) -> None:
    for _ in range(2):
        asking_dashscope(dashscope).start(ASKED)
    assert dashscope.asked[0].json == dashscope.asked[1].json


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"dashscope_call": "later"}, "unknown dashscope call 'later'; known: task, sync"),
        ({"dashscope_inspection": "yes"}, "unknown dashscope inspection 'yes'"),
    ],
)
def test_a_wrong_setting_is_told_before_anything_is_asked(
    dashscope: DashScopeDouble, setting: dict[str, str], sentence: str
) -> None:
    with pytest.raises(UnknownProvider, match=sentence):
        asking_dashscope(dashscope, **setting)


def test_without_a_key_it_is_told_what_to_set() -> None:
    with pytest.raises(MissingSettings, match="STIKADOO_DASHSCOPE_KEY_PARAMETER"):
        illustrator_named("dashscope", ImagineSettings("bucket"))
