"""Connecting, hello, goodbye and disconnecting; unsupported parameters are rejected with a reason."""

import subprocess
import sys
from typing import Any

import pytest

from stikadoo.audio.frames import Protocol
from stikadoo.aws.clients import client
from stikadoo.errors import MissingSettings, ProviderUnavailable
from stikadoo.messages import Alert, HelloReply
from stikadoo.session import State
from stikadoo.settings import variable
from tests.unit.chalice_app.conftest import Api, clear_wiring

HELLO = {"type": "hello", "version": 3, "transport": "websocket"}


def test_the_session_is_created_from_headers_in_any_case(api: Api) -> None:
    assert api.connect() == {"statusCode": 200}
    session = api.session
    assert (session.device_id, session.protocol, session.state) == ("b4:3a:45:9b:94:74", 3, State.CONNECTED)
    assert session.client_id == "0f0e7a1c-4a5b-4f0e-9a52-2d4b7a3f1c11"
    assert session.expires_at == 1795245020 + 24 * 3600


@pytest.mark.parametrize("spelt", ["B4:3A:45:9B:94:74", "B4-3A-45-9B-94-74", "b43a459b9474"])
def test_a_device_is_the_same_however_its_mac_is_spelt(api: Api, spelt: str) -> None:
    api.connect(Device_Id=spelt)
    assert api.session.device_id == "b4:3a:45:9b:94:74"


@pytest.mark.parametrize(
    ("headers", "named"),
    [
        ({"Device_Id": "x" * 65}, "Device-Id: "),
        ({"Device_Id": "x" * 4096}, "Device-Id: "),
        ({"Device_Id": "a\tb"}, "Device-Id: "),
        ({"Device_Id": "../x"}, "Device-Id: "),
        ({"Client_Id": "\x1b[31m"}, "Client-Id: "),
        ({"Device_Id": "a b", "Client_Id": "小智"}, "Device-Id and Client-Id: "),
    ],
)
def test_an_id_that_is_too_long_or_needs_escaping_is_refused_and_logged_without_it(
    api: Api, caplog: pytest.LogCaptureFixture, headers: dict[str, str], named: str
) -> None:
    assert api.connect(**headers) == {"statusCode": 400}
    assert api.registry.find(api.session_id) is None
    (record,) = [record for record in caplog.records if record.message == "connect"]
    assert vars(record)["refused"] == f"{named}1 to 64 letters, digits and . _ : -"
    assert not [value for value in headers.values() if value in str(vars(record))]


def test_a_web_page_names_its_device_in_the_query(api: Api) -> None:
    query = {"device-id": "B4-3A-45-9B-94-75", "Client-Id": "web_test_client"}
    assert api.connect(query, Device_Id="", Client_Id="") == {"statusCode": 200}
    assert (api.session.device_id, api.session.client_id) == ("b4:3a:45:9b:94:75", "web_test_client")


def test_the_headers_take_precedence_over_the_query(api: Api) -> None:
    api.connect({"device-id": "another", "client-id": "another"})
    assert api.session.device_id == "b4:3a:45:9b:94:74"
    assert api.session.client_id == "0f0e7a1c-4a5b-4f0e-9a52-2d4b7a3f1c11"


def test_an_id_in_the_query_has_the_same_limits(api: Api) -> None:
    assert api.connect({"device-id": "x" * 65}, Device_Id="") == {"statusCode": 400}


@pytest.fixture
def guarded(api: Api, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the parameter with the tokens, which does not exist yet."""
    name = f"/stikadoo/{api.bucket.name}/tokens"
    monkeypatch.setenv(variable("tokens_parameter"), name)
    clear_wiring()
    return name


def put_tokens(name: str, tokens: str) -> None:
    client("ssm").put_parameter(Name=name, Type="SecureString", Value=tokens, Overwrite=True)


@pytest.mark.parametrize(("authorization", "status"), [("Bearer right", 200), ("Bearer wrong", 401), ("", 401)])
def test_a_wrong_or_missing_token_is_refused_once_tokens_are_set(
    api: Api, guarded: str, authorization: str, status: int
) -> None:
    put_tokens(guarded, "other\nright\n")
    assert api.connect(Authorization=authorization)["statusCode"] == status
    assert (api.registry.find(api.session_id) is not None) == (status == 200)


@pytest.mark.parametrize("authorization", ["", "Bearer ", "Bearer"])
def test_a_parameter_without_a_token_authorizes_no_device(api: Api, guarded: str, authorization: str) -> None:
    put_tokens(guarded, "\n")
    assert api.connect(Authorization=authorization)["statusCode"] == 401


def test_a_missing_parameter_authorizes_no_device_and_is_named(api: Api, guarded: str) -> None:
    with pytest.raises(MissingSettings, match=rf"{variable('tokens_parameter')} \(SSM has no parameter {guarded}\)"):
        api.connect(Authorization="Bearer right")
    assert api.registry.find(api.session_id) is None


def test_tokens_are_cached(api: Api, guarded: str) -> None:
    put_tokens(guarded, "right")
    assert api.connect(Authorization="Bearer right")["statusCode"] == 200
    put_tokens(guarded, "another")
    assert api.connect(Authorization="Bearer right")["statusCode"] == 200
    clear_wiring()
    assert api.connect(Authorization="Bearer right")["statusCode"] == 401


def test_an_unreachable_ssm_authorizes_no_device(
    api: Api, guarded: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", "http://127.0.0.1:9")
    client.cache_clear()
    request.addfinalizer(client.cache_clear)
    with pytest.raises(ProviderUnavailable, match="SSM: EndpointConnectionError"):
        api.connect(Authorization="Bearer right")
    assert api.registry.find(api.session_id) is None


def test_tokens_are_never_logged(api: Api, guarded: str, caplog: pytest.LogCaptureFixture) -> None:
    put_tokens(guarded, "right-and-secret")
    assert api.connect(Authorization="Bearer wrong-but-secret")["statusCode"] == 401
    assert api.connect(Authorization="Bearer right-and-secret")["statusCode"] == 200
    logged = str([vars(record) for record in caplog.records])
    assert "invalid token" in logged
    assert "secret" not in logged


def test_the_audio_route_does_not_import_the_parameter_client() -> None:
    code = (
        "import sys, chalice_app.app, chalice_app.routes.audio; "
        "print([name for name in sys.modules if name.startswith('aws_lambda_powertools.utilities.parameters')])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_an_offered_subprotocol_is_selected(api: Api) -> None:
    reply = api.connect(Sec_WebSocket_Protocol="xiaozhi, other")
    assert reply == {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "xiaozhi"}}


def test_hello_is_answered_with_the_session(ready: Api) -> None:
    (reply,) = ready.received
    assert isinstance(reply, HelloReply)
    assert (reply.session_id, reply.transport) == (ready.session_id, "websocket")
    assert ready.session.state is State.READY


@pytest.mark.parametrize("header", [1, 2, 3])
@pytest.mark.parametrize("fields", [{}, {"version": None}])
def test_a_hello_without_a_version_keeps_the_one_of_the_handshake(
    api: Api, header: Protocol, fields: dict[str, None]
) -> None:
    api.connect(Protocol_Version=str(header))
    api.say({"type": "hello", "transport": "websocket", **fields})
    assert api.session.protocol == header


def test_the_version_of_the_hello_takes_precedence_over_the_handshake(api: Api) -> None:
    api.connect(Protocol_Version="3")
    api.say(HELLO | {"version": 1})
    assert api.session.protocol == 1


def test_hello_sets_printer_language_and_capabilities(api: Api) -> None:
    api.connect()
    api.say(
        HELLO
        | {
            "version": 2,
            "language": "zh-CN",
            "printer": {"width_dots": 576},
            "features": {"inline_image": True, "glyph_push": True},
            "audio_params": {"format": "opus", "sample_rate": 16000, "channels": 1, "frame_duration": 20},
        }
    )
    session = api.session
    assert (session.protocol, session.language, session.printer.width_dots) == (2, "zh-CN", 576)
    assert (session.inline_image, session.frame_duration_ms) == (True, 20)


def test_a_hello_that_names_its_printers_model_gets_that_ones_row(api: Api) -> None:
    api.connect()
    fields = {"printer": {"model": "phomemo-m02", "width_dots": 320}, "features": {"image_encodings": ["zlib", "new"]}}
    api.say(HELLO | fields)
    printer = api.session.printer
    assert (printer.language, printer.forbidden, printer.width_dots) == ("phomemo", {"0a": "14"}, 320)
    assert api.session.image_encodings == ("zlib",)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"transport": "mqtt"}, "transport"),
        ({"version": 9}, "version"),
        ({"audio_params": {"format": "pcm"}}, "format"),
        ({"audio_params": {"sample_rate": 44100}}, "sample_rate"),
        ({"audio_params": {"frame_duration": 7}}, "frame_duration"),
        ({"audio_params": {"channels": 6}}, "channels"),
        ({"printer": {"width_dots": 383}}, "printer.width_dots"),
        ({"printer": {"model": "lp0"}}, "known: stikadoo, escpos-58"),
        ({"printer": {"language": "pcl"}}, "printer.language"),
    ],
)
def test_an_unsupported_parameter_is_named_and_the_connection_stays_usable(
    api: Api, fields: dict[str, Any], named: str
) -> None:
    api.connect()
    (alert,) = api.say(HELLO | fields)
    assert isinstance(alert, Alert)
    assert named in alert.message
    (reply,) = api.say(HELLO)
    assert isinstance(reply, HelloReply)


@pytest.mark.parametrize("frame_duration", [5, 10, 20, 40, 60, 80, 100, 120])
def test_every_duration_of_an_opus_packet_in_whole_ms_is_accepted(api: Api, frame_duration: int) -> None:
    api.connect()
    (reply,) = api.say(HELLO | {"audio_params": {"frame_duration": frame_duration}})
    assert isinstance(reply, HelloReply)
    assert reply.audio_params.frame_duration == frame_duration


@pytest.mark.parametrize(
    "fields",
    [
        {"features": True, "language": 5, "audio_params": {"format": "OPUS", "sample_rate": "24000"}},
        {"version": None, "transport": None, "features": None, "audio_params": None, "printer": None, "caption": None},
        {"audio_params": True, "session_id": None},
    ],
)
def test_a_hello_of_other_servers_clients_is_answered(api: Api, fields: dict[str, Any]) -> None:
    api.connect()
    (reply,) = api.say(HELLO | fields)
    assert isinstance(reply, HelloReply)


def test_goodbye_and_disconnect_close_the_session(ready: Api) -> None:
    ready.say({"type": "goodbye", "session_id": ready.session_id})
    assert ready.session.state is State.CLOSED
    ready.disconnect()
    assert ready.session.state is State.CLOSED
