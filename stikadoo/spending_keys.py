"""Names of the spending table's items: stickers of a device, and of the whole stage, on one day (UTC).

device#{device_id}#{YYYY-MM-DD}    stage#{YYYY-MM-DD}
"""

from datetime import date, timedelta

TTL_DAYS = 2
"So long after its day began, a counter expires; DynamoDB may take some days more to delete it."
LOOKBACK_DAYS = 10
"How far back counters are looked for, to be sure."


def device_counter(device_id: str, day: date) -> str:
    return f"device#{device_id}#{day}"


def stage_counter(day: date) -> str:
    return f"stage#{day}"


def device_counters(device_id: str, today: date) -> list[str]:
    """All that can still be there of a device, from tomorrow's (clocks differ) to the oldest."""
    return [device_counter(device_id, today - timedelta(days=back)) for back in range(-1, LOOKBACK_DAYS)]
