"""Stickers are counted by day, for a device and for the whole stage, before the image engine is paid.

An item a counter, {counter, stickers, recordings, expires_at}. A device's holds the recordings it counted, so that a
retry counts nothing twice.
"""

from dataclasses import dataclass

from stikadoo.execution import ExecutionDocument


@dataclass(frozen=True)
class Allowance:
    """Stickers a day (UTC); 0: no limit."""

    device: int
    stage: int


@dataclass(frozen=True)
class Spending:
    table: str
    allowance: Allowance

    def count(self, document: ExecutionDocument) -> None:
        """Raises SpendLimitReached, ProviderThrottled, ProviderUnavailable, ProviderRefusedKey."""
