"""A prefix of the bucket becomes a list of what is there, and a key its bytes, by the operator's own rights."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from botocore.exceptions import ClientError

from operations.stage import Stage

DENIED = frozenset({"AccessDenied", "AccessDeniedException"})
_ABSENT = frozenset({"NoSuchKey", "404"})


@dataclass(frozen=True)
class Stored:
    """One object of the bucket."""

    key: str
    modified: datetime
    body: bytes | None = None
    "None where it was not read."

    @property
    def name(self) -> str:
        return self.key.rsplit("/", 1)[-1]


class NotAllowed(Exception):
    """The operator's role may not read this object: an inspection without words is an inspection, too."""


def listing(stage: Stage, prefix: str, after: str = "") -> Iterator[Stored]:
    """Keys that sort after `after`, in order, unread. Raises ClientError."""
    pages = stage.s3.get_paginator("list_objects_v2").paginate(Bucket=stage.bucket, Prefix=prefix, StartAfter=after)
    for page in pages:
        for one in page.get("Contents", []):
            yield Stored(one["Key"], one["LastModified"])


def read(stage: Stage, key: str) -> Stored | None:
    """None if it is not there. Raises NotAllowed, ClientError."""
    try:
        found = stage.s3.get_object(Bucket=stage.bucket, Key=key)
    except ClientError as exc:
        code = exc.response["Error"]["Code"]
        if code in _ABSENT:
            return None
        if code in DENIED:
            raise NotAllowed(key) from exc
        raise
    return Stored(key, found["LastModified"], found["Body"].read())
