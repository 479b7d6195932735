"""Shared options: `--set`, the providers' keys for the local stack, and error reporting."""

import io

import pytest
import typer
from botocore.exceptions import ClientError
from rich.console import Console

from cli.options import KEYS, local_stack_options, parse_parameters, report_errors
from stikadoo.aws.clients import translated

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


def test_a_name_alone_is_refused() -> None:
    with pytest.raises(typer.BadParameter, match="--set Dither: it takes NAME=VALUE"):
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


def test_an_error_is_printed_as_it_is_although_it_looks_like_markup() -> None:
    console = Console(file=io.StringIO(), width=120)
    with pytest.raises(typer.Exit) as exit_, report_errors(console):
        raise ValueError("stage [bold]x[/]: must match [a-z][a-z0-9-]{0,15}[/]")
    assert exit_.value.exit_code == 1
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == "ValueError: stage [bold]x[/]: must match [a-z][a-z0-9-]{0,15}[/]\n"


def test_a_missing_permission_is_printed_with_the_reason_that_aws_gives() -> None:
    console = Console(file=io.StringIO(), width=500)
    denied = ClientError({"Error": {"Code": "AccessDenied", "Message": REASON}}, "GetObject")
    with pytest.raises(typer.Exit) as raised, report_errors(console), translated("S3"):
        raise denied
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert raised.value.exit_code == 1
    assert printed.startswith("ProviderRefusedKey: S3 rejected our credentials (An error occurred (AccessDenied)")
    assert REASON in printed
