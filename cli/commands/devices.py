"""`stikadoo devices`: the devices of a stage, and what an operator decides about them."""

import json
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.commands.forget import forget
from cli.errors import report_errors
from cli.options import (
    EndpointOption,
    JsonOption,
    ProfileOption,
    RegionOption,
    StageOption,
    aws_session,
)
from cli.terminal.console import Terminal, one_line, styled
from operations import registration
from operations.stage import Stage, find_stage
from operations.token_keys import rotate_token_keys
from stikadoo.registered_device import DeviceState, RegisteredDevice

DeviceArgument = Annotated[
    str, typer.Argument(help="Its Device-Id, as b4:3a:45:9b:94:74, or its key in a recording's id: b43a459b9474.")
]

YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]

_COLOURS = {DeviceState.NEW: "yellow", DeviceState.ACTIVE: "green", DeviceState.BLOCKED: "red"}
_UNLISTED = {"client_id", "code", "code_client_id", "code_expires_at"}
"A Client-Id is what a device gets its tokens for; a code proves that somebody stands before the device."

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def devices(
    context: typer.Context,
    as_json: JsonOption = False,
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """List a stage's devices; approve, block or change one."""
    if context.invoked_subcommand is not None:
        return
    console = Terminal()
    with report_errors(console):
        listed = registration.registered(_stage(stage, region, profile, endpoint_url))
        if as_json:
            typer.echo(json.dumps([one.model_dump(mode="json", exclude=_UNLISTED) for one in listed], indent=1))
        elif listed:
            console.print(_table(listed))
        else:
            console.print(f"{stage}: no device has started yet.")


@app.command()
def approve(
    code: Annotated[str, typer.Argument(help="The six digits that the device shows and speaks.")],
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    yes: YesOption = False,
    endpoint_url: EndpointOption = None,
) -> None:
    """Admit the device that shows this code."""
    console = Terminal()
    with report_errors(console):
        may_replace = None if yes else _asks_to_replace
        device = registration.approve(_stage(stage, region, profile, endpoint_url), code, may_replace)
        console.print(styled("[green]Approved[/]: {}. It connects within seconds.", _described(device)), soft_wrap=True)


@app.command()
def block(
    device: DeviceArgument,
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """Refuse a device from now on, and end its connections."""
    console = Terminal()
    with report_errors(console):
        deployed = _stage(stage, region, profile, endpoint_url)
        blocked, closed = registration.block(deployed, device)
        console.print(styled("[red]Blocked[/]: {}; {}.", blocked, _closed(deployed, closed)))


@app.command()
def unblock(
    device: DeviceArgument,
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """Admit a blocked device again; one that was never approved needs a code."""
    console = Terminal()
    with report_errors(console):
        _show(console, registration.unblock(_stage(stage, region, profile, endpoint_url), device))


@app.command()
def rename(
    device: DeviceArgument,
    name: Annotated[str, typer.Argument(help="Such as: kitchen.")],
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """Give a device a name."""
    console = Terminal()
    with report_errors(console):
        _show(console, registration.rename(_stage(stage, region, profile, endpoint_url), device, name))


@app.command()
def note(
    device: DeviceArgument,
    text: Annotated[str, typer.Argument(help="Such as: lent to the school until May.")],
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """Keep a note about a device."""
    console = Terminal()
    with report_errors(console):
        _show(console, registration.annotate(_stage(stage, region, profile, endpoint_url), device, text))


@app.command("set-language")
def set_language(
    device: DeviceArgument,
    language: Annotated[str, typer.Argument(help='BCP 47, such as en or pt-BR; "": what the device says.')],
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """Set a device's language, from its next connection on."""
    console = Terminal()
    with report_errors(console):
        _show(console, registration.set_language(_stage(stage, region, profile, endpoint_url), device, language))


@app.command("set-printer")
def set_printer(
    device: DeviceArgument,
    model: Annotated[str, typer.Argument(help='A model of docs/printers.md; "": what the device says.')],
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """Set a device's printer, from its next connection on."""
    console = Terminal()
    with report_errors(console):
        _show(console, registration.set_printer(_stage(stage, region, profile, endpoint_url), device, model))


@app.command()
def reboot(
    device: DeviceArgument,
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """Restart a connected device."""
    console = Terminal()
    with report_errors(console):
        if not registration.reboot(_stage(stage, region, profile, endpoint_url), device):
            raise ValueError(f"{device} is not connected: firmware connects when its button is pressed")
        console.print(f"{device} restarts.")


@app.command("rotate-keys")
def rotate_keys(
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    yes: YesOption = False,
    endpoint_url: EndpointOption = None,
) -> None:
    """Sign tokens with a new key; those of the previous key stay valid."""
    console = Terminal()
    with report_errors(console):
        deployed = _stage(stage, region, profile, endpoint_url)
    if not yes:
        typer.confirm(f"Rotate the keys of {stage}? Tokens of the key before the present one end at once.", abort=True)
    with report_errors(console):
        keys = rotate_token_keys(deployed)
        console.print(f"{keys} keys are valid. Devices get tokens of the new one when they start.")


@app.command("forget")
def forget_registered(
    device: DeviceArgument,
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what is stored; delete nothing.")] = False,
    yes: YesOption = False,
    endpoint_url: EndpointOption = None,
) -> None:
    """Delete everything stored about a device, as `stikadoo forget` does."""
    forget(device, stage, region, profile, dry_run, yes, endpoint_url)


def _stage(stage: str, region: str | None, profile: str | None, endpoint_url: str | None) -> Stage:
    return find_stage(stage, aws_session(region, profile), endpoint_url)


def _asks_to_replace(device: RegisteredDevice) -> bool:
    """Whether the operator wants to approve another client of an active device."""
    question = f"{_described(device)}. This replaces the client approved on {_day(device.approved_at)}. Go on?"
    return typer.confirm(question)


def _described(device: RegisteredDevice) -> str:
    known = (device.board, device.firmware, device.first_seen and f"first seen on {_day(device.first_seen)}")
    return f"{device.device_id} ({', '.join(str(one) for one in known if one)})"


def _day(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds).astimezone():%d %b %Y %H:%M}"


def _closed(stage: Stage, closed: int) -> str:
    if stage.api_endpoint is None:
        return "its connection to an API of chalice's stays open: switch it off"
    return f"{closed} connection{'' if closed == 1 else 's'} closed"


def _show(console: Console, device: RegisteredDevice) -> None:
    console.print(_table([device]))


def _table(listed: list[RegisteredDevice]) -> Table:
    table = Table()
    for name in ("device", "state", "name", "language", "printer", "board", "firmware", "last seen", "note"):
        table.add_column(name, overflow="fold")
    for one in listed:
        table.add_row(
            one.device_id,
            Text(one.state.value, _COLOURS[one.state]),
            one_line(one.name),
            one.spoken_language,
            one.printer,
            one.board,
            one.firmware,
            f"{datetime.fromtimestamp(one.last_seen).astimezone():%d %b %H:%M}" if one.last_seen else "",
            one_line(one.note),
        )
    return table
