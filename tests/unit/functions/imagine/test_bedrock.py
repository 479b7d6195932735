"""A Stability model on Bedrock gets one request, for a square PNG, with a valid seed."""

import pytest

from functions.imagine.illustrators import Request, illustrator_named
from functions.imagine.prompt import PROMPT_VERSION, prompt_of
from infra.local_aws import LocalAws
from stikadoo.worker_settings import ImagineSettings
from tests.providers.artwork import artwork
from tests.providers.bedrock_images import MODELS, BedrockDouble
from tests.unit.functions.imagine.engines import connected_bedrock, draw

REQUEST = Request("a cat on the moon", seed=5)


def test_the_request_is_for_a_square_png(bedrock: BedrockDouble) -> None:
    drawing = draw(connected_bedrock(), REQUEST)
    prompt = prompt_of(REQUEST.text, "outline", longest=10_000)
    assert bedrock.asked[0].json == {
        "mode": "text-to-image",
        "prompt": prompt.text,
        "negative_prompt": prompt.negative,
        "aspect_ratio": "1:1",
        "output_format": "png",
        "seed": 6,
    }
    assert drawing.png.startswith(b"\x89PNG")
    assert (drawing.model, drawing.prompt_version) == (MODELS[0], PROMPT_VERSION)


@pytest.mark.parametrize(("seed", "sent"), [(0, 1), (2**32 - 1, 2), (2**32 - 3, 2**32 - 2)])
def test_no_seed_is_zero_which_would_be_random(bedrock: BedrockDouble, seed: int, sent: int) -> None:
    connected_bedrock().start(Request("a cat", seed=seed))
    assert bedrock.asked[0].json["seed"] == sent


@pytest.mark.parametrize("model", MODELS)
def test_the_model_is_a_setting(bedrock: BedrockDouble, model: str) -> None:
    connected_bedrock(bedrock_model=model).start(REQUEST)
    assert bedrock.asked[0].path == f"/model/{model.replace(':', '%3A')}/invoke"


@pytest.mark.parametrize(("region", "signed_for"), [("us-west-2", "us-west-2"), ("", None)])
def test_the_region_is_a_setting_or_the_worker_s_own(
    bedrock: BedrockDouble, aws: LocalAws, region: str, signed_for: str | None
) -> None:
    connected_bedrock(bedrock_region=region).start(REQUEST)
    own = aws.environ["AWS_DEFAULT_REGION"]
    assert f"/{signed_for or own}/bedrock/aws4_request" in bedrock.asked[0].headers["Authorization"]


def test_a_jpeg_is_stored_as_png(bedrock: BedrockDouble) -> None:
    bedrock.picture = artwork("JPEG")
    assert draw(connected_bedrock(), REQUEST).png.startswith(b"\x89PNG")


def test_a_failed_call_is_not_retried_by_the_worker(bedrock: BedrockDouble) -> None:
    bedrock.answers = "unavailable"
    with pytest.raises(Exception, match="ServiceUnavailableException"):
        connected_bedrock().start(REQUEST)
    assert len(bedrock.asked) == 1


def test_it_has_no_jobs(bedrock: BedrockDouble) -> None:
    with pytest.raises(LookupError):
        illustrator_named("bedrock", ImagineSettings("bucket")).check("job-1", 1)
