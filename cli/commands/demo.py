"""`stikadoo demo`: start the whole system, speak one wish to it, print one sticker, and stop."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.errors import report_errors
from cli.options import ParametersOption, local_stack_options
from cli.output_folder import check_folder, remove_previous
from cli.terminal.console import Terminal, styled
from cli.terminal.narrator import Narrator
from cli.terminal.progress import Steps
from cli.terminal.signals import stoppable
from cli.terminal.sticker import NO_STICKER, saved, show_sticker, show_time_line
from cli.wish import WishInput
from device.exchange import Result
from device.virtual_device import VirtualDevice
from edge.server import BridgeOptions, bridge
from infra.local_aws import reach
from infra.local_stack import Stack, local_stack
from operations.executions.execution import await_end
from stikadoo.aws.clients import client
from stikadoo.aws.machine import Machine

_NEXT = (
    "Next: [bold]make up[/] keeps the system running for your own device; "
    "[bold]docs/architecture.md[/] follows a sticker through it."
)


def demo(
    wav: Annotated[
        Path | None, typer.Option(help="Recording of a wish: any WAV file.", exists=True, dir_okay=False)
    ] = None,
    text: Annotated[str | None, typer.Option(help="Typed wish instead of a recording.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the sticker's files.", file_okay=False)] = Path("out"),
    parameters: ParametersOption = None,
) -> None:
    """Run the whole system locally, speak one wish and save its sticker."""
    console = Terminal(outlives_pipe=True)
    with report_errors(console):
        wish = WishInput.chosen(wav, text)
        check_folder(out)
        options = local_stack_options(parameters)
        with stoppable(), Steps(console) as steps, local_stack(on_progress=steps.begin, **options) as stack:
            reach(stack.environ)
            result = asyncio.run(_make_wish(console, steps, stack, wish, out))
            _show(console, stack, result, out)


async def _make_wish(console: Console, steps: Steps, stack: Stack, wish: WishInput, out: Path) -> Result:
    async with bridge(BridgeOptions(upstream=stack.outputs.device_url, port=0)) as running:
        steps.begin("warming up the Lambdas with two wishes")
        sample, typed = WishInput.chosen(None, None), WishInput.typed("a cat")
        await asyncio.gather(_warm_up(running.url, sample), _warm_up(running.url, typed))
        steps.end()
        heading = "[bold]A device connects to {} and says {}[/]  [dim](seconds since listen stop)[/]"
        console.print(styled(heading, running.url, wish.name))
        async with VirtualDevice(running.url, mode="binary", on_message=Narrator(console)) as device:
            remove_previous(out)
            return await wish.send(device)


async def _warm_up(url: str, wish: WishInput) -> None:
    async with VirtualDevice(url, mode="binary") as device:
        await wish.send(device, real_time=False)


def _show(console: Console, stack: Stack, result: Result, out: Path) -> None:
    """Raises typer.Exit if there is no sticker to show."""
    if result.sticker is None:
        console.print("No sticker this time.", style="yellow")
        raise typer.Exit(NO_STICKER)
    files = saved(result.sticker, out)
    machine = Machine(stack.outputs.state_machine_arn, client("stepfunctions"))
    finished = await_end(machine, machine.execution_arn(result.sticker.image.sticker_id))
    show_time_line(console, finished)
    show_sticker(console, files["sticker.png"].read_bytes())
    console.print(styled("Heard: “[bold]{}[/]”", result.transcript))
    for name, description in (
        ("sticker.png", "the printed sticker, dot for dot"),
        ("sticker.escpos", "the bytes sent to the printer"),
    ):
        console.print(styled("[bold]{}[/]  {}", files[name], description))
    console.print(styled(_NEXT))
