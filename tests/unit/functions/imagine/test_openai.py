"""GPT Image gets a request for one opaque PNG, with OpenAI's own moderation."""

import pytest

from functions.imagine.illustrators import Request, illustrator_named
from functions.imagine.prompt import PROMPT_VERSION, prompt_of
from stikadoo.errors import MissingSettings
from stikadoo.worker_settings import ImagineSettings
from tests.providers.artwork import artwork
from tests.providers.openai import KEY
from tests.providers.openai_images import OpenAiDouble
from tests.unit.functions.imagine.engines import connected_openai, draw

pytestmark = pytest.mark.usefixtures("keys")

REQUEST = Request("一只猫在月亮上", seed=5)


def test_the_request_is_for_one_opaque_png(openai: OpenAiDouble) -> None:
    drawing = draw(connected_openai(openai, openai_quality="medium", picture_style="stamp"), REQUEST)
    (sent,) = openai.asked
    assert sent.json == {
        "model": "gpt-image-2",
        "prompt": prompt_of(REQUEST.text, "stamp", longest=32_000).text,
        "n": 1,
        "size": "1024x1024",
        "quality": "medium",
        "output_format": "png",
        "background": "opaque",
        "moderation": "auto",
    }
    assert sent.headers["Authorization"] == f"Bearer {KEY}"
    assert drawing.png.startswith(b"\x89PNG")
    assert (drawing.model, drawing.prompt_version) == ("gpt-image-2", PROMPT_VERSION)


@pytest.mark.parametrize("format_name", ["JPEG", "WEBP"])
def test_another_format_is_stored_as_png(openai: OpenAiDouble, format_name: str) -> None:
    openai.picture = artwork(format_name)
    assert draw(connected_openai(openai), REQUEST).png.startswith(b"\x89PNG")


@pytest.mark.parametrize("form", ["b64_json", "wrapped", "data URL", "b64_json data URL", "url"])
def test_a_compatible_gateway_s_form_of_the_picture_is_accepted(openai: OpenAiDouble, form: str) -> None:
    openai.form = form
    assert draw(connected_openai(openai), REQUEST).png.startswith(b"\x89PNG")
    assert [sent.headers.get("Authorization") for sent in openai.asked if sent.method == "GET"] in ([], [None])


def test_it_has_no_jobs(openai: OpenAiDouble) -> None:
    with pytest.raises(LookupError):
        connected_openai(openai).check("job-1", 1)


def test_a_missing_key_names_its_setting() -> None:
    with pytest.raises(MissingSettings, match="STIKADOO_OPENAI_KEY_PARAMETER"):
        illustrator_named("openai", ImagineSettings("bucket"))
