"""The recordings bucket, which outlives its stage: destroying keeps it, deploying the stage again imports it."""

from typing import TYPE_CHECKING

import boto3

from infra.buckets import bucket_of
from infra.pipeline import Template
from stikadoo.aws.bucket import Bucket

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


RESOURCE = "Recordings"
"Its logical id in pipeline.yaml."


def recordings_bucket(stage: str, session: boto3.Session, endpoint: str | None) -> str:
    """Its name, as in pipeline.yaml."""
    return bucket_of(stage, session, endpoint)


def naming(pipeline: Template, bucket: str) -> Template:
    """The template with the bucket's literal name: CloudFormation imports no resource named by an expression."""
    recordings = pipeline["Resources"][RESOURCE]
    named = {**recordings, "Properties": {**recordings["Properties"], "BucketName": bucket}}
    return {**pipeline, "Resources": {**pipeline["Resources"], RESOURCE: named}}


def delete_recordings(bucket: str, s3: "S3Client") -> None:
    """With all that is in it: every recording, every sticker. Raises ProviderUnavailable if an object stays."""
    recordings = Bucket(bucket, s3)
    recordings.delete(recordings.keys(""))
    s3.delete_bucket(Bucket=bucket)
