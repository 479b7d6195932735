"""Fetches the weights that `stikadoo deploy` uploaded to the temporary folder, and verifies them.

Lambda gives a function 512 MB there. Loading a model from its folder needs half as much memory as from bytes, since
those are copied. A new process of the same Lambda finds what an earlier one has fetched, and deletes what a killed one
has left.

A large object is fetched by several requests at once, as one connection to S3 is slower than a Lambda's network; the
parts are hashed and written in order.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    IncompleteReadError,
    ReadTimeoutError,
    ResponseStreamingError,
)
from pydantic import ValidationError

from stikadoo.aws.clients import client, error_code
from stikadoo.errors import ProviderUnavailable
from stikadoo.stored_weights import MANIFEST, Manifest, StoredFile, folder_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_PART_BYTES = 8 << 20
_THREADS = 8
"Fewer than the connections that a client keeps."
_BROKEN_CONNECTION = (IncompleteReadError, ReadTimeoutError, ResponseStreamingError)


def fetched(location: str) -> Path:
    """`location`: bucket/folder. Returns the model's folder.

    Raises ProviderUnavailable if S3 does not return the weights, or returns other ones, or they cannot be written:
    another engine is asked then.
    """
    bucket, _, folder = location.partition("/")
    temporary = Path(tempfile.gettempdir())
    target = temporary / folder
    if not target.exists():
        with _errors(location), _only_process(temporary) as unfinished:
            if not target.exists():
                _fetch(_Source(location, bucket, folder, client("s3")), unfinished)
                unfinished.rename(target)
    return target


@contextmanager
def _only_process(temporary: Path) -> Iterator[Path]:
    """A new folder to fetch to; other processes of this user wait. The lock of a killed process is released."""
    unfinished = temporary / f"fetching-{os.getuid()}"
    with unfinished.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        try:
            yield unfinished
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


@dataclass(frozen=True)
class _Source:
    location: str
    bucket: str
    folder: str
    s3: "S3Client" = field(repr=False)

    def read(self, file: str, bytes_range: str = "bytes=0-") -> bytes:
        """boto3 repeats a failed request, but not one whose connection breaks while the body is read."""
        try:
            return self._read(file, bytes_range)
        except _BROKEN_CONNECTION:
            return self._read(file, bytes_range)

    def _read(self, file: str, bytes_range: str) -> bytes:
        response = self.s3.get_object(Bucket=self.bucket, Key=f"{self.folder}/{file}", Range=bytes_range)
        return response["Body"].read()

    def mismatch(self, file: str) -> ProviderUnavailable:
        return ProviderUnavailable(
            "whisper", f"{file} at {self.location} is not what was uploaded: delete it, deploy again"
        )


def _fetch(source: _Source, target: Path) -> None:
    body = source.read(MANIFEST)
    if folder_of(body) != source.folder:
        raise source.mismatch(MANIFEST)
    for file, stored in Manifest.model_validate_json(body).files.items():
        _fetch_file(source, file, stored, target / file)


def _fetch_file(source: _Source, file: str, stored: StoredFile, target: Path) -> None:
    ranges = [f"bytes={start}-{start + _PART_BYTES - 1}" for start in range(0, stored.bytes, _PART_BYTES)]
    digest = hashlib.sha256()
    with ThreadPoolExecutor(_THREADS) as pool, target.open("wb") as written:
        for part in pool.map(lambda bytes_range: source.read(file, bytes_range), ranges):
            digest.update(part)
            written.write(part)
    if digest.hexdigest() != stored.sha256:
        raise source.mismatch(file)


@contextmanager
def _errors(location: str) -> Iterator[None]:
    """Maps S3's and the disk's errors. Without the right to list, S3 answers AccessDenied for a missing object, too."""
    try:
        yield
    except ClientError as exc:
        raise ProviderUnavailable("whisper", f"cannot read its weights at {location}: {error_code(exc)}") from exc
    except (BotoCoreError, ValidationError) as exc:
        raise ProviderUnavailable("whisper", f"cannot read its weights at {location}: {type(exc).__name__}") from exc
    except OSError as exc:
        raise ProviderUnavailable("whisper", f"cannot write its weights to disk: {exc.strerror}") from exc
