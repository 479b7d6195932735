"""Daily sticker limits (UTC) per device and per stage, counted in DynamoDB before the image engine is called.

One item per counter, {counter, stickers, recordings, expires_at}, with the keys of stikadoo.spending_keys. A device's
counter also stores the recordings counted, so that a retry is not counted twice; therefore it is updated first. The
stage's counter stores none, since a day's recordings would exceed the item size. Each update is one conditional write,
so of concurrent ones exactly as many succeed as the limit allows.

After a crash or a lost response, the device's count is still exact. The stage's may be off by one for each: too high
after a lost response, too low after a crash between the two updates, since the retry does not count again. A retry
after midnight counts on both days.

DynamoDB accepts 1,000 writes per second to one item, which limits the stage's rate. Beyond it ProviderThrottled is
raised and retried.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from stikadoo.aws.spending import Item, SpendingTable
from stikadoo.errors import ProviderRefusedKey, ProviderThrottled, ProviderUnavailable, SpendLimitReached
from stikadoo.execution import ExecutionDocument
from stikadoo.spending_keys import TTL_DAYS, device_counter, stage_counter


def today_in_utc() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True)
class DailyLimits:
    """Stickers a day (UTC); 0: no limit."""

    device: int
    stage: int


@dataclass(frozen=True)
class Spending:
    table: SpendingTable
    limits: DailyLimits
    today: Callable[[], date] = today_in_utc

    def count(self, document: ExecutionDocument) -> None:
        """Raises SpendLimitReached, ProviderThrottled, ProviderUnavailable, ProviderRefusedKey."""
        if not (self.limits.device or self.limits.stage):
            return
        today = self.today()
        counter = device_counter(document.device.device_id, today)
        is_new = self._count_for_device(counter, document.recording_id, today)
        if not (is_new and self.limits.stage):
            return
        try:
            self._count_for_stage(today)
        except (SpendLimitReached, ProviderThrottled, ProviderUnavailable, ProviderRefusedKey):
            self._undo_device_count(counter, document.recording_id)
            raise

    def _count_for_device(self, counter: str, recording_id: str, today: date) -> bool:
        """False if this recording was counted before. Counts without a device limit, too, to detect retries."""
        existing = self._increment(counter, self.limits.device, today, recording_id)
        if existing is None:
            return True
        if recording_id in existing.get("recordings", {}).get("SS", ()):
            return False
        raise SpendLimitReached("device", self.limits.device)

    def _count_for_stage(self, today: date) -> None:
        if self._increment(stage_counter(today), self.limits.stage, today) is not None:
            raise SpendLimitReached("stage", self.limits.stage)

    def _increment(self, counter: str, limit: int, today: date, recording_id: str = "") -> Item | None:
        """Returns None if counted; else the existing item, which is at its limit or has the recording."""
        expires = datetime(today.year, today.month, today.day, tzinfo=UTC) + timedelta(days=TTL_DAYS)
        update, conditions = "SET expires_at = :expires ADD stickers :one", []
        values = {":expires": {"N": str(int(expires.timestamp()))}, ":one": {"N": "1"}}
        if recording_id:
            update += ", recordings :recordings"
            conditions.append("NOT contains(recordings, :recording)")
            values |= _recording_values(recording_id)
        if limit:
            conditions.append("(attribute_not_exists(stickers) OR stickers < :limit)")
            values[":limit"] = {"N": str(limit)}
        return self.table.update(counter, update, " AND ".join(conditions), values)

    def _undo_device_count(self, counter: str, recording_id: str) -> None:
        """Idempotent: does nothing if an earlier attempt, whose response was lost, has undone it."""
        values = {":less": {"N": "-1"}} | _recording_values(recording_id)
        update = "ADD stickers :less DELETE recordings :recordings"
        self.table.update(counter, update, "contains(recordings, :recording)", values)


def _recording_values(recording_id: str) -> Item:
    """The recording as a set member, and as a set to add or delete."""
    return {":recording": {"S": recording_id}, ":recordings": {"SS": [recording_id]}}
