"""A sticker in the bucket becomes files in a folder: what the printer makes of it, the bytes for it, a preview."""

from pathlib import Path

from operations.executions.execution import Execution
from operations.stage import Stage
from stikadoo.execution import Sticker
from stikadoo.keys import RecordingFolder


def fetch_sticker(stage: Stage, execution: Execution, into: Path) -> list[Path]:
    """The picture first. Raises ValueError if it has none or the folder cannot be written, ClientError."""
    said = execution.document.get("sticker")
    if not said:
        raise ValueError(f"{execution.recording_id} made no sticker")
    sticker = Sticker.model_validate(said)
    keys = dict.fromkeys((RecordingFolder.of(sticker.key).sticker_png, sticker.key, sticker.preview_key))
    try:
        into.mkdir(parents=True, exist_ok=True)
        return [_fetched(stage, key, into / key.rsplit("/", 1)[1]) for key in keys]
    except OSError as exc:
        raise ValueError(f"--to {into}: {exc.strerror}") from exc


def _fetched(stage: Stage, key: str, file: Path) -> Path:
    file.write_bytes(stage.s3.get_object(Bucket=stage.bucket, Key=key)["Body"].read())
    return file
