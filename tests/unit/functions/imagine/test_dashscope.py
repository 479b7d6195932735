"""DashScope draws in a task that is polled or in a synchronous call, without prompt rewriting and watermark."""

import io

import pytest
from PIL import Image

from functions.imagine.illustrators import Job, Request, illustrator_named
from functions.imagine.prompt import PROMPT_VERSION, prompt_of
from stikadoo.errors import (
    MissingSettings,
    PictureRefused,
    ProviderRefusedKey,
    ProviderThrottled,
    ProviderUnavailable,
    StikadooError,
    UnknownProvider,
)
from stikadoo.worker_settings import ImagineSettings
from tests.providers.artwork import artwork
from tests.providers.dashscope import KEY, DashScopeDouble
from tests.unit.functions.imagine.engines import connected_dashscope, draw

pytestmark = pytest.mark.usefixtures("keys")

REQUEST = Request("a cat on the moon", seed=4_000_000_000)


def test_a_task_is_polled_until_its_picture_is_ready(dashscope: DashScopeDouble) -> None:
    dashscope.looks = 2
    illustrator = connected_dashscope(dashscope)
    job = illustrator.start(REQUEST)
    assert job == Job("task-0", "qwen-image-3.0", PROMPT_VERSION)
    assert [illustrator.check("task-0", 5) for _ in range(2)] == [job, job]
    drawing = illustrator.check("task-0", 5)
    assert not isinstance(drawing, Job)
    assert Image.open(io.BytesIO(drawing.png)).size == (256, 256)
    assert (drawing.model, drawing.prompt_version) == ("qwen-image-3.0", PROMPT_VERSION)


def test_the_request_of_a_task(dashscope: DashScopeDouble) -> None:
    connected_dashscope(dashscope, dashscope_size="1280*1280", picture_style="cute").start(REQUEST)
    (sent,) = dashscope.asked
    prompt = prompt_of(REQUEST.text, "cute", longest=800)
    assert sent.json == {
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
    assert sent.headers["Authorization"] == f"Bearer {KEY}"
    assert sent.headers["X-DashScope-DataInspection"] is None


def test_a_synchronous_call_returns_the_picture(dashscope: DashScopeDouble) -> None:
    drawing = connected_dashscope(dashscope, dashscope_call="sync").start(REQUEST)
    assert not isinstance(drawing, Job)
    assert [asked.method for asked in dashscope.asked] == ["POST", "GET"]
    assert dashscope.asked[0].headers["X-DashScope-Async"] is None


@pytest.mark.parametrize("call", ["task", "sync"])
def test_a_setting_turns_on_the_account_s_own_inspection(dashscope: DashScopeDouble, call: str) -> None:
    draw(connected_dashscope(dashscope, dashscope_inspection="on", dashscope_call=call), REQUEST)
    assert dashscope.asked[0].headers["X-DashScope-DataInspection"] == '{"input":"cip","output":"cip"}'


@pytest.mark.parametrize("format_name", ["JPEG", "WEBP"])
def test_every_format_is_stored_as_png(dashscope: DashScopeDouble, format_name: str) -> None:
    dashscope.picture = artwork(format_name)
    assert draw(connected_dashscope(dashscope), REQUEST).png.startswith(b"\x89PNG")


def test_the_same_wish_and_seed_send_the_same_request(dashscope: DashScopeDouble) -> None:
    for _ in range(2):
        connected_dashscope(dashscope).start(REQUEST)
    assert dashscope.asked[0].json == dashscope.asked[1].json


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"dashscope_call": "later"}, "unknown dashscope call 'later'; known: task, sync"),
        ({"dashscope_inspection": "yes"}, "unknown dashscope inspection 'yes'"),
    ],
)
def test_a_wrong_setting_is_reported_before_any_request(
    dashscope: DashScopeDouble, setting: dict[str, str], sentence: str
) -> None:
    with pytest.raises(UnknownProvider, match=sentence):
        connected_dashscope(dashscope, **setting)


def test_a_missing_key_names_its_setting() -> None:
    with pytest.raises(MissingSettings, match="STIKADOO_DASHSCOPE_KEY_PARAMETER"):
        illustrator_named("dashscope", ImagineSettings("bucket"))


@pytest.mark.parametrize(
    ("code", "leaf"),
    [
        ("data_inspection_failed", PictureRefused),
        ("Data-Inspection-Failed.Prompt", PictureRefused),
        ("InvalidApi-Key", ProviderRefusedKey),
        ("model_not_found", MissingSettings),
        ("limit_requests", ProviderThrottled),
        ("throttling", ProviderThrottled),
        ("RequestTimeout", ProviderUnavailable),
    ],
)
def test_a_code_is_known_in_every_spelling(dashscope: DashScopeDouble, code: str, leaf: type[StikadooError]) -> None:
    dashscope.answers = code
    with pytest.raises(leaf):
        draw(connected_dashscope(dashscope, dashscope_call="sync"), REQUEST)
