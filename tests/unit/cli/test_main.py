"""The table of commands: complete, true to the commands' docstrings, and imported on demand."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import COMMANDS, app, load_command

ROOT = Path(__file__).resolve().parents[3]

AFTER_HELP = """
import sys
from cli.main import app
try:
    app(sys.argv[1:])
finally:
    print("MODULES", *sys.modules)
"""


def modules_after(*words: str) -> set[str]:
    command = [sys.executable, "-c", AFTER_HELP, *words]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(ran.stdout.rpartition("MODULES ")[2].split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_no_command_and_no_library_of_one_is_imported_for(option: str) -> None:
    modules = modules_after(option)
    assert [name for name in modules if name.startswith(("cli.commands", "cli.terminal", "operations", "infra"))] == []
    assert modules & {"boto3", "botocore", "numpy", "PIL", "matplotlib", "httpx", "pydantic", "websockets"} == set()


def test_a_command_s_own_help_imports_no_other_command() -> None:
    modules = modules_after("cost", "--help")
    assert [name for name in modules if name.startswith("cli.commands.")] == ["cli.commands.cost"]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_has_the_first_line_of_the_docstring(name: str) -> None:
    entry = COMMANDS[name]
    function = getattr(import_module(f"cli.commands.{entry.module}"), entry.function)
    assert entry.help == (function.__doc__ or "").splitlines()[0]
    assert load_command(name).name == name


def test_every_command_module_is_in_the_table() -> None:
    sources = {path.stem: path.read_text() for path in (ROOT / "cli" / "commands").glob("*.py")}
    assert {entry.module for entry in COMMANDS.values()} == {
        name
        for name, source in sources.items()
        if "typer.Option(" in source or "Option = None" in source or name == "doctor"
    }


def test_help_lists_every_command_with_its_line() -> None:
    ran = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"})
    assert ran.exit_code == 0
    rows = [line.strip(" │") for line in ran.output.splitlines()]
    for name, entry in COMMANDS.items():
        assert any(row.split(maxsplit=1) == [name, entry.help] for row in rows if row), name


def test_a_misspelt_command_is_refused_with_a_suggestion() -> None:
    ran = CliRunner().invoke(app, ["deplyo"], env={"COLUMNS": "200"})
    assert ran.exit_code == 2
    assert "Did you mean 'deploy'" in ran.output


def test_ctrl_c_while_importing_shows_no_traceback(tmp_path: Path) -> None:
    """A module named typer that is interrupted takes the place of the real one."""
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt")
    environ = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "cli", "--help"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environ)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")
