"""Lambda handler of the provisioning API, which tells a device at its start where to connect, and with which token."""

import time
from functools import cache
from typing import Any

from provisioning.activation import activation_status
from provisioning.challenge import Challenge
from provisioning.device_url import device_url
from provisioning.reply import activation, reply, response
from provisioning.request import DeviceRequest, device_request
from stikadoo.aws.clients import client
from stikadoo.aws.device_registry import DeviceRegistry
from stikadoo.aws.secrets import Secret
from stikadoo.device_tokens import TokenKeys
from stikadoo.logs import LogLine, log_line
from stikadoo.provisioning_paths import ProvisioningPath
from stikadoo.settings import settings
from stikadoo.worker_settings import ProvisioningSettings


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    request = device_request(event)
    with log_line("provisioning", device_id=request.applicant.device_id) as line:
        match request.path:
            case ProvisioningPath.CHALLENGE:
                return response(200, _challenge(request, line))
            case ProvisioningPath.ACTIVATE:
                status = activation_status(request.applicant, _registry())
                line.add(status=status.value)
                return response(status, {})
        line.add(status=404)
        return response(404, {"error": "the provisioning API is at /challenge"})


def _challenge(request: DeviceRequest, line: LogLine) -> dict[str, Any]:
    chosen = settings(ProvisioningSettings)
    now = time.time()
    challenge = Challenge(_registry(), _sign, is_open=chosen.open_mode == "true")
    admission = challenge.admission(request.applicant, now)
    reported = request.applicant.reported
    line.add(state=admission.state, firmware=reported.firmware, board=reported.board)
    document = reply(
        device_url(request.bridge_url, chosen.websocket_url, _stage_url),
        admission.token,
        chosen.protocol_version,
        reported.firmware,
        now=now,
        timezone_offset=chosen.timezone_offset_minutes,
    )
    if admission.code:
        document["activation"] = activation(admission.code, admission.language, admission.expires_in)
    return document


def _sign(device_id: str, client_id: str) -> str:
    keys = TokenKeys.parse(_token_keys().value())
    return keys.sign(device_id, client_id, time.time(), settings(ProvisioningSettings).token_days)


@cache
def _registry() -> DeviceRegistry:
    return DeviceRegistry(settings(ProvisioningSettings).devices_table, client("dynamodb"))


@cache
def _token_keys() -> Secret:
    parameter = settings(ProvisioningSettings).token_keys_parameter
    return Secret("token_keys_parameter", parameter, client("ssm"))


@cache
def _device_url_parameter() -> Secret:
    parameter = settings(ProvisioningSettings).device_url_parameter
    return Secret("device_url_parameter", parameter, client("ssm"))


def _stage_url() -> str:
    return _device_url_parameter().value()
