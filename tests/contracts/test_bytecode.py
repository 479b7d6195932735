"""The zips' bytecode: of the interpreter that runs it, and the same bytes from the same sources."""

import importlib.util
import sys
from pathlib import Path

import pytest

from infra.build import deployables
from infra.bytecode import compiled, interpreter
from infra.wheels import LAMBDA_PYTHON, Platform, platform_of
from infra.zips import sources

UNCHECKED_HASH = (0b01).to_bytes(4, "little")
"PEP 552: the flags of a file that is loaded without a look at its source."


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    for name in ("a/one.py", "two.py", "note.txt"):
        (tmp_path / "modules" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "modules" / name).write_text("ANSWER = 42\n")
    return tmp_path / "modules"


def bytecode(modules: Path, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    return {name: path.read_bytes() for name, path in compiled(sources(modules), folder, sys.executable)}


def test_each_module_has_bytecode_that_this_python_loads_unchecked(modules: Path, tmp_path: Path) -> None:
    files = bytecode(modules, tmp_path / "compiled")
    tag = sys.implementation.cache_tag
    assert set(files) == {f"a/__pycache__/one.{tag}.pyc", f"__pycache__/two.{tag}.pyc"}
    assert {file[:8] for file in files.values()} == {importlib.util.MAGIC_NUMBER + UNCHECKED_HASH}


def test_neither_dates_nor_folders_are_in_it(modules: Path, tmp_path: Path) -> None:
    first = bytecode(modules, tmp_path / "first")
    (modules / "two.py").touch()
    assert bytecode(modules, tmp_path / "second") == first
    assert not any(str(tmp_path).encode() in file for file in first.values())


def test_another_python_s_bytecode_is_not_packed() -> None:
    assert interpreter("3.1") is None
    assert platform_of("local", "x86_64").python == sys.executable
    assert platform_of("aws", "x86_64").python == interpreter(LAMBDA_PYTHON)


def test_what_is_built_with_bytecode_has_another_name() -> None:
    with_bytecode = Platform("aws", (), is_local=False, python=sys.executable)
    without = Platform("aws", (), is_local=False, python=None)
    for one in deployables():
        assert one.zip(with_bytecode).name != one.zip(without).name
