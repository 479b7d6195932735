"""A clip through the worker's steps as they are: transcode, transcribe, and the rules for nothing heard."""

import time
from dataclasses import dataclass

from benchmarks.speech.corpus import Clip
from benchmarks.speech.memory_s3 import memory_bucket
from functions.transcode.step import transcode
from functions.transcribe.step import Accepted, TranscodedDocument, transcribe
from functions.transcribe.transcribers import Transcriber
from functions.transcribe.transcribers.languages import supported_languages
from stikadoo.audio.packets import to_bytes
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import NothingHeard
from stikadoo.execution import Device, ExecutionDocument, Transcript
from stikadoo.languages import primary_language
from stikadoo.patience import Patience
from stikadoo.worker_settings import TranscodeSettings, TranscribeSettings

_PACKETS = "voices/packets.bin"
_PATIENCE = Patience(TranscribeSettings.transcriber_attempt_seconds, TranscribeSettings.transcriber_seconds)
_TRANSCODE = TranscodeSettings(bucket="memory", table="memory")


@dataclass(frozen=True)
class Heard:
    """What became of a clip."""

    transcript: Transcript | None
    "None: nothing heard."
    wall_seconds: float
    cpu_seconds: float
    "Of all threads."

    @property
    def text(self) -> str:
        return self.transcript.text if self.transcript else ""


def accepted(spoken_languages: str, min_confidence: float = TranscribeSettings.min_confidence) -> Accepted:
    """The rules of the Transcribe worker with these settings."""
    return Accepted(frozenset(map(primary_language, supported_languages(spoken_languages))), min_confidence)


def hear(clip: Clip, transcriber: Transcriber, rules: Accepted) -> Heard:
    bucket = memory_bucket()
    bucket.put(_PACKETS, to_bytes(clip.packets))
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        transcript = _transcript(clip, bucket, transcriber, rules)
    except NothingHeard:
        transcript = None
    return Heard(transcript, time.perf_counter() - wall, time.process_time() - cpu)


def _transcript(clip: Clip, bucket: Bucket, transcriber: Transcriber, rules: Accepted) -> Transcript:
    """Raises NothingHeard."""
    device = Device(device_id="bench", session_id="bench", connection_id="", endpoint="", language=clip.language)
    document = ExecutionDocument(recording_id="bench", device=device, packets_key=_PACKETS)
    speech = transcode(document, bucket, _TRANSCODE)
    transcoded = TranscodedDocument(**document.model_dump(), speech=speech)
    transcription = transcribe(transcoded, bucket, transcriber, _PATIENCE, rules)
    if not transcription.key:
        raise ValueError(f"{transcriber.engine} started a job: this benchmark measures engines that answer at once")
    return bucket.read_facts(transcription.key, Transcript)
