"""When a connection is idle, and when a waiting device needs a message: by a clock that the test sets."""

import pytest

from edge.liveness import CLOSING_WORDS_SECONDS, LONGEST_WISH_SECONDS, Action, Liveness, LivenessLimits
from edge.wish import Progress

FIRMWARE_SECONDS = 120
"Without a message, firmware reconnects at the next press, and loses that press."


def test_an_idle_connection_is_closed_before_the_firmware_gives_it_up() -> None:
    due, action = Liveness(LivenessLimits(), now=1000).next_action(1000)
    assert action is Action.CLOSE
    assert due == 1090 < 1000 + FIRMWARE_SECONDS


def test_a_message_in_either_direction_postpones_the_close() -> None:
    liveness = Liveness(LivenessLimits(), now=0)
    liveness.sent(Progress.NONE, 50)
    assert liveness.next_action(60) == (140, Action.CLOSE)
    liveness.received(Progress.NONE, 130)
    assert liveness.next_action(135) == (220, Action.CLOSE)


def test_without_a_limit_no_connection_is_idle() -> None:
    liveness = Liveness(LivenessLimits(idle_seconds=0), now=0)
    liveness.sent(Progress.RECORDED, 1)
    assert liveness.next_action(10**6)[0] > 10**6
    assert liveness.ends(10**6) > 10**6


def test_a_device_that_waits_gets_a_message_every_minute_and_is_not_closed() -> None:
    liveness = Liveness(LivenessLimits(), now=0)
    liveness.sent(Progress.AWAITED, 10)
    now, sent = 10.0, []
    while now < 500:
        now, action = liveness.next_action(now)
        assert action is Action.REASSURE
        liveness.reassured(now)
        sent.append(now)
    assert sent[:3] == [60, 120, 180], "since its last message, not since listen stop"


def test_what_the_cloud_says_meanwhile_postpones_the_next_message() -> None:
    liveness = Liveness(LivenessLimits(), now=0)
    liveness.sent(Progress.AWAITED, 10)
    liveness.received(Progress.AWAITED, 40)
    assert liveness.next_action(50) == (100, Action.REASSURE)


def test_a_wish_that_is_never_answered_is_given_up() -> None:
    liveness = Liveness(LivenessLimits(), now=0)
    liveness.sent(Progress.AWAITED, 10)
    given_up = 10 + LONGEST_WISH_SECONDS
    liveness.reassured(given_up - 1)
    assert liveness.ends(20) == given_up
    due, action = liveness.next_action(given_up)
    assert action is Action.CLOSE
    assert due <= given_up


@pytest.mark.parametrize(
    ("progress", "seconds"), [(Progress.NONE, 0), (Progress.RECORDED, 90), (Progress.DELIVERED, CLOSING_WORDS_SECONDS)]
)
def test_a_wish_is_in_progress_until_it_has_ended(progress: Progress, seconds: float) -> None:
    liveness = Liveness(LivenessLimits(), now=0)
    liveness.received(progress, 10)
    assert liveness.ends(10) == 10 + seconds
