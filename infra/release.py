"""What a stage is deployed from: two templates whose artifacts are in S3, and their parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import boto3

from infra import buckets
from infra.artifacts import artifacts_bucket, template_url, upload, uploads_client
from infra.build import ROUTES, build
from infra.change_sets import Wanted
from infra.cloudformation import parameters
from infra.parallel import in_background
from infra.parameters import check_admission, check_parameters
from infra.pipeline import Template, pipeline_template, with_aliases
from infra.recordings import naming, recordings_bucket
from infra.routes_template import PROVISIONED, routes_template, with_provisioned
from infra.state_machine import write_definition
from infra.weights import Weights, stored_weights, weights_of
from infra.wheels import Architecture, Target

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_s3 import S3Client

LOCAL_RUNTIME = "provided.al2023"
"With the zips' bootstrap: under a Python runtime the local AWS loses the errors' names."


@dataclass(frozen=True)
class Release:
    """Built and uploaded, ready to be deployed or planned."""

    cloudformation: "CloudFormationClient"
    ssm: Any
    s3: "S3Client"
    artifacts: str
    "The bucket for artifacts."
    stage: str
    pipeline: Wanted
    routes: Wanted
    kept: str | None
    "The recordings bucket, if an earlier stack left it."
    weights: Weights | None
    "Of whisper, if it is among the stage's transcribers."

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
    snap_start = _snap_start(chosen, existing or {}, session)
    of_routes = {**(parameters(cloudformation, routes_stack(stage)) or {}), **chosen}
    local = local_parameters(endpoint, {**(existing or {}), **of_routes})
    check_admission({**(existing or {}), **of_routes, **local})
    provisioned = [name for name in PROVISIONED if of_routes.get(name)]
    s3 = uploads_client(session, endpoint)
    weights = _weights(chosen, existing or {}, s3, buckets.bucket_of("artifacts", session, endpoint))
    on_progress("building the zips")
    zips = prepare(stage, "local" if endpoint else "aws", architecture)
    on_progress("uploading what has changed")
    places = upload([*zips.values(), write_definition()], session, endpoint)
    bucket = artifacts_bucket(session, endpoint)
    values = {
        **{"Stage": stage, **local, **chosen, "Architecture": architecture},
        "WhisperWeights": weights.location(bucket) if weights else "",
    }

    def wanted(template: Template) -> Wanted:
        return Wanted(template, values, template_url(template, session, endpoint))

    pipeline = pipeline_template(places)
    recordings = recordings_bucket(stage, session, endpoint)
    is_orphan = existing is None and buckets.exists(recordings, session.client("s3", endpoint_url=endpoint))
    return Release(
        cloudformation,
        session.client("ssm", endpoint_url=endpoint),
        s3,
        bucket,
        stage,
        wanted(with_aliases(pipeline, snap_start) if snap_start else pipeline),
        wanted(with_provisioned(routes_template(stage, places[ROUTES]), provisioned)),
        recordings if is_orphan else None,
        weights,
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


def _weights(chosen: Mapping[str, str], existing: Mapping[str, str], s3: "S3Client", artifacts: str) -> Weights | None:
    """Of the model that is chosen, or else the stage's, or else the default. Raises what weights_of and check raise.

    The stage's need not be on this machine if they are in the bucket `artifacts`.
    """
    defaults = {name: str(one.get("Default", "")) for name, one in pipeline_template()["Parameters"].items()}
    values = {**defaults, **existing, **chosen}
    engines = [name.strip() for name in values["Transcriber"].split(",")]
    if "whisper" not in engines:
        return None
    _, _, folder = existing.get("WhisperWeights", "").partition("/")
    kept = stored_weights(s3, artifacts, folder) if folder and "WhisperModel" not in chosen else None
    if kept:
        return kept
    weights = weights_of(values["WhisperModel"])
    weights.check()
    return weights


def _snap_start(chosen: Mapping[str, str], existing: Mapping[str, str], session: boto3.Session) -> str | None:
    """Chosen, or else the stage's; None if it is off. Raises ValueError in China."""
    value = chosen.get("SnapStart", existing.get("SnapStart", "false"))
    if value == "false":
        return None
    if session.region_name.startswith("cn-"):
        raise ValueError(f"SnapStart={value}: Lambda in China has no SnapStart for Python")
    return value


def prepare(stage: str, target: Target, architecture: Architecture = "x86_64") -> dict[str, Path]:
    """Everything that needs no AWS: the zips, and meanwhile chalice's package."""
    packaged = in_background(lambda: routes_template(stage))
    zips = build(target, architecture)
    packaged()
    return zips


def local_parameters(endpoint: str | None, known: Mapping[str, str]) -> dict[str, str]:
    """Parameters for a local AWS; none for the real one. `known`: of the stage, if it is there, and what is chosen."""
    if endpoint is None:
        return {}
    local = {"LocalEndpoint": endpoint, "Runtime": LOCAL_RUNTIME}
    is_open = not ("OpenMode" in known or known.get("TokensParameter"))
    return {**local, "OpenMode": "true"} if is_open else local


def pipeline_stack(stage: str) -> str:
    return f"stikadoo-{stage}-pipeline"


def routes_stack(stage: str) -> str:
    return f"stikadoo-{stage}-routes"
