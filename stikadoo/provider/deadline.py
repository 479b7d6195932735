"""The moment by which something must be done, on this process's monotonic clock."""

import time
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Deadline:
    at: float
    "Of time.monotonic()."

    @classmethod
    def after(cls, seconds: float) -> Self:
        return cls(time.monotonic() + seconds)

    @property
    def seconds_left(self) -> float:
        """0 once it has passed."""
        return max(0.0, self.at - time.monotonic())
