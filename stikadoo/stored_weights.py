"""A speech model's weights in the artifacts bucket: `stikadoo deploy` uploads them, transcribe reads them.

    weights-<hash>/manifest.json      Manifest: the model's files, with their sha256
    weights-<hash>/model.bin          one of these files

The hash is of the manifest, so a location names its contents, and an object that exists is not uploaded again.
"""

import hashlib

from pydantic import BaseModel

MANIFEST = "manifest.json"


class StoredFile(BaseModel):
    bytes: int
    sha256: str


class Manifest(BaseModel):
    name: str
    files: dict[str, StoredFile]

    @property
    def folder(self) -> str:
        return folder_of(self.body())

    @property
    def total_bytes(self) -> int:
        return sum(file.bytes for file in self.files.values())

    def body(self) -> bytes:
        return self.model_dump_json().encode()


def folder_of(manifest: bytes) -> str:
    """Where a manifest belongs, as it is stored."""
    return f"weights-{hashlib.sha256(manifest).hexdigest()[:16]}"
