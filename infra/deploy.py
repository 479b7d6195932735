"""Deploy, plan and destroy a stage: the pipeline's stack, then the routes' stack, which takes its outputs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3

from infra import buckets
from infra.chalice_stage import deployed_by_chalice
from infra.change_sets import Change
from infra.cloudformation import adopt, apply, exists, is_there, outputs, plan, remove
from infra.provisioning_parameters import create_token_keys, delete_parameters, put_device_url
from infra.recordings import RESOURCE, delete_recordings, recordings_bucket
from infra.release import Release, pipeline_stack, released, routes_stack
from infra.wheels import Architecture

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient


@dataclass(frozen=True)
class Outputs:
    """The outputs of a deployed stage."""

    stage: str
    bucket: str
    table: str
    state_machine_arn: str
    devices_table: str
    ota_url: str
    "The OTA URL of devices, without a bridge."
    api_endpoint: str
    "Where messages to devices are posted."

    @property
    def device_url(self) -> str:
        """Where devices connect."""
        return self.api_endpoint.replace("http", "ws", 1)

    def worker(self, verb: str) -> str:
        """A worker's function name."""
        return f"stikadoo-{self.stage}-{verb}"

    @property
    def environ(self) -> dict[str, str]:
        """Environment variables for stikadoo.settings."""
        return {
            "STIKADOO_BUCKET": self.bucket,
            "STIKADOO_TABLE": self.table,
            "STIKADOO_STATE_MACHINE_ARN": self.state_machine_arn,
            "STIKADOO_DEVICES_TABLE": self.devices_table,
            "STIKADOO_TOKEN_KEYS_PARAMETER": f"/stikadoo/{self.stage}/token-keys",
            "STIKADOO_API_ENDPOINT": self.api_endpoint,
        }


def _silent(step: str) -> None:
    """Ignores progress."""


def deploy(
    stage: str,
    session: boto3.Session,
    chosen: Mapping[str, str] | None = None,
    *,
    endpoint: str | None = None,
    architecture: Architecture | None = None,
    on_progress: Callable[[str], None] = _silent,
) -> Outputs:
    """`chosen`: parameters of both templates; `endpoint`: of a local AWS; `architecture`: None for the stage's own;
    `on_progress`: called with each step.

    Raises ValueError for an unknown parameter or a stage whose routes chalice deploys, StackFailed,
    CalledProcessError (uv), RuntimeError (chalice), ClientError.
    """
    if deployed_by_chalice(stage):
        raise ValueError(
            f"chalice deploys the routes of {stage}: use --pipeline-only; or `chalice delete` them and remove the "
            "stage's STIKADOO_ settings from .chalice/config.json"
        )
    release = released(
        stage, session, chosen or {}, endpoint=endpoint, architecture=architecture, on_progress=on_progress
    )
    deploy_pipeline(release, on_progress)
    on_progress(f"deploying {routes_stack(stage)}")
    pipeline = outputs(release.cloudformation, pipeline_stack(stage))
    apply(release.cloudformation, routes_stack(stage), release.routes_with(pipeline))
    put_device_url(stage, outputs(release.cloudformation, routes_stack(stage))["DeviceUrl"], release.ssm)
    return deployed(stage, release.cloudformation)


def deploy_pipeline(release: Release, on_progress: Callable[[str], None] = _silent) -> None:
    """The pipeline's stack alone, for a stage whose routes chalice deploys. Raises StackFailed."""
    if release.weights:
        on_progress("uploading whisper's weights, unless they are there")
        release.weights.upload(release.s3, release.artifacts)
    on_progress(f"deploying {pipeline_stack(release.stage)}")
    if release.kept:
        adopt(release.cloudformation, pipeline_stack(release.stage), release.kept, RESOURCE)
    apply(release.cloudformation, pipeline_stack(release.stage), release.pipeline)
    create_token_keys(release.stage, release.ssm)


def planned(release: Release) -> dict[str, list[Change] | None]:
    """Stack → the changes deploy would make; None: unknown until the pipeline exists. Raises StackFailed."""
    pipeline, routes = pipeline_stack(release.stage), routes_stack(release.stage)
    changes = plan(release.cloudformation, pipeline, release.pipeline_in_plan())
    if not exists(release.cloudformation, pipeline):
        return {pipeline: changes, routes: None}
    pipeline_outputs = outputs(release.cloudformation, pipeline)
    return {pipeline: changes, routes: plan(release.cloudformation, routes, release.routes_with(pipeline_outputs))}


def deployed(stage: str, cloudformation: "CloudFormationClient") -> Outputs:
    """A deployed stage. Raises ClientError if a stack is missing."""
    both = stack_outputs(stage, cloudformation)
    return Outputs(
        stage,
        both["Bucket"],
        both["Table"],
        both["StateMachineArn"],
        both["DevicesTable"],
        both["OtaUrl"],
        both["ApiEndpoint"],
    )


def stack_outputs(stage: str, cloudformation: "CloudFormationClient") -> dict[str, str]:
    """Of both stacks. Raises ClientError if one is missing."""
    return outputs(cloudformation, pipeline_stack(stage)) | outputs(cloudformation, routes_stack(stage))


def remains(stage: str, session: boto3.Session, endpoint: str | None) -> list[str]:
    """What exists of a stage: its stacks in the order of deletion, then its bucket."""
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    stacks = [stack for stack in (routes_stack(stage), pipeline_stack(stage)) if is_there(cloudformation, stack)]
    bucket = recordings_bucket(stage, session, endpoint)
    return [*stacks, bucket] if buckets.exists(bucket, session.client("s3", endpoint_url=endpoint)) else stacks


def destroy(
    stage: str,
    session: boto3.Session,
    *,
    endpoint: str | None = None,
    with_recordings: bool = False,
    on_progress: Callable[[str], None] = _silent,
) -> str | None:
    """Returns the recordings bucket if kept. Raises ValueError for a protected stage, StackFailed, ClientError."""
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    if exists(cloudformation, pipeline_stack(stage)):
        _check_protection(outputs(cloudformation, pipeline_stack(stage))["Table"], session, endpoint)
    for stack in (routes_stack(stage), pipeline_stack(stage)):  # no new recordings while the pipeline is deleted
        on_progress(f"deleting {stack}")
        remove(cloudformation, stack)
    delete_parameters(stage, session.client("ssm", endpoint_url=endpoint))
    s3 = session.client("s3", endpoint_url=endpoint)
    bucket = recordings_bucket(stage, session, endpoint)
    if not buckets.exists(bucket, s3):
        return None
    if not with_recordings:
        return bucket
    on_progress(f"emptying and deleting {bucket}")
    delete_recordings(bucket, s3)
    return None


def _check_protection(table: str, session: boto3.Session, endpoint: str | None) -> None:
    """Checked first: CloudFormation would fail after deleting half of the stage. Raises ValueError."""
    described = session.client("dynamodb", endpoint_url=endpoint).describe_table(TableName=table)["Table"]
    if described.get("DeletionProtectionEnabled"):
        raise ValueError(f"{table} is protected: deploy with --set DeletionProtection=never first")
