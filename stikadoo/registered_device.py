"""A device that an operator knows: one item of the devices table, and the code with which it asks to be approved.

A device is identified by its Device-Id and its Client-Id together. A Device-Id is a MAC address, which is no secret; a
Client-Id is a random UUID that firmware keeps in its flash. So a Device-Id with another Client-Id asks anew.
"""

from enum import StrEnum
from typing import NamedTuple

from stikadoo.execution import Facts
from stikadoo.keys import canonical_device_id

MIN_CLIENT_ID = 16
"Characters. A UUID has 36; a shorter Client-Id could be guessed, and whoever knows it gets the device's token."


class DeviceState(StrEnum):
    NEW = "new"
    "Never approved: forgotten a day after it last asked."
    ACTIVE = "active"
    BLOCKED = "blocked"


class ApprovedBy(StrEnum):
    """Whose decision made a device active."""

    NOBODY = ""
    OPEN_MODE = "open"
    "Counts in open mode alone."
    OPERATOR = "operator"


class Reported(Facts):
    """What a device says about itself when it starts. Names and addresses of its network are left out."""

    firmware: str = ""
    board: str = ""
    reported_language: str = ""
    "BCP 47."
    screen_width: int = 0
    screen_height: int = 0
    "Pixels; 0: not known."


class Applicant(NamedTuple):
    """A device that starts."""

    device_id: str
    client_id: str
    reported: Reported

    @property
    def is_identified(self) -> bool:
        """Whether it has a Device-Id, and a Client-Id that can be a secret: no short one, nor the MAC address again."""
        is_secret = len(self.client_id) >= MIN_CLIENT_ID and canonical_device_id(self.client_id) != self.device_id
        return bool(self.device_id) and is_secret


class RegisteredDevice(Reported):
    device_id: str
    state: DeviceState = DeviceState.NEW
    client_id: str = ""
    "The approved one; empty before the first approval."
    approved_by: ApprovedBy = ApprovedBy.NOBODY
    approved_at: int = 0
    "Unix seconds of an operator's approval."
    name: str = ""
    note: str = ""
    language: str = ""
    "BCP 47, set by an operator; empty: the reported one."
    printer: str = ""
    "A model of stikadoo/printers.py, set by an operator; empty: the one of the device's hello."
    first_seen: int = 0
    last_seen: int = 0
    "Unix seconds of its first and of its latest start."
    code: str = ""
    code_client_id: str = ""
    "The Client-Id that asks with this code."
    code_expires_at: int = 0
    "Unix seconds."

    def is_admitted(self, client_id: str) -> bool:
        """Where open mode is off."""
        is_approved = self.state is DeviceState.ACTIVE and self.approved_by is ApprovedBy.OPERATOR
        return is_approved and self.client_id == client_id

    def open_code(self, client_id: str, now: float) -> str:
        """The code with which this client asks to be approved; empty if it has none, or none any more."""
        return self.code if self.code_client_id == client_id and now < self.code_expires_at else ""

    @property
    def spoken_language(self) -> str:
        """Empty if neither an operator nor the device has named one."""
        return self.language or self.reported_language
