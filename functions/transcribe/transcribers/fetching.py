"""Fetches the weights that `stikadoo deploy` uploaded to the temporary folder, and verifies them.

Lambda gives a function 512 MB there. Loading a model from its folder needs half as much memory as from bytes, since
those are copied. A new process of the same Lambda finds what an earlier one has fetched.

A large object is fetched by several requests at once, as one connection to S3 is slower than a Lambda's network; the
parts are hashed and written in order.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from stikadoo.aws.clients import client, error_code
from stikadoo.errors import ProviderUnavailable
from stikadoo.stored_weights import MANIFEST, Manifest, StoredFile, folder_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_PART_BYTES = 8 << 20
_THREADS = 8
"Fewer than the connections that a client keeps."


def fetched(location: str) -> Path:
    """`location`: bucket/folder. Returns the model's folder.

    Raises ProviderUnavailable if S3 does not return the weights, or returns other ones: another engine is asked then.
    """
    bucket, _, folder = location.partition("/")
    target = Path(tempfile.gettempdir()) / folder
    if not target.exists():
        _fetch(_Source(location, bucket, folder, client("s3")), target)
    return target


@dataclass(frozen=True)
class _Source:
    location: str
    bucket: str
    folder: str
    s3: "S3Client" = field(repr=False)

    def read(self, file: str, bytes_range: str = "bytes=0-") -> bytes:
        response = self.s3.get_object(Bucket=self.bucket, Key=f"{self.folder}/{file}", Range=bytes_range)
        return response["Body"].read()

    def mismatch(self, file: str) -> ProviderUnavailable:
        return ProviderUnavailable(
            "whisper", f"{file} at {self.location} is not what was uploaded: delete it, deploy again"
        )


def _fetch(source: _Source, target: Path) -> None:
    """Renames the folder once it is complete and verified."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="fetching-") as unfinished, _errors(source.location):
        fresh = Path(unfinished) / source.folder
        body = source.read(MANIFEST)
        if folder_of(body) != source.folder:
            raise source.mismatch(MANIFEST)
        manifest = Manifest.model_validate_json(body)
        fresh.mkdir()
        for file, stored in manifest.files.items():
            _fetch_file(source, file, stored, fresh / file)
        _move(fresh, target)


def _fetch_file(source: _Source, file: str, stored: StoredFile, target: Path) -> None:
    ranges = [f"bytes={start}-{start + _PART_BYTES - 1}" for start in range(0, stored.bytes, _PART_BYTES)]
    digest = hashlib.sha256()
    with ThreadPoolExecutor(_THREADS) as pool, target.open("wb") as written:
        for part in pool.map(lambda bytes_range: source.read(file, bytes_range), ranges):
            digest.update(part)
            written.write(part)
    if digest.hexdigest() != stored.sha256:
        raise source.mismatch(file)


def _move(fresh: Path, target: Path) -> None:
    """If another process was faster, its folder stays."""
    try:
        fresh.rename(target)
    except OSError:
        if not target.exists():
            raise


@contextmanager
def _errors(location: str) -> Iterator[None]:
    """Maps S3's errors. Without the right to list, S3 answers AccessDenied for a missing object, too."""
    try:
        yield
    except ClientError as exc:
        raise ProviderUnavailable("whisper", f"cannot read its weights at {location}: {error_code(exc)}") from exc
    except BotoCoreError as exc:
        raise ProviderUnavailable("whisper", f"cannot read its weights at {location}: {type(exc).__name__}") from exc
