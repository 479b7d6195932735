"""Notifies the device of an error, once, so that it returns to idle, and stores the outcome in apology.json."""

import re
from collections.abc import Iterator

from functions.apologise.phrases import phrase
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.postbox import Connect, Postbox
from stikadoo.aws.registry import Registry
from stikadoo.errors import DeviceGone, NothingHeard, SpeakerError, WishRejected, leaves
from stikadoo.execution import Device, ExecutionDocument, Facts, Speech
from stikadoo.messages import Alert, Message, Tts
from stikadoo.session import require_unchanged

FAILED = "failed"

_HEARD_WRONGLY = (NothingHeard.__name__, WishRejected.__name__)
"With the audio of the next recording: the wish itself may be another."


class StateError(Facts):
    """The error name and cause from Step Functions."""

    name: str
    cause: str = ""


class FailedDocument(ExecutionDocument):
    error: StateError
    speech: Speech | None = None


class Apology(Facts):
    """apology.json, and the state's result: how the recording ended."""

    outcome: str
    "The name of a SpeakerError, as in nothing_heard; or failed."
    error: str
    was_told: bool
    "Whether the device was notified now; False if it is disconnected, was notified before, or has moved on."


def apologise(document: FailedDocument, bucket: Bucket, registry: Registry, connect: Connect) -> Apology:
    """Raises RecordingChanged for a spoken wish that was heard with another listen stop than it has by now."""
    outcome = outcome_of(document.error.name)
    is_notified = any(bucket.find(key) for key in (document.folder.apology, document.folder.delivery))
    recipient = registry.recipient(document.device, document.recording_id)
    if document.error.name in _HEARD_WRONGLY:
        require_unchanged(recipient.turn, document.speech)
    is_unspoken = recipient.turn is not None and not recipient.turn.is_complete  # discarded, or cut off by the next
    is_due = not is_notified and not recipient.has_moved_on and not is_unspoken
    was_told = is_due and _send(connect(recipient.device), apology_messages(recipient.device, document.error.name))
    apology = Apology(outcome=outcome, error=document.error.name, was_told=was_told)
    if not is_notified:
        bucket.put_facts(document.folder.apology, apology)
    if outcome == FAILED and not document.replay_of:
        registry.conclude(document.device.session_id, document.recording_id, FAILED)
    return apology


def outcome_of(error: str) -> str:
    """The outcome of an error name: NothingHeard → nothing_heard, as for every SpeakerError; others → failed."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", error).lower() if error in leaves(SpeakerError) else FAILED


def apology_messages(device: Device, error: str) -> Iterator[Message]:
    text = phrase(error, device.language)
    yield Alert(session_id=device.session_id, status=text.status, message=text.message, emotion=text.emotion)
    if device.accepts_tts:
        yield Tts(session_id=device.session_id, state="stop")


def _send(postbox: Postbox, messages: Iterator[Message]) -> bool:
    """Whether the device received all messages."""
    try:
        for message in messages:
            postbox.post(message)
    except DeviceGone:
        return False
    return True
