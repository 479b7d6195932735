"""What a stage is told: `--set NAME=VALUE`, and, on this machine, the providers' keys that lie in the environment."""

import os
from typing import Annotated, TypedDict

import typer

Chosen = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="A parameter of the templates; on AWS it stays until set anew."),
]

LOCAL = "local"
"The stage of this machine."

KEYS = {
    "DASHSCOPE_API_KEY": ("dashscope-key", "DashscopeKeyParameter"),
    "OPENAI_API_KEY": ("openai-key", "OpenaiKeyParameter"),
}
"The variable its maker's own tools read → its name in SSM below /stikadoo/<stage>/, and the parameter that says so."


def parsed(chosen: list[str] | None) -> dict[str, str]:
    """Raises typer.BadParameter."""
    for pair in chosen or ():
        if "=" not in pair:
            raise typer.BadParameter(f"--set {pair}: it takes NAME=VALUE")
    return dict(pair.split("=", 1) for pair in chosen or ())


class LocalChoice(TypedDict):
    """What `infra.local_stack.local_stack` is told."""

    stage: str
    chosen: dict[str, str]
    secrets: dict[str, str]


def local_choice(chosen: list[str] | None) -> LocalChoice:
    """The keys go into the local SSM; the parameters say where they are. Raises typer.BadParameter."""
    keys = {name: os.environ[variable] for variable, (name, _) in KEYS.items() if os.environ.get(variable)}
    places = {parameter: f"/stikadoo/{LOCAL}/{name}" for name, parameter in KEYS.values() if name in keys}
    return LocalChoice(stage=LOCAL, chosen=places | parsed(chosen), secrets=keys)
