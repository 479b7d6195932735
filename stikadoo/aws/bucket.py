"""The recordings bucket: bytes by key. Keys are those of stikadoo.keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from botocore.exceptions import ClientError

from stikadoo.aws.clients import client, translated
from stikadoo.errors import ProviderUnavailable
from stikadoo.keys import is_voice

if TYPE_CHECKING:
    from pydantic import BaseModel

    Kind = TypeVar("Kind", bound=BaseModel)

BORROWED = "voice=borrowed"
"The tag that infra/pipeline.yaml's lifecycle looks for."


@dataclass(frozen=True)
class Bucket:
    """Every method raises ProviderThrottled, ProviderUnavailable or ProviderRefusedKey for S3's troubles."""

    name: str

    @property
    def _s3(self) -> Any:
        return client("s3")

    def put(self, key: str, body: bytes, content_type: str = "application/octet-stream") -> None:
        """A child's voice and words are tagged, so that the bucket's lifecycle deletes them if nobody else does."""
        borrowed = {"Tagging": BORROWED} if is_voice(key) else {}
        with translated("S3"):
            self._s3.put_object(Bucket=self.name, Key=key, Body=body, ContentType=content_type, **borrowed)

    def find(self, key: str) -> bytes | None:
        """None if there is no such object."""
        with translated("S3"):
            try:
                return bytes(self._s3.get_object(Bucket=self.name, Key=key)["Body"].read())
            except ClientError as exc:
                if exc.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                    return None
                raise

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
        with translated("S3"):
            pages = self._s3.get_paginator("list_objects_v2").paginate(
                Bucket=self.name, Prefix=folder, StartAfter=after
            )
            for page in pages:
                yield from (listed["Key"] for listed in page.get("Contents", ()))

    def delete(self, keys: Iterable[str]) -> None:
        """Deletes those that exist. Raises ProviderUnavailable if S3 kept any."""
        doomed = list(keys)
        for first in range(0, len(doomed), 1000):
            batch = [{"Key": key} for key in doomed[first : first + 1000]]
            with translated("S3"):
                kept = self._s3.delete_objects(Bucket=self.name, Delete={"Objects": batch, "Quiet": True})
            if kept.get("Errors"):
                codes = {error["Code"] for error in kept["Errors"]}
                raise ProviderUnavailable("S3", f"{len(kept['Errors'])} objects not deleted: {', '.join(codes)}")

    def url(self, key: str, seconds: int) -> str:
        """A presigned GET: whoever has it may read that one object until it expires."""
        with translated("S3"):
            return str(
                self._s3.generate_presigned_url(
                    "get_object", Params={"Bucket": self.name, "Key": key}, ExpiresIn=seconds
                )
            )
