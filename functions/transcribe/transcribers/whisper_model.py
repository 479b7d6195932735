"""Loads a faster-whisper model on the CPU, in int8: from a folder, or by its name on the Hugging Face hub."""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from stikadoo.errors import ProviderUnavailable, UnknownProvider


def load(source: Path | str) -> Any:
    """A faster_whisper.WhisperModel. Raises ProviderUnavailable; for a model by name, UnknownProvider, too."""
    if isinstance(source, Path):
        return _load_folder(source)
    with _download_errors(source):
        return _load(source, download_root=str(Path(tempfile.gettempdir()) / "whisper"))


def require_languages(model: Any, languages: Iterable[str]) -> None:
    """Raises UnknownProvider for a language that this multilingual model lacks."""
    known = tuple(language for language in model.supported_languages if _has_language(model, language))
    for language in languages:
        if language not in known:
            raise UnknownProvider("whisper language", language, known)


def _has_language(model: Any, language: str) -> bool:
    """By its token: large-v3 has one for Cantonese, base has not."""
    return model.hf_tokenizer.token_to_id(f"<|{language}|>") is not None


def _load_folder(folder: Path) -> Any:
    """CTranslate2 raises RuntimeError for weights that it cannot read, and for too little memory."""
    try:
        return _load(str(folder), local_files_only=True)
    except (ImportError, OSError, RuntimeError, ValueError) as exc:
        raise ProviderUnavailable("whisper", f"cannot load its model: {type(exc).__name__}: {exc}") from exc


def _load(model: str, **options: Any) -> Any:
    threads = os.cpu_count() or 1
    return faster_whisper().WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=threads, **options)


@contextmanager
def _download_errors(name: str) -> Iterator[None]:
    """Map the hub client's errors: ValueError for an invalid name, OSError subclasses for network failures."""
    hub_errors = import_module("huggingface_hub.errors")  # a worker's zip lacks it: its models are folders

    try:
        yield
    except (ValueError, hub_errors.RepositoryNotFoundError) as exc:
        raise UnknownProvider("whisper model", name, tuple(faster_whisper().available_models())) from exc
    except OSError as exc:
        raise ProviderUnavailable("whisper", f"cannot fetch its model {name}: {type(exc).__name__}") from exc


def faster_whisper() -> ModuleType:
    """faster_whisper without PyAV, 103 MB that it only needs to read files; we pass samples.

    Nor does it need the client of the Hugging Face hub to load a folder; a worker's zip lacks it.
    """
    absent = {"av", *(() if find_spec("huggingface_hub") else ("huggingface_hub",))} - sys.modules.keys()
    sys.modules.update({name: ModuleType(name) for name in absent})
    try:
        import faster_whisper
    finally:
        for name in absent:
            del sys.modules[name]
    return faster_whisper  # type: ignore[no-any-return]
