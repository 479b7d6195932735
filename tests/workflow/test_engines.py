"""Third-party engines through the deployed state machine: results, failures and fallbacks.

Each provider is a double that speaks its wire format; what it does to whom is the table of docs/provider-failures.md.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from infra.local_stack import Stack
from operations.executions.execution import Execution, await_end
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.execution import Delivery
from stikadoo.messages import Alert
from stikadoo.settings import variable
from tests.connections import Connections
from tests.faults import ENDS, ILLUSTRATORS
from tests.providers import dashscope as dashscope_double
from tests.providers import openai as openai_double
from tests.providers.bedrock_images import bedrock_api
from tests.providers.dashscope import dashscope_api
from tests.providers.http_double import HttpDouble
from tests.providers.openai_images import openai_images_api
from tests.providers.openai_moderation import openai_moderation_api
from tests.providers.transcribe import TranscribeApi, transcribe_api
from tests.workflow.configured import configured
from tests.workflow.conftest import Case

pytestmark = pytest.mark.stack


@dataclass
class Providers:
    """Engine name, as in `engines` → its double."""

    illustrators: dict[str, HttpDouble]
    transcribe: TranscribeApi


@pytest.fixture(scope="module")
def companies(stack: Stack) -> Iterator[Providers]:
    """The workers' settings point to the doubles, and SSM holds their keys."""
    for name, secret in (("dashscope-key", dashscope_double.KEY), ("openai-key", openai_double.KEY)):
        client("ssm").put_parameter(Name=parameter(stack, name), Type="SecureString", Value=secret, Overwrite=True)
    with ExitStack() as running:
        dashscope, bedrock = running.enter_context(dashscope_api()), running.enter_context(bedrock_api())
        openai = running.enter_context(openai_images_api())
        transcribe = running.enter_context(transcribe_api(Bucket(stack.outputs.bucket, client("s3"))))
        imagine = {
            variable("dashscope_url"): dashscope.url,
            variable("dashscope_key_parameter"): parameter(stack, "dashscope-key"),
            variable("openai_url"): openai.url,
            variable("picture_hosts"): "127.0.0.1",
            variable("openai_key_parameter"): parameter(stack, "openai-key"),
            "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": bedrock.url,
        }
        running.enter_context(configured(stack, "imagine", imagine))
        running.enter_context(configured(stack, "transcribe", {"AWS_ENDPOINT_URL_TRANSCRIBE": transcribe.url}))
        yield Providers({"dashscope": dashscope, "bedrock": bedrock, "openai": openai}, transcribe)


def parameter(stack: Stack, name: str) -> str:
    return f"/stikadoo/{stack.outputs.stage}/{name}"


@pytest.fixture
def providers(companies: Providers) -> Iterator[Providers]:
    yield companies
    for double in (*companies.illustrators.values(), companies.transcribe):
        double.answers = "success"


@dataclass
class Run:
    case: Case
    ended: Execution


def run_all(stack: Stack, connections: Connections, engines: list[str]) -> dict[str, Run]:
    """One typed wish for each list of illustrators, all at once."""
    cases = {names: Case(stack, connections) for names in engines}
    for names, case in cases.items():
        case.start(case.type("a cat") | {"engines": {"imagine": names}})
    return {names: Run(case, await_end(case.machine, case.arn)) for names, case in cases.items()}


def told(case: Case) -> str:
    """The title of the alert that the device received."""
    return next(message.status for message in case.connections.sent(case.name) if isinstance(message, Alert))


def output(case: Case) -> dict[str, object]:
    described = client("stepfunctions").describe_execution(executionArn=case.arn)
    return dict(json.loads(described["output"]))


def test_every_company_s_picture_becomes_a_sticker(
    providers: Providers, stack: Stack, connections: Connections
) -> None:
    for engine, run in run_all(stack, connections, list(providers.illustrators)).items():
        assert run.ended.end_state == "StickerDelivered", engine
        assert run.case.bucket.read_facts(run.case.folder.delivery, Delivery).illustrator == engine
    state_runs = [stage.name for stage in run_all(stack, connections, ["dashscope"])["dashscope"].ended.state_runs]
    assert "CheckPicture" in state_runs, "a task is looked at again, nobody waits in a Lambda"


@pytest.mark.parametrize(
    "fault", ["throttled", "unavailable", "refused", "bad key", "malformed", "no such model", "not a picture"]
)
def test_a_fault_ends_as_the_page_says(
    fault: str, providers: Providers, stack: Stack, connections: Connections
) -> None:
    answering = {name: faults for name, faults in ILLUSTRATORS.items() if fault in faults}
    for name in answering:
        providers.illustrators[name].answers = fault
    for name, run in run_all(stack, connections, list(answering)).items():
        expect(run, ENDS[answering[name][fault].__name__], name)


def expect(run: Run, end: tuple[str, str], whose: str) -> None:
    """`end`: the end state, and the title of the device's first alert."""
    assert (run.ended.end_state, told(run.case)) == end, whose
    assert run.ended.status == ("FAILED" if run.ended.end_state == "StickerFailed" else "SUCCEEDED")
    assert run.case.stored("picture.png") is None


def test_the_next_draws_if_the_first_stays_away(providers: Providers, stack: Stack, connections: Connections) -> None:
    providers.illustrators["dashscope"].answers = "unavailable"
    providers.illustrators["openai"].answers = "throttled"
    lists = ["dashscope,openmoji", "openai, bedrock", "dashscope,openai,openmoji"]
    runs = run_all(stack, connections, lists)
    assert [run.ended.end_state for run in runs.values()] == ["StickerDelivered"] * 3
    drew = [run.case.bucket.read_facts(run.case.folder.delivery, Delivery).illustrator for run in runs.values()]
    assert drew == ["openmoji", "bedrock", "openmoji"]
    fallbacks = [output(run.case)["fallback"] for run in runs.values()]
    assert [(fallback["engine"], fallback["name"]) for fallback in fallbacks] == [
        ("dashscope", "ProviderUnavailable"),
        ("openai", "ProviderThrottled"),
        ("openai", "ProviderThrottled"),
    ]
    assert all("error" not in output(run.case) for run in runs.values())


def test_an_engine_that_hangs_is_replaced_when_its_time_is_over(
    providers: Providers, stack: Stack, connections: Connections
) -> None:
    for double in providers.illustrators.values():
        double.answers = "hangs"
    impatient = {variable("illustrator_attempt_seconds"): "1", variable("illustrator_seconds"): "3"}
    with configured(stack, "imagine", impatient):
        runs = run_all(stack, connections, [f"{engine},openmoji" for engine in providers.illustrators])
    assert {run.ended.end_state for run in runs.values()} == {"StickerDelivered"}
    assert {output(run.case)["fallback"]["name"] for run in runs.values()} == {"ProviderUnavailable"}


def test_a_task_that_is_never_done_is_replaced_when_its_time_is_over(
    providers: Providers, stack: Stack, connections: Connections
) -> None:
    providers.illustrators["dashscope"].looks = 999
    with configured(stack, "imagine", {variable("illustrator_seconds"): "10"}):
        run = run_all(stack, connections, ["dashscope,openmoji"])["dashscope,openmoji"]
    providers.illustrators["dashscope"].looks = 1
    assert run.ended.end_state == "StickerDelivered"
    assert "the job was not done in 10 s" in output(run.case)["fallback"]["cause"]


def test_an_unusable_picture_is_paid_once_and_drawn_by_the_next(
    providers: Providers, stack: Stack, connections: Connections
) -> None:
    engines = list(providers.illustrators)
    paid_before = {}
    for engine, double in providers.illustrators.items():
        double.answers, paid_before[engine] = "not a picture", posts(double)
    runs = run_all(stack, connections, [f"{engine},openmoji" for engine in engines])
    assert {run.ended.end_state for run in runs.values()} == {"StickerDelivered"}
    assert {output(run.case)["fallback"]["name"] for run in runs.values()} == {"PictureUnusable"}
    assert {engine: posts(providers.illustrators[engine]) - paid_before[engine] for engine in engines} == dict.fromkeys(
        engines, 1
    )


def posts(double: HttpDouble) -> int:
    return sum(request.method == "POST" for request in double.asked)


def test_a_task_that_fails_later_is_followed_too(providers: Providers, stack: Stack, connections: Connections) -> None:
    providers.illustrators["dashscope"].answers = "broken later"
    run = run_all(stack, connections, ["dashscope,openmoji"])["dashscope,openmoji"]
    assert run.ended.end_state == "StickerDelivered"
    assert run.case.bucket.read_facts(run.case.folder.delivery, Delivery).illustrator == "openmoji"


def test_a_refusal_is_no_reason_to_ask_another(providers: Providers, stack: Stack, connections: Connections) -> None:
    providers.illustrators["openai"].answers = "refused"
    run = run_all(stack, connections, ["openai,openmoji"])["openai,openmoji"]
    assert (run.ended.end_state, run.ended.outcome) == ("NothingToPrint", "picture_refused")


def test_amazon_transcribe_hears_a_wish(providers: Providers, case: Case) -> None:
    done = case.run(case.speak("cat-rocket.wav") | {"engines": {"transcribe": "transcribe-batch"}})
    assert done.end_state == "StickerDelivered"
    assert "CheckTranscript" in [stage.name for stage in done.state_runs]
    assert case.bucket.find(case.folder.raw_transcription) is None, "the raw words go with the others"


def test_whisper_hears_what_amazon_transcribe_does_not(providers: Providers, case: Case) -> None:
    providers.transcribe.answers = "throttled"
    done = case.run(case.speak("cat-rocket.wav") | {"engines": {"transcribe": "transcribe-batch,whisper"}})
    assert done.end_state == "StickerDelivered"
    assert output(case)["fallback"]["engine"] == "transcribe-batch"


@pytest.mark.parametrize(
    ("answers", "reason", "error"),
    [("bad key", "", "ProviderRefusedKey"), ("success", "Unsupported media format.", "CorruptAudio")],
)
def test_what_amazon_transcribe_cannot_do_ends_as_the_page_says(
    answers: str, reason: str, error: str, providers: Providers, case: Case
) -> None:
    providers.transcribe.answers, providers.transcribe.fails_with = answers, reason
    done = case.run(case.speak("cat-rocket.wav") | {"engines": {"transcribe": "transcribe-batch"}})
    providers.transcribe.fails_with = ""
    assert done.error == error
    expect(Run(case, done), ENDS[error], "transcribe-batch")


@pytest.mark.parametrize(
    ("answers", "error"), [("flagged: violence", "WishRejected"), ("bad key", "ProviderRefusedKey")]
)
def test_a_service_s_no_and_its_absence_end_as_the_page_says(
    answers: str, error: str, stack: Stack, case: Case
) -> None:
    with openai_moderation_api() as service:
        service.answers = answers
        client("ssm").put_parameter(
            Name=parameter(stack, "openai-key"), Type="SecureString", Value=openai_double.KEY, Overwrite=True
        )
        moderate = {
            variable("moderator"): "openai",
            variable("openai_url"): service.url,
            variable("openai_key_parameter"): parameter(stack, "openai-key"),
        }
        with configured(stack, "moderate", moderate):
            done = case.run(case.type("a cat"))
    expect(Run(case, done), ENDS[error], "openai as moderator")


def test_a_wish_of_the_word_list_is_answered_kindly_and_not_drawn(case: Case) -> None:
    done = case.run(case.type("a dragon that says fuck"))
    assert done.outcome == "wish_rejected"
    expect(Run(case, done), ENDS["WishRejected"], "the word list")
