"""Which devices $connect admits: by a signed token of their own, by a shared token, or in open mode."""

import time

import jwt
import pytest

from chalice_app.wiring import cloud
from stikadoo.aws.clients import client
from stikadoo.device_tokens import TokenKeys, new_key
from stikadoo.registered_device import Applicant, Reported
from stikadoo.settings import variable
from tests.unit.chalice_app.conftest import Api, clear_wiring

DEVICE, CLIENT = "b4:3a:45:9b:94:74", "0f0e7a1c-4a5b-4f0e-9a52-2d4b7a3f1c11"
"Of tests/events/connect.json."
KEY = new_key()
KEYS = TokenKeys.parse(KEY)


def signed(keys: TokenKeys = KEYS, device: str = DEVICE, client_id: str = CLIENT, now: float | None = None) -> str:
    return f"Bearer {keys.sign(device, client_id, time.time() if now is None else now, days=30)}"


@pytest.fixture
def closed(api: Api, monkeypatch: pytest.MonkeyPatch) -> Api:
    """Not in open mode; the device is approved."""
    monkeypatch.setenv(variable("open_mode"), "false")
    client("ssm").put_parameter(Name=f"/stikadoo/{api.bucket.name}/token-keys", Type="SecureString", Value=KEY)
    api.devices.register(Applicant(DEVICE, CLIENT, Reported(reported_language="zh-CN")), time.time())
    clear_wiring()
    return api


def status(api: Api, authorization: str, **headers: str) -> int:
    """200 for no response of the route's own."""
    return int(api.connect(Authorization=authorization, **headers)["statusCode"])


def test_an_approved_device_connects_with_its_own_token(closed: Api) -> None:
    assert status(closed, signed()) == 200
    assert closed.session.device_id == DEVICE


def test_a_mac_in_another_notation_is_the_same_device(closed: Api) -> None:
    assert status(closed, signed(), Device_Id="B4-3A-45-9B-94-74") == 200


WEEKS_AGO = time.time() - 31 * 86400
FOREIGN = TokenKeys.parse(new_key())
SAME_ID = TokenKeys({next(iter(KEYS.secrets)): "another secret, of at least 32 bytes."})


@pytest.mark.parametrize(
    ("authorization", "why"),
    [
        ("", "no token"),
        ("Bearer ", "no token"),
        ("Bearer wrong", "an invalid token"),
        ("Bearer a.b.c", "an invalid token"),
        (signed()[:-2], "an invalid token"),
        (signed(SAME_ID), "an invalid token"),
        (signed(FOREIGN), "a token of another stage, or of a key that was removed"),
        (signed(now=WEEKS_AGO), "an expired token"),
        (signed(device="b4:3a:45:9b:94:75"), "a token of another device"),
        (signed(client_id="another"), "a token of another device"),
    ],
    ids=[
        "no header",
        "an empty token",
        "no JWT",
        "no JWT in three parts",
        "a cut signature",
        "another key of the same id",
        "a key of another stage",
        "expired",
        "another device",
        "another client",
    ],  # not the tokens, which differ in each process that collects these tests
)
def test_any_other_token_is_refused_with_401_and_one_warning_without_it(
    closed: Api, caplog: pytest.LogCaptureFixture, authorization: str, why: str
) -> None:
    assert status(closed, authorization) == 401
    assert closed.registry.find(closed.session_id) is None
    (record,) = [one for one in caplog.records if one.message == "connect"]
    assert (record.levelname, vars(record)["refused"], vars(record)["device_id"]) == ("WARNING", why, DEVICE)
    token = authorization.removeprefix("Bearer ").strip()
    assert len(token) < 10 or token not in str(vars(record))


def test_a_token_without_a_signature_is_refused(closed: Api) -> None:
    claims = {"sub": DEVICE, "cid": CLIENT, "exp": int(time.time()) + 60}
    token = jwt.encode(claims, "", algorithm="none", headers={"kid": next(iter(KEYS.secrets))})
    assert status(closed, f"Bearer {token}") == 401


def test_a_token_that_never_expires_is_refused(closed: Api) -> None:
    ((key_id, secret),) = KEYS.secrets.items()
    token = jwt.encode({"sub": DEVICE, "cid": CLIENT}, secret, algorithm="HS256", headers={"kid": key_id})
    assert status(closed, f"Bearer {token}") == 401


def test_a_token_of_the_previous_key_is_valid(closed: Api) -> None:
    name = f"/stikadoo/{closed.bucket.name}/token-keys"
    client("ssm").put_parameter(Name=name, Type="SecureString", Value=f"{new_key()}\n{KEY}", Overwrite=True)
    clear_wiring()
    assert status(closed, signed()) == 200


def test_a_token_of_a_key_that_is_newer_than_the_cached_ones_is_valid(closed: Api) -> None:
    """Provisioning signs with a new key at once, when its cache is cold."""
    assert status(closed, signed()) == 200
    name, newer = f"/stikadoo/{closed.bucket.name}/token-keys", new_key()
    client("ssm").put_parameter(Name=name, Type="SecureString", Value=f"{newer}\n{KEY}", Overwrite=True)
    assert [status(closed, signed(TokenKeys.parse(newer))) for _ in range(2)] == [200, 200]
    assert status(closed, signed()) == 200


def test_unknown_keys_make_the_parameter_be_read_again_once_in_a_while(closed: Api) -> None:
    calls: list[str] = []
    events = client("ssm").meta.events
    events.register("before-call.ssm", lambda model, **_: calls.append(model.name), unique_id="count")
    try:
        assert [status(closed, signed(TokenKeys.parse(new_key()))) for _ in range(5)] == [401] * 5
    finally:
        events.unregister("before-call.ssm", unique_id="count")
    assert calls == ["GetParameter"] * 2, "the first one, and one that is not from the cache"


def test_a_blocked_device_is_refused_at_once_whatever_its_token(
    closed: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert status(closed, signed()) == 200
    closed.devices.block(DEVICE)
    assert status(closed, signed()) == 403
    assert vars(caplog.records[-1])["refused"] == "a blocked device"
    monkeypatch.setenv(variable("open_mode"), "true")
    clear_wiring()
    assert status(closed, "") == 403


def test_a_device_that_was_forgotten_or_has_another_client_now_is_refused(closed: Api) -> None:
    closed.devices.register(Applicant(DEVICE, "another", Reported()), time.time())
    assert status(closed, signed()) == 401
    closed.devices.delete(DEVICE)
    assert status(closed, signed()) == 401


def test_a_device_that_open_mode_admitted_is_refused_once_that_is_off(closed: Api) -> None:
    other = "02:00:00:00:00:08"
    assert closed.devices.admit(Applicant(other, CLIENT, Reported()), time.time())
    assert status(closed, signed(device=other), Device_Id=other) == 401
    closed.devices.register(Applicant(other, CLIENT, Reported()), time.time())
    assert status(closed, signed(device=other), Device_Id=other) == 200


def test_shared_tokens_admit_devices_beside_signed_ones(closed: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"/stikadoo/{closed.bucket.name}/tokens"
    client("ssm").put_parameter(Name=name, Type="SecureString", Value="shared")
    monkeypatch.setenv(variable("tokens_parameter"), name)
    clear_wiring()
    assert status(closed, "Bearer shared", Device_Id="02:00:00:00:00:07") == 200
    assert status(closed, signed()) == 200
    assert status(closed, "Bearer wrong") == 401
    closed.devices.block("02:00:00:00:00:07")
    assert status(closed, "Bearer shared", Device_Id="02:00:00:00:00:07") == 403


def test_the_registration_is_read_once_and_not_for_an_invalid_token(closed: Api) -> None:
    calls: list[str] = []
    events = cloud().devices.dynamodb.meta.events
    events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name), unique_id="count")
    try:
        assert status(closed, signed()) == 200
        assert status(closed, "Bearer a.b.c") == 401
    finally:
        events.unregister("before-call.dynamodb", unique_id="count")
    assert calls == ["GetItem", "PutItem"]


def test_language_and_printer_of_the_registration_hold_until_the_hello_names_others(closed: Api) -> None:
    closed.devices.change(DEVICE, {"printer": "phomemo-m02"})
    assert status(closed, signed()) == 200
    closed.say({"type": "hello", "transport": "websocket"})
    assert (closed.session.language, closed.session.printer.model) == ("zh-CN", "phomemo-m02")
    closed.say({"type": "hello", "transport": "websocket", "language": "en", "printer": "escpos-58"})
    assert (closed.session.language, closed.session.printer.model) == ("en", "escpos-58")
