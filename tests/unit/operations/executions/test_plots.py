"""Plots show their data, and are not drawn without any."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from operations.executions.document import Document
from operations.executions.execution import Execution
from operations.executions.plots import plots
from operations.executions.statistics import Statistics

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
BLUE, VERMILION = (0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)


def names(made: Statistics, folder: Path) -> list[str]:
    return [file.name for file in plots(made, folder, title="unit")]


def colours(file: Path) -> set[object]:
    with Image.open(file) as picture:
        found = picture.convert("RGB").getcolors(1 << 24)
    assert found
    return {colour for _, colour in found}


def test_nothing_is_drawn_of_nothing(tmp_path: Path) -> None:
    assert names(Statistics(0, is_cut=False), tmp_path / "plots") == []


def test_each_outcome_has_its_colour_though_there_be_but_one_of_each(tmp_path: Path) -> None:
    delivered = Execution("arn", "r1", "SUCCEEDED", NOON, document=Document.of({"outcome": "delivered"}))
    sample = [delivered, Execution("arn", "r2", "FAILED", NOON + timedelta(hours=3))]
    assert names(Statistics(2, is_cut=False, sample=sample), tmp_path) == ["outcomes.png"]
    assert {BLUE, VERMILION} <= colours(tmp_path / "outcomes.png")
    assert names(Statistics(1, is_cut=False, sample=sample[:1]), tmp_path) == ["outcomes.png"]
    assert VERMILION not in colours(tmp_path / "outcomes.png")


def test_states_waits_and_troubles_have_a_picture_each(tmp_path: Path) -> None:
    made = Statistics(
        2,
        is_cut=False,
        seconds={"Transcode": [0.1, 0.2], "Imagine": [2.0]},
        waits={"WaitForPicture": [1.0]},
        waited=[4.0, 5.0],
        failures=Counter({("Imagine", "UnknownProvider"): 2}),
        fallbacks=Counter({("dashscope", "ProviderThrottled"): 1}),
    )
    assert names(made, tmp_path) == ["states.png", "waiting.png", "troubles.png"]
    assert BLUE in colours(tmp_path / "states.png")
    assert VERMILION in colours(tmp_path / "troubles.png")
