"""Locates Whisper's weights on this machine, outside of Lambda.

A known model comes from its packages, verified. A folder is used as it is. Another name (small, or owner/name on the
Hugging Face hub) is downloaded by whisper.py, once per process; a worker's zip lacks the hub's client.
"""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from stikadoo.errors import MissingSettings, UnknownProvider
from stikadoo.settings import variable
from stikadoo.whisper_models import DEFAULT, KNOWN, WEIGHTS, known_folder

_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")


def resolve_model(name: str) -> Path | str:
    """A known model's folder, a folder, or a name on the hub. Raises MissingSettings and UnknownProvider."""
    name = name or DEFAULT
    if name in KNOWN:
        return known_folder(name) or _missing()
    if (Path(name) / WEIGHTS).is_file():
        return Path(name)
    if Path(name).exists() or not _NAME.fullmatch(name):
        known = (*KNOWN, f"a folder with a {WEIGHTS}", "a faster-whisper model name")
        raise UnknownProvider("whisper model", name, known)
    return name if find_spec("huggingface_hub") else _missing()


def _missing() -> NoReturn:
    raise MissingSettings((variable("whisper_weights"),))
