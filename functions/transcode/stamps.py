"""Orders packets and finds gaps by protocol 2's timestamps, if these are plausible. Pure.

Timestamps are ms modulo 2**32 with an arbitrary start. Firmware without echo cancellation sends 0 in every frame, and
with it the clock of its playback. So timestamps are used only if they behave like time: all are distinct, they rise
within a message, most differ by one packet's duration, and no gap is longer than LONGEST_GAP_MS.
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
"Between two packets: a longer one means that the clock was set."
_CLOCK = 2**32


def order_by_timestamp(messages: Sequence[Sequence[Frame]]) -> list[Packet] | None:
    """The frames of messages, given in order of arrival, sorted by timestamp; None if timestamps are not plausible."""
    stamps = [[frame.timestamp_ms for frame in message] for message in messages if message]
    if not stamps or not _all_present(stamps):
        return None
    offsets = [[_distance(stamps[0][0], stamp) for stamp in message] for message in stamps]
    packets = [frame.packet for message in messages for frame in message]
    stamped = sorted(zip(chain.from_iterable(offsets), packets, strict=True), key=itemgetter(0))
    return (
        from_timestamps(stamped)
        if _are_plausible(offsets, [ms for ms, _ in stamped], typical_packet_samples(packets))
        else None
    )


def _all_present(stamps: list[list[int | None]]) -> TypeGuard[list[list[int]]]:
    return all(stamp is not None for message in stamps for stamp in message)


def _distance(base: int, stamp: int) -> int:
    """The signed difference modulo 2**32, the shorter way round."""
    return (stamp - base + _CLOCK // 2) % _CLOCK - _CLOCK // 2


def _are_plausible(by_message: Sequence[Sequence[int]], in_order: Sequence[int], packet_samples: int) -> bool:
    steps = [later - earlier for earlier, later in pairwise(in_order)]
    packet_ms = packet_samples * 1000 / SAMPLE_RATE
    rise = all(earlier < later for message in by_message for earlier, later in pairwise(message))
    regular = sum(packet_ms / 2 < step < packet_ms * 1.5 for step in steps)
    return rise and all(0 < step <= LONGEST_GAP_MS for step in steps) and regular * 2 >= len(steps)
