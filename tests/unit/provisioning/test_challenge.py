"""A device's start: its reply, as the firmware reads it, and what is stored about the device."""

import json
from typing import Any

import pytest

from device.identity import Identity
from device.ota_reply import OtaReplyUnusable, read_reply
from provisioning.reply import is_websocket_url
from stikadoo.registered_device import DeviceState
from tests.unit.provisioning.conftest import DEVICE, STAGE_URL, Api

ANOTHER = "5b0e7a1c-4a5b-4f0e-9a52-2d4b7a3f1c22"
"A Client-Id."


@pytest.fixture
def opened(api: Api) -> Api:
    """In open mode."""
    api.set(open_mode="true")
    return api


def test_a_device_is_told_where_to_connect_and_nothing_that_the_firmware_would_store_besides(opened: Api) -> None:
    document = opened.start()
    assert set(document) == {"server_time", "firmware", "websocket"}
    assert set(document["websocket"]) == {"url", "token", "version"}
    assert (document["websocket"]["url"], document["websocket"]["version"]) == (STAGE_URL, 3)


def test_the_reply_is_json_with_status_200(opened: Api) -> None:
    response = opened.request(Device_Id=DEVICE.device_id, Client_Id=DEVICE.client_id)
    assert (response["statusCode"], response["headers"]["Content-Type"]) == (200, "application/json")


def test_the_time_is_in_milliseconds_and_the_zone_in_minutes(opened: Api) -> None:
    opened.set(timezone_offset_minutes="480")
    time = opened.start()["server_time"]
    assert isinstance(time["timestamp"], int)
    assert time["timestamp"] > 1_700_000_000_000
    assert time["timezone_offset"] == 480


@pytest.mark.parametrize("chosen", [1, 2, 3])
def test_the_protocol_is_a_number(opened: Api, chosen: int) -> None:
    opened.set(protocol_version=str(chosen))
    assert opened.start()["websocket"]["version"] == chosen
    assert opened.read().version == chosen


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("2.4.2", "2.4.2"),
        ("1.8.9-beta", "1.8.9"),
        ("3", "3"),
        ("v2.4", "0"),
        ("", "0"),
        ("2.99999999999", "2"),
        ("99999999999", "0"),
        ("dev", "0"),
    ],
)
def test_no_version_makes_a_device_abort_or_update_itself(opened: Api, own: str, told: str) -> None:
    sent = {"Device_Id": DEVICE.device_id, "Client_Id": DEVICE.client_id}
    response = opened.request("/challenge", {"application": {"version": own}}, **sent)
    assert json.loads(response["body"])["firmware"] == {"version": told, "url": ""}
    aborts_by_itself = told == "0" or "99999999999" in own
    read_reply(200, response["body"].encode(), told if aborts_by_itself else own)


@pytest.mark.parametrize("body", ["", "[]", "null", "not JSON", '{"application": 5, "board": [], "display": null}'])
def test_a_body_of_any_form_is_answered(opened: Api, body: str) -> None:
    sent = {"Device_Id": DEVICE.device_id, "Client_Id": DEVICE.client_id}
    document = json.loads(opened.request("/challenge", body, **sent)["body"])
    assert document["websocket"]["token"]


def test_a_get_without_a_body_is_answered(opened: Api) -> None:
    sent = {"Device_Id": DEVICE.device_id, "Client_Id": DEVICE.client_id}
    document = json.loads(opened.request("/challenge", None, "GET", **sent)["body"])
    assert document["websocket"]["token"]


@pytest.mark.parametrize("path", ["/challenge", "/challenge/", "/xiaozhi/ota/", "/ota", "/a/b/ota/"])
def test_the_paths_that_firmware_builds_in_are_served(opened: Api, path: str) -> None:
    assert opened.start(path=path)["websocket"]["token"]


@pytest.mark.parametrize("path", ["/", "/other", "/challenge/activate/more", "/challenges"])
def test_another_path_is_not_there(opened: Api, path: str) -> None:
    assert opened.request(path)["statusCode"] == 404


@pytest.mark.parametrize("headers", [{}, {"Device_Id": "a b"}, {"Client_Id": "c"}, {"Device_Id": "b4:3a:45:9b:94:74"}])
def test_who_names_no_identity_gets_no_token_and_is_not_stored(opened: Api, headers: dict[str, str]) -> None:
    response = opened.request("/challenge", {}, **headers)
    assert response["statusCode"] == 200
    reply = read_reply(200, response["body"].encode(), "2.4.2")
    assert (reply.url, reply.token, reply.activation) == (STAGE_URL, "", None)
    assert list(opened.devices.listed()) == []


@pytest.mark.parametrize("client_id", ["c-1", "x" * 15, DEVICE.device_id, "B4-3A-45-9B-94-74", "B4:3A:45:9B:94:74"])
@pytest.mark.parametrize("open_mode", ["true", "false"])
def test_a_client_id_that_is_no_secret_gets_neither_token_nor_code(api: Api, client_id: str, open_mode: str) -> None:
    api.set(open_mode=open_mode)
    reply = api.read(Identity(DEVICE.device_id, client_id))
    assert (reply.url, reply.token, reply.activation) == (STAGE_URL, "", None)
    assert list(api.devices.listed()) == []


def test_what_a_device_says_about_itself_is_stored_without_its_network(opened: Api) -> None:
    opened.start(Accept_Language="zh-CN,zh;q=0.9")
    stored = opened.stored()
    assert (stored.firmware, stored.board, stored.reported_language) == ("2.4.2", "stikadoo", "zh-CN")
    assert (stored.screen_width, stored.screen_height) == (480, 480)
    assert stored.first_seen == stored.last_seen > 0
    item = str(opened.devices.dynamodb.scan(TableName=opened.devices.table)["Items"])
    assert [secret for secret in ("private", "192.0.2", "ssid", "rssi") if secret in item] == []


def test_what_a_device_says_about_itself_is_not_logged_with_its_network(
    opened: Api, caplog: pytest.LogCaptureFixture
) -> None:
    token = opened.start()["websocket"]["token"]
    logged = str([vars(record) for record in caplog.records])
    assert "2.4.2" in logged
    assert [secret for secret in ("private", "192.0.2", token) if secret in logged] == []


def test_a_mac_is_the_same_device_however_it_is_spelt(opened: Api) -> None:
    opened.start(Identity("B4-3A-45-9B-94-74", DEVICE.client_id))
    assert opened.stored().device_id == DEVICE.device_id


def test_without_accept_language_the_body_says_it(opened: Api) -> None:
    opened.start()
    assert opened.stored().reported_language == "en-US"


@pytest.mark.parametrize("language", ["", ";q=1", "*", "x" * 200, "<script>"])
def test_a_language_that_is_none_is_not_stored(opened: Api, language: str) -> None:
    sent = {"Device_Id": DEVICE.device_id, "Client_Id": DEVICE.client_id, "Accept_Language": language}
    opened.request("/challenge", {}, **sent)
    assert opened.stored().reported_language == ""


def test_the_bridge_s_url_comes_before_the_stage_s(opened: Api) -> None:
    assert opened.start(Stikadoo_Bridge_Url="ws://192.168.1.20:8765")["websocket"]["url"] == "ws://192.168.1.20:8765"
    opened.set(websocket_url="wss://bridge.example.com")
    assert opened.start()["websocket"]["url"] == "wss://bridge.example.com"


@pytest.mark.parametrize(
    "url",
    ["", "http://a", "ws://", "ws://a:b", "ws://a/b:1", "ws://a:1/b?c=d:e", "wss://a b", 'wss://a/"', "ws://a:123456"],
)
def test_a_url_that_the_firmware_cannot_parse_is_not_given(opened: Api, url: str) -> None:
    assert url.endswith('"') or not is_websocket_url(url)
    if not is_websocket_url(url):
        assert opened.start(Stikadoo_Bridge_Url=url)["websocket"]["url"] == STAGE_URL


def test_open_mode_admits_every_device_at_once_and_any_client_of_it(opened: Api) -> None:
    first = opened.read()
    second = opened.read(Identity(DEVICE.device_id, ANOTHER))
    assert (first.activation, second.activation) == (None, None)
    opened.keys.verify(second.token, DEVICE.device_id, ANOTHER)
    assert opened.stored().state is DeviceState.ACTIVE
    assert opened.stored().client_id == ANOTHER


def test_a_blocked_device_gets_neither_token_nor_code_and_no_reason_to_choose_mqtt(opened: Api) -> None:
    opened.start()
    opened.devices.block(DEVICE.device_id)
    for mode in ("true", "false"):
        opened.set(open_mode=mode)
        reply = opened.read()
        assert (reply.url, reply.token, reply.activation) == (STAGE_URL, "", None)
    assert opened.stored().state is DeviceState.BLOCKED


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"mqtt": {"endpoint": "x"}}, "mqtt"),
        ({"websocket": None}, "MQTT"),
        ({"websocket": {"url": "ws://a:b"}}, "port"),
        ({"websocket": {"url": "ws://a", "a_name_that_is_long": "x"}}, "aborts"),
        ({"firmware": {"version": "v1", "url": ""}}, "std::stoi"),
        ({"firmware": {"version": "2.4.3", "url": ""}}, "update"),
        ({"firmware": {"version": "2.4.2.0", "url": ""}}, "update"),
        ({"firmware": {"version": "2.4.2", "url": "", "force": 1}}, "update"),
    ],
)
def test_the_virtual_device_falls_into_the_firmware_s_traps(opened: Api, changed: dict[str, Any], why: str) -> None:
    """Else it would prove nothing."""
    with pytest.raises(OtaReplyUnusable, match=why):
        read_reply(200, json.dumps({**opened.start(), **changed}).encode(), "2.4.2")


def test_a_version_that_is_a_text_would_be_protocol_1(opened: Api) -> None:
    document = opened.start()
    document["websocket"]["version"] = "3"
    assert read_reply(200, json.dumps(document).encode(), "2.4.2").version == 1
