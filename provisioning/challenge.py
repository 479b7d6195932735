"""A device's start: an admitted device gets a token, an unknown one a code to be approved with.

A blocked device, and one that names no identity, get neither: the URL alone, without which firmware would choose MQTT.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from stikadoo.aws.device_registry import CODE_SECONDS, DeviceRegistry
from stikadoo.errors import ProviderUnavailable
from stikadoo.registered_device import Applicant, DeviceState, RegisteredDevice

_ATTEMPTS = 5
"To store a code: it may be another device's, or an operator may change this device meanwhile."

NEW_CODES = 200
"In a quarter of an hour, of a stage: each open code makes a guessed one likelier to be right."


@dataclass(frozen=True)
class Admission:
    """`token`, `code` or neither."""

    state: str
    "new, active, blocked, unnamed, or crowded: too many codes were given out."
    token: str = ""
    code: str = ""
    expires_in: float = 0
    "Of the code, in seconds."
    language: str = ""


@dataclass(frozen=True)
class Challenge:
    registry: DeviceRegistry
    sign: Callable[[str, str], str]
    "Device-Id and Client-Id → token."
    is_open: bool
    "Whether every device is active at once."

    def admission(self, applicant: Applicant, now: float) -> Admission:
        """Raises what the registry and `sign` raise."""
        if not applicant.is_identified:
            return Admission("unnamed")
        for _ in range(_ATTEMPTS):
            device = self.registry.find(applicant.device_id)
            if device and device.state is DeviceState.BLOCKED:
                return Admission("blocked")
            if self._admits(device, applicant, now):
                return Admission("active", token=self.sign(applicant.device_id, applicant.client_id))
            if offered := self._offered(device, applicant, now):
                return offered
        raise ProviderUnavailable("DynamoDB", "no code could be stored")

    def _admits(self, device: RegisteredDevice | None, applicant: Applicant, now: float) -> bool:
        if self.is_open:
            return self.registry.admit(applicant, now)
        if device is None or not device.is_admitted(applicant.client_id):
            return False
        self.registry.report(applicant, now)
        return True

    def _offered(self, device: RegisteredDevice | None, applicant: Applicant, now: float) -> Admission | None:
        """The code of the device's last request, or a new one; None if it could not be stored."""
        language = (device and device.language) or applicant.reported.reported_language
        if device and (code := device.open_code(applicant.client_id, now)):
            return Admission("new", code=code, expires_in=device.code_expires_at - now, language=language)
        if not self.registry.count_code(NEW_CODES, now):
            return Admission("crowded")
        code = f"{secrets.randbelow(1_000_000):06}"
        if not self.registry.offer_code(applicant, code, device.state if device else None, now):
            return None
        return Admission("new", code=code, expires_in=CODE_SECONDS, language=language)
