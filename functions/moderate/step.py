"""Admits a wish: trims and shortens the transcript, checks for cancellation and moderates it, and stores wish.json.

The word list checks the transcript's first 4,000 characters, also those that are not drawn. If it flags nothing, every
moderation service checks it, too.
"""

import unicodedata
from dataclasses import dataclass

from functions.moderate.cancellation import is_cancellation
from functions.moderate.moderators import Moderator
from functions.moderate.spending import Spending
from functions.moderate.word_list import WordList
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.registry import Registry
from stikadoo.errors import NothingHeard, WishCancelled, WishRejected
from stikadoo.execution import AdmittedWish, ExecutionDocument, Speech, Transcript, Transcription, Wish
from stikadoo.plain_text import plain_text
from stikadoo.session import require_unchanged

MAX_CHECKED_CHARACTERS = 4000
"Of a transcript: twice the longest typed wish, and three times what is spoken in a minute. The rest is ignored."

MAX_MODERATED_CHARACTERS = 1000
"Maximum length sent to a moderation service: one text unit of Bedrock, and five times the default wish length."


class TranscribedDocument(ExecutionDocument):
    transcription: Transcription
    speech: Speech | None = None


@dataclass(frozen=True)
class Admission:
    """The admission checks and their collaborators."""

    registry: Registry
    words: WordList
    moderators: tuple[Moderator, ...]
    spending: Spending
    max_characters: int


def moderate(document: TranscribedDocument, bucket: Bucket, admission: Admission) -> Wish:
    """Raises NothingHeard, WishCancelled, WishRejected, SpendLimitReached, RecordingChanged and a moderator's errors.

    If a moderation service does not answer, the wish is not admitted: ProviderUnavailable is raised and retried.
    """
    turn = admission.registry.turn(document.device.session_id, document.recording_id)
    require_unchanged(turn, document.speech)
    if turn and turn.is_taken_back:
        raise WishCancelled("the button")
    transcript = bucket.read_facts(document.transcription.key or document.folder.transcript, Transcript)
    words = trimmed(transcript.text[: max(MAX_CHECKED_CHARACTERS, admission.max_characters)])
    if not any(letter.isalnum() or unicodedata.category(letter) == "So" for letter in words):  # So: emoji
        raise NothingHeard("no words")
    if is_cancellation(words):
        raise WishCancelled("a phrase")
    if category := _flagged_category(words, transcript.language or document.device.language, admission):
        raise WishRejected(category)
    text = shortened(words, admission.max_characters)
    admission.spending.count(document)
    bucket.put_facts(document.folder.wish, AdmittedWish(text=text))
    return Wish(key=document.folder.wish, was_shortened=text != words)


def _flagged_category(text: str, language: str, admission: Admission) -> str | None:
    if category := admission.words.flagged_category(text, language):
        return category
    moderated = shortened(text, max(MAX_MODERATED_CHARACTERS, admission.max_characters))
    categories = (moderator.flagged_category(moderated) for moderator in admission.moderators)
    return next(filter(None, categories), None)


def trimmed(text: str) -> str:
    """On one line, with single spaces, without control characters and surrounding punctuation."""
    return " ".join(plain_text(text).split()).strip(" .,!?;:…。，！？；：\"'“”‘’")


def shortened(text: str, max_characters: int) -> str:
    """Cut to at most `max_characters`, between words if there are spaces."""
    if len(text) <= max_characters:
        return text
    cut = text[: max_characters + 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut)[:max_characters]
