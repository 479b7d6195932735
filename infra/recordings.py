"""The recordings bucket outlives its stage: destroying keeps it, and deploying the same stage again takes it back."""

from typing import TYPE_CHECKING

import boto3

from infra.buckets import bucket_of
from infra.pipeline import Template

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef


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
    """With all that is in it: every recording, every sticker."""
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        keys: list[ObjectIdentifierTypeDef] = [{"Key": stored["Key"]} for stored in page.get("Contents", [])]
        if keys:
            s3.delete_objects(Bucket=bucket, Delete={"Objects": keys, "Quiet": True})
    s3.delete_bucket(Bucket=bucket)
