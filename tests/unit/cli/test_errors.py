"""Errors are printed as one sentence, with what to do next."""

import io

import pytest
import typer
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError

from cli.errors import report_errors
from cli.terminal.console import Terminal
from device.errors import StickerDamaged, Unreachable
from stikadoo.aws.clients import translated
from stikadoo.errors import ProviderRefusedKey, ProviderThrottled

REASON = "User: arn:aws:iam::123456789012:user/o is not authorized to perform: s3:GetObject"


def printed(error: Exception) -> str:
    console = Terminal(file=io.StringIO(), width=500)
    with pytest.raises(typer.Exit) as exit_, report_errors(console):
        raise error
    assert exit_.value.exit_code == 1
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_an_error_is_printed_as_it_is_although_it_looks_like_markup() -> None:
    text = "stage [bold]x[/]: must match [a-z][a-z0-9-]{0,15}[/]"
    assert printed(ValueError(text)) == f"{text}\n"


def test_our_own_sentences_have_no_class_name_before_them() -> None:
    assert printed(StickerDamaged("the preview is not a PNG")) == "the preview is not a PNG\n"
    assert printed(RuntimeError("chalice package failed")) == "chalice package failed\n"


def test_an_error_that_the_page_of_operations_explains_has_its_name() -> None:
    with pytest.raises(ProviderThrottled) as raised, translated("DynamoDB"):
        raise ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, "Query")
    assert printed(raised.value).startswith("ProviderThrottled: DynamoDB: ThrottlingException")


def test_an_error_of_a_file_names_it_without_a_number() -> None:
    assert (
        printed(PermissionError(13, "Permission denied", "out/sticker.png")) == "out/sticker.png: Permission denied\n"
    )


def test_a_missing_permission_is_printed_with_the_reason_that_aws_gives() -> None:
    denied = ClientError({"Error": {"Code": "AccessDenied", "Message": REASON}}, "GetObject")
    with pytest.raises(ProviderRefusedKey) as raised, translated("S3"):
        raise denied
    text = printed(raised.value)
    assert text.startswith("ProviderRefusedKey: S3 rejected our credentials (An error occurred (AccessDenied)")
    assert REASON in text


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (NoCredentialsError(), "run the export line that `stikadoo up` prints; for AWS, use --profile"),
        (EndpointConnectionError(endpoint_url="http://127.0.0.1:4566/"), "is it running? For the local stack, run the"),
        (ClientError({"Error": {"Code": "InvalidClientTokenId"}}, "DescribeStacks"), "run the export line"),
        (ClientError({"Error": {"Code": "ExpiredToken"}}, "DescribeStacks"), "log in again"),
        (Unreachable("ws://localhost:8765", "Connection refused"), "is `stikadoo up` running?"),
    ],
)
def test_what_can_be_done_is_added(error: Exception, remedy: str) -> None:
    assert remedy in printed(error)
