"""The example input of statemachines/README.md is valid."""

import json
from pathlib import Path

from stikadoo.execution import ExecutionDocument

EXAMPLE = Path(__file__).resolve().parents[2] / "statemachines" / "voice_to_sticker.example.json"


def test_the_example_reads_back_as_it_is_written() -> None:
    example = json.loads(EXAMPLE.read_text())
    document = ExecutionDocument.model_validate(example)
    assert document.model_dump(mode="json", exclude_none=True) == example
