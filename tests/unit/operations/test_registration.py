"""What an operator does with registered devices."""

import time
from collections.abc import Callable

import pytest

from operations import registration
from operations.devices import UnknownDevice, known_device
from operations.registration import OPERATOR_GUESSES, STAGE_GUESSES, CodeRefused
from operations.stage import Stage
from stikadoo.registered_device import Applicant, DeviceState, RegisteredDevice, Reported
from tests.unit.operations.test_smoke import STAGE

MAC = "b4:3a:45:9b:94:74"
APPLICANT = Applicant(MAC, "c1", Reported(firmware="2.4.2"))


@pytest.fixture
def waiting(deployed: Stage) -> Stage:
    """A stage with a device that shows 482913."""
    deployed.devices.offer_code(APPLICANT, "482913", None, time.time())
    return deployed


@pytest.mark.parametrize("code", ["482913", "482 913", "482-913"])
def test_a_device_is_approved_by_its_code(waiting: Stage, code: str) -> None:
    assert registration.approve(waiting, code).device_id == MAC
    assert [one.state for one in registration.registered(waiting)] == [DeviceState.ACTIVE]


@pytest.mark.parametrize("code", ["", "48291", "4829133", "abcdef", "٤٨٢٩١٣"])
def test_what_is_no_code_is_not_counted_as_a_guess(waiting: Stage, code: str) -> None:
    for _ in range(OPERATOR_GUESSES + 1):
        with pytest.raises(CodeRefused, match="six digits"):
            registration.approve(waiting, code)
    assert registration.approve(waiting, "482913")


def test_an_operator_s_wrong_codes_are_limited(waiting: Stage) -> None:
    for number in range(OPERATOR_GUESSES):
        with pytest.raises(CodeRefused, match="no device shows"):
            registration.approve(waiting, f"{number:06}")
    with pytest.raises(CodeRefused, match="too many wrong codes"):
        registration.approve(waiting, "482913")


def test_the_stage_s_wrong_codes_are_limited_whoever_makes_them(waiting: Stage) -> None:
    for _ in range(STAGE_GUESSES):
        assert waiting.devices.count_guess("all", STAGE_GUESSES, time.time())
    with pytest.raises(CodeRefused, match="too many wrong codes"):
        registration.approve(waiting, "482913")


def test_right_codes_are_not_counted(deployed: Stage) -> None:
    for number in range(OPERATOR_GUESSES + 1):
        applicant = Applicant(f"device-{number}", "c", Reported())
        deployed.devices.offer_code(applicant, f"{number:06}", None, time.time())
        assert registration.approve(deployed, f"{number:06}")


def test_an_operator_is_asked_before_an_active_client_is_replaced(waiting: Stage) -> None:
    first = registration.approve(waiting, "482913", lambda _: False)
    assert first.approved_at > 0
    waiting.devices.offer_code(Applicant(MAC, "c2", Reported()), "000001", DeviceState.ACTIVE, time.time())
    asked: list[RegisteredDevice] = []
    with pytest.raises(CodeRefused, match="its earlier client goes on working"):
        registration.approve(waiting, "000001", lambda device: bool(asked.append(device)))
    assert [one.client_id for one in asked] == ["c1"]
    assert registration.find(waiting, MAC).client_id == "c1"
    assert registration.approve(waiting, "000001", lambda _: True).client_id == "c2"


def test_a_blocked_device_is_unblocked_to_what_it_was(waiting: Stage) -> None:
    registration.block(waiting, MAC)
    assert registration.unblock(waiting, MAC).state is DeviceState.NEW
    waiting.devices.register(APPLICANT, time.time())
    assert registration.block(waiting, "B4-3A-45-9B-94-74") == (MAC, 0)
    assert registration.find(waiting, MAC).state is DeviceState.BLOCKED
    assert registration.unblock(waiting, MAC).state is DeviceState.ACTIVE


def test_unblocking_a_device_that_is_not_blocked_changes_nothing(waiting: Stage) -> None:
    before = registration.find(waiting, MAC)
    assert registration.unblock(waiting, MAC) == before
    assert registration.approve(waiting, "482913").device_id == MAC


def test_a_device_that_never_started_can_be_blocked(deployed: Stage) -> None:
    registration.block(deployed, "02:00:00:00:00:09")
    assert registration.find(deployed, "02:00:00:00:00:09").state is DeviceState.BLOCKED


def test_an_operator_s_words_language_and_printer_are_stored(waiting: Stage) -> None:
    registration.rename(waiting, MAC, "kitchen")
    registration.annotate(waiting, MAC, "lent to the school")
    registration.set_language(waiting, MAC, "zh-CN")
    changed = registration.set_printer(waiting, MAC, "phomemo-m02")
    assert (changed.name, changed.note) == ("kitchen", "lent to the school")
    assert (changed.spoken_language, changed.printer) == ("zh-CN", "phomemo-m02")
    assert changed.code == "482913", "it is still waiting"
    assert registration.set_language(waiting, MAC, "").spoken_language == ""


Change = Callable[[Stage, str, str], RegisteredDevice]


@pytest.mark.parametrize(
    ("change", "value"),
    [
        (registration.set_language, "Deutsch!"),
        (registration.set_printer, "lp0"),
        (registration.rename, "a\x1b[31m"),
        (registration.annotate, "x" * 201),
    ],
)
def test_what_is_not_valid_is_refused_and_not_stored(waiting: Stage, change: Change, value: str) -> None:
    before = registration.find(waiting, MAC)
    with pytest.raises(ValueError, match=r"tag|known printers|printable"):
        change(waiting, MAC, value)
    assert registration.find(waiting, MAC) == before


def test_an_unknown_device_is_named(deployed: Stage) -> None:
    for change in (registration.rename, registration.set_language):
        with pytest.raises(UnknownDevice, match=MAC):
            change(deployed, MAC, "en")
    with pytest.raises(UnknownDevice):
        registration.unblock(deployed, MAC)
    assert not registration.reboot(deployed, MAC)


def test_a_registered_device_is_known_to_the_other_commands(waiting: Stage) -> None:
    assert known_device(waiting, MAC) == MAC


def test_a_stage_without_a_registry_says_what_to_do() -> None:
    with pytest.raises(ValueError, match="stikadoo deploy --stage dev"):
        registration.registered(STAGE)
