"""`stikadoo up`: run the whole system on this machine until Ctrl-C."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console

from cli.options import ParametersOption, local_stack_options
from cli.terminal.progress import Steps
from cli.terminal.signals import stoppable
from edge.server import BridgeOptions, bridge
from infra.local_aws import reach
from infra.local_stack import Stack, local_stack


def up(
    host: Annotated[
        str, typer.Option(help="Address to listen on; a device on your network needs this machine's own address.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port of the bridge, to which devices connect.")] = 8765,
    parameters: ParametersOption = None,
) -> None:
    """Keep the whole system running locally, for a device of your own."""
    console = Console()
    host = "127.0.0.1" if host == "localhost" else host  # with a host name, S3 URLs would start with bucket.localhost
    with (
        stoppable(),
        Steps(console) as steps,
        local_stack(host=host, on_progress=steps.begin, **local_stack_options(parameters)) as stack,
    ):
        reach(stack.environ)
        try:
            asyncio.run(_run(console, steps, stack, host, port))
        except KeyboardInterrupt:
            console.print("Stopping.")


async def _run(console: Console, steps: Steps, stack: Stack, host: str, port: int) -> None:
    steps.begin("starting the bridge")
    async with bridge(BridgeOptions(upstream=stack.outputs.device_url, host=host, port=port)) as running:
        steps.end()
        if host != "127.0.0.1":
            console.print(
                f"[yellow]Everybody who reaches {host} can use this AWS and this API: use a private network only.[/]"
            )
        url = running.url.replace("127.0.0.1", "localhost")
        exports = " ".join(f"{name}={value}" for name, value in stack.aws.environ.items())
        console.print(
            f"""
[bold]Device URL[/]  {url}   unmodified firmware, protocol 1, 2 or 3
[bold]API URL[/]     {stack.outputs.device_url}   text frames, as API Gateway takes them
[bold]AWS[/]         {stack.aws.endpoint}   any AWS tool uses it after
            export {exports}

Try it:   [cyan].venv/bin/stikadoo say --url {url} --text "a dragon"[/]
With any WebSocket client, one message a line:
          [cyan].venv/bin/python -m websockets {url}[/]
          {{"type":"hello","version":3,"transport":"websocket"}}
          {{"type":"listen","state":"detect","text":"a dragon","session_id":""}}
To follow executions, after the export above:
          [cyan].venv/bin/stikadoo executions[/]   and: tail, stats, inspect, replay; see docs/operations.md
Log of the local AWS: {stack.aws.log}
Ctrl-C stops everything.""",
            highlight=False,
            soft_wrap=True,
        )
        await asyncio.Event().wait()
