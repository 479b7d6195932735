"""Command line of the bridge: `python -m edge --upstream wss://… --host 0.0.0.0`.

SIGTERM or SIGINT ends it, when the wishes in progress have ended.
"""

import argparse
import asyncio
import logging
import signal

from edge.end_of_speech import SpeechLimits
from edge.json_log import JsonFormatter
from edge.liveness import LivenessLimits
from edge.server import BridgeOptions, bridge

log = logging.getLogger("edge")

DRAIN_SECONDS = 25.0
"Below the 30 s after which Kubernetes and ECS kill a container."


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
    parser.add_argument(
        "--provisioning", default=BridgeOptions.provisioning, metavar="URL", help="URL of the stage's /challenge"
    )
    parser.add_argument(
        "--public-url",
        default=BridgeOptions.public_url,
        metavar="URL",
        help="URL at which devices reach this bridge, such as wss://bridge.example.com, behind a proxy that adds TLS",
    )
    parser.add_argument("--host", default=BridgeOptions.host, help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=BridgeOptions.port, help="port to listen on (%(default)s)")
    parser.add_argument("--batch-packets", type=int, default=BridgeOptions.batch_packets, metavar="N")
    parser.add_argument("--batch-ms", type=int, default=BridgeOptions.batch_ms, metavar="MS")
    parser.add_argument(
        "--longest-pause-seconds",
        type=float,
        default=SpeechLimits.longest_pause_seconds,
        metavar="S",
        help="in auto and realtime mode end a recording after a pause of at most this (%(default)s)",
    )
    parser.add_argument(
        "--longest-seconds",
        type=float,
        default=SpeechLimits.longest_seconds,
        metavar="S",
        help="in auto and realtime mode end a recording after this long in all (%(default)s)",
    )
    parser.add_argument(
        "--idle-seconds",
        type=float,
        default=LivenessLimits.idle_seconds,
        metavar="S",
        help="close a connection after this long without a message; 0: never (%(default)s)",
    )
    parser.add_argument(
        "--drain-seconds",
        type=float,
        default=DRAIN_SECONDS,
        metavar="S",
        help="how long wishes in progress may take after SIGTERM (%(default)s)",
    )
    chosen = vars(parser.parse_args())
    limits = SpeechLimits(
        longest_pause_seconds=chosen.pop("longest_pause_seconds"), longest_seconds=chosen.pop("longest_seconds")
    )
    return BridgeOptions(speech=limits, liveness=LivenessLimits(chosen.pop("idle_seconds")), **chosen)


if __name__ == "__main__":
    main()
