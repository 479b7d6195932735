"""The pipeline's CloudFormation template: pipeline.yaml with its log groups, policies and dashboard filled in.

- Each function `XFunction` gets a log group `XLog` of its name, which it writes to.
- `Policies: [policies/x.json]` and `DashboardBody: dashboard.json` are replaced by the contents of those files; the
  dashboard's ${names} are the template's.
- In the template that is deployed, parameters have no Description: CloudFormation limits a template's size.
- A local path (`CodeUri: ../build/x.zip`, `DefinitionUri: ../build/x.asl.json`) is replaced by the artifact's location
  in S3, as `sam package` does.
"""

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict

from infra.yaml_files import load

HERE = Path(__file__).parent

Template = dict[str, Any]


PUBLISHED = {
    "AutoPublishAlias": "live",
    "AutoPublishAliasAllProperties": True,  # a changed setting is a new version, too
    "VersionDeletionPolicy": "Delete",  # else the snapshots of old versions would be billed
}
"SAM's properties of a function with an alias for its newest version."


class Place(TypedDict):
    """An artifact's location in S3, as SAM's CodeUri and DefinitionUri spell it."""

    Bucket: str
    Key: str


def pipeline_template(places: Mapping[str, Place] | None = None) -> Template:
    """`places`: artifact's file name up to its first dot → location. Without them local paths stay, for linting."""
    template: Template = load(HERE / "pipeline.yaml")
    template["Resources"] |= _log_groups(template["Resources"])
    if places is not None:
        template["Parameters"] = {name: _undescribed(one) for name, one in template["Parameters"].items()}
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


def _undescribed(parameter: Template) -> Template:
    return {name: value for name, value in parameter.items() if name != "Description"}


def with_aliases(template: Template, snap_start: str) -> Template:
    """Publishes a version of a function with every change, and starts it by the alias `live` of the newest.

    `snap_start`: `true` for all functions, `transcribe` for that one. Only a version has a snapshot for SnapStart. SAM
    cannot do this by a condition. An execution that began before names the functions without the alias, so that right
    stays.
    """
    aliased: Template = copy.deepcopy(template)
    published = {name for name in aliased["Resources"] if snap_start == "true" or name == "TranscribeFunction"}
    for name, resource in aliased["Resources"].items():
        if name in published and resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"] |= PUBLISHED
    machine = aliased["Resources"]["VoiceToSticker"]["Properties"]
    substitutions, statement = machine["DefinitionSubstitutions"], machine["Policies"][0]["Statement"][0]
    workers = [name for name in substitutions if name.endswith("Function") and name in published]
    substitutions |= {name: {"Ref": f"{name}.Alias"} for name in workers}
    statement["Resource"] += [{"Ref": f"{name}.Alias"} for name in workers]
    if "ProvisioningFunction" in published:
        provisioning = {"Ref": "ProvisioningFunction.Alias"}
        aliased["Resources"]["ProvisioningIntegration"]["Properties"]["IntegrationUri"] = provisioning
        aliased["Resources"]["ProvisioningPermission"]["Properties"]["FunctionName"] = provisioning
    return aliased


def _log_groups(resources: Template) -> Template:
    """Sets each function's LoggingConfig; returns the log groups by logical id."""
    functions = {
        logical_id.removesuffix("Function") + "Log": resource["Properties"]
        for logical_id, resource in resources.items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    for log, function in functions.items():
        function["LoggingConfig"] = {"LogGroup": {"Ref": log}}
    return {log: _log_group(function["FunctionName"]["Fn::Sub"]) for log, function in functions.items()}


def _log_group(function_name: str) -> Template:
    return {
        "Type": "AWS::Logs::LogGroup",
        "Properties": {
            "LogGroupName": {"Fn::Sub": f"/aws/lambda/{function_name}"},
            "RetentionInDays": {"Ref": "LogRetentionDays"},
        },
    }


def _document(policy: Any) -> Any:
    return json.loads((HERE / policy).read_text()) if isinstance(policy, str) else policy


def _dashboard(file: str) -> str:
    """Without its indentation: a template's size is limited."""
    return "".join(line.strip() for line in (HERE / file).read_text().splitlines())
