"""Keys of the spending table: one counter per device and UTC day, and one per stage and UTC day.

device#{device_id}#{YYYY-MM-DD}    stage#{YYYY-MM-DD}
"""

from datetime import date, timedelta

TTL_DAYS = 2
"TTL in days from the start of the counter's day. DynamoDB may delete the item up to some days later."
LOOKBACK_DAYS = 10
"Age in days up to which a counter may still exist."


def device_counter(device_id: str, day: date) -> str:
    return f"device#{device_id}#{day}"


def stage_counter(day: date) -> str:
    return f"stage#{day}"


def device_counters(device_id: str, today: date) -> list[str]:
    """The counters of a device that may still exist: from tomorrow's (clocks differ) back to the oldest."""
    return [device_counter(device_id, today - timedelta(days=age)) for age in range(-1, LOOKBACK_DAYS)]
