"""Shared options: `--set`, the providers' keys for the local stack, and error reporting."""

from importlib import import_module
from typing import get_type_hints

import pytest
from typer.testing import CliRunner

from cli.main import COMMANDS, app
from cli.options import KEYS, local_stack_options, parse_parameters

REASON = "User: arn:aws:iam::123456789012:user/o is not authorized to perform: s3:GetObject"


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in KEYS:
        monkeypatch.delenv(variable, raising=False)


def test_a_value_may_contain_an_equals_sign() -> None:
    assert parse_parameters(["OpenaiUrl=http://x/?a=b", "Dither=line"]) == {
        "OpenaiUrl": "http://x/?a=b",
        "Dither": "line",
    }
    assert parse_parameters(None) == {}


def numbers() -> list[tuple[str, str]]:
    """Each command's options that take a number with decimals."""
    functions = {
        name: getattr(import_module(f"cli.commands.{of.module}"), of.function) for name, of in COMMANDS.items()
    }
    return [
        (name, f"--{option.replace('_', '-')}")
        for name, function in functions.items()
        for option, kind in get_type_hints(function).items()
        if kind in (float, float | None)
    ]


def test_there_are_such_options() -> None:
    assert {command for command, _ in numbers()} == {"cost", "tail", "replay"}


@pytest.mark.parametrize(("command", "option"), numbers())
@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e400"])
def test_every_number_is_finite(command: str, option: str, number: str) -> None:
    ran = CliRunner().invoke(app, [command, f"{option}={number}"], env={"COLUMNS": "200"})
    assert (ran.exit_code, option in ran.output) == (2, True), ran.output


def test_a_name_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="--set Dither: it takes NAME=VALUE"):
        local_stack_options(["Dither"])


def test_a_key_in_the_environment_goes_into_the_local_ssm_and_a_parameter_names_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-secret")
    options = local_stack_options(["Illustrator=dashscope,openmoji"])
    assert options["secrets"] == {"dashscope-key": "sk-secret"}
    assert options["chosen"] == {
        "Illustrator": "dashscope,openmoji",
        "DashscopeKeyParameter": "/stikadoo/local/dashscope-key",
    }


def test_a_parameter_that_is_set_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert local_stack_options(["OpenaiKeyParameter=/mine"])["chosen"] == {"OpenaiKeyParameter": "/mine"}
