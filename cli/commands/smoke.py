"""`stikadoo smoke`: one typed and one spoken wish against a deployed stage; says what is missing."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.text import Text

from cli.errors import report_errors
from cli.options import EndpointOption, ProfileOption, RegionOption, StageOption, aws_session
from cli.terminal.console import Terminal
from cli.wish import WishInput
from device.errors import StickerDamaged
from device.exchange import Result
from device.identity import Identity
from device.provisioning import HTTP_SECONDS, Start
from device.virtual_device import VirtualDevice
from operations.executions.execution import StillRunning
from operations.smoke import DEVICE_ID, device_url, explain_connection, explain_wish
from operations.stage import Stage, find_stage
from stikadoo.registered_device import Applicant, Reported

WISHES = {"typed": "a cat", "spoken": None}
"The text of each; None: the sample recording."


def smoke(
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    url: Annotated[
        str | None, typer.Option(help="URL devices connect to, if chalice deployed the routes. Default: the stage's.")
    ] = None,
    token: Annotated[str | None, typer.Option(envvar="STIKADOO_DEVICE_TOKEN", help="Bearer token.")] = None,
    api_key: Annotated[str | None, typer.Option(envvar="STIKADOO_DEVICE_API_KEY", help="Sent as x-api-key.")] = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """Try a stage with a typed and a spoken wish, and say what is missing."""
    console = Terminal()
    with report_errors(console):
        deployed = find_stage(stage, aws_session(region, profile), endpoint_url)
        own = Identity.new(DEVICE_ID)
        device = VirtualDevice(
            url or device_url(deployed),
            device_id=own.device_id,
            client_id=own.client_id,
            token=token or _token(deployed, own),
            api_key=api_key,
        )
        problems = [_try(console, deployed, device, name) for name in WISHES]
    if any(problems):
        raise typer.Exit(1)


def _token(stage: Stage, own: Identity) -> str | None:
    """Registers the device as an operator may, and starts it; None for a stage without a registry."""
    if not stage.devices_table_name:
        return None
    stage.devices.register(Applicant(own.device_id, own.client_id, Reported()), time.time())
    return asyncio.run(Start(stage.ota_url, own).connection(HTTP_SECONDS)).token or None


def _try(console: Terminal, stage: Stage, device: VirtualDevice, name: str) -> str:
    """Prints a line; the problem, or an empty string."""
    since, started = datetime.now(UTC), time.monotonic()
    problem = _problem(stage, device, WishInput.chosen(None, WISHES[name]), since)
    if problem:
        console.print(Text.assemble(("✘", "red"), f" a {name} wish: {problem}"), soft_wrap=True)
    else:
        seconds = time.monotonic() - started
        console.print(Text.assemble(("✔", "green"), f" a {name} wish became a sticker, in {seconds:.1f} s"))
    return problem


def _problem(stage: Stage, device: VirtualDevice, wish: WishInput, since: datetime) -> str:
    try:
        result = asyncio.run(_make_wish(device, wish))
    except StickerDamaged as exc:
        return f"the sticker could not be fetched: {exc}"
    except (TimeoutError, OSError) as exc:
        return explain_connection(stage, exc)
    if result.sticker:
        return ""
    try:
        return explain_wish(stage, since)
    except StillRunning as exc:
        return f"{exc}: an engine does not answer. `stikadoo inspect {exc.recording_id}` shows which."


async def _make_wish(device: VirtualDevice, wish: WishInput) -> Result:
    async with device:
        return await wish.send(device)
