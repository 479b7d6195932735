"""A message reaches its connection, or the error says why not."""

from collections.abc import Iterator

import pytest

from stikadoo.aws.clients import client
from stikadoo.aws.postbox import Postbox, device_postbox
from stikadoo.errors import (
    DeviceGone,
    MalformedMessage,
    ProviderRefusedKey,
    ProviderThrottled,
    ProviderUnavailable,
    StikadooError,
)
from stikadoo.messages import Llm
from tests.connections import Connections
from tests.documents import DEVICE
from tests.providers.http_double import HttpDouble, Request, Response, served

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


class Refusing(HttpDouble):
    """@connections that answers every request with one status."""

    def __init__(self) -> None:
        super().__init__()
        self.response = Response()

    def answer(self, request: Request) -> Response:
        return self.response

    @property
    def postbox(self) -> Postbox:
        return Postbox("Lm-5xeGQIAMCJfw=", client("apigatewaymanagementapi", self.url))


@pytest.fixture
def gateway(aws: object) -> Iterator[Refusing]:
    with served(Refusing()) as gateway:
        yield gateway


FORMS = {
    "without a body": Response(),
    "a message": Response(body=b'{"message": "Forbidden", "connectionId": "c", "requestId": "r"}'),
    "a page": Response(body=b"<html>Sorry</html>", content_type="text/html"),
    "a name": Response(body=b'{"message": "no"}', headers={"x-amzn-ErrorType": "SomeNewException"}),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, DeviceGone),
        (403, ProviderRefusedKey),
        (404, DeviceGone),
        (410, DeviceGone),
        (413, MalformedMessage),
        (429, ProviderThrottled),
        (500, ProviderUnavailable),
        (504, ProviderUnavailable),
    ],
)
def test_a_status_has_its_meaning_whatever_the_body(
    gateway: Refusing, form: str, status: int, error: type[StikadooError]
) -> None:
    body = FORMS[form]
    gateway.response = Response(status, body.body, body.content_type, body.headers)
    for call in (lambda: gateway.postbox.post(MESSAGE), gateway.postbox.disconnect):
        with pytest.raises(error) as raised:
            call()
        assert type(raised.value) is error


@pytest.mark.parametrize(
    ("status", "name", "error"),
    [
        (400, "BadRequestException", DeviceGone),
        (403, "ForbiddenException", ProviderRefusedKey),
        (403, "MissingAuthenticationTokenException", ProviderRefusedKey),
        (410, "GoneException", DeviceGone),
        (413, "PayloadTooLargeException", MalformedMessage),
        (413, "RequestTooLargeException", MalformedMessage),
        (429, "LimitExceededException", ProviderThrottled),
    ],
)
def test_a_named_error_has_the_same_meaning(
    gateway: Refusing, status: int, name: str, error: type[StikadooError]
) -> None:
    gateway.response = Response(status, headers={"x-amzn-ErrorType": name})
    with pytest.raises(error):
        gateway.postbox.post(MESSAGE)
