"""Virtual devices on real WebSockets, connected to the system that is deployed once per run."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from device.virtual_device import VirtualDevice
from edge.server import BridgeOptions, bridge
from infra.local_stack import Stack

SPEECH = Path(__file__).resolve().parents[1] / "speech"

Direct = Callable[..., VirtualDevice]


@pytest.fixture
def direct(stack: Stack) -> Direct:
    """Creates devices that send text frames directly to the API."""
    return lambda **chosen: VirtualDevice(stack.outputs.device_url, **{"mode": "direct", **chosen})


@pytest.fixture
async def bridged(stack: Stack) -> AsyncIterator[Direct]:
    """Creates devices that send binary frames to a bridge."""
    options = BridgeOptions(stack.outputs.device_url, port=0, provisioning=stack.outputs.ota_url)
    async with bridge(options) as running:
        yield lambda **chosen: VirtualDevice(running.url, **{"mode": "binary", **chosen})
