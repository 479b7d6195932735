"""A recording's chunks, or a stored packets.bin, become packets.bin, speech.wav and audio.json.

packets.bin is stored before anything is decoded: what fails from there on can be replayed.
"""

from functions.transcode.arrivals import REAL_TIME, Arrivals, Clock, wait_for_recording
from functions.transcode.decoder import DecodedAudio, decode
from functions.transcode.loudness import loudness
from functions.transcode.ordering import OrderedPackets, read_packets_file
from stikadoo.audio.packets import to_bytes
from stikadoo.audio.wav import to_wav
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import CorruptAudio, NothingHeard
from stikadoo.execution import ExecutionDocument, Speech
from stikadoo.worker_settings import TranscodeSettings

SHORTEST_SECONDS = 0.5
'A button pressed by mistake: "cat", with the button around it, takes longer.'

SHORTEST_LOUD_MS = 120
"A button's click is shorter."


def transcode(
    document: ExecutionDocument, bucket: Bucket, settings: TranscodeSettings, clock: Clock = REAL_TIME
) -> Speech:
    """Raises RecordingIncomplete, NothingHeard, CorruptAudio."""
    packets = _packets(document, bucket, settings, clock)
    bucket.put(document.folder.packets, to_bytes(packets.timeline))
    sound = decode(packets.timeline, settings.max_seconds)
    speech = Speech(
        key=document.folder.speech,
        packets=len(packets.timeline),
        lost=packets.lost,
        corrupt=packets.broken + sound.corrupt,
        seconds=round(sound.seconds, 3),
        peak_dbfs=_peak_of_speech(sound, settings.silence_dbfs),
        was_cut=sound.was_cut,
    )
    bucket.put(speech.key, to_wav(sound.pcm), "audio/wav")
    bucket.put_facts(document.folder.audio, speech)
    return speech


def _packets(document: ExecutionDocument, bucket: Bucket, settings: TranscodeSettings, clock: Clock) -> OrderedPackets:
    """At least one. Raises ValueError for a document that names no recording."""
    if document.packets_key:
        packets = read_packets_file(bucket.read(document.packets_key))
    elif document.recording:
        arrivals = Arrivals(bucket, document.recording)
        packets = wait_for_recording(arrivals.look, document.recording.stopped_ms, settings, clock)
    else:
        raise ValueError("the document has neither a recording nor a packets_key")
    if packets.timeline:
        return packets
    if packets.broken:
        raise CorruptAudio(f"{packets.broken} messages, and no frame in them")
    raise NothingHeard("no audio arrived")


def _peak_of_speech(sound: DecodedAudio, silence_dbfs: float) -> float:
    """In dBFS. Raises CorruptAudio, NothingHeard for a sound that is no speech."""
    if sound.corrupt * 2 > sound.packets:
        raise CorruptAudio(f"{sound.corrupt} of {sound.packets} packets are no Opus")
    if sound.seconds < SHORTEST_SECONDS:
        raise NothingHeard(f"{sound.seconds:.2f} s are too short")
    loud = loudness(sound.pcm, silence_dbfs)
    if loud.loud_ms < SHORTEST_LOUD_MS:
        raise NothingHeard(f"above {silence_dbfs:.0f} dBFS for {loud.loud_ms} ms, with a peak of {loud.peak_dbfs}")
    return loud.peak_dbfs
