"""pipeline.yaml and policies/ become one template that CloudFormation takes whole.

`Policies: [policies/x.json]` is replaced by that file, and a local path (`CodeUri: ../build/x.zip`,
`DefinitionUri: ../statemachines/x.asl.json`) by the artifact's place in S3, as `sam package` does. `DashboardBody:
dashboard.json` is that file, whose ${names} are the template's.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict

import yaml

HERE = Path(__file__).parent
MACHINE = HERE.parent / "statemachines" / "voice_to_sticker.asl.json"

Template = dict[str, Any]


class Place(TypedDict):
    """An artifact in S3, as a template says it."""

    Bucket: str
    Key: str


class _Intrinsics(yaml.SafeLoader):
    """CloudFormation's short forms: `!Sub x` is {"Fn::Sub": "x"}."""


def _intrinsic(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        return {name: str(value).split(".", 1) if suffix == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    raise yaml.constructor.ConstructorError(None, None, f"!{suffix} of a mapping is not used here", node.start_mark)


_Intrinsics.add_multi_constructor("!", _intrinsic)


def pipeline_template(places: Mapping[str, Place] | None = None) -> Template:
    """`places`: file name up to its first dot → where it lies. Without them local paths stay, for linting."""
    template: Template = yaml.load((HERE / "pipeline.yaml").read_text(), _Intrinsics)  # noqa: S506 # a SafeLoader
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        for name in ("CodeUri", "DefinitionUri"):
            if name in properties and places is not None:
                properties[name] = dict(places[Path(properties[name]).name.split(".")[0]])
        if resource["Type"].startswith("AWS::Serverless::"):
            properties["Policies"] = [_document(policy) for policy in properties.get("Policies", [])]
        if "DashboardBody" in properties:
            properties["DashboardBody"] = {"Fn::Sub": _dashboard(properties["DashboardBody"])}
    return template


def _document(policy: Any) -> Any:
    return json.loads((HERE / policy).read_text()) if isinstance(policy, str) else policy


def _dashboard(file: str) -> str:
    """Shortened by its indentation: a template has a limit."""
    return "".join(line.strip() for line in (HERE / file).read_text().splitlines())
