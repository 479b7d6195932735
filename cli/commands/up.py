"""`stikadoo up`: the whole system keeps running on this machine, for a device of your own."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console

from cli.parameters import Chosen, local_choice
from cli.terminal.progress import Steps
from cli.terminal.signals import stoppable
from edge.server import BridgeOptions, bridge
from infra.local_aws import reach
from infra.local_stack import Stack, local_stack


def up(
    host: Annotated[
        str, typer.Option(help="Where to listen; a device on your network needs this machine's own address.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Of the bridge, where devices connect.")] = 8765,
    chosen: Chosen = None,
) -> None:
    """Keep the whole system running on this machine."""
    console = Console()
    host = "127.0.0.1" if host == "localhost" else host  # a name would become part of the bucket's
    with (
        stoppable(),
        Steps(console) as steps,
        local_stack(host=host, on_progress=steps.begin, **local_choice(chosen)) as stack,
    ):
        reach(stack.environ)
        try:
            asyncio.run(_running(console, steps, stack, host, port))
        except KeyboardInterrupt:
            console.print("Stopping.")


async def _running(console: Console, steps: Steps, stack: Stack, host: str, port: int) -> None:
    steps.begin("starting the bridge")
    async with bridge(BridgeOptions(upstream=stack.outputs.device_url, host=host, port=port)) as running:
        steps.end()
        if host != "127.0.0.1":
            console.print(
                f"[yellow]Whoever reaches {host} may use this AWS and this API: for a network of your own.[/]"
            )
        shown = running.url.replace("127.0.0.1", "localhost")
        exports = " ".join(f"{name}={value}" for name, value in stack.aws.environ.items())
        console.print(
            f"""
[bold]Device URL[/]  {shown}   unmodified firmware, protocol 1, 2 or 3
[bold]API URL[/]     {stack.outputs.device_url}   text frames, as API Gateway takes them
[bold]AWS[/]         {stack.aws.endpoint}   any AWS tool reaches it after
            export {exports}

Try it:   [cyan].venv/bin/stikadoo say --url {shown} --text "a dragon"[/]
Any WebSocket client, text by text:
          [cyan].venv/bin/python -m websockets {shown}[/]
          {{"type":"hello","version":3,"transport":"websocket"}}
          {{"type":"listen","state":"detect","text":"a dragon","session_id":""}}
What became of it, in that shell:
          [cyan].venv/bin/stikadoo executions[/]   and: tail, stats, inspect, replay; see docs/operations.md
Log of the local AWS: {stack.aws.log}
Ctrl-C stops everything.""",
            highlight=False,
            soft_wrap=True,
        )
        await asyncio.Event().wait()
