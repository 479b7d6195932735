"""Errors as one sentence and an exit code, without a traceback; with what to do next, where that is known."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    PartialCredentialsError,
)
from rich.console import Console

from cli.terminal.console import styled
from device.errors import Unreachable
from stikadoo.aws.clients import error_code
from stikadoo.errors import StikadooError

EXPORT_LINE = "for the local stack, run the export line that `stikadoo up` prints"

_UNKNOWN_KEYS = {"InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "SignatureDoesNotMatch"}
_EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
_OURS = ("cli.", "operations.", "infra.", "device.", "edge.", "stikadoo.", "builtins")
"Packages whose sentences need no class name before them."


@contextmanager
def report_errors(console: Console) -> Iterator[None]:
    """Exit code 1 after an error of AWS, uv, chalice, the network, a file or the arguments."""
    try:
        yield
    except (StikadooError, BotoCoreError, ClientError) as exc:
        console.print(_with_name(exc, _aws_sentence(exc)), soft_wrap=True)
        raise typer.Exit(1) from exc
    except (OSError, RuntimeError, ValueError, subprocess.CalledProcessError) as exc:
        console.print(_with_name(exc, sentence(exc)), soft_wrap=True)
        raise typer.Exit(1) from exc


def sentence(exc: Exception) -> str:
    """Of a file: its name and what is wrong with it, without the number of the error."""
    if isinstance(exc, Unreachable):
        return f"{exc}; is `stikadoo up` running? It prints the URL for --url"
    if isinstance(exc, OSError) and exc.strerror:
        return f"{exc.filename}: {exc.strerror}" if exc.filename else exc.strerror
    return str(exc)


def _aws_sentence(exc: Exception) -> str:
    cause = exc.__cause__ if isinstance(exc, StikadooError) else exc
    reason = f" ({cause})" if isinstance(cause, (BotoCoreError, ClientError)) and cause is not exc else ""
    remedy = _remedy(cause)
    return f"{exc}{reason}{f'; {remedy}' if remedy else ''}"


def _remedy(exc: BaseException | None) -> str:
    """Empty if the error says enough."""
    if isinstance(exc, (NoCredentialsError, PartialCredentialsError)):
        return f"{EXPORT_LINE}; for AWS, use --profile, or run `aws configure`"
    if isinstance(exc, EndpointConnectionError):
        return f"is it running? {EXPORT_LINE.capitalize()}: each start has another port"
    code = error_code(exc) if isinstance(exc, ClientError) else ""
    if code in _UNKNOWN_KEYS:
        return f"these keys are of another account, or of the local stack; {EXPORT_LINE}"
    return "log in again, or use another --profile" if code in _EXPIRED else ""


def _with_name(exc: Exception, text: str) -> object:
    """A name that docs/operations.md explains, or that tells the origin of a foreign error."""
    kind = type(exc)
    if isinstance(exc, (OSError, ClientError)) or (
        kind.__module__.startswith(_OURS) and not isinstance(exc, StikadooError)
    ):
        return styled("[red]{}[/]", text)
    return styled("[red]{}[/]: {}", kind.__name__, text)
