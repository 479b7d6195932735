"""Names of Stikadoo's buckets in an account, whether they exist, and where."""

from typing import TYPE_CHECKING

import boto3

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def bucket_of(owner: str, session: boto3.Session, endpoint: str | None) -> str:
    """`owner`: a stage, or `artifacts`. Bucket names are global, so they contain the account."""
    account = session.client("sts", endpoint_url=endpoint).get_caller_identity()["Account"]
    return f"stikadoo-{owner}-{account}-{session.region_name}"


def exists(bucket: str, s3: "S3Client") -> bool:
    """Raises ClientError if it belongs to another account."""
    return region_of(bucket, s3) is not None


def region_of(bucket: str, s3: "S3Client") -> str | None:
    """None if there is no such bucket. Raises ClientError if it belongs to another account."""
    try:
        return s3.head_bucket(Bucket=bucket).get("BucketRegion", s3.meta.region_name)
    except s3.exceptions.ClientError as exc:
        if exc.response["Error"]["Code"] != "404":
            raise
        return None
