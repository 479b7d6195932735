"""Transcoding of recordings in a real bucket, and its errors."""

import io
import time
import wave
from array import array
from dataclasses import replace
from threading import Timer

import pytest

from functions.transcode.arrivals import Clock
from functions.transcode.step import transcode
from stikadoo.audio.packets import Packet, to_bytes
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import CorruptAudio, NothingHeard, WishCancelled
from stikadoo.execution import ExecutionDocument, ListenMode, Recording, Speech
from stikadoo.keys import ChunkKey
from stikadoo.turns import Turn
from stikadoo.worker_settings import TranscodeSettings
from tests.documents import DEVICE
from tests.speech_packets import encode, packets_of, send

SPEECH = packets_of("cat-rocket.wav")
LAST = len(SPEECH) - 1


def _settings(bucket: Bucket, **other: int) -> TranscodeSettings:
    return TranscodeSettings(bucket.name, "sessions", settle_ms=other.pop("settle_ms", 150), **other)


def _document(*, last_seq: int | None = LAST, stopped_s_ago: float = 0, seconds: float = 3) -> ExecutionDocument:
    stopped_ms = int((time.time() - stopped_s_ago) * 1000)
    started_ms = stopped_ms - int(seconds * 1000)
    recording = Recording(connection_id="c1", started_ms=started_ms, stopped_ms=stopped_ms, last_seq=last_seq)
    return ExecutionDocument(recording_id="r1", device=DEVICE, recording=recording)


def _recording(document: ExecutionDocument) -> Recording:
    assert document.recording
    return document.recording


def _replay(bucket: Bucket, timeline: list[Packet], **settings: int) -> Speech:
    bucket.put("stored/packets.bin", to_bytes(timeline))
    document = ExecutionDocument(recording_id="r2", device=DEVICE, packets_key="stored/packets.bin")
    return transcode(document, bucket, _settings(bucket, **settings))


def test_a_recording_is_transcoded(bucket: Bucket) -> None:
    document = _document()
    send(bucket, _recording(document), SPEECH)
    speech = transcode(document, bucket, _settings(bucket))
    assert (speech.packets, speech.lost, speech.corrupt, speech.was_cut) == (len(SPEECH), 0, 0, False)
    assert speech.seconds == pytest.approx(len(SPEECH) * 0.06)
    with wave.open(io.BytesIO(bucket.read(speech.key))) as file:
        assert file.getparams()[:4] == (1, 2, 16000, len(SPEECH) * 960)
    assert bucket.read_facts(document.folder.audio, Speech) == speech


def test_a_stored_recording_gives_the_same_speech(bucket: Bucket) -> None:
    document = _document(stopped_s_ago=60)
    send(bucket, _recording(document), SPEECH, without=[2])
    speech = transcode(document, bucket, _settings(bucket, lost_after_ms=200))
    replay = ExecutionDocument(recording_id="r2", device=DEVICE, packets_key=document.folder.packets)
    again = transcode(replay, bucket, _settings(bucket))
    assert bucket.read(again.key) == bucket.read(speech.key)
    assert again.model_copy(update={"key": speech.key, "stopped_ms": speech.stopped_ms}) == speech
    assert (speech.stopped_ms, again.stopped_ms) == (_recording(document).stopped_ms, None)
    assert speech.lost == 8


def _turn(recording: Recording, **other: object) -> Turn:
    window = {"stopped_ms": recording.stopped_ms, "last_seq": recording.last_seq}
    return replace(Turn("r1", recording.started_ms, ListenMode.MANUAL), **window | other)


def test_a_window_that_changes_while_waiting_is_read_anew(bucket: Bucket) -> None:
    """The next recording's listen stop was handled first, so the document's window spans both."""
    own = _recording(_document(stopped_s_ago=20))
    following = _recording(_document())
    send(bucket, own, SPEECH)
    send(bucket, following, SPEECH)
    spanning = own.model_copy(update={"stopped_ms": following.stopped_ms})
    document = ExecutionDocument(recording_id="r1", device=DEVICE, recording=spanning)
    events = [_turn(spanning), _turn(own, stopped_ms=None), _turn(own), _turn(own)]
    speech = transcode(document, bucket, _settings(bucket), lambda: events.pop(0))
    assert (speech.packets, speech.lost, speech.stopped_ms, events) == (len(SPEECH), 0, own.stopped_ms, [])


@pytest.mark.parametrize(
    ("turn", "means"), [({"is_discarded": True}, "the button"), ({"is_discarded": False}, "the next recording")]
)
def test_a_recording_without_a_listen_stop_of_its_own_is_cancelled(
    turn: dict[str, bool], means: str, bucket: Bucket
) -> None:
    document = _document()
    own = _turn(_recording(document), stopped_ms=None, **turn)
    with pytest.raises(WishCancelled, match=means):
        transcode(document, bucket, _settings(bucket, lost_after_ms=200), lambda: own)


def test_of_a_stuck_button_a_minute_is_read(bucket: Bucket) -> None:
    document = _document(last_seq=119_999, seconds=7200)
    recording = _recording(document)
    send(bucket, recording, SPEECH * 12)
    late = ChunkKey("c1", recording.started_ms + 80_000, 20_000)
    bucket.put(str(late), b"unread")
    speech = transcode(document, bucket, _settings(bucket, max_seconds=20, lost_after_ms=100))
    assert (speech.was_cut, speech.corrupt, speech.seconds) == (True, 0, 20)
    assert speech.lost == 0


def test_a_last_chunk_that_comes_late_is_waited_for(bucket: Bucket) -> None:
    document = _document()
    recording = _recording(document)
    send(bucket, recording, SPEECH, without=[5])
    late = Timer(0.4, send, (bucket, recording, SPEECH), {"without": range(5)})
    late.start()
    speech = transcode(document, bucket, _settings(bucket))
    late.join()
    assert (speech.packets, speech.lost) == (len(SPEECH), 0)


def test_a_late_chunk_without_a_number_is_waited_for(bucket: Bucket) -> None:
    document = _document(last_seq=None)
    recording = _recording(document)
    send(bucket, recording, SPEECH, is_numbered=False, without=[4, 5])
    late = [Timer(0.1 * part, send, (bucket, recording, SPEECH), _only(part + 3)) for part in (1, 2)]
    for timer in late:
        timer.start()
    speech = transcode(document, bucket, _settings(bucket, settle_ms=400))
    for timer in late:
        timer.join()
    assert speech.packets == len(SPEECH)


def _only(index: int) -> dict[str, object]:
    return {"is_numbered": False, "without": [other for other in range(6) if other != index]}


@pytest.mark.parametrize("skew_s", [-30, 0, 30, 3600])
def test_what_is_missing_after_the_wait_is_lost_whatever_the_clocks_say(bucket: Bucket, skew_s: int) -> None:
    document = _document(stopped_s_ago=skew_s)
    send(bucket, _recording(document), SPEECH, without=[1])
    pauses = iter(range(30))
    clock = Clock(now=lambda: next(pauses), pause=lambda: None)
    speech = transcode(document, bucket, _settings(bucket, lost_after_ms=8000), clock=clock)
    assert (speech.packets, speech.lost) == (len(SPEECH) - 8, 8)
    assert speech.seconds == pytest.approx(len(SPEECH) * 0.06)
    assert next(pauses) > 8


def test_the_recordings_before_and_after_keep_their_chunks(bucket: Bucket) -> None:
    document = _document()
    recording = _recording(document)
    other = packets_of("dragon.wav")
    send(bucket, recording, other, after_ms=-10_000)
    send(bucket, recording, other, after_ms=3200)
    send(bucket, recording, SPEECH)
    speech = transcode(document, bucket, _settings(bucket))
    alone = _replay(bucket, [Packet(packet) for packet in SPEECH])
    assert bucket.read(speech.key) == bucket.read(alone.key)


def test_no_audio_is_nothing_heard(bucket: Bucket) -> None:
    for last_seq in (None, -1):
        with pytest.raises(NothingHeard, match="no audio arrived"):
            transcode(_document(last_seq=last_seq), bucket, _settings(bucket))


def test_half_a_second_is_too_short(bucket: Bucket) -> None:
    with pytest.raises(NothingHeard, match=r"0\.48 s is too short"):
        _replay(bucket, [Packet(packet) for packet in SPEECH[10:18]])


def test_silence_is_nothing_heard(bucket: Bucket) -> None:
    with pytest.raises(NothingHeard, match="for 0 ms"):
        _replay(bucket, [Packet(packet) for packet in packets_of("silence.wav")])


def test_a_click_in_silence_is_nothing_heard(bucket: Bucket) -> None:
    sound = array("h", bytes(64000))
    sound[9000:9080] = array("h", [30000, -30000] * 40)
    with pytest.raises(NothingHeard, match="ms, with a peak of"):
        _replay(bucket, [Packet(packet) for packet in encode(sound.tobytes())])


def test_quiet_speech_is_heard(bucket: Bucket) -> None:
    assert _replay(bucket, [Packet(packet) for packet in packets_of("dragon.wav", gain=0.1)]).peak_dbfs < -20


def test_a_long_recording_is_cut(bucket: Bucket) -> None:
    speech = _replay(bucket, [Packet(packet) for packet in SPEECH], max_seconds=1)
    assert (speech.was_cut, speech.seconds) == (True, 1.0)


def test_random_bytes_are_corrupt_audio_and_are_stored(bucket: Bucket) -> None:
    with pytest.raises(CorruptAudio, match="20 of 20 packets"):
        _replay(bucket, [Packet(b"\xff" * 50)] * 20)
    assert bucket.find("recordings/r2/packets.bin")


def test_messages_without_a_frame_are_corrupt_audio(bucket: Bucket) -> None:
    document = _document(last_seq=7)
    bucket.put(str(ChunkKey("c1", _recording(document).started_ms, 0)), b"hello")
    with pytest.raises(CorruptAudio, match="1 messages"):
        transcode(document, bucket, _settings(bucket))


def test_a_message_with_a_fault_is_counted(bucket: Bucket) -> None:
    document = _document()
    send(bucket, _recording(document), SPEECH)
    last = max(bucket.keys("chunks/"))
    bucket.put(last, bucket.read(last) + b"\x07")
    speech = transcode(document, bucket, _settings(bucket))
    assert (speech.packets, speech.corrupt) == (len(SPEECH), 1)


def test_a_document_without_a_recording_is_a_bug(bucket: Bucket) -> None:
    with pytest.raises(ValueError, match="neither"):
        transcode(ExecutionDocument(recording_id="r1", device=DEVICE), bucket, _settings(bucket))
