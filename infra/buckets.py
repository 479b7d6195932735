"""Our buckets in an account: what they are called, and whether they are there."""

from typing import TYPE_CHECKING

import boto3

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def bucket_of(what: str, session: boto3.Session, endpoint: str | None) -> str:
    """`what`: a stage, whose recordings are in it, or `artifacts`. Names are the whole world's: hence the account."""
    account = session.client("sts", endpoint_url=endpoint).get_caller_identity()["Account"]
    return f"stikadoo-{what}-{account}-{session.region_name}"


def is_there(bucket: str, s3: "S3Client") -> bool:
    """Raises ClientError if it is another account's."""
    try:
        s3.head_bucket(Bucket=bucket)
    except s3.exceptions.ClientError as exc:
        if exc.response["Error"]["Code"] != "404":
            raise
        return False
    return True
