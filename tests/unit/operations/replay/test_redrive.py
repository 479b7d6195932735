"""A redrive continues what the machine could not catch, and refuses everything else with a reason."""

from collections.abc import Iterator

import boto3
import pytest
from typer.testing import CliRunner

from cli.main import app
from infra.local_aws import LocalAws
from operations.executions.execution import await_end
from operations.executions.listing import find
from operations.replay.redrive import NotRedrivable, redrive
from operations.stage import Stage
from tests.providers.step_functions import EXECUTION, MACHINE, StepFunctionsApi, step_functions_api


def stage_at(url: str) -> Stage:
    session = boto3.Session(aws_access_key_id="a", aws_secret_access_key="s", region_name="us-east-1")
    return Stage(
        "unit",
        session,
        url,
        bucket_name="none",
        table_name="none",
        spending_table_name="none",
        state_machine_arn=MACHINE,
        api_endpoint=None,
    )


@pytest.fixture
def api() -> Iterator[StepFunctionsApi]:
    with step_functions_api() as running:
        yield running


def test_an_execution_that_timed_out_is_continued_in_place(api: StepFunctionsApi) -> None:
    deployed = stage_at(api.url)
    redrive(deployed.machine, find(deployed, "r1"))
    assert [asked["executionArn"] for asked in api.redriven] == [EXECUTION]
    assert await_end(deployed.machine, EXECUTION).outcome == "nothing_heard"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("ExecutionNotRedrivable", "within the last 14 days"),
        ("ExecutionDoesNotExist", "does not have it any more"),
        ("ExecutionLimitExceeded", "too many executions"),
        ("UnknownOperationException", "has no RedriveExecution; a local one does not implement it"),
    ],
)
def test_a_refused_redrive_says_why_and_what_to_do_instead(api: StepFunctionsApi, error: str, sentence: str) -> None:
    api.answers = error
    deployed = stage_at(api.url)
    with pytest.raises(NotRedrivable, match=sentence) as raised:
        redrive(deployed.machine, find(deployed, "r1"))
    assert "leave out --redrive" in str(raised.value)


def test_a_caught_error_is_not_redriven_into_the_same_end() -> None:
    with step_functions_api("FAILED", "StickerFailed") as api:
        deployed = stage_at(api.url)
        with pytest.raises(NotRedrivable, match="enter that state again"):
            redrive(deployed.machine, find(deployed, "r1"))
        assert api.redriven == []


def test_a_successful_execution_is_not_redriven() -> None:
    with step_functions_api("SUCCEEDED") as api:
        deployed = stage_at(api.url)
        with pytest.raises(NotRedrivable, match="has not failed"):
            redrive(deployed.machine, find(deployed, "r1"))


def test_the_local_aws_has_no_redrive(aws: LocalAws) -> None:
    """If this fails, MiniStack implements it, and the double can be deleted."""
    with pytest.raises(boto3.client("stepfunctions").exceptions.ClientError) as raised:
        boto3.client("stepfunctions").redrive_execution(executionArn=EXECUTION)
    assert raised.value.response["Error"]["Code"] in {"InvalidAction", "UnknownOperationException"}


@pytest.mark.parametrize("more", [["--seed", "1"], ["--from", "Render"], ["--engine", "imagine=openmoji"]])
def test_a_redrive_takes_nothing_else(more: list[str]) -> None:
    ran = CliRunner().invoke(app, ["replay", "r1", "--redrive", *more])
    assert (ran.exit_code, "continues one execution as it is" in ran.output) == (1, True)
