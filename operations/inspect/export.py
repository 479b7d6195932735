"""Write a bundle into a folder. A redacted one is searched for words and ids before anything is written."""

from pathlib import Path

from operations.inspect.bundle import bundle, readme
from operations.inspect.inspection import Inspection
from operations.inspect.redaction import Redaction, redacted, redaction_of

_TEXTS = (".json", ".jsonl", ".txt")


def export_bundle(
    inspection: Inspection, folder: Path, *, redact: bool = False, with_pictures: bool = False
) -> list[Path]:
    """The files, README.txt first. Raises ValueError if a redacted file still holds words or ids, OSError."""
    shown = redacted(inspection, with_pictures=with_pictures) if redact else inspection
    files = bundle(shown)
    if redact:
        files = _checked(files, redaction_of(inspection))
    files = {"README.txt": readme(shown, files, is_redacted=redact).encode()} | files
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return [folder / name for name in files]


def _checked(files: dict[str, bytes], redaction: Redaction) -> dict[str, bytes]:
    """Redacts the texts once more as a whole: words may be names of JSON fields."""
    texts = {name: redaction.text(content.decode()) for name, content in files.items() if name.endswith(_TEXTS)}
    unsafe = [name for name, text in texts.items() if redaction.left_in(text)]
    if unsafe:
        raise ValueError(f"these would still hold words or ids, nothing was written: {', '.join(unsafe)}")
    return files | {name: text.encode() for name, text in texts.items()}
