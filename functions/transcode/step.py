"""Converts a recording's chunks, or a stored packets.bin, to packets.bin, speech.wav and audio.json.

packets.bin is stored before decoding, so that a later failure can be replayed.
"""

from collections.abc import Callable

from functions.transcode.arrivals import REAL_TIME, Arrivals, Clock, wait_for_recording
from functions.transcode.decoder import DecodedAudio, decode
from functions.transcode.loudness import loudness
from functions.transcode.ordering import OrderedPackets, read_packets_file
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


CurrentWindow = Callable[[Recording], Recording]
"""The recording with its window as the session's events have it now. A listen stop of another recording may have been
handled before this one's."""


def transcode(
    document: ExecutionDocument,
    bucket: Bucket,
    settings: TranscodeSettings,
    clock: Clock = REAL_TIME,
    *,
    current: CurrentWindow = lambda recording: recording,
) -> Speech:
    """Raises RecordingIncomplete, NothingHeard, CorruptAudio."""
    packets = _packets(document, bucket, settings, clock, current)
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
    )
    bucket.put(speech.key, to_wav(audio.pcm), "audio/wav")
    bucket.put_facts(document.folder.audio, speech)
    return speech


def _packets(
    document: ExecutionDocument, bucket: Bucket, settings: TranscodeSettings, clock: Clock, current: CurrentWindow
) -> OrderedPackets:
    """At least one packet. Raises ValueError for a document without a recording."""
    if document.packets_key:
        packets = read_packets_file(bucket.read(document.packets_key))
    elif document.recording:
        packets = _arrived(document.recording, bucket, settings, clock, current)
    else:
        raise ValueError("the document has neither a recording nor a packets_key")
    if packets.timeline:
        return packets
    if packets.broken:
        raise CorruptAudio(f"no valid frame in {packets.broken} messages")
    raise NothingHeard("no audio arrived")


def _arrived(
    recording: Recording, bucket: Bucket, settings: TranscodeSettings, clock: Clock, current: CurrentWindow
) -> OrderedPackets:
    """Waits again if the window has changed while waiting: at most once for each message that came late."""
    window = current(recording)
    while True:
        packets = wait_for_recording(Arrivals(bucket, window).poll, window.stopped_ms, settings, clock)
        previous, window = window, current(recording)
        if window == previous:
            return packets


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
