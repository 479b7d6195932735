"""`stikadoo demo`: the whole system comes up, hears one wish, prints one sticker, and goes."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.parameters import Chosen, local_choice
from cli.terminal.narrator import Narrator, SpokenOrTyped
from cli.terminal.progress import Steps
from cli.terminal.signals import stoppable
from cli.terminal.sticker import saved, show_sticker, show_time_line
from device.exchange import Said
from device.virtual_device import VirtualDevice
from edge.server import BridgeOptions, bridge
from infra.local_aws import reach
from infra.local_stack import Stack, local_stack
from operations.executions.execution import await_end
from stikadoo.aws.clients import client
from stikadoo.aws.machine import Machine


def demo(
    wav: Annotated[Path | None, typer.Option(help="A recording of a wish; any WAV.", exists=True)] = None,
    text: Annotated[str | None, typer.Option(help="A typed wish instead.")] = None,
    out: Annotated[Path, typer.Option(help="Where the sticker goes.")] = Path("out"),
    chosen: Chosen = None,
) -> None:
    """Speak a wish to the whole system on this machine, and print the sticker."""
    console = Console()
    wish = SpokenOrTyped(wav, text)
    with stoppable(), Steps(console) as steps, local_stack(on_progress=steps.begin, **local_choice(chosen)) as stack:
        reach(stack.environ)
        said = asyncio.run(_talked(console, steps, stack, wish))
        _tell(console, stack, said, out)


async def _talked(console: Console, steps: Steps, stack: Stack, wish: SpokenOrTyped) -> Said:
    async with bridge(BridgeOptions(upstream=stack.outputs.device_url, port=0)) as running:
        steps.begin("rehearsing, unseen: every Lambda starts cold")
        await asyncio.gather(
            _rehearsed(running.url, SpokenOrTyped()), _rehearsed(running.url, SpokenOrTyped(text="a cat"))
        )
        steps.end()
        console.print(
            f"[bold]A device connects to {running.url} and says {wish}[/]  [dim](seconds since listen stop)[/]"
        )
        async with VirtualDevice(running.url, mode="binary", on_message=Narrator(console)) as device:
            return await wish.brought_to(device)


async def _rehearsed(url: str, wish: SpokenOrTyped) -> None:
    async with VirtualDevice(url, mode="binary") as device:
        await wish.brought_to(device, real_time=False)


def _tell(console: Console, stack: Stack, said: Said, out: Path) -> None:
    """Raises typer.Exit if there is no sticker to show."""
    if said.sticker is None:
        console.print("[yellow]No sticker this time.[/]")
        raise typer.Exit(0 if said.alert else 1)
    files = saved(said.sticker, out)
    machine = Machine(stack.outputs.state_machine_arn, client("stepfunctions"))
    finished = await_end(machine, machine.execution_arn(said.sticker.image.sticker_id))
    show_time_line(console, finished)
    show_sticker(console, files["sticker.png"].read_bytes())
    console.print(f"Heard “[bold]{said.transcript}[/]”.")
    for name, what in (
        ("sticker.png", "what comes out of the printer, dot for dot"),
        ("sticker.escpos", "the bytes for it"),
    ):
        console.print(f"[bold]{files[name]}[/]  {what}")
    console.print(
        "Next: [bold]make up[/] keeps it running for your own device; [bold]docs/architecture.md[/] follows a sticker."
    )
