"""What the loader maps of a shared object stays, at addresses that its headers name; the rest goes."""

import ctypes
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

import pytest

from infra.shared_objects import loadable, stripped
from infra.zips import Trim

SITE = Path(sysconfig.get_path("platlib"))
LIBRARIES = [*(SITE / "ctranslate2").glob("_ext*.so"), *(SITE / "ctranslate2.libs").glob("libctranslate2*")]


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda path: path.name.split(".")[0])
def test_it_is_smaller_and_stripping_it_again_changes_nothing(library: Path) -> None:
    contents = library.read_bytes()
    smaller = loadable(contents)
    assert len(smaller) < len(contents)
    assert loadable(smaller) == smaller


def test_a_stripped_library_computes_as_before(tmp_path: Path) -> None:
    library = next(path for path in map(Path, _libraries()) if path.name.startswith("libopus"))
    (tmp_path / library.name).write_bytes(loadable(library.read_bytes()))
    texts = []
    for path in (library, tmp_path / library.name):
        opus = ctypes.CDLL(str(path))
        opus.opus_strerror.restype = ctypes.c_char_p
        texts.append([opus.opus_strerror(-number) for number in range(8)])
    assert texts[0] == texts[1]


def _libraries() -> list[str]:
    spec = find_spec("opuslib_next")
    assert spec
    assert spec.origin
    return [str(path) for path in Path(spec.origin).parent.rglob("*.so*")]


def test_ctranslate2_runs_without_its_debug_information(tmp_path: Path) -> None:
    """In a process of its own, since this one may have loaded the other."""
    names = [f"{library.parent.name}/{library.name}" for library in LIBRARIES]
    entries = [(path.relative_to(SITE).as_posix(), path) for path in (SITE / "ctranslate2").rglob("*.py")]
    entries += [(f"ctranslate2.libs/{path.name}", path) for path in (SITE / "ctranslate2.libs").iterdir()]
    entries += zip(names[:1], LIBRARIES[:1], strict=True)
    for name, path in stripped(entries, Trim(strip=names), tmp_path):
        if path.is_relative_to(SITE):
            (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
            (tmp_path / name).symlink_to(path)
    code = "import ctranslate2; print(ctranslate2.__file__, ctranslate2.get_supported_compute_types('cpu'))"
    ran = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert str(tmp_path) in ran.stdout
    assert "int8" in ran.stdout


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not a 64-bit little-endian ELF file"):
        loadable(b"#!/bin/sh\n")
