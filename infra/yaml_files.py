"""YAML sources of templates and of the state machine: CloudFormation's short intrinsics, anchors, shared parts.

`!Sub x` is {"Fn::Sub": "x"}. Top-level keys that begin with x- hold anchors and are dropped, as in Compose files.
"""

from pathlib import Path
from typing import Any

import yaml


class _Loader(yaml.CSafeLoader):
    """With CloudFormation's short forms."""


def _intrinsic(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        return {name: str(value).split(".", 1) if suffix == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    raise yaml.constructor.ConstructorError(None, None, f"!{suffix} of a mapping is not used here", node.start_mark)


_Loader.add_multi_constructor("!", _intrinsic)


def load(path: Path) -> dict[str, Any]:
    """The document without its x- keys; no object in it is shared by two places."""
    document = yaml.load(path.read_text(), _Loader)  # noqa: S506 # a SafeLoader
    return {name: _copied(value) for name, value in document.items() if not name.startswith("x-")}


def _copied(value: Any) -> Any:
    """An alias is the same object as its anchor; a change to one place would change the other."""
    if isinstance(value, dict):
        return {name: _copied(part) for name, part in value.items()}
    return [_copied(part) for part in value] if isinstance(value, list) else value
