"""opuslib, loaded with the libopus that the wheel opuslib-next-bundled carries.

On import, opuslib calls ctypes.util.find_library("opus"), which is None on Lambda and on a machine without libopus.
During that import, the name resolves to the bundled library.
"""

import ctypes.util
import importlib.util
import warnings
from functools import cache
from pathlib import Path
from types import ModuleType

SAMPLE_RATE = 16_000
"Hz, as speech engines expect. Opus decodes to any of its sample rates, whatever rate was encoded."


@cache
def load() -> ModuleType:
    """Import and return opuslib. Raises ImportError."""
    find_library = ctypes.util.find_library
    ctypes.util.find_library = lambda name: _bundled() if name == "opus" else find_library(name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # opuslib 3.0.1 compares a literal with `is not`
            import opuslib
    finally:
        ctypes.util.find_library = find_library
    return opuslib  # type: ignore[no-any-return]


def _bundled() -> str:
    spec = importlib.util.find_spec("opuslib_next")
    if spec is None or spec.origin is None:
        raise ImportError("opuslib-next-bundled, which carries libopus, is not installed")
    return str(Path(spec.origin).parent / "_native" / "libopus.so")
