"""A message reaches its connection, or the error says why not."""

import pytest

from stikadoo.aws.postbox import device_postbox
from stikadoo.errors import DeviceGone, ProviderThrottled
from stikadoo.messages import Llm
from tests.connections import Connections
from tests.documents import DEVICE

MESSAGE = Llm(session_id="s", emotion="happy", text="A cat!")


def test_a_message_arrives_as_it_was_sent(connections: Connections) -> None:
    connections.postbox("c1").post(MESSAGE)
    assert connections.sent("c1") == [MESSAGE]


@pytest.mark.parametrize("connection_id", ["", "closed"])
def test_without_an_open_connection_the_device_is_gone(connection_id: str, connections: Connections) -> None:
    connections.gone.add("closed")
    with pytest.raises(DeviceGone):
        connections.postbox(connection_id).post(MESSAGE)


def test_throttling_is_temporary(connections: Connections) -> None:
    connections.throttled["c1"] = 99
    with pytest.raises(ProviderThrottled):
        connections.postbox("c1").post(MESSAGE)


def test_a_device_without_a_connection_needs_no_endpoint() -> None:
    absent = DEVICE.model_copy(update={"connection_id": "", "endpoint": ""})
    with pytest.raises(DeviceGone, match="no device is connected"):
        device_postbox(absent).post(MESSAGE)
