"""Sends the transcript to the device, as stt, llm and tts messages: the words, and a thinking face."""

from collections.abc import Iterator

from functions.announce.phrases import THINKING
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.postbox import Postbox
from stikadoo.aws.registry import Registry
from stikadoo.execution import Announcement, Device, ExecutionDocument, Transcript, Transcription
from stikadoo.languages import in_language
from stikadoo.messages import Llm, Message, Stt, Tts


class TranscribedDocument(ExecutionDocument):
    transcription: Transcription


def announce(document: TranscribedDocument, bucket: Bucket, registry: Registry, postbox: Postbox) -> Announcement:
    """Sends nothing about a wish that is cancelled, or older than the device's newest turn.

    Raises DeviceGone; the state machine continues all the same.
    """
    if any(registry.standing(document.device.session_id, document.recording_id)):
        return Announcement(messages=0)
    transcript = bucket.read_facts(document.transcription.key or document.folder.transcript, Transcript)
    messages = list(announcement_messages(document.device, transcript.text))
    for message in messages:
        postbox.post(message)
    return Announcement(messages=len(messages))


def announcement_messages(device: Device, text: str) -> Iterator[Message]:
    yield Stt(session_id=device.session_id, text=text)
    yield Llm(session_id=device.session_id, emotion="thinking")
    if device.accepts_tts:
        yield Tts(session_id=device.session_id, state="start")
        yield Tts(session_id=device.session_id, state="sentence_start", text=in_language(THINKING, device.language))
