"""`stikadoo up`: run the whole system on this machine until Ctrl-C."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console

from cli.errors import report_errors
from cli.options import ParametersOption, local_stack_options
from cli.terminal.console import Terminal, styled
from cli.terminal.progress import Steps
from cli.terminal.signals import stoppable
from edge.server import BridgeOptions, bridge
from infra.addresses import LOOPBACK, check_port, own_address, public_address
from infra.local_aws import reach
from infra.local_stack import Stack, local_stack

_WARNING = "[yellow]Everybody who reaches {} can use this AWS and this API: use a private network only.[/]"
_RUNNING = """
[bold]OTA URL[/]     {}/challenge   set it in unmodified firmware, and nothing else; see docs/devices.md
[bold]Device URL[/]  {}   for clients that are told where to connect, protocol 1, 2 or 3
[bold]API URL[/]     {}   text frames, as API Gateway takes them
[bold]AWS[/]         {}   any AWS tool uses it after
            export {}

Try it:   [cyan].venv/bin/stikadoo say --url {} --text "a dragon"[/]
With any WebSocket client, one message a line:
          [cyan].venv/bin/python -m websockets {}[/]
          {"type":"hello","version":3,"transport":"websocket"}
          {"type":"listen","state":"detect","text":"a dragon","session_id":""}
To follow executions, after the export above:
          [cyan].venv/bin/stikadoo executions[/]   and: tail, stats, inspect, replay; see docs/operations.md
Log of the local AWS: {}
Ctrl-C stops everything."""


def up(
    host: Annotated[
        str, typer.Option(help="Address to listen on: this machine's own, or 0.0.0.0 for all of them.")
    ] = LOOPBACK,
    port: Annotated[int, typer.Option(help="Port of the bridge; 0: any free one.", min=0, max=65535)] = 8765,
    public_host: Annotated[
        str | None,
        typer.Option(help="Address in the URLs that devices fetch; default: --host, or that of the default route."),
    ] = None,
    parameters: ParametersOption = None,
) -> None:
    """Keep the whole system running locally, for a device of your own."""
    console = Terminal(outlives_pipe=True)
    with report_errors(console):
        address = own_address(host)
        public = own_address(public_host, "--public-host") if public_host else public_address(address)
        check_port(address, port)
        options = local_stack_options(parameters)
        with (
            stoppable(),
            Steps(console) as steps,
            local_stack(host=address, public_host=public, on_progress=steps.begin, **options) as stack,
        ):
            reach(stack.environ)
            try:
                chosen = BridgeOptions(stack.outputs.device_url, address, port, provisioning=stack.outputs.ota_url)
                asyncio.run(_run(console, steps, stack, chosen, public))
            except KeyboardInterrupt:
                console.print("Stopping.")


async def _run(console: Console, steps: Steps, stack: Stack, options: BridgeOptions, public: str) -> None:
    steps.begin("starting the bridge")
    async with bridge(options) as running:
        steps.end()
        if public != LOOPBACK:
            console.print(styled(_WARNING, public))
        url = running.url.replace(options.host, "localhost" if public == LOOPBACK else public)
        exports = " ".join(f"{name}={value}" for name, value in stack.aws.environ.items())
        console.print(
            styled(
                _RUNNING,
                _http(url),
                url,
                stack.outputs.device_url,
                stack.aws.endpoint,
                exports,
                url,
                url,
                stack.aws.log,
            ),
            soft_wrap=True,
        )
        await asyncio.Event().wait()


def _http(url: str) -> str:
    return url.replace("ws", "http", 1)
