"""An error becomes a kind sentence for the child and a note for the operator; the device is told once and goes idle."""

import re
from collections.abc import Iterator

from functions.apologise.phrases import phrase
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.postbox import Postbox
from stikadoo.aws.registry import Registry
from stikadoo.errors import DeviceGone, SpeakerError, leaves
from stikadoo.execution import Device, ExecutionDocument, Facts
from stikadoo.messages import Alert, Message, Tts

FAILED = "failed"


class StateError(Facts):
    """What Step Functions says of an error."""

    name: str
    cause: str = ""


class FailedDocument(ExecutionDocument):
    error: StateError


class Apology(Facts):
    """apology.json, and what the state adds: how the recording ended."""

    outcome: str
    "nothing_heard, wish_rejected, wish_cancelled, picture_refused: expected; or failed."
    error: str
    was_told: bool
    "False if the device had gone, or knew already."


def apologise(document: FailedDocument, bucket: Bucket, registry: Registry, postbox: Postbox) -> Apology:
    outcome = outcome_of(document.error.name)
    knows = any(bucket.find(key) for key in (document.folder.apology, document.folder.delivery))
    was_told = not knows and _tell(postbox, apology(document.device, document.error.name))
    said = Apology(outcome=outcome, error=document.error.name, was_told=was_told)
    if not knows:
        bucket.put_facts(document.folder.apology, said)
    if outcome == FAILED:
        registry.conclude(document.device.session_id, document.recording_id, FAILED)
    return said


def outcome_of(error: str) -> str:
    """Expected is not failed: NothingHeard → nothing_heard; anything but the speaker's own → failed."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", error).lower() if error in leaves(SpeakerError) else FAILED


def apology(device: Device, error: str) -> Iterator[Message]:
    said = phrase(error, device.language)
    yield Alert(session_id=device.session_id, status=said.status, message=said.message, emotion=said.emotion)
    if device.accepts_tts:
        yield Tts(session_id=device.session_id, state="stop")


def _tell(postbox: Postbox, messages: Iterator[Message]) -> bool:
    try:
        for message in messages:
            postbox.post(message)
    except DeviceGone:
        return False
    return True
