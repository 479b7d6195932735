"""A bundle becomes a folder. A redacted one is searched for what it must not hold before anything is written."""

from pathlib import Path

from operations.inspect.bundle import bundle, readme
from operations.inspect.inspection import Inspection
from operations.inspect.redaction import Redaction, redacted, redaction_of

_TEXTS = (".json", ".jsonl", ".txt")


def exported(inspection: Inspection, folder: Path, *, redact: bool = False, with_pictures: bool = False) -> list[Path]:
    """What was written, README.txt first. Raises ValueError if a redacted file would still tell, OSError."""
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
    """Texts once more as texts: words may be the names of JSON's fields."""
    texts = {name: redaction.text(content.decode()) for name, content in files.items() if name.endswith(_TEXTS)}
    telling = [name for name, text in texts.items() if redaction.left_in(text)]
    if telling:
        raise ValueError(f"these would still tell words or ids, nothing was written: {', '.join(telling)}")
    return files | {name: text.encode() for name, text in texts.items()}
