"""The state machine's definition: statemachines/voice_to_sticker.asl.yaml, rendered as Amazon States Language in JSON.

CloudFormation substitutes its ${names}: DefinitionSubstitutions in pipeline.yaml.
"""

import json
import re
from pathlib import Path
from typing import Any

from infra.wheels import BUILD, ROOT
from infra.yaml_files import load

SOURCE = ROOT / "statemachines" / "voice_to_sticker.asl.yaml"
RENDERED = BUILD / "voice_to_sticker.asl.json"
ARTIFACT = "voice_to_sticker"
"Its name among the artifacts."


def definition() -> dict[str, Any]:
    rendered: dict[str, Any] = _in_one_line(load(SOURCE))
    return rendered


def definition_json() -> str:
    return json.dumps(definition(), indent=1, ensure_ascii=False) + "\n"


def write_definition() -> Path:
    """What is deployed: build/voice_to_sticker.asl.json."""
    BUILD.mkdir(exist_ok=True)
    RENDERED.write_text(definition_json())
    return RENDERED


def _in_one_line(value: Any) -> Any:
    """JSONata expressions span lines in the source alone."""
    if isinstance(value, dict):
        return {name: _in_one_line(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_in_one_line(part) for part in value]
    if isinstance(value, str) and value.startswith("{%"):
        return re.sub(r"\s*\n\s*", " ", value)
    return value


if __name__ == "__main__":
    print(write_definition().relative_to(ROOT))  # noqa: T201 # its output
