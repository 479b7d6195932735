"""A command reports an error as one line with AWS's reason, and exits with 1."""

import io

import pytest
import typer
from botocore.exceptions import ClientError
from rich.console import Console

from cli.options import told
from stikadoo.aws.clients import translated

REASON = "User: arn:aws:iam::123456789012:user/o is not authorized to perform: s3:GetObject"


def test_a_missing_permission_is_printed_with_the_reason_that_aws_gives() -> None:
    console = Console(file=io.StringIO(), width=500)
    denied = ClientError({"Error": {"Code": "AccessDenied", "Message": REASON}}, "GetObject")
    with pytest.raises(typer.Exit) as raised, told(console), translated("S3"):
        raise denied
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert raised.value.exit_code == 1
    assert printed.startswith("ProviderRefusedKey: S3 refused our credentials (An error occurred (AccessDenied)")
    assert REASON in printed
