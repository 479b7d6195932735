"""The time window of a recording, from the turn that its session's events have by now.

Step Functions may be started with a later recording's listen stop: API Gateway promises no order, so start 1 and stop 2
may be handled before stop 1 and start 2. Then the input's window spans both recordings until those are handled.
"""

from collections.abc import Callable

from functions.transcode.arrivals import Clock
from stikadoo.errors import WishCancelled
from stikadoo.execution import Recording
from stikadoo.turns import Turn

FindTurn = Callable[[], Turn | None]
"""Reads the recording's turn; None if its session has expired."""

LONGEST_WINDOW_EXTRA_MS = 10_000
"A chunk of the last second that is used may arrive this long after it: more chunks are not read."


def wait_for_stop(recording: Recording, find_turn: FindTurn, until: float, clock: Clock) -> Recording:
    """The recording with its own listen stop, waiting for it until this second of the clock.

    Raises WishCancelled if it has none: it was discarded, or the next recording began without it.
    """
    while (turn := find_turn()) is not None:
        if turn.stopped_ms is not None:
            return recording.model_copy(update={"stopped_ms": turn.stopped_ms, "last_seq": turn.last_seq})
        if turn.is_discarded:
            raise WishCancelled("the button")
        if clock.now() >= until:
            raise WishCancelled("the next recording")
        clock.pause()
    return recording


def limited(recording: Recording, max_seconds: int) -> Recording:
    """Cut to a little more than is used: a button that was stuck for hours would be a hundred thousand chunks."""
    until = recording.started_ms + max_seconds * 1000 + LONGEST_WINDOW_EXTRA_MS
    if recording.stopped_ms <= until:
        return recording
    used = (max_seconds + 1) * 1000 // recording.frame_duration_ms
    last_seq = None if recording.last_seq is None else min(recording.last_seq, used)
    return recording.model_copy(update={"stopped_ms": until, "last_seq": last_seq})
