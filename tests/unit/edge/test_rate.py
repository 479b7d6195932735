"""The rate limit of one device, by a clock that the test sets."""

from edge.rate import BURST, BYTES_PER_MESSAGE, MESSAGES_PER_SECOND, Rate


def test_a_recording_sent_at_once_is_not_slowed_down() -> None:
    rate = Rate(now=0)
    assert [rate.delay(200, 0) for _ in range(BURST)] == [0] * BURST


def test_packets_of_5_ms_are_never_slowed_down() -> None:
    rate = Rate(now=0)
    assert {rate.delay(60, number * 0.005) for number in range(50_000)} == {0}


def test_a_flood_is_slowed_down_to_the_limit() -> None:
    rate, now = Rate(now=0), 0.0
    for _ in range(BURST + 10 * MESSAGES_PER_SECOND):
        now += rate.delay(10, now)
    assert 9.9 < now < 10.1


def test_a_large_message_counts_for_several() -> None:
    rate, now = Rate(now=0), 0.0
    for _ in range(BURST):
        now += rate.delay(31 * BYTES_PER_MESSAGE, now)
    assert now > 31 * BURST / MESSAGES_PER_SECOND - 1


def test_a_pause_restores_the_burst_and_no_more() -> None:
    rate = Rate(now=0)
    for _ in range(2 * BURST):
        rate.delay(10, 0)
    assert [rate.delay(10, 10_000) for _ in range(BURST)] == [0] * BURST
    assert rate.delay(10, 10_000) > 0
