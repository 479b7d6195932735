"""A stage with a plain `chalice deploy`: its settings from the pipeline, and a route for each message type."""

from collections.abc import Mapping
from pathlib import Path

import boto3

from infra.chalice_routes import chalice_api, type_routes
from infra.chalice_stage import CONFIG, local_settings, settings_of, write_settings
from infra.cloudformation import exists, outputs
from infra.release import pipeline_stack, routes_stack
from infra.routes_template import routes_template


def configure_chalice(
    stage: str, session: boto3.Session, endpoint_url: str | None, config: Path = CONFIG
) -> Mapping[str, str]:
    """Writes the pipeline's outputs to .chalice/config.json.

    Raises ValueError if the stage has routes deployed by CloudFormation, or no pipeline.
    """
    cloudformation = session.client("cloudformation", endpoint_url=endpoint_url)
    if exists(cloudformation, routes_stack(stage)):
        raise ValueError(
            f"the stack {routes_stack(stage)} has the routes of {stage}: chalice would take over its Lambdas. "
            "Use another stage, deployed with --pipeline-only"
        )
    if not exists(cloudformation, pipeline_stack(stage)):
        raise ValueError(f"there is no pipeline yet: stikadoo deploy --stage {stage} --pipeline-only")
    settings = settings_of(outputs(cloudformation, pipeline_stack(stage)), routes_template(stage))
    settings |= local_settings(endpoint_url)
    write_settings(stage, settings, config)
    return settings


def add_routes(stage: str, session: boto3.Session, endpoint_url: str | None) -> tuple[str, list[str]] | None:
    """The API's id and the added message types; None if CloudFormation deployed the routes."""
    if exists(session.client("cloudformation", endpoint_url=endpoint_url), routes_stack(stage)):
        return None
    api = chalice_api(stage, session, endpoint_url)
    return api, type_routes(stage, session, api, endpoint=endpoint_url)
