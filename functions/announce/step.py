"""Sends the transcript to the device, as stt, llm and tts messages: the words, and a thinking face."""

from collections.abc import Iterator

from functions.announce.phrases import THINKING
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.postbox import Connect
from stikadoo.aws.registry import Registry
from stikadoo.execution import Announcement, Device, ExecutionDocument, Speech, Transcript, Transcription
from stikadoo.languages import in_language
from stikadoo.messages import Llm, Message, Stt, Tts
from stikadoo.session import require_unchanged


class TranscribedDocument(ExecutionDocument):
    transcription: Transcription
    speech: Speech | None = None


def announce(document: TranscribedDocument, bucket: Bucket, registry: Registry, connect: Connect) -> Announcement:
    """Sends nothing about a wish that is cancelled, or older than the device's newest turn.

    Raises RecordingChanged, and DeviceGone; then the state machine continues all the same.
    """
    recipient = registry.recipient(document.device, document.recording_id)
    require_unchanged(recipient.turn, document.speech)
    if recipient.is_cancelled or recipient.has_moved_on:
        return Announcement(messages=0)
    transcript = bucket.read_facts(document.transcription.key or document.folder.transcript, Transcript)
    postbox = connect(recipient.device)
    messages = list(announcement_messages(recipient.device, transcript.text))
    for message in messages:
        postbox.post(message)
    return Announcement(messages=len(messages))


def announcement_messages(device: Device, text: str) -> Iterator[Message]:
    yield Stt(session_id=device.session_id, text=text)
    yield Llm(session_id=device.session_id, emotion="thinking")
    if device.accepts_tts:
        yield Tts(session_id=device.session_id, state="start")
        yield Tts(session_id=device.session_id, state="sentence_start", text=in_language(THINKING, device.language))
