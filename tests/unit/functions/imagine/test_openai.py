"""GPT Image is asked for one opaque PNG, moderated as OpenAI sees fit."""

import pytest

from functions.imagine.illustrators import Request, illustrator_named
from functions.imagine.prompt import PROMPT_VERSION, prompt_of
from stikadoo.errors import MissingSettings
from stikadoo.worker_settings import ImagineSettings
from tests.providers.artwork import artwork
from tests.providers.openai import KEY
from tests.providers.openai_images import OpenAiDouble
from tests.unit.functions.imagine.asking import asking_openai, drawn

pytestmark = pytest.mark.usefixtures("keys")

ASKED = Request("一只猫在月亮上", seed=5)


def test_it_is_asked_for_one_opaque_png(openai: OpenAiDouble) -> None:
    drawing = drawn(asking_openai(openai, openai_quality="medium", picture_style="stamp"), ASKED)
    (asked,) = openai.asked
    assert asked.json == {
        "model": "gpt-image-2",
        "prompt": prompt_of(ASKED.text, "stamp", longest=32_000).text,
        "n": 1,
        "size": "1024x1024",
        "quality": "medium",
        "output_format": "png",
        "background": "opaque",
        "moderation": "auto",
    }
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert drawing.png.startswith(b"\x89PNG")
    assert (drawing.model, drawing.prompt_version) == ("gpt-image-2", PROMPT_VERSION)


@pytest.mark.parametrize("format_name", ["JPEG", "WEBP"])
def test_another_format_becomes_png(openai: OpenAiDouble, format_name: str) -> None:
    openai.picture = artwork(format_name)
    assert drawn(asking_openai(openai), ASKED).png.startswith(b"\x89PNG")


def test_it_leaves_no_jobs(openai: OpenAiDouble) -> None:
    with pytest.raises(LookupError):
        asking_openai(openai).check("job-1")


def test_without_a_key_it_is_told_what_to_set() -> None:
    with pytest.raises(MissingSettings, match="STIKADOO_OPENAI_KEY_PARAMETER"):
        illustrator_named("openai", ImagineSettings("bucket"))
