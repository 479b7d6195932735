"""Options of the commands for a deployed stage, and how they report errors."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import boto3
import typer
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from stikadoo.errors import StikadooError

StageOption = Annotated[str, typer.Option(help="Its name: lower case, as dev or prod.")]
RegionOption = Annotated[str | None, typer.Option(help="As cn-northwest-1; without it the profile's or AWS_REGION.")]
ProfileOption = Annotated[str | None, typer.Option(help="Of ~/.aws/config.")]
EndpointOption = Annotated[str | None, typer.Option(envvar="AWS_ENDPOINT_URL", help="Of a local AWS.")]


def aws_session(region: str | None, profile: str | None) -> boto3.Session:
    """Raises typer.BadParameter if nothing says which region."""
    session = boto3.Session(region_name=region, profile_name=profile)
    if session.region_name is None:
        raise typer.BadParameter("no region: say --region us-east-1 or --region cn-northwest-1")
    return session


@contextmanager
def told(console: Console) -> Iterator[None]:
    """Prints an error of AWS, uv, chalice or the operator's input as a line, and exits with 1."""
    try:
        yield
    except StikadooError as exc:
        reason = f" ({exc.__cause__})" if isinstance(exc.__cause__, (BotoCoreError, ClientError)) else ""
        console.print(f"[red]{type(exc).__name__}[/]: {exc}{reason}", highlight=False)
        raise typer.Exit(1) from exc
    except (BotoCoreError, ClientError, RuntimeError, ValueError, subprocess.CalledProcessError) as exc:
        console.print(f"[red]{type(exc).__name__}[/]: {exc}", highlight=False)
        raise typer.Exit(1) from exc
