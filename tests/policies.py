"""What the templates and policy files grant, as lists of statements."""

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
"By the name of a Lambda, or of the state machine."


def templates() -> list[Template]:
    return [pipeline_template(), routes_template("dev")]


def rights() -> Rights:
    """Of the stage's Lambdas and its state machine, and of the one Lambda that a plain `chalice deploy` gives more."""
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
    """Every statement to whoever has the policy, wherever in a template it stands."""
    return (one for one in _statements(value) if "Principal" not in one)


def trusts(value: Any) -> Iterator[Statement]:
    """Every statement that names whom it is for: of a role, a bucket, a key, a topic."""
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
    """Actions, or resources with their intrinsics written as in a Fn::Sub; AWS's, where the local one has others."""
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    if isinstance(value, dict):
        ((kind, named),) = value.items()
        if kind == "Fn::If":
            condition, _, on_aws = named
            assert condition == "IsLocal"
            return texts(on_aws)
        return [named if kind == "Fn::Sub" else f"${{{'.'.join(named) if isinstance(named, list) else named}}}"]
    return [value]
