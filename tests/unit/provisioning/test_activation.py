"""An unknown device shows a code until an operator approves it."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from device.identity import Identity
from provisioning.challenge import NEW_CODES
from stikadoo.aws.device_registry import CODE_SECONDS, DeviceRegistry
from stikadoo.registered_device import Applicant, ApprovedBy, DeviceState, Reported
from tests.unit.provisioning.conftest import DEVICE, STAGE_URL, Api

APPLICANT = Applicant(DEVICE.device_id, DEVICE.client_id, Reported(firmware="2.4.2"))
OTHER = Applicant("02:00:00:00:00:02", "c2", Reported())


def code_of(api: Api, identity: Identity = DEVICE) -> str:
    activation = api.read(identity).activation
    assert activation
    return activation.code


def test_an_unknown_device_gets_a_code_of_six_digits_which_it_shows_and_no_token(api: Api) -> None:
    document = api.start()
    activation = document["activation"]
    assert set(activation) == {"message", "code", "challenge", "timeout_ms"}
    assert len(activation["code"]) == 6
    assert activation["code"].isdigit()
    assert activation["code"] in activation["message"]
    assert isinstance(activation["challenge"], str)
    assert 0 < activation["timeout_ms"] <= CODE_SECONDS * 1000
    assert document["websocket"]["token"] == ""
    assert api.stored().state is DeviceState.NEW


def test_the_message_is_in_the_device_s_language(api: Api) -> None:
    assert "激活码" in api.start(Accept_Language="zh-CN")["activation"]["message"]
    api.devices.change(DEVICE.device_id, {"language": "en"})
    assert "激活码" not in api.start(Accept_Language="zh-CN")["activation"]["message"]


def test_new_codes_are_limited_and_a_device_above_that_gets_the_url_alone(api: Api) -> None:
    now = time.time()
    for window in (now, now + CODE_SECONDS):  # the test may cross into the next one
        assert all(api.devices.count_code(NEW_CODES, window) for _ in range(NEW_CODES))
    reply = api.read()
    assert (reply.url, reply.token, reply.activation) == (STAGE_URL, "", None)
    assert list(api.devices.listed()) == []


def test_a_device_that_asks_again_shows_the_same_code(api: Api) -> None:
    assert code_of(api) == code_of(api)


@pytest.mark.parametrize(
    "body", [{}, {"algorithm": "hmac-sha256", "serial_number": "S1", "challenge": "c", "hmac": "00" * 32}]
)
def test_it_is_pending_until_it_is_approved_in_both_forms(api: Api, body: dict[str, str]) -> None:
    code = code_of(api)
    assert api.activation_status(body=body) == 202
    approved = api.devices.approve(code, time.time())
    assert approved
    assert approved.device_id == DEVICE.device_id
    assert api.activation_status(body=body) == 200
    reply = api.read()
    assert reply.activation is None
    api.keys.verify(reply.token, DEVICE.device_id, DEVICE.client_id)


def test_an_unknown_or_unnamed_device_is_pending(api: Api) -> None:
    assert api.activation_status() == 202
    assert api.activation_status(Identity("", "")) == 202


def test_a_blocked_device_is_refused(api: Api) -> None:
    code = code_of(api)
    api.devices.block(DEVICE.device_id)
    assert api.activation_status() == 403
    assert api.devices.approve(code, time.time()) is None
    assert api.stored().state is DeviceState.BLOCKED


def test_another_client_of_an_active_device_must_be_approved_and_changes_nothing_before(api: Api) -> None:
    """A MAC address is no secret: whoever knows it must not get a token."""
    api.devices.approve(code_of(api), time.time())
    before = api.stored()
    thief = Identity(DEVICE.device_id, "1f0e7a1c-4a5b-4f0e-9a52-2d4b7a3f1c99")
    code = code_of(api, thief)
    assert api.activation_status(thief) == 202
    assert api.activation_status() == 200
    assert api.read().token
    since = {"code": "", "code_client_id": "", "code_expires_at": 0, "last_seen": before.last_seen}
    assert api.stored().model_copy(update=since) == before
    api.devices.approve(code, time.time())
    assert (api.activation_status(thief), api.activation_status()) == (200, 202)


def test_open_mode_replaces_no_client_that_an_operator_approved(api: Api) -> None:
    api.devices.approve(code_of(api), time.time())
    api.set(open_mode="true")
    thief = Identity(DEVICE.device_id, "0f0e7a1c-ffff-4f0e-9a52-2d4b7a3f1c11")
    assert api.read(thief).activation
    assert api.read().token
    assert api.stored().approved_by is ApprovedBy.OPERATOR
    api.set(open_mode="false")
    assert api.read().token
    assert api.activation_status(thief) == 202


def test_what_open_mode_admitted_must_be_approved_once_that_is_off(api: Api) -> None:
    api.set(open_mode="true")
    assert api.read().token
    assert api.stored().approved_by is ApprovedBy.OPEN_MODE
    api.set(open_mode="false")
    assert api.activation_status() == 202
    api.devices.approve(code_of(api), time.time())
    assert api.read().token


def test_a_code_expires_after_fifteen_minutes_and_the_device_gets_a_new_one(devices: DeviceRegistry) -> None:
    assert devices.offer_code(APPLICANT, "482913", None, now=1000)
    device = devices.find(DEVICE.device_id)
    assert device
    assert device.open_code(DEVICE.client_id, 1000 + 899) == "482913"
    assert device.open_code(DEVICE.client_id, 1000 + 900) == ""
    assert device.open_code("another", 1000) == ""
    assert devices.approve("482913", 1000 + 900) is None
    assert devices.approve("482913", 1000 + 899)


def test_a_code_is_one_device_s_until_it_expires(devices: DeviceRegistry) -> None:
    assert devices.offer_code(APPLICANT, "482913", None, now=1000)
    assert not devices.offer_code(OTHER, "482913", None, now=1899)
    assert devices.offer_code(OTHER, "482913", None, now=1900)
    approved = devices.approve("482913", 1900)
    assert approved
    assert approved.device_id == OTHER.device_id


def test_a_code_approves_once(devices: DeviceRegistry) -> None:
    devices.offer_code(APPLICANT, "482913", None, now=1000)
    assert devices.approve("482913", 1001)
    assert devices.approve("482913", 1001) is None


def test_an_older_code_of_a_device_no_longer_approves_it(devices: DeviceRegistry) -> None:
    devices.offer_code(APPLICANT, "000001", None, now=1000)
    devices.offer_code(APPLICANT, "000002", DeviceState.NEW, now=1001)
    assert devices.approve("000001", 1002) is None


def test_a_device_that_nobody_approves_expires_and_an_approved_one_does_not(devices: DeviceRegistry) -> None:
    def expires() -> bool:
        (item,) = [one for one in devices.dynamodb.scan(TableName=devices.table)["Items"] if "state" in one]
        return "expires_at" in item

    devices.offer_code(APPLICANT, "482913", None, now=1000)
    assert expires()
    devices.approve("482913", 1001)
    assert not expires()
    devices.report(APPLICANT, 1002)
    assert not expires()


def test_a_device_that_was_changed_meanwhile_is_read_again(devices: DeviceRegistry) -> None:
    devices.offer_code(APPLICANT, "482913", None, now=1000)
    assert not devices.offer_code(APPLICANT, "482914", None, now=1000)
    assert not devices.offer_code(APPLICANT, "482915", DeviceState.ACTIVE, now=1000)


def test_no_device_can_be_called_as_a_code_is(api: Api) -> None:
    api.request("/challenge", {}, Device_Id="code 482913", Client_Id="c")
    assert list(api.devices.listed()) == []


def test_guesses_are_limited_within_a_quarter_of_an_hour(devices: DeviceRegistry) -> None:
    assert [devices.count_guess("alice", 3, now=0) for _ in range(4)] == [True, True, True, False]
    assert devices.count_guess("bob", 3, now=0)
    assert devices.count_guess("alice", 3, now=CODE_SECONDS)
    devices.uncount_guess("alice", now=0)
    assert devices.count_guess("alice", 3, now=0)
    assert not devices.count_guess("alice", 3, now=0)


def test_concurrent_guesses_are_all_counted(devices: DeviceRegistry) -> None:
    with ThreadPoolExecutor(8) as threads:
        counted = list(threads.map(lambda _: devices.count_guess("all", 5, now=0), range(16)))
    assert sum(counted) == 5
