"""The recordings bucket: bytes by key. Keys are those of stikadoo.keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from botocore.exceptions import ClientError

from stikadoo.aws.clients import error_code, translated
from stikadoo.errors import ProviderUnavailable
from stikadoo.keys import is_voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef, PutObjectRequestTypeDef
    from pydantic import BaseModel

    Kind = TypeVar("Kind", bound=BaseModel)

BORROWED = "voice=borrowed"
"The tag that infra/pipeline.yaml's lifecycle rule selects."
_DELETED_AT_ONCE = 1000
"DeleteObjects takes at most this many keys."
_ABSENT = frozenset({"NoSuchKey", "404"})


@dataclass(frozen=True)
class StoredObject:
    """One object of the bucket."""

    key: str
    modified: datetime
    body: bytes | None = None
    "None if only listed."

    @property
    def name(self) -> str:
        return self.key.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Bucket:
    """Every method raises ProviderThrottled, ProviderUnavailable or ProviderRefusedKey when S3 fails."""

    name: str
    s3: S3Client = field(repr=False, compare=False)

    def put(self, key: str, body: bytes, content_type: str = "application/octet-stream") -> None:
        """Tags a child's voice and words, so that the bucket's lifecycle deletes them if nothing else does."""
        request: PutObjectRequestTypeDef = {
            "Bucket": self.name,
            "Key": key,
            "Body": body,
            "ContentType": content_type,
        }
        if is_voice(key):
            request["Tagging"] = BORROWED
        with translated("S3"):
            self.s3.put_object(**request)

    def find(self, key: str) -> bytes | None:
        """None if there is no such object."""
        stored = self.get(key)
        return None if stored is None else stored.body

    def get(self, key: str) -> StoredObject | None:
        """The object with its body; None if there is none."""
        with translated("S3"):
            try:
                response = self.s3.get_object(Bucket=self.name, Key=key)
                return StoredObject(key, response["LastModified"], response["Body"].read())
            except ClientError as exc:
                if error_code(exc) in _ABSENT:
                    return None
                raise

    def exists(self, key: str) -> bool:
        with translated("S3"):
            try:
                self.s3.head_object(Bucket=self.name, Key=key)
            except ClientError as exc:
                if error_code(exc) in _ABSENT:
                    return False
                raise
        return True

    def read(self, key: str) -> bytes:
        """Raises FileNotFoundError: a step's input is not where its document says."""
        body = self.find(key)
        if body is None:
            raise FileNotFoundError(f"s3://{self.name}/{key}")
        return body

    def put_facts(self, key: str, facts: BaseModel) -> None:
        self.put(key, facts.model_dump_json().encode(), "application/json")

    def find_facts(self, key: str, kind: type[Kind]) -> Kind | None:
        body = self.find(key)
        return None if body is None else kind.model_validate_json(body)

    def read_facts(self, key: str, kind: type[Kind]) -> Kind:
        """Raises FileNotFoundError."""
        return kind.model_validate_json(self.read(key))

    def keys(self, folder: str, after: str = "") -> Iterator[str]:
        """Keys in the folder that sort after `after`, in order."""
        return (listed.key for listed in self.listing(folder, after))

    def listing(self, folder: str, after: str = "") -> Iterator[StoredObject]:
        """Objects in the folder whose keys sort after `after`, in order, without their bodies."""
        with translated("S3"):
            pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=folder, StartAfter=after)
            for page in pages:
                for listed in page.get("Contents", ()):
                    yield StoredObject(listed["Key"], listed["LastModified"])

    def delete(self, keys: Iterable[str]) -> None:
        """Deletes those that exist, batch by batch. Raises ProviderUnavailable if S3 does not delete one."""
        remaining = iter(keys)
        while batch := list(islice(remaining, _DELETED_AT_ONCE)):
            objects: list[ObjectIdentifierTypeDef] = [{"Key": key} for key in batch]
            with translated("S3"):
                response = self.s3.delete_objects(Bucket=self.name, Delete={"Objects": objects, "Quiet": True})
            if errors := response.get("Errors"):
                codes = sorted({error.get("Code", "") for error in errors})
                raise ProviderUnavailable("S3", f"{len(errors)} objects not deleted: {', '.join(codes)}")

    def url(self, key: str, seconds: int) -> str:
        """A presigned GET: whoever has it may read this one object until it expires."""
        with translated("S3"):
            return self.s3.generate_presigned_url(
                "get_object", Params={"Bucket": self.name, "Key": key}, ExpiresIn=seconds
            )
