"""Whatever a device, a child or AWS wrote is printed as it is, and nothing of it reaches the terminal as a command."""

import ast
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

from cli.terminal.console import Terminal, one_line, printable, styled

ROOT = Path(__file__).resolve().parents[4]
HOSTILE = "[/red] [bold]x :cat: \x1b[31mred\x1b]0;title \x9b31m \u202eabc\\"
SHOWN = "[/red] [bold]x :cat: \ufffd[31mred\ufffd]0;title \ufffd31m \ufffdabc\\"


def printed(value: object) -> str:
    out = io.StringIO()
    Terminal(file=out, width=200).print(value)
    return out.getvalue()


def table(cell: str | Text) -> Table:
    made = Table(title=cell, caption=cell)
    made.add_column(cell)
    made.add_row(cell)
    return made


@pytest.mark.parametrize("value", [HOSTILE, styled("{}", HOSTILE), Text(HOSTILE)], ids=["str", "styled", "Text"])
def test_a_foreign_text_is_neither_markup_nor_a_command_to_the_terminal(value: str | Text) -> None:
    assert printed(value) == f"{SHOWN}\n"


@pytest.mark.parametrize("value", [HOSTILE, styled("{}", HOSTILE)], ids=["str", "styled"])
def test_nor_is_it_in_any_part_of_a_table(value: str | Text) -> None:
    assert printed(table(value)).count(SHOWN) == 4


def test_styles_end_where_their_template_says() -> None:
    text = styled("[bold]{}[/] and [red]{}[/]{}", "a\\", "[/]", "z")
    assert text.plain == "a\\ and [/]z"
    assert [(text.plain[span.start : span.end], str(span.style)) for span in text.spans] == [
        ("a\\", "bold"),
        ("[/]", "red"),
    ]


def test_a_value_is_no_template() -> None:
    assert styled("{} {}", "{}", "x").plain == "{} x"


def test_a_cell_for_a_pipe_is_one_line() -> None:
    assert one_line(" a\tb\r\n\x1b[0mc ") == "a b [0mc"
    assert printable("a\nb\x85") == "a\nb\ufffd"


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]


def test_no_command_prints_by_another_console_or_builds_markup_from_values() -> None:
    for path in (ROOT / "cli").rglob("*.py"):
        for call in calls(path):
            name, place = getattr(call.func, "id", getattr(call.func, "attr", "")), f"{path}:{call.lineno}"
            assert name != "Console", f"{place}: a Terminal prints texts as they are"
            if name == "from_markup" or "markup" in [one.arg for one in call.keywords]:
                assert path.name == "console.py", f"{place}: only styled() reads markup"
            if name == "styled":
                assert isinstance(call.args[0], (ast.Constant, ast.Name)), f"{place}: a template holds no values"


def without_a_reader(code: str) -> subprocess.CompletedProcess[bytes]:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-c", f"import sys\nfrom cli.terminal.console import Terminal\n{code}"]
    try:
        return subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False, cwd=ROOT)
    finally:
        os.close(writing)


@pytest.mark.parametrize(("outlives", "exit_code", "done"), [(True, 0, b"done"), (False, 1, b"")])
def test_without_a_reader_a_command_goes_on_if_it_has_more_to_do(outlives: bool, exit_code: int, done: bytes) -> None:
    code = f"for _ in range(3): Terminal(outlives_pipe={outlives}).print('x')\nsys.stderr.write('done')"
    ended = without_a_reader(code)
    assert (ended.returncode, ended.stderr) == (exit_code, done)
