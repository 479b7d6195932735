"""CONTRIBUTING.md names every file that a new illustrator, printer, language, message or state needs.

Each list has an existing example. All code that mentions the example must be in its list, and every file in the list
must mention the example; so the list is complete, and nothing in it is superfluous.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.policies import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text()

CODE = (
    *(".chalice", "app.py", "benchmarks", "chalice_app", "cli", "device", "edge", "functions", "infra"),
    *("operations", "provisioning", "statemachines", "stikadoo"),
)
SUFFIXES = {".py", ".json", ".yaml"}

MENTIONS = {
    "An illustrator": r"(?i)dashscope",
    "A printer": r"phomemo-m02s",
    "A language": r"(?i)\bzh\b|chinese",
    "A message type": r"(?i)(?<![a-z])mcp(?![a-z])",
    "A state": r"(?i)(?<![a-z])moderate(?![a-z])|Moderate(Function|Log|Settings)",
}
"The heading of a list → how code mentions its example."


def section(heading: str) -> str:
    return re.split(r"\n##", PAGE.split(f"\n### {heading}\n")[1])[0]


def listed(heading: str) -> list[str]:
    """The paths of the list, relative to the root; folders end with a slash."""
    return re.findall(r"^\| `([^`]+)` \|", section(heading), re.MULTILINE)


def sources() -> Iterator[Path]:
    for name in CODE:
        path = ROOT / name
        yield from [path] if path.is_file() else (each for each in path.rglob("*") if each.suffix in SUFFIXES)


def code(path: Path) -> str:
    """A file's text without comments and docstrings, which may mention an example without being a place of it."""
    text = path.read_text()
    if path.suffix != ".py":
        return re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [statement for statement in node.body if not is_text(statement)] or [ast.Pass()]
    return ast.unparse(tree)


def is_text(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


@pytest.mark.parametrize("heading", MENTIONS)
def test_every_file_in_the_list_exists(heading: str) -> None:
    assert [path for path in listed(heading) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("heading", MENTIONS)
def test_every_file_in_the_list_mentions_the_example(heading: str) -> None:
    files = [path for path in listed(heading) if (ROOT / path).is_file()]
    superfluous = [path for path in files if not re.search(MENTIONS[heading], f"{path}\n{(ROOT / path).read_text()}")]
    assert superfluous == [], f"not a place of the example: remove from CONTRIBUTING.md, {heading!r}"


@pytest.mark.parametrize("heading", MENTIONS)
def test_all_code_that_mentions_the_example_is_in_the_list(heading: str) -> None:
    named = listed(heading)
    missing = [
        relative
        for path in sources()
        for relative in [str(path.relative_to(ROOT))]
        if re.search(MENTIONS[heading], f"{relative}\n{code(path)}")
        and not any(relative == name or (name.endswith("/") and relative.startswith(name)) for name in named)
    ]
    assert missing == [], f"add to CONTRIBUTING.md, {heading!r}: what must change there?"


@pytest.mark.parametrize("folder", ["tests", "docs"])
def test_a_printer_s_list_has_the_tests_and_pages_too(folder: str) -> None:
    """A forgotten row there fails a test that says little."""
    mentioning = {
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".md"} and path != Path(__file__) and "phomemo-m02s" in path.read_text()
    }
    assert mentioning <= set(listed("A printer"))


def test_every_make_target_is_there() -> None:
    targets = re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    pages = PAGE + (ROOT / "README.md").read_text()
    assert set(re.findall(r"(?:`|    )make ([a-z0-9-]+)", pages)) - set(targets) == set()


def test_the_hooks_run_what_make_check_runs() -> None:
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    hooks = {hook["id"]: hook for hook in repository["hooks"]}
    assert hooks["check"]["entry"] == "make check"
    assert "\ncheck: lint " in (ROOT / "Makefile").read_text()
    recipe = (ROOT / "Makefile").read_text().split("\nlint: ")[1].split("\n\n")[0].replace("$(RUN)", ".venv/bin")
    for name in ("ruff-format", "ruff-check", "mypy"):
        assert hooks[name]["entry"].removesuffix(" --force-exclude") in recipe
