"""opuslib, with a libopus found where none is installed.

opuslib asks ctypes.util.find_library("opus") once, on import: None on a bare machine and on Lambda. The wheel
opuslib-next-bundled carries the library; while opuslib is imported, that name resolves to it.
"""

import ctypes.util
import importlib.util
import warnings
from functools import cache
from pathlib import Path
from types import ModuleType

SAMPLE_RATE = 16_000
"Hz. Opus decodes to any of its rates whatever it was coded at; speech engines want this one."


@cache
def load() -> ModuleType:
    """The module opuslib. Raises ImportError."""
    found = ctypes.util.find_library
    ctypes.util.find_library = lambda name: _bundled() if name == "opus" else found(name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # opuslib 3.0.1 compares a literal with `is not`
            import opuslib
    finally:
        ctypes.util.find_library = found
    return opuslib  # type: ignore[no-any-return]


def _bundled() -> str:
    spec = importlib.util.find_spec("opuslib_next")
    if spec is None or spec.origin is None:
        raise ImportError("install opuslib-next-bundled: it carries libopus")
    return str(Path(spec.origin).parent / "_native" / "libopus.so")
