"""The virtual device starts as firmware does: it shows its code until it is approved, and keeps its identity."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from device.errors import Unreachable
from device.identity import Identity
from device.ota_reply import Activation, OtaReplyUnusable
from device.provisioning import Start
from tests.providers.http_double import HttpDouble, Request, Response, json_response, served

IDENTITY = Identity("02:00:00:00:00:01", "c-1")
WEBSOCKET = {"url": "ws://192.168.1.20:8765", "token": "t", "version": 3}


class Cloud(HttpDouble):
    """Approves a device after some requests."""

    def __init__(self) -> None:
        super().__init__()
        self.statuses: list[int] = []
        "Of the next requests for approval; then 200."
        self.code: dict[str, str] | None = None
        self.is_approved = False

    def answer(self, request: Request) -> Response:
        if request.path.endswith("/activate"):
            status = self.statuses.pop(0) if self.statuses else 200
            self.is_approved = status == 200
            return json_response({}, status)
        waits = self.code and not self.is_approved
        return json_response({"websocket": WEBSOCKET, **({"activation": self.code} if waits else {})})


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with served(Cloud()) as double:
        yield double


def start(cloud: Cloud, path: str = "/challenge", *, serial_number: str = "", shown: list[str] | None = None) -> Start:
    def show(activation: Activation) -> None:
        if shown is not None:
            shown.append(activation.code)

    return Start(
        cloud.origin + path,
        IDENTITY,
        serial_number=serial_number,
        pending_seconds=0,
        refused_seconds=0,
        on_code=show,
    )


async def test_an_admitted_device_learns_where_to_connect(cloud: Cloud) -> None:
    reply = await start(cloud).connection(10)
    assert (reply.url, reply.token, reply.version) == ("ws://192.168.1.20:8765", "t", 3)
    (asked,) = cloud.asked
    assert (asked.method, asked.headers["Device-Id"]) == ("POST", IDENTITY.device_id)
    assert asked.headers["Activation-Version"] == "1"
    assert asked.json["application"]["version"] == "2.4.2"


@pytest.mark.parametrize("path", ["/challenge", "/xiaozhi/ota/"])
@pytest.mark.parametrize("serial_number", ["", "SN-1"])
async def test_a_new_device_shows_its_code_and_asks_until_it_is_approved(
    cloud: Cloud, path: str, serial_number: str
) -> None:
    cloud.code = {"code": "482913", "message": "Hello", "challenge": "x"}
    cloud.statuses = [202, 500, 202]
    shown: list[str] = []
    reply = await start(cloud, path, serial_number=serial_number, shown=shown).connection(10)
    assert (reply.activation, shown) == (None, ["482913"])
    activations = [asked for asked in cloud.asked if asked.path.endswith("activate")]
    assert {asked.path for asked in activations} == {f"{path.rstrip('/')}/activate"}
    assert len(activations) == 4
    assert {bool(asked.json) for asked in activations} == {bool(serial_number)}


async def test_after_ten_tries_the_device_starts_again(cloud: Cloud) -> None:
    cloud.code = {"code": "482913", "message": "Hello", "challenge": "x"}
    cloud.statuses = [202] * 10
    shown: list[str] = []
    await start(cloud, shown=shown).connection(10)
    assert shown == ["482913"] * 2


async def test_a_device_that_nobody_approves_gives_up(cloud: Cloud) -> None:
    cloud.code = {"code": "482913", "message": "Hello"}
    with pytest.raises(TimeoutError, match="not approved within"):
        await start(cloud).connection(0.3)
    assert not any(asked.path.endswith("activate") for asked in cloud.asked), "without a challenge it never asks"


async def test_a_cloud_that_is_not_there_or_answers_otherwise_is_named(cloud: Cloud) -> None:
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:9"):
        await Start("http://127.0.0.1:9/challenge", IDENTITY).connection(10)
    cloud.answers = "malformed"
    with pytest.raises(OtaReplyUnusable, match="not JSON"):
        await start(cloud).connection(10)


def test_an_identity_stays_in_its_file(tmp_path: Path) -> None:
    first = Identity.kept_in(tmp_path / "identity.json", "02:00:00:00:00:02")
    assert Identity.kept_in(tmp_path / "identity.json") == first
    assert Identity.new().client_id != Identity.new().client_id
    (tmp_path / "other.json").write_text("[]")
    with pytest.raises(ValueError, match=r"other\.json"):
        Identity.kept_in(tmp_path / "other.json")
