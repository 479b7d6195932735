"""A call that hangs ends before its function's time-out, so that the function can still say why."""

import re
from typing import Any

import pytest

from functions.imagine.illustrators import bedrock, dashscope
from functions.imagine.illustrators import openai as openai_images
from functions.moderate.moderators import guardrail
from functions.moderate.moderators import openai as openai_moderation
from infra.pipeline import pipeline_template
from infra.routes_template import routes_template
from infra.wheels import ROOT
from stikadoo.aws.clients import client
from stikadoo.provider.http import FETCH_SECONDS

WORK_SECONDS = 1.0
"For what the function does besides the call."


def timeouts(template: dict[str, Any]) -> dict[str, tuple[str, float]]:
    """Function's logical id → its handler, and its time-out in seconds."""
    resources = template["Resources"].items()
    return {
        name: (one["Properties"]["Handler"], float(one["Properties"]["Timeout"]))
        for name, one in resources
        if one["Type"] == "AWS::Serverless::Function"
    }


def services(handler: str) -> set[str]:
    """Those whose clients the function makes: all of a route's, and those in a worker's folder."""
    folder = (ROOT / handler.replace(".", "/")).parents[1]
    files = [ROOT / "chalice_app/wiring.py"] if handler.startswith("app.") else sorted(folder.rglob("*.py"))
    return {name for file in files for name in re.findall(r'\bclient\("(\w+)"', file.read_text())}


def longest_call(service: str) -> float:
    """Seconds of a call whose every attempt hangs; botocore waits up to 1, 2, 4 … s in between ("standard" mode)."""
    config = client(service, "http://localhost").meta.config
    attempts = config.retries["total_max_attempts"]
    return float(attempts * (config.connect_timeout + config.read_timeout) + sum(2**n for n in range(attempts - 1)))


FUNCTIONS = {**timeouts(pipeline_template()), **timeouts(routes_template("dev"))}
CALLS = [
    (name, service, seconds) for name, (handler, seconds) in FUNCTIONS.items() for service in sorted(services(handler))
]


@pytest.mark.parametrize(("name", "service", "seconds"), CALLS)
@pytest.mark.usefixtures("aws")
def test_a_hanging_call_of_aws_ends_before_its_function(name: str, service: str, seconds: float) -> None:
    assert longest_call(service) + WORK_SECONDS < seconds


def test_every_function_is_there() -> None:
    assert {name for name, _, _ in CALLS} == set(FUNCTIONS)


@pytest.mark.parametrize(
    ("function", "seconds"),
    [
        ("ImagineFunction", dashscope.SECONDS + FETCH_SECONDS),
        ("ImagineFunction", openai_images.SECONDS),
        ("ImagineFunction", 5 + bedrock.SECONDS),
        ("ModerateFunction", 3 + guardrail.SECONDS + openai_moderation.SECONDS),
    ],
)
def test_a_hanging_provider_ends_before_its_function(function: str, seconds: float) -> None:
    """A moderator's call follows the other's, if both are chosen."""
    assert seconds + WORK_SECONDS < FUNCTIONS[function][1]
