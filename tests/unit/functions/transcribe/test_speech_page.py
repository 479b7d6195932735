"""docs/speech.md lists every engine, and its policy is valid JSON of an opt-out."""

import json
import re
from pathlib import Path

from functions.transcribe.transcribers import TRANSCRIBERS

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "speech.md").read_text()


def test_the_table_has_a_column_for_each_engine() -> None:
    head = next(line for line in PAGE.splitlines() if line.startswith("| |"))
    assert re.findall(r"`([a-z-]+)`", head) == list(TRANSCRIBERS)


def test_the_opt_out_covers_every_service_and_account() -> None:
    policy = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert policy
    services = json.loads(policy[1])["services"]
    assert services["default"]["opt_out_policy"]["@@assign"] == "optOut"
    assert services["@@operators_allowed_for_child_policies"] == ["@@none"]
