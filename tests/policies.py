"""Policy statements of the templates and policy files."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.pipeline import Template, pipeline_template
from infra.routes_template import routes_template

ROOT = Path(__file__).resolve().parents[1]
PLAIN_DEFAULT = "$default of `chalice deploy`"

Statement = dict[str, Any]
Rights = dict[str, list[Statement]]
"Name of a Lambda, or of the state machine → its statements."


def templates() -> list[Template]:
    return [pipeline_template(), routes_template("dev")]


def rights() -> Rights:
    """The stage's Lambdas and state machine, and $default of a plain `chalice deploy`, which has more rights."""
    granted = {PLAIN_DEFAULT: in_file(ROOT / ".chalice" / "policy-websocket_message.json")}
    for template in templates():
        for logical_id, resource in template["Resources"].items():
            statements = list(grants(resource.get("Properties", {}).get("Policies", [])))
            if statements:
                granted[_named(logical_id)] = statements
    return granted


def _named(logical_id: str) -> str:
    name = re.sub(r"(Function|Role)$", "", logical_id)
    name = name.replace("WebsocketMessage", "$default").replace("Websocket", "$")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def in_file(path: Path) -> list[Statement]:
    return list(grants(json.loads(path.read_text())))


def grants(value: Any) -> Iterator[Statement]:
    """Statements of identity policies, anywhere in a template."""
    return (one for one in _statements(value) if "Principal" not in one)


def trusts(value: Any) -> Iterator[Statement]:
    """Statements with a Principal: trust policies, and those of a bucket, key or topic."""
    return (one for one in _statements(value) if "Principal" in one)


def _statements(value: Any) -> Iterator[Statement]:
    if isinstance(value, dict):
        if "Effect" in value:
            yield value
        for part in value.values():
            yield from _statements(part)
    elif isinstance(value, list):
        for part in value:
            yield from _statements(part)


def texts(value: Any) -> list[str]:
    """Actions, or resources with their intrinsics as in a Fn::Sub; the real AWS's where IsLocal decides.

    With whisper's weights, which the default stage has.
    """
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    if isinstance(value, dict):
        ((kind, named),) = value.items()
        if kind == "Fn::If":
            condition, if_true, if_false = named
            assert condition in {"IsLocal", "HasWhisperWeights"}
            return texts(if_false if condition == "IsLocal" else if_true)
        if kind == "Fn::Sub":
            return [named if isinstance(named, str) else named[0]]
        return [f"${{{'.'.join(named) if isinstance(named, list) else named}}}"]
    return [value]
