"""The provisioning API as Lambda calls it, with a table and keys of its own; `api.start(…)` is a device that starts."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from device.identity import Identity
from device.ota_reply import OtaReply, read_reply
from device.provisioning import Start
from provisioning import handler as provisioning
from stikadoo.aws.clients import client
from stikadoo.aws.device_registry import DeviceRegistry
from stikadoo.device_tokens import TokenKeys, new_key
from stikadoo.registered_device import RegisteredDevice
from stikadoo.settings import clear_settings, variable

DEVICE = Identity("b4:3a:45:9b:94:74", "0f0e7a1c-4a5b-4f0e-9a52-2d4b7a3f1c11")
STAGE_URL = "wss://abc123.execute-api.us-east-1.amazonaws.com/dev"


@dataclass
class Api:
    devices: DeviceRegistry
    keys: TokenKeys
    environ: pytest.MonkeyPatch

    def request(
        self, path: str = "/challenge", body: Any = None, method: str = "POST", /, **headers: str
    ) -> dict[str, Any]:
        """API Gateway's response, for an event as it sends it: payload format 2.0, names of headers in lower case."""
        event: dict[str, Any] = {
            "version": "2.0",
            "rawPath": path,
            "headers": {name.replace("_", "-").lower(): value for name, value in headers.items()},
            "requestContext": {"http": {"method": method, "path": path}},
            "isBase64Encoded": False,
        }
        if body is not None:
            event["body"] = body if isinstance(body, str) else json.dumps(body)
        return provisioning.handler(event, None)

    def start(self, identity: Identity = DEVICE, path: str = "/challenge", **headers: str) -> dict[str, Any]:
        """The document that a device gets when it starts."""
        sent = {"Device_Id": identity.device_id, "Client_Id": identity.client_id, **headers}
        response = self.request(path, Start("", identity).system_info(), **sent)
        assert response["statusCode"] == 200
        document: dict[str, Any] = json.loads(response["body"])
        return document

    def read(self, identity: Identity = DEVICE, firmware: str = "2.4.2") -> OtaReply:
        """The same, as the firmware reads it."""
        return read_reply(200, json.dumps(self.start(identity)).encode(), firmware)

    def activation_status(self, identity: Identity = DEVICE, body: Any = None) -> int:
        sent = {"Device_Id": identity.device_id, "Client_Id": identity.client_id}
        return int(self.request("/challenge/activate", body or {}, **sent)["statusCode"])

    def stored(self, identity: Identity = DEVICE) -> RegisteredDevice:
        device = self.devices.find(identity.device_id)
        assert device
        return device

    def set(self, **settings: str) -> None:
        for name, value in settings.items():
            self.environ.setenv(variable(name), value)
        clear()


@pytest.fixture
def api(devices: DeviceRegistry, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    key = new_key()
    parameters = {"token_keys_parameter": key, "device_url_parameter": STAGE_URL}
    names = {field: f"/stikadoo/{devices.table}/{field}" for field in parameters}
    for field, value in parameters.items():
        client("ssm").put_parameter(Name=names[field], Type="SecureString", Value=value)
    api = Api(devices, TokenKeys.parse(key), monkeypatch)
    api.set(devices_table=devices.table, **names)
    yield api
    clear()


def clear() -> None:
    """What the process has read from its environment."""
    clear_settings()
    for cached in (provisioning._registry, provisioning._token_keys, provisioning._device_url_parameter):
        cached.cache_clear()
