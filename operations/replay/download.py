"""Download a sticker into a folder: the picture of the print, the bytes for the printer, and the preview."""

from pathlib import Path

from operations.executions.execution import Execution
from stikadoo.aws.bucket import Bucket
from stikadoo.keys import RecordingFolder


def download_sticker(bucket: Bucket, execution: Execution, into: Path) -> list[Path]:
    """The picture first. Raises ValueError if there is no sticker or the folder cannot be written."""
    if execution.document.sticker is None:
        raise ValueError(f"{execution.recording_id} made no sticker")
    sticker = execution.document.full_sticker()
    keys = dict.fromkeys((RecordingFolder.of(sticker.key).sticker_png, sticker.key, sticker.preview_key))
    try:
        into.mkdir(parents=True, exist_ok=True)
        return [_download(bucket, key, into / key.rsplit("/", 1)[1]) for key in keys]
    except FileNotFoundError as exc:
        raise ValueError(f"{exc} does not exist any more") from exc
    except OSError as exc:
        raise ValueError(f"--to {into}: {exc.strerror}") from exc


def _download(bucket: Bucket, key: str, file: Path) -> Path:
    file.write_bytes(bucket.read(key))
    return file
