"""Output and refusals of the commands for a deployed stage."""

import io

import pytest
from typer.testing import CliRunner

from cli.commands.deploy import show_outputs, show_plan
from cli.main import app
from cli.terminal.console import Terminal
from infra.change_sets import Change
from infra.local_aws import LocalAws
from infra.pipeline import pipeline_template
from stikadoo.aws.clients import client


def run(*words: str, says: str = "") -> tuple[int, str]:
    """Exit code and all that was printed."""
    ran = CliRunner().invoke(app, [*words], input=says, catch_exceptions=False)
    return ran.exit_code, " ".join(ran.output.split())


def plan(changes: dict[str, list[Change] | None]) -> str:
    console = Terminal(file=io.StringIO(), width=120)
    show_plan(console, changes)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_plan_shows_what_happens_to_which_resource() -> None:
    shown = plan({"stikadoo-dev-pipeline": [Change("Modify", "Sessions", "AWS::DynamoDB::Table", "True")]})
    row = next(line for line in shown.splitlines() if "Sessions" in line)
    assert [cell.strip() for cell in row.split("│") if cell.strip()] == [
        "Modify",
        "Sessions",
        "AWS::DynamoDB::Table",
        "True",
    ]
    assert shown.endswith("Nothing was deployed.\n")


def test_a_plan_says_when_there_is_nothing_to_change_and_when_it_cannot_know() -> None:
    shown = plan({"stikadoo-dev-pipeline": [], "stikadoo-dev-routes": None})
    assert "stikadoo-dev-pipeline: nothing to change." in shown
    assert "stikadoo-dev-routes: everything is new; the details are known once the pipeline is deployed" in shown


def test_deploying_says_whether_every_device_is_admitted() -> None:
    def told(**outputs: str) -> str:
        console = Terminal(file=io.StringIO(), width=200)
        show_outputs(console, outputs)
        assert isinstance(console.file, io.StringIO)
        return console.file.getvalue()

    assert "every device that knows the URL is admitted at once" in told(OpenMode="true")
    assert "a new device shows a code" in told(OpenMode="false")


def test_a_region_must_come_from_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    code, output = run("deploy", "--stage", "dev")
    assert code == 2
    assert "no AWS region is configured" in output
    assert "--region us-east-1" in output


def test_the_pattern_of_a_stage_s_name_is_printed_in_full(aws: LocalAws) -> None:
    code, output = run("deploy", "--stage", "Bad Name", "--region", "us-east-1", "--plan")
    assert code == 1
    pattern = pipeline_template()["Parameters"]["Stage"]["AllowedPattern"]
    assert "[" in pattern
    assert output.endswith(f"not a stage's name: 'Bad Name' does not match {pattern}")


def test_a_parameter_without_a_value_is_refused(aws: LocalAws) -> None:
    code, output = run("deploy", "--stage", "dev", "--region", "us-east-1", "--set", "StickerDays")
    assert code == 1
    assert "--set StickerDays: it takes NAME=VALUE" in output


def test_destroy_asks_first_and_takes_no_for_an_answer(aws: LocalAws) -> None:
    bucket = "stikadoo-asked-000000000000-us-east-1"
    client("s3").create_bucket(Bucket=bucket)
    code, output = run("destroy", "--stage", "asked", "--with-recordings", says="n\n")
    assert code == 1
    assert "Delete the stage asked in us-east-1, and every recording and sticker in its bucket?" in output
    client("s3").head_bucket(Bucket=bucket)

    code, output = run("destroy", "--stage", "asked", says="y\n")
    assert code == 0
    assert f"Kept: the bucket {bucket}. Deploying asked again reuses it" in output

    assert run("destroy", "--stage", "asked", "--with-recordings", "--yes")[0] == 0
    assert bucket not in str(client("s3").list_buckets()["Buckets"])
    assert run("destroy", "--stage", "asked", "--yes") == (1, "nothing of asked is in us-east-1")


def test_settings_and_routes_say_what_must_come_first(aws: LocalAws) -> None:
    assert "stikadoo deploy --stage nowhere --pipeline-only" in run("settings", "--stage", "nowhere")[1]
    assert "`chalice deploy --stage nowhere` creates it" in run("routes", "--stage", "nowhere")[1]
