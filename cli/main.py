"""The `stikadoo` application: a table of commands, each imported when it is called.

`stikadoo --help` shows the table's own help lines and imports no command, so neither boto3 nor Pillow.
"""

from importlib import import_module, metadata
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup


class Entry(NamedTuple):
    """Where a command is defined, and how `stikadoo --help` lists it."""

    module: str
    "In cli.commands. One with commands of its own has them in its `app`."
    function: str
    help: str
    "The first line of the function's docstring."
    panel: str


_LOCAL, _DEPLOYMENT, _OPERATIONS = "On this machine", "Deployment", "Operations"

COMMANDS = {
    "demo": Entry("demo", "demo", "Run the whole system locally, speak one wish and save its sticker.", _LOCAL),
    "up": Entry("up", "up", "Keep the whole system running locally, for a device of your own.", _LOCAL),
    "say": Entry("say", "say", "Act as a device: connect, send a wish and save the sticker.", _LOCAL),
    "doctor": Entry("doctor", "doctor", "Check this machine for missing prerequisites.", _LOCAL),
    "cost": Entry(
        "cost", "cost", "Estimate the cost of a sticker, the monthly bill and the quotas reached.", _DEPLOYMENT
    ),
    "deploy": Entry("deploy", "deploy_stage", "Deploy a stage to AWS: build, upload, update both stacks.", _DEPLOYMENT),
    "destroy": Entry("destroy", "destroy_stage", "Delete a stage; its recordings bucket only on request.", _DEPLOYMENT),
    "settings": Entry(
        "chalice", "settings", "Write a pipeline's outputs to .chalice/config.json, for `chalice deploy`.", _DEPLOYMENT
    ),
    "routes": Entry(
        "chalice", "routes", "Add a route for each message type after a plain `chalice deploy`.", _DEPLOYMENT
    ),
    "smoke": Entry(
        "smoke", "smoke", "Try a stage with a typed and a spoken wish, and say what is missing.", _DEPLOYMENT
    ),
    "devices": Entry("devices", "devices", "List a stage's devices; approve, block or change one.", _OPERATIONS),
    "executions": Entry(
        "executions", "executions_of_a_stage", "List executions, the latest first: outcome, engines, wish.", _OPERATIONS
    ),
    "inspect": Entry(
        "inspect",
        "inspect_recording",
        "Show what happened to a recording: time line, words, pictures, messages, log.",
        _OPERATIONS,
    ),
    "tail": Entry("tail", "tail", "Follow executions as they start and end, until Ctrl-C.", _OPERATIONS),
    "stats": Entry("stats", "stats", "Show outcomes, per-state latency and failures.", _OPERATIONS),
    "replay": Entry(
        "replay",
        "replay",
        "Make a sticker again from a stored recording: a new execution, linked to the original.",
        _OPERATIONS,
    ),
    "forget": Entry(
        "forget", "forget", "Delete everything stored about a device and verify that nothing is left.", _OPERATIONS
    ),
}


class LazyGroup(TyperGroup):
    """Lists COMMANDS without importing them; imports the one that is called."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.commands = {
            name: TyperCommand(name, help=entry.help, rich_help_panel=entry.panel) for name, entry in COMMANDS.items()
        }

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, _, rest = super().resolve_command(ctx, args)
        return name, load_command(name) if name else None, rest


def load_command(name: str) -> TyperCommand | TyperGroup:
    """Imports the command. Raises KeyError for an unknown name."""
    entry = COMMANDS[name]
    module = import_module(f"cli.commands.{entry.module}")
    own: typer.Typer | None = getattr(module, "app", None)
    if own is None:
        own = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        own.command(name)(getattr(module, entry.function))
    command = typer.main.get_command(own)
    assert isinstance(command, TyperCommand | TyperGroup)
    command.name = name
    return command


app = typer.Typer(cls=LazyGroup, no_args_is_help=True, pretty_exceptions_enable=False)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(metadata.version("stikadoo"))
        raise typer.Exit


@app.callback()
def stikadoo(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """The cloud behind a voice-activated sticker printer."""
