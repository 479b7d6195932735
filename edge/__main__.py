"""Command line of the bridge: `python -m edge --upstream wss://… --host 0.0.0.0`. SIGTERM or SIGINT ends it."""

import argparse
import asyncio
import logging
import signal

from edge.json_log import JsonFormatter
from edge.server import BridgeOptions, bridge

log = logging.getLogger("edge")


def main() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    log.setLevel(logging.INFO)
    asyncio.run(_run(_options()))


async def _run(options: BridgeOptions) -> None:
    stop = asyncio.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    async with bridge(options) as running:
        log.info("listening", extra={"facts": {"url": running.url}})
        await stop.wait()


def _options() -> BridgeOptions:
    parser = argparse.ArgumentParser(prog="python -m edge", description="The bridge for unmodified firmware.")
    parser.add_argument("--upstream", required=True, help="WebSocket URL of the API's stage")
    parser.add_argument("--host", default=BridgeOptions.host, help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=BridgeOptions.port, help="port to listen on (%(default)s)")
    parser.add_argument("--batch-packets", type=int, default=BridgeOptions.batch_packets, metavar="N")
    parser.add_argument("--batch-ms", type=int, default=BridgeOptions.batch_ms, metavar="MS")
    return BridgeOptions(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
