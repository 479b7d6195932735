"""`stikadoo cost` prints the example of docs/costs.md, and the same numbers as JSON."""

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
    command, expected = re.search(r"    (?:\S+/)?stikadoo cost (.*)\n\n```text\n(.*?)\n```", PAGE, re.DOTALL).groups()  # type: ignore[union-attr]
    assert printed(*command.split()) == expected


def test_json_holds_the_tables_numbers() -> None:
    document = json.loads(printed("--json"))
    table = printed()
    assert f"{document['a_wish']:.6f}" in table
    assert f"{document['a_month']:,.0f}" in table
    assert sum(item["a_month"] for item in document["items"]) == document["a_month"]
    assert document["breaks_first"]["AWS"] in table


def test_defaults_are_a_hundred_thousand_devices_with_ten_wishes() -> None:
    assert printed() == printed("--devices", "100000", "--wishes-per-day", "10", "--region", "us-east-1", "--peak", "5")


def test_a_minimum_of_amazon_transcribe_is_named() -> None:
    assert "10 s for a Transcribe job, billed as 15 s at least; " in printed("--transcribe-minimum", "15")


def test_unknown_prices_of_china_are_listed() -> None:
    table = printed("--region", "cn-northwest-1")
    assert "Prices unknown for cn-northwest-1, left out of the sums: websocket messages" in table
    assert "¥ a month" in table


def test_an_unknown_engine_is_refused_with_the_known_ones() -> None:
    ran = CliRunner().invoke(app, ["cost", "--transcriber", "nobody"])
    assert ran.exit_code == 1
    assert "there are whisper, transcribe-batch, transcribe-streaming" in ran.output
