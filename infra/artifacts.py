"""Upload of zips and of the state machine's definition to the account's artifacts bucket, under content-addressed keys.

An object that exists is not uploaded again. CloudFormation updates a resource whose key has changed.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from infra import buckets
from infra.change_sets import body
from infra.parallel import in_parallel
from infra.pipeline import Place, Template

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import PublicAccessBlockConfigurationTypeDef

LARGEST_BODY = 51_200
"Bytes: CloudFormation's limit for a TemplateBody; a larger template is passed as a TemplateURL."

_UPLOADS = Config(
    request_checksum_calculation="when_required",  # the key is a hash of the contents
    s3={"payload_signing_enabled": False},
    read_timeout=300,
)
_PRIVATE: "PublicAccessBlockConfigurationTypeDef" = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


def upload(artifacts: Iterable[Path], session: boto3.Session, endpoint: str | None) -> dict[str, Place]:
    """Artifact's name up to its first dot or hyphen → its location. Raises ClientError."""
    bucket = artifacts_bucket(session, endpoint)
    s3 = uploads_client(session, endpoint)
    return dict(in_parallel(lambda path: _put(s3, bucket, path), artifacts))


def uploads_client(session: boto3.Session, endpoint: str | None) -> "S3Client":
    """For objects whose contents their keys name."""
    return session.client("s3", endpoint_url=endpoint, config=_UPLOADS)


def template_url(template: Template, session: boto3.Session, endpoint: str | None) -> str | None:
    """The uploaded template's URL if it is too large for a TemplateBody; else None."""
    text = body(template).encode()
    if len(text) <= LARGEST_BODY:
        return None
    bucket = artifacts_bucket(session, endpoint)
    s3 = session.client("s3", endpoint_url=endpoint)
    key = f"template-{hashlib.sha256(text).hexdigest()[:16]}.json"
    s3.put_object(Bucket=bucket, Key=key, Body=text)
    return f"{s3.meta.endpoint_url}/{bucket}/{key}"


def artifacts_bucket(session: boto3.Session, endpoint: str | None) -> str:
    """The account's bucket for artifacts, created if missing. Raises ValueError if it is in another region."""
    bucket = buckets.bucket_of("artifacts", session, endpoint)
    s3 = session.client("s3", endpoint_url=endpoint)
    region = buckets.region_of(bucket, s3)
    if region is None:
        _create(s3, bucket, session.region_name)
    elif region != session.region_name:
        raise ValueError(f"{bucket} is in {region}, and Lambda reads code of its own region only: empty and delete it")
    return bucket


def _create(s3: "S3Client", bucket: str, region: str) -> None:
    if region == "us-east-1":  # S3 refuses this region as a LocationConstraint
        s3.create_bucket(Bucket=bucket)
    else:
        location: Any = region
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": location})
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=_PRIVATE)


def _put(s3: "S3Client", bucket: str, path: Path) -> tuple[str, Place]:
    name = re.split(r"[.-]", path.name)[0]
    key = path.name if path.suffix == ".zip" else f"{name}-{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}.json"
    if not has_object(s3, bucket, key):
        with path.open("rb") as body:
            s3.put_object(Bucket=bucket, Key=key, Body=body)
    return name, {"Bucket": bucket, "Key": key}


def has_object(s3: "S3Client", bucket: str, key: str) -> bool:
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except s3.exceptions.ClientError as exc:
        if exc.response["Error"]["Code"] != "404":
            raise
        return False
    return True
