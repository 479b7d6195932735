"""Converts a recording's chunks, or a stored packets.bin, to packets.bin, speech.wav and audio.json.

packets.bin is stored before decoding, so that a later failure can be replayed.
"""

from functions.transcode.arrivals import REAL_TIME, Arrivals, Clock, wait_for_recording
from functions.transcode.decoder import DecodedAudio, decode
from functions.transcode.loudness import loudness
from functions.transcode.ordering import OrderedPackets, read_packets_file
from functions.transcode.window import FindTurn, limited, wait_for_stop
from stikadoo.audio.packets import to_bytes
from stikadoo.audio.wav import to_wav
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import CorruptAudio, NothingHeard
from stikadoo.execution import ExecutionDocument, Recording, Speech
from stikadoo.worker_settings import TranscodeSettings

SHORTEST_SECONDS = 0.5
'Shorter is a button pressed by mistake: even "cat" takes longer.'

SHORTEST_LOUD_MS = 120
"A button's click is shorter."


def transcode(
    document: ExecutionDocument,
    bucket: Bucket,
    settings: TranscodeSettings,
    find_turn: FindTurn = lambda: None,
    clock: Clock = REAL_TIME,
) -> Speech:
    """Raises NothingHeard, CorruptAudio, WishCancelled."""
    packets, stopped_ms = _packets(document, bucket, settings, find_turn, clock)
    bucket.put(document.folder.packets, to_bytes(packets.timeline))
    audio = decode(packets.timeline, settings.max_seconds)
    speech = Speech(
        key=document.folder.speech,
        packets=len(packets.timeline),
        lost=packets.lost,
        corrupt=packets.broken + audio.corrupt,
        seconds=round(audio.seconds, 3),
        peak_dbfs=_peak_of_speech(audio, settings.silence_dbfs),
        was_cut=audio.was_cut,
        stopped_ms=stopped_ms,
    )
    bucket.put(speech.key, to_wav(audio.pcm), "audio/wav")
    bucket.put_facts(document.folder.audio, speech)
    return speech


def _packets(
    document: ExecutionDocument, bucket: Bucket, settings: TranscodeSettings, find_turn: FindTurn, clock: Clock
) -> tuple[OrderedPackets, int | None]:
    """At least one packet, and the listen stop that was used. Raises ValueError for a document without a recording."""
    stopped_ms = None
    if document.packets_key:
        packets = read_packets_file(bucket.read(document.packets_key))
    elif document.recording:
        packets, stopped_ms = _arrived(document.recording, bucket, settings, find_turn, clock)
    else:
        raise ValueError("the document has neither a recording nor a packets_key")
    if packets.timeline:
        return packets, stopped_ms
    if packets.broken:
        raise CorruptAudio(f"no valid frame in {packets.broken} messages")
    raise NothingHeard("no audio arrived")


def _arrived(
    recording: Recording, bucket: Bucket, settings: TranscodeSettings, find_turn: FindTurn, clock: Clock
) -> tuple[OrderedPackets, int]:
    """Waits again if the window has changed while waiting: at most once for each message that was handled late."""
    until = clock.now() + settings.lost_after_ms / 1000
    window = wait_for_stop(recording, find_turn, until, clock)
    while True:
        arrivals = Arrivals(bucket, limited(window, settings.max_seconds))
        packets = wait_for_recording(arrivals.poll, until, settings, clock)
        previous, window = window, wait_for_stop(recording, find_turn, until, clock)
        if window == previous:
            return packets, window.stopped_ms


def _peak_of_speech(audio: DecodedAudio, silence_dbfs: float) -> float:
    """In dBFS. Raises CorruptAudio, and NothingHeard for audio without speech."""
    if audio.corrupt * 2 > audio.packets:
        raise CorruptAudio(f"{audio.corrupt} of {audio.packets} packets are not Opus")
    if audio.seconds < SHORTEST_SECONDS:
        raise NothingHeard(f"speech of {audio.seconds:.2f} s is too short")
    level = loudness(audio.pcm, silence_dbfs)
    if level.loud_ms < SHORTEST_LOUD_MS:
        raise NothingHeard(f"above {silence_dbfs:.0f} dBFS for {level.loud_ms} ms, with a peak of {level.peak_dbfs}")
    return level.peak_dbfs
