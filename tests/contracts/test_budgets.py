"""A call that hangs ends before its function's time-out, so that the function can still say why."""

import re
from typing import Any

import pytest

from functions.moderate.moderators import guardrail
from functions.moderate.moderators import openai as openai_moderation
from functions.transcribe.transcribers import streaming
from infra.pipeline import pipeline_template
from infra.routes_template import routes_template
from infra.state_machine import definition
from infra.wheels import ROOT
from stikadoo.aws.clients import client
from stikadoo.patience import LAST_CHECK_SECONDS, Patience
from stikadoo.worker_settings import ImagineSettings, TranscribeSettings

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


PARAMETERS = pipeline_template()["Parameters"]
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
        ("TranscribeFunction", streaming.Timeouts().sending + PARAMETERS["TranscriberAttemptSeconds"]["MaxValue"]),
        ("ModerateFunction", 3 + guardrail.SECONDS + openai_moderation.SECONDS),
    ],
)
def test_a_hanging_provider_ends_before_its_function(function: str, seconds: float) -> None:
    """A moderator's call follows the other's, if both are chosen."""
    assert seconds + WORK_SECONDS < FUNCTIONS[function][1]


@pytest.mark.usefixtures("aws")
def test_a_hanging_illustrator_ends_before_its_function_whatever_the_setting() -> None:
    """Its key is read first."""
    longest = longest_call("ssm") + PARAMETERS["IllustratorAttemptSeconds"]["MaxValue"]
    assert longest + WORK_SECONDS < FUNCTIONS["ImagineFunction"][1]


MACHINE = definition()
TASKS = {name: state for name, state in MACHINE["States"].items() if state["Type"] == "Task"}
DEATHS = {
    "Sandbox.Timedout",
    "States.Timeout",
    "Runtime.ExitError",
    "Lambda.Unknown",
    "Lambda.ClientExecutionTimeoutException",
}
"Of time (the function's, or the state's), of memory, by a crash. https://docs.aws.amazon.com/step-functions/latest/dg"
ENGINES = ("Transcribe", "Imagine")
POLLS = ("CheckTranscript", "CheckPicture")


def retry(error: str, state: dict[str, Any]) -> dict[str, Any]:
    (rule,) = [rule for rule in state["Retry"] if error in rule["ErrorEquals"]]
    return dict(rule)


def waits(rule: dict[str, Any]) -> list[float]:
    """The longest wait before each retry; with JitterStrategy FULL the mean is half of it."""
    longest = rule.get("MaxDelaySeconds", float("inf"))
    factor = rule.get("BackoffRate", 2)
    return [min(rule["IntervalSeconds"] * factor**n, longest) for n in range(rule["MaxAttempts"])]


@pytest.mark.parametrize("name", TASKS)
def test_a_worker_that_dies_is_started_once_more(name: str) -> None:
    assert {retry(error, TASKS[name])["MaxAttempts"] for error in DEATHS} == {1}


@pytest.mark.parametrize("name", [*ENGINES, *POLLS])
def test_an_engine_whose_worker_dies_again_is_replaced_by_the_next(name: str) -> None:
    first = TASKS[name]["Catch"][0]
    assert set(first["ErrorEquals"]) >= DEATHS
    assert first["Next"] in {"IsThereAnotherTranscriber", "IsThereAnotherIllustrator"}


@pytest.mark.parametrize("name", TASKS)
def test_lambda_s_throttling_is_retried_for_about_a_minute(name: str) -> None:
    rule = retry("Lambda.TooManyRequestsException", TASKS[name])
    assert 40 <= sum(waits(rule)) / 2 <= sum(waits(rule)) <= 100


OTHERS = sum(TASKS[name]["TimeoutSeconds"] for name in set(TASKS) - {*ENGINES, *POLLS, "Apologise"})
"One attempt of every other state, each as long as it may be."
PATIENCE = {
    "Transcribe": Patience(TranscribeSettings.transcriber_attempt_seconds, TranscribeSettings.transcriber_seconds),
    "Imagine": Patience(ImagineSettings.illustrator_attempt_seconds, ImagineSettings.illustrator_seconds),
}
LONGEST_WAIT = 10.0
"Between two checks: WaitForTranscript, WaitForPicture."


def test_two_engines_of_each_kind_may_die_before_the_machine_times_out() -> None:
    """Each attempt of theirs lasts until the state's time-out."""

    def dies(name: str) -> float:
        return 2 * TASKS[name]["TimeoutSeconds"] + sum(waits(retry("States.Timeout", TASKS[name])))

    assert sum(2 * dies(name) for name in ENGINES) + OTHERS < MACHINE["TimeoutSeconds"]


def hangs(name: str) -> float:
    """Seconds until the next engine is asked: the engine's, then a wait, a check, and the retries of that check.

    A retry without time left asks nobody, so this holds for an engine without jobs, too.
    """
    rule = retry("ProviderUnavailable", TASKS[name])
    return (
        PATIENCE[name].engine_seconds + LONGEST_WAIT + LAST_CHECK_SECONDS * (1 + rule["MaxAttempts"]) + sum(waits(rule))
    )


def test_two_engines_of_each_kind_may_hang_before_the_machine_times_out() -> None:
    assert sum(2 * hangs(name) for name in ENGINES) + OTHERS < MACHINE["TimeoutSeconds"]


@pytest.mark.parametrize("name", ENGINES)
def test_a_hanging_engine_is_asked_twice(name: str) -> None:
    patience = PATIENCE[name]
    assert 2 * patience.attempt_seconds <= patience.engine_seconds < 3 * patience.attempt_seconds


@pytest.mark.parametrize("name", [*ENGINES, *POLLS])
def test_a_worker_is_told_when_its_engine_was_asked(name: str) -> None:
    payload = "{% $merge([$states.input, {'entered_at': $states.context.State.EnteredTime}]) %}"
    assert TASKS[name]["Arguments"]["Payload"] == payload


@pytest.mark.parametrize("name", ["WaitForTranscript", "WaitForPicture"])
def test_the_longest_wait_between_two_checks(name: str) -> None:
    assert MACHINE["States"][name]["Seconds"] == f"{{% $min([$looks + 1, {LONGEST_WAIT:g}]) %}}"
