"""A Stability model on Bedrock is asked once, for a square PNG, with a seed that it takes."""

import pytest

from functions.imagine.illustrators import Request, illustrator_named
from functions.imagine.prompt import PROMPT_VERSION, prompt_of
from infra.local_aws import LocalAws
from stikadoo.worker_settings import ImagineSettings
from tests.providers.artwork import artwork
from tests.providers.bedrock_images import MODELS, BedrockDouble
from tests.unit.functions.imagine.asking import asking_bedrock, drawn

ASKED = Request("a cat on the moon", seed=5)


def test_it_is_asked_for_a_square_png(bedrock: BedrockDouble) -> None:
    drawing = drawn(asking_bedrock(), ASKED)
    prompt = prompt_of(ASKED.text, "outline", longest=10_000)
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
def test_no_seed_is_the_one_that_means_any(bedrock: BedrockDouble, seed: int, sent: int) -> None:
    asking_bedrock().start(Request("a cat", seed=seed))
    assert bedrock.asked[0].json["seed"] == sent


@pytest.mark.parametrize("model", MODELS)
def test_the_model_is_a_setting(bedrock: BedrockDouble, model: str) -> None:
    asking_bedrock(bedrock_model=model).start(ASKED)
    assert bedrock.asked[0].path == f"/model/{model.replace(':', '%3A')}/invoke"


@pytest.mark.parametrize(("region", "signed_for"), [("us-west-2", "us-west-2"), ("", None)])
def test_the_region_is_a_setting_or_the_worker_s_own(
    bedrock: BedrockDouble, aws: LocalAws, region: str, signed_for: str | None
) -> None:
    asking_bedrock(bedrock_region=region).start(ASKED)
    own = aws.environ["AWS_DEFAULT_REGION"]
    assert f"/{signed_for or own}/bedrock/aws4_request" in bedrock.asked[0].headers["Authorization"]


def test_a_jpeg_becomes_png(bedrock: BedrockDouble) -> None:
    bedrock.picture = artwork("JPEG")
    assert drawn(asking_bedrock(), ASKED).png.startswith(b"\x89PNG")


def test_a_failed_call_is_not_made_again_in_the_worker_s_own_time(bedrock: BedrockDouble) -> None:
    bedrock.answers = "unavailable"
    with pytest.raises(Exception, match="ServiceUnavailableException"):
        asking_bedrock().start(ASKED)
    assert len(bedrock.asked) == 1


def test_it_leaves_no_jobs(bedrock: BedrockDouble) -> None:
    with pytest.raises(LookupError):
        illustrator_named("bedrock", ImagineSettings("bucket")).check("job-1")
