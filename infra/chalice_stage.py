"""A stage whose routes `chalice deploy` makes: the pipeline's outputs become its settings in .chalice/config.json."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra.pipeline import Template
from infra.wheels import ROOT

CONFIG = ROOT / ".chalice" / "config.json"

_MARK = "STIKADOO_BUCKET"
"A setting that no stage needs in this file but one of chalice's."


def settings_of(pipeline: Mapping[str, str], routes: Template) -> dict[str, str]:
    """As the routes' stack would set them: each variable that refers to an output of the pipeline's."""
    variables = routes["Globals"]["Function"]["Environment"]["Variables"]
    return {name: pipeline[value["Ref"]] for name, value in variables.items() if value.get("Ref") in pipeline}


def write_settings(stage: str, written: Mapping[str, str], config: Path = CONFIG) -> None:
    """Other settings of the stage stay."""
    chalice: dict[str, Any] = json.loads(config.read_text())
    of_stage = chalice["stages"].setdefault(stage, {"api_gateway_stage": stage})
    of_stage["environment_variables"] = {**of_stage.get("environment_variables", {}), **written}
    config.write_text(json.dumps(chalice, indent=2) + "\n")


def is_chalices(stage: str, config: Path = CONFIG) -> bool:
    """Its settings are there: a stack deployed from this file would carry them into its own functions."""
    of_stage = json.loads(config.read_text())["stages"].get(stage, {})
    return _MARK in of_stage.get("environment_variables", {})
