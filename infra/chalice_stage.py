"""Settings of a stage whose routes `chalice deploy` deploys: the pipeline's outputs, in .chalice/config.json."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra.pipeline import Template
from infra.wheels import ROOT

CONFIG = ROOT / ".chalice" / "config.json"

_MARK = "STIKADOO_BUCKET"
"A setting that only a stage deployed by chalice has in this file."


def settings_of(pipeline: Mapping[str, str], routes: Template) -> dict[str, str]:
    """Each environment variable of the routes' template that refers to an output of the pipeline."""
    variables = routes["Globals"]["Function"]["Environment"]["Variables"]
    return {name: pipeline[value["Ref"]] for name, value in variables.items() if value.get("Ref") in pipeline}


def local_settings(endpoint: str | None) -> dict[str, str]:
    """Further settings on a local AWS, whose @connections are not at AWS's address; none on AWS."""
    return {"STIKADOO_API_ENDPOINT": f"{endpoint}/_aws/execute-api/{{apiId}}/{{stage}}"} if endpoint else {}


def write_settings(stage: str, written: Mapping[str, str], config: Path = CONFIG) -> None:
    """Adds to the stage's environment variables; its other settings stay."""
    chalice: dict[str, Any] = json.loads(config.read_text())
    of_stage = chalice["stages"].setdefault(stage, {"api_gateway_stage": stage})
    of_stage["environment_variables"] = {**of_stage.get("environment_variables", {}), **written}
    config.write_text(json.dumps(chalice, indent=2) + "\n")


def deployed_by_chalice(stage: str, config: Path = CONFIG) -> bool:
    """Whether its settings are in the file. `chalice package` would copy them into the functions of a routes stack."""
    of_stage = json.loads(config.read_text())["stages"].get(stage, {})
    return _MARK in of_stage.get("environment_variables", {})
