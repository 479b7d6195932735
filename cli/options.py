"""Options that several commands share."""

import math
import os
from typing import Annotated, TypedDict

import boto3
import typer

from cli.errors import EXPORT_LINE
from infra.parameters import check_parameters

StageOption = Annotated[str, typer.Option(help="Name of the stage, in lower case, such as dev or prod.")]
RegionOption = Annotated[
    str | None, typer.Option(help="AWS region, such as cn-northwest-1; default: the profile's or AWS_REGION.")
]
ProfileOption = Annotated[str | None, typer.Option(help="Profile in ~/.aws/config.")]
DeviceOption = Annotated[
    str | None, typer.Option(help="Its Device-Id, as b4:3a:45:9b:94:74, or its key in a recording's id: b43a459b9474.")
]
SinceOption = Annotated[str, typer.Option(help="Started since: 30m, 2h or 1d ago, or a time as 2026-11-28T09:30.")]
UntilOption = Annotated[str | None, typer.Option(help="Started before, given as --since.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
EndpointOption = Annotated[str | None, typer.Option(envvar="AWS_ENDPOINT_URL", help="URL of a local AWS.")]
ParametersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=VALUE", help="Set a template parameter; on AWS it keeps its value until set again."
    ),
]

LOCAL = "local"
"The stage on this machine."

KEYS = {
    "DASHSCOPE_API_KEY": ("dashscope-key", "DashscopeKeyParameter"),
    "OPENAI_API_KEY": ("openai-key", "OpenaiKeyParameter"),
}
"The provider's environment variable → the key's SSM name below /stikadoo/<stage>/, and the parameter for that name."


def finite(value: float | None) -> float | None:
    """The callback of every option that takes a number with decimals. Raises typer.BadParameter."""
    if value is not None and not math.isfinite(value):
        raise typer.BadParameter(f"{value} is not a finite number")
    return value


class LocalStackOptions(TypedDict):
    """Keyword arguments of `infra.local_stack.local_stack`."""

    stage: str
    chosen: dict[str, str]
    secrets: dict[str, str]


def parse_parameters(pairs: list[str] | None) -> dict[str, str]:
    """Raises ValueError for a pair without "="."""
    for pair in pairs or ():
        if "=" not in pair:
            raise ValueError(f"--set {pair}: it takes NAME=VALUE")
    return dict(pair.split("=", 1) for pair in pairs or ())


def local_stack_options(pairs: list[str] | None) -> LocalStackOptions:
    """Keys from the environment go into the local SSM, their names into parameters.

    Raises ValueError for a parameter or a value that does not exist.
    """
    keys = {name: os.environ[variable] for variable, (name, _) in KEYS.items() if os.environ.get(variable)}
    ssm_names = {parameter: f"/stikadoo/{LOCAL}/{name}" for name, parameter in KEYS.values() if name in keys}
    chosen = parse_parameters(pairs)
    check_parameters(chosen, LOCAL)
    return LocalStackOptions(stage=LOCAL, chosen=ssm_names | chosen, secrets=keys)


def aws_session(region: str | None, profile: str | None) -> boto3.Session:
    """Raises typer.BadParameter if no region is configured."""
    session = boto3.Session(region_name=region, profile_name=profile)
    if session.region_name is None:
        raise typer.BadParameter(
            f"no AWS region is configured; {EXPORT_LINE}; for AWS, use --region us-east-1 or --region cn-northwest-1"
        )
    return session
