"""A replay's sticker goes to the device's newest connection, to another device, or to a folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from operations.replay.target import find_target
from operations.stage import Stage
from stikadoo.session import session_id_of
from tests.documents import DEVICE

OTHER = "b4:3a:45:9b:94:75"


def test_the_newest_open_session_is_the_device(deployed: Stage, connect: Callable[..., str]) -> None:
    connect(DEVICE.device_id, 1)
    newest = connect(DEVICE.device_id, 2)
    deployed.registry.close(session_id_of(connect(DEVICE.device_id, 3)), 4)
    connect(DEVICE.device_id, 4, says_hello=False)
    connect(OTHER, 5)
    found = find_target(deployed, DEVICE, None)
    assert (found.device.connection_id, found.device.session_id) == (newest, session_id_of(newest))
    assert (found.device.endpoint, found.device.language) == ("https://api.example.com/dev", "zh-CN")
    assert found.is_connected


def test_a_disconnected_device_keeps_its_printer_and_gets_no_message(deployed: Stage) -> None:
    found = find_target(deployed, DEVICE, None)
    assert found.device == DEVICE.model_copy(update={"connection_id": ""})
    assert "is not connected, its sticker will be kept" in str(found)


def test_another_device_is_found_in_any_spelling_of_its_id(deployed: Stage, connect: Callable[..., str]) -> None:
    connection = connect(OTHER, 1, printer="zpl-4x6")
    found = find_target(deployed, DEVICE, OTHER.upper()).device
    assert (found.device_id, found.connection_id, found.printer.language) == (OTHER, connection, "zpl")


def test_another_device_that_is_not_connected_is_refused(deployed: Stage) -> None:
    with pytest.raises(ValueError, match="is not connected to unit, so its printer is not known"):
        find_target(deployed, DEVICE, OTHER)


@pytest.mark.parametrize("to", ["{}", "{}/new", "./new"])
def test_a_folder_exists_or_has_a_slash(to: str, deployed: Stage, connect: Callable[..., str], tmp_path: Path) -> None:
    connect(DEVICE.device_id, 1)
    found = find_target(deployed, DEVICE, to.format(tmp_path))
    assert (found.folder, found.is_connected) == (Path(to.format(tmp_path)), False)
