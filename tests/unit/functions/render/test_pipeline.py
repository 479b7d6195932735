"""Imports run one way: the worker imports the pipeline, the pipeline its stages, and no stage another stage."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import functions.render

FOLDER = Path(functions.render.__file__).parent
STAGES = {"trim", "orient", "scale", "lines", "tones", "paper", "limit_black"}


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("functions.render."):
            yield node.module.split(".")[2]


IMPORTS = {path.stem: set(imported(path)) for path in FOLDER.glob("*.py")}


def test_only_the_pipeline_imports_stages() -> None:
    assert IMPORTS["bitmap"] >= STAGES
    assert {module for module, used in IMPORTS.items() if used & STAGES} == {"bitmap"}


def test_no_module_imports_itself_by_a_detour() -> None:
    assert list(TopologicalSorter(IMPORTS).static_order())


def test_printers_import_nothing_of_the_pipeline() -> None:
    assert {name for path in (FOLDER / "printers").glob("*.py") for name in imported(path)} == {"printers"}
