"""Stickers are counted by day (UTC), for a device and for the whole stage, before the image engine is paid.

An item a counter, {counter, stickers, recordings, expires_at}; stikadoo.spending_keys names them. A device's holds the
recordings it counted, so that a retry counts nothing twice; it comes first, since only it can tell. The stage's holds
none: a day's would outgrow an item. Each is one conditional update: of many at once, exactly as many pass as may.

After a crash, or an answer lost on its way, the device's count is still exact. The stage's may be one off for each: too
high after a lost answer, too low after a crash between the two updates, whose retry is let through. So a crash errs on
the child's side, by one sticker. A retry after midnight counts on both days.

One item takes 1,000 writes a second, which is so the stage's limit: beyond it ProviderThrottled, and the machine tries
again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from stikadoo.aws.spending import Item, SpendingTable
from stikadoo.errors import ProviderRefusedKey, ProviderThrottled, ProviderUnavailable, SpendLimitReached
from stikadoo.execution import ExecutionDocument
from stikadoo.spending_keys import DAYS_KEPT, device_counter, stage_counter


def today_in_utc() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True)
class Allowance:
    """Stickers a day (UTC); 0: no limit."""

    device: int
    stage: int


@dataclass(frozen=True)
class Spending:
    table: SpendingTable
    allowance: Allowance
    today: Callable[[], date] = today_in_utc

    def count(self, document: ExecutionDocument) -> None:
        """Raises SpendLimitReached, ProviderThrottled, ProviderUnavailable, ProviderRefusedKey."""
        if not (self.allowance.device or self.allowance.stage):
            return
        today = self.today()
        counter = device_counter(document.device.device_id, today)
        is_new = self._count_for_device(counter, document.recording_id, today)
        if not (is_new and self.allowance.stage):
            return
        try:
            self._count_for_stage(today)
        except (SpendLimitReached, ProviderThrottled, ProviderUnavailable, ProviderRefusedKey):
            self._take_back(counter, document.recording_id)
            raise

    def _count_for_device(self, counter: str, recording_id: str, today: date) -> bool:
        """False if this recording was counted before. Without a limit of its own it is still the stage's memory."""
        refused = self._count_one(counter, self.allowance.device, today, recording_id)
        if refused is None:
            return True
        if recording_id in refused.get("recordings", {}).get("SS", ()):
            return False
        raise SpendLimitReached("device", self.allowance.device)

    def _count_for_stage(self, today: date) -> None:
        if self._count_one(stage_counter(today), self.allowance.stage, today) is not None:
            raise SpendLimitReached("stage", self.allowance.stage)

    def _count_one(self, counter: str, limit: int, today: date, recording_id: str = "") -> Item | None:
        """None if it was counted; else the item that forbids it."""
        expires = datetime(today.year, today.month, today.day, tzinfo=UTC) + timedelta(days=DAYS_KEPT)
        update, conditions = "SET expires_at = :expires ADD stickers :one", []
        values = {":expires": {"N": str(int(expires.timestamp()))}, ":one": {"N": "1"}}
        if recording_id:
            update += ", recordings :recordings"
            conditions.append("NOT contains(recordings, :recording)")
            values |= _named(recording_id)
        if limit:
            conditions.append("(attribute_not_exists(stickers) OR stickers < :limit)")
            values[":limit"] = {"N": str(limit)}
        return self.table.update(counter, update, " AND ".join(conditions), values)

    def _take_back(self, counter: str, recording_id: str) -> None:
        """No sticker, no charge; unless an earlier try, whose answer was lost, took it back already."""
        values = {":less": {"N": "-1"}} | _named(recording_id)
        update = "ADD stickers :less DELETE recordings :recordings"
        self.table.update(counter, update, "contains(recordings, :recording)", values)


def _named(recording_id: str) -> Item:
    """The recording as a member of a set, and as the set that is added or taken away."""
    return {":recording": {"S": recording_id}, ":recordings": {"SS": [recording_id]}}
