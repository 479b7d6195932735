"""The endpoint that messages to devices are posted to: of the API's own id, whatever name devices connect to."""

import json
from typing import Any

import pytest

from chalice_app.incoming import incoming
from chalice_app.wiring import Cloud
from stikadoo.settings import RouteSettings
from tests.unit.chalice_app.conftest import EVENTS


def endpoint(setting: str = "", **context: str) -> str:
    event: dict[str, Any] = json.loads((EVENTS / "message.json").read_text())
    event["requestContext"] |= context
    return Cloud(RouteSettings("bucket", "table", "arn", "devices", "keys", api_endpoint=setting)).endpoint(
        incoming(event)
    )


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("eu-central-1", "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com"),
        ("cn-northwest-1", "a1b2c3d4e5.execute-api.cn-northwest-1.amazonaws.com.cn"),
    ],
)
def test_without_a_setting_it_is_the_region_s_execute_api(
    region: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", region)
    assert endpoint() == f"https://{host}/api"


def test_a_custom_domain_is_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    expected = "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/api"
    assert endpoint(domainName="stickers.example.com") == expected


def test_a_setting_may_name_the_event_s_api_and_stage() -> None:
    local = "http://127.0.0.1:4566/_aws/execute-api/{apiId}/{stage}"
    assert endpoint(local) == "http://127.0.0.1:4566/_aws/execute-api/a1b2c3d4e5/api"
    assert endpoint("https://stickers.example.com/v1") == "https://stickers.example.com/v1"
