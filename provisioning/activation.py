"""Whether a device was approved: firmware asks every three seconds after 202, every ten after any other status.

Firmware without a serial number sends `{}`, with one `{algorithm, serial_number, challenge, hmac}`. The signature is
not verified: its key is burned into the chip by the manufacturer. An operator approves by the code.
"""

from http import HTTPStatus

from stikadoo.aws.device_registry import DeviceRegistry
from stikadoo.registered_device import Applicant, DeviceState


def activation_status(applicant: Applicant, registry: DeviceRegistry) -> HTTPStatus:
    device = registry.find(applicant.device_id) if applicant.device_id else None
    if device is None:
        return HTTPStatus.ACCEPTED
    if device.state is DeviceState.BLOCKED:
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.OK if device.is_admitted(applicant.client_id) else HTTPStatus.ACCEPTED
