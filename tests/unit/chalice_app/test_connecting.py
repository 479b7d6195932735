"""A device comes, says hello, and goes; what is not served here is refused in words."""

from typing import Any

import pytest

from stikadoo.messages import Alert, HelloReply
from stikadoo.session import State
from stikadoo.settings import variable
from tests.unit.chalice_app.conftest import Api, forget_wiring

HELLO = {"type": "hello", "version": 3, "transport": "websocket"}


def test_headers_in_any_case_become_the_session(api: Api) -> None:
    assert api.connect() == {"statusCode": 200}
    session = api.session
    assert (session.device_id, session.protocol, session.state) == ("b4:3a:45:9b:94:74", 3, State.CONNECTED)
    assert session.client_id == "0f0e7a1c-4a5b-4f0e-9a52-2d4b7a3f1c11"
    assert session.expires_at == 1795245020 + 24 * 3600


@pytest.mark.parametrize(("authorization", "status"), [("Bearer right", 200), ("Bearer wrong", 401), ("", 401)])
def test_a_wrong_or_missing_token_is_refused_once_tokens_are_set(
    api: Api, monkeypatch: pytest.MonkeyPatch, authorization: str, status: int
) -> None:
    monkeypatch.setenv(variable("tokens"), "other right")
    forget_wiring()
    assert api.connect(Authorization=authorization)["statusCode"] == status
    assert (api.registry.find(api.session_id) is not None) == (status == 200)


def test_an_offered_subprotocol_comes_back(api: Api) -> None:
    reply = api.connect(Sec_WebSocket_Protocol="xiaozhi, other")
    assert reply == {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "xiaozhi"}}


def test_hello_is_answered_with_the_session(greeted: Api) -> None:
    (reply,) = greeted.received
    assert isinstance(reply, HelloReply)
    assert (reply.session_id, reply.transport) == (greeted.session_id, "websocket")
    assert greeted.session.state is State.READY


def test_hello_tells_printer_language_and_what_the_device_can(api: Api) -> None:
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


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"transport": "mqtt"}, "transport"),
        ({"version": 9}, "version"),
        ({"audio_params": {"format": "pcm"}}, "format"),
        ({"audio_params": {"sample_rate": 44100}}, "sample_rate"),
        ({"audio_params": {"frame_duration": 7}}, "frame_duration"),
        ({"audio_params": {"channels": 6}}, "channels"),
        ({"printer": {"width_dots": 383}}, "printer.width_dots"),
    ],
)
def test_what_cannot_be_served_is_named_and_the_connection_stays_usable(
    api: Api, said: dict[str, Any], named: str
) -> None:
    api.connect()
    (alert,) = api.say(HELLO | said)
    assert isinstance(alert, Alert)
    assert named in alert.message
    (reply,) = api.say(HELLO)
    assert isinstance(reply, HelloReply)


def test_a_goodbye_and_a_drop_close_the_session(greeted: Api) -> None:
    greeted.say({"type": "goodbye", "session_id": greeted.session_id})
    assert greeted.session.state is State.CLOSED
    greeted.disconnect()
    assert greeted.session.state is State.CLOSED
