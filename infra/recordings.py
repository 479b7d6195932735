"""The recordings bucket outlives its stage: destroying keeps it, and deploying the same stage again takes it back."""

from typing import TYPE_CHECKING

import boto3

from infra.buckets import bucket_of
from infra.pipeline import Template
from stikadoo.aws.bucket import Bucket

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


RESOURCE = "Recordings"
"In pipeline.yaml."


def recordings_bucket(stage: str, session: boto3.Session, endpoint: str | None) -> str:
    """As pipeline.yaml names it."""
    return bucket_of(stage, session, endpoint)


def naming(pipeline: Template, bucket: str) -> Template:
    """The template with the bucket's name in letters: CloudFormation sees no other that it could import."""
    recordings = pipeline["Resources"][RESOURCE]
    named = {**recordings, "Properties": {**recordings["Properties"], "BucketName": bucket}}
    return {**pipeline, "Resources": {**pipeline["Resources"], RESOURCE: named}}


def delete_recordings(bucket: str, s3: "S3Client") -> None:
    """With all that is in it: every recording, every sticker. Raises ProviderUnavailable if an object stays."""
    recordings = Bucket(bucket, s3)
    recordings.delete(recordings.keys(""))
    s3.delete_bucket(Bucket=bucket)
