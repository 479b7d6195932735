"""ConnectProvisioned, HelloProvisioned, ListenProvisioned: API Gateway calls versions that are always initialised."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from device.virtual_device import VirtualDevice
from infra.deploy import Outputs, deploy, destroy
from infra.local_aws import LocalAws
from infra.local_stack import session
from infra.release import released
from infra.routes_template import PROVISIONED, routes_template, with_provisioned
from stikadoo.aws.clients import client

STAGE = "ready"


@pytest.mark.parametrize("region", ["us-east-1", "cn-northwest-1"])
def test_cfn_lint_finds_nothing(region: str, tmp_path: Path) -> None:
    template = tmp_path / "routes.json"
    routes = routes_template("dev", {"Bucket": "artifacts", "Key": "routes"})
    template.write_text(json.dumps(with_provisioned(routes, PROVISIONED), indent=1))
    linted = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), "--format", "parseable", "--regions", region, "--", template],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (linted.returncode, linted.stdout, linted.stderr) == (0, "", "")


@pytest.fixture(scope="module")
def stage(aws: LocalAws) -> Iterator[Outputs]:
    yield deploy(STAGE, session(aws), dict.fromkeys(PROVISIONED, "2"), endpoint=aws.endpoint)
    destroy(STAGE, session(aws), endpoint=aws.endpoint, with_recordings=True)


async def test_a_device_is_greeted_by_the_aliases(stage: Outputs) -> None:
    (api,) = (one["ApiId"] for one in client("apigatewayv2").get_apis()["Items"] if one["ApiId"] in stage.api_endpoint)
    integrations = client("apigatewayv2").get_integrations(ApiId=api)["Items"]
    called = {one["IntegrationUri"].split(":function:")[1].split("/")[0] for one in integrations}
    for route in ("connect", "hello", "listen"):
        assert f"stikadoo-{STAGE}-{route}:live" in called
    async with VirtualDevice(stage.device_url, mode="direct") as device:
        assert device.session_id


def test_a_stage_keeps_them_until_they_are_set_to_nothing(stage: Outputs, aws: LocalAws) -> None:
    def provisioned(**chosen: str) -> set[str]:
        release = released(STAGE, session(aws), chosen, endpoint=aws.endpoint)
        resources = release.routes.template["Resources"].items()
        return {name for name, one in resources if "ProvisionedConcurrencyConfig" in one.get("Properties", {})}

    assert provisioned() == {"WebsocketConnect", "Hello", "Listen"}
    assert provisioned(HelloProvisioned="") == {"WebsocketConnect", "Listen"}
