"""Paths of the provisioning API: /challenge and any path that ends in /ota/, each with /activate below it.

Firmware builds the second path itself: the URL it was given, a slash if it does not end in one, and `activate`.
"""

from enum import Enum, auto

_CHALLENGES = {"challenge", "ota"}


class ProvisioningPath(Enum):
    CHALLENGE = auto()
    ACTIVATE = auto()


def provisioning_path(path: str) -> ProvisioningPath | None:
    """None for a path of something else. `path`: without a query."""
    parts = path.rstrip("/").rsplit("/", 2)
    if parts[-1] in _CHALLENGES:
        return ProvisioningPath.CHALLENGE
    if len(parts) == 3 and parts[1] in _CHALLENGES and parts[2] == "activate":
        return ProvisioningPath.ACTIVATE
    return None
