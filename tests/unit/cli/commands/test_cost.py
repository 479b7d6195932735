"""`stikadoo cost` prints what docs/costs.md shows, and in JSON the same numbers."""

import json
import re
from pathlib import Path

from typer.testing import CliRunner

from cli.main import app

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "costs.md").read_text()
WIDTH = "120"


def printed(*options: str) -> str:
    ran = CliRunner().invoke(app, ["cost", *options], env={"COLUMNS": WIDTH, "TERM": "dumb", "NO_COLOR": "1"})
    assert ran.exit_code == 0, ran.output
    return "\n".join(line.rstrip() for line in ran.output.splitlines())


def test_the_pages_example_is_what_the_command_prints() -> None:
    command, shown = re.search(r"    (?:\S+/)?stikadoo cost (.*)\n\n```text\n(.*?)\n```", PAGE, re.DOTALL).groups()  # type: ignore[union-attr]
    assert printed(*command.split()) == shown


def test_json_holds_the_tables_numbers() -> None:
    told = json.loads(printed("--json"))
    table = printed()
    assert f"{told['a_wish']:.6f}" in table
    assert f"{told['a_month']:,.0f}" in table
    assert sum(item["a_month"] for item in told["items"]) == told["a_month"]
    assert told["breaks_first"]["AWS"] in table


def test_defaults_are_a_hundred_thousand_devices_with_ten_wishes() -> None:
    assert printed() == printed("--devices", "100000", "--wishes-per-day", "10", "--region", "us-east-1", "--peak", "5")


def test_what_is_not_known_of_china_is_told() -> None:
    table = printed("--region", "cn-northwest-1")
    assert "Not known for cn-northwest-1, and left out of the sums: websocket messages" in table
    assert "¥ a month" in table


def test_an_engine_that_is_none_is_refused_with_those_there_are() -> None:
    ran = CliRunner().invoke(app, ["cost", "--transcriber", "nobody"])
    assert ran.exit_code == 1
    assert "there are whisper, transcribe-batch, transcribe-streaming" in ran.output
