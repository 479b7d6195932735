"""A stage is brought up to date, planned or taken away: the pipeline's stack, and the routes' stack that needs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3

from infra import buckets
from infra.chalice_stage import is_chalices
from infra.change_sets import Change
from infra.cloudformation import adopt, apply, exists, is_there, outputs, plan, remove
from infra.recordings import RESOURCE, delete_recordings, recordings_bucket
from infra.release import Release, pipeline_stack, released, routes_stack
from infra.wheels import Architecture

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient


@dataclass(frozen=True)
class Outputs:
    """What a stage's callers need to know of it."""

    stage: str
    bucket: str
    table: str
    state_machine_arn: str
    api_endpoint: str
    "Where answers are posted."

    @property
    def device_url(self) -> str:
        """Where devices connect."""
        return self.api_endpoint.replace("http", "ws", 1)

    def worker(self, verb: str) -> str:
        """A worker's function name."""
        return f"stikadoo-{self.stage}-{verb}"

    @property
    def environ(self) -> dict[str, str]:
        """As stikadoo.settings reads them."""
        return {
            "STIKADOO_BUCKET": self.bucket,
            "STIKADOO_TABLE": self.table,
            "STIKADOO_STATE_MACHINE_ARN": self.state_machine_arn,
            "STIKADOO_API_ENDPOINT": self.api_endpoint,
        }


def _silent(step: str) -> None:
    """Told to nobody."""


def deploy(
    stage: str,
    session: boto3.Session,
    chosen: Mapping[str, str] | None = None,
    *,
    endpoint: str | None = None,
    architecture: Architecture = "x86_64",
    tell: Callable[[str], None] = _silent,
) -> Outputs:
    """`chosen`: parameters of the two templates; `endpoint`: of a local AWS; `tell`: hears what is being done.

    Raises ValueError for a parameter that neither has or a stage whose routes are chalice's, StackFailed,
    CalledProcessError (uv), RuntimeError (chalice), ClientError.
    """
    if is_chalices(stage):
        raise ValueError(
            f"the routes of {stage} are deployed by chalice: say --pipeline-only; or `chalice delete` them and take "
            "the stage's STIKADOO_ settings out of .chalice/config.json"
        )
    release = released(stage, session, chosen or {}, endpoint=endpoint, architecture=architecture, tell=tell)
    deploy_pipeline(release, tell)
    tell(f"deploying {routes_stack(stage)}")
    made = outputs(release.cloudformation, pipeline_stack(stage))
    apply(release.cloudformation, routes_stack(stage), release.routes_beside(made))
    return deployed(stage, release.cloudformation)


def deploy_pipeline(release: Release, tell: Callable[[str], None] = _silent) -> None:
    """All that a stage needs whose routes are chalice's. Raises StackFailed."""
    tell(f"deploying {pipeline_stack(release.stage)}")
    if release.kept:
        adopt(release.cloudformation, pipeline_stack(release.stage), release.kept, RESOURCE)
    apply(release.cloudformation, pipeline_stack(release.stage), release.pipeline)


def planned(release: Release) -> dict[str, list[Change] | None]:
    """Stack → what deploy would change there; None: unknown until the pipeline is there. Raises StackFailed."""
    pipeline, routes = pipeline_stack(release.stage), routes_stack(release.stage)
    changes = plan(release.cloudformation, pipeline, release.pipeline_in_plan())
    if not exists(release.cloudformation, pipeline):
        return {pipeline: changes, routes: None}
    made = outputs(release.cloudformation, pipeline)
    return {pipeline: changes, routes: plan(release.cloudformation, routes, release.routes_beside(made))}


def deployed(stage: str, cloudformation: "CloudFormationClient") -> Outputs:
    """A stage that is up. Raises ClientError if it is not."""
    made = stack_outputs(stage, cloudformation)
    return Outputs(stage, made["Bucket"], made["Table"], made["StateMachineArn"], made["ApiEndpoint"])


def stack_outputs(stage: str, cloudformation: "CloudFormationClient") -> dict[str, str]:
    """Of both stacks. Raises ClientError if one is missing."""
    return outputs(cloudformation, pipeline_stack(stage)) | outputs(cloudformation, routes_stack(stage))


def remains(stage: str, session: boto3.Session, endpoint: str | None) -> list[str]:
    """What there is of a stage: its stacks in the order of their deletion, then its bucket."""
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    stacks = [stack for stack in (routes_stack(stage), pipeline_stack(stage)) if is_there(cloudformation, stack)]
    bucket = recordings_bucket(stage, session, endpoint)
    return [*stacks, bucket] if buckets.is_there(bucket, session.client("s3", endpoint_url=endpoint)) else stacks


def destroy(
    stage: str,
    session: boto3.Session,
    *,
    endpoint: str | None = None,
    with_recordings: bool = False,
    tell: Callable[[str], None] = _silent,
) -> str | None:
    """The bucket that was kept, if one is left. Raises ValueError for a protected stage, StackFailed, ClientError."""
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    if exists(cloudformation, pipeline_stack(stage)):
        _check_protection(outputs(cloudformation, pipeline_stack(stage))["Table"], session, endpoint)
    for stack in (routes_stack(stage), pipeline_stack(stage)):  # nothing new comes in while the rest goes
        tell(f"deleting {stack}")
        remove(cloudformation, stack)
    s3 = session.client("s3", endpoint_url=endpoint)
    bucket = recordings_bucket(stage, session, endpoint)
    if not buckets.is_there(bucket, s3):
        return None
    if not with_recordings:
        return bucket
    tell(f"emptying and deleting {bucket}")
    delete_recordings(bucket, s3)
    return None


def _check_protection(table: str, session: boto3.Session, endpoint: str | None) -> None:
    """CloudFormation would notice when half of the stage is gone. Raises ValueError."""
    described = session.client("dynamodb", endpoint_url=endpoint).describe_table(TableName=table)["Table"]
    if described.get("DeletionProtectionEnabled"):
        raise ValueError(f"{table} is protected: deploy with --set DeletionProtection=never first")
