"""The WebSocket URL that a device gets: the bridge's through which it asks, or the setting's, or the stage's own API.

The stage's own API takes text frames only: stock firmware needs a bridge.
"""

from collections.abc import Callable

from provisioning.reply import is_websocket_url


def device_url(bridge_url: str, chosen: str, of_the_stage: Callable[[], str]) -> str:
    """`bridge_url`: as the bridge says, or a client that takes its name; that client alone gets it."""
    if bridge_url and is_websocket_url(bridge_url):
        return bridge_url
    return chosen or of_the_stage()
