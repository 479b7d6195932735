"""Protocol 2's timestamps become order and gaps, where they speak. Pure.

They count ms, modulo 2**32, from anywhere. Firmware without echo cancellation sends 0 in every frame, and with it the
clock of what it is playing, so they are believed only if they behave like time: every frame has its own, they rise
within a message, most follow one another by a packet's length, and no gap is longer than LONGEST_GAP_MS.
"""

from collections.abc import Sequence
from itertools import chain, pairwise
from operator import itemgetter
from typing import TypeGuard

from stikadoo.audio.frames import Frame
from stikadoo.audio.opus import SAMPLE_RATE
from stikadoo.audio.opus_duration import typical_packet_samples
from stikadoo.audio.packets import Packet, from_timestamps

LONGEST_GAP_MS = 5000
_CLOCK = 2**32


def order_by_timestamp(messages: Sequence[Sequence[Frame]]) -> list[Packet] | None:
    """The frames of messages in order of arrival, as their timestamps order them; None if these say nothing."""
    stamps = [[frame.timestamp_ms for frame in message] for message in messages if message]
    if not stamps or not _are_all_there(stamps):
        return None
    since = [[_distance(stamps[0][0], stamp) for stamp in message] for message in stamps]
    packets = [frame.packet for message in messages for frame in message]
    stamped = sorted(zip(chain.from_iterable(since), packets, strict=True), key=itemgetter(0))
    return (
        from_timestamps(stamped) if _behave(since, [ms for ms, _ in stamped], typical_packet_samples(packets)) else None
    )


def _are_all_there(stamps: list[list[int | None]]) -> TypeGuard[list[list[int]]]:
    return all(stamp is not None for message in stamps for stamp in message)


def _distance(base: int, stamp: int) -> int:
    """The shorter way round the clock."""
    return (stamp - base + _CLOCK // 2) % _CLOCK - _CLOCK // 2


def _behave(since: Sequence[Sequence[int]], in_order: Sequence[int], usual: int) -> bool:
    steps = [later - earlier for earlier, later in pairwise(in_order)]
    length_ms = usual * 1000 / SAMPLE_RATE
    rise = all(earlier < later for message in since for earlier, later in pairwise(message))
    plausible = sum(length_ms / 2 < step < length_ms * 1.5 for step in steps)
    return rise and all(0 < step <= LONGEST_GAP_MS for step in steps) and plausible * 2 >= len(steps)
