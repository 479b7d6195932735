"""An S3 client that keeps objects in memory: the two calls that the transcode and transcribe steps make."""

import io
from datetime import UTC, datetime
from typing import Any, cast

from stikadoo.aws.bucket import Bucket


class _MemoryS3:
    def __init__(self) -> None:
        self._objects: dict[str, bytes] = {}

    def put_object(self, *, Key: str, Body: bytes, **_: Any) -> None:  # noqa: N803 # boto3's names
        self._objects[Key] = Body

    def get_object(self, *, Key: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        return {"Body": io.BytesIO(self._objects[Key]), "LastModified": datetime.now(UTC)}


def memory_bucket() -> Bucket:
    return Bucket("memory", cast(Any, _MemoryS3()))
