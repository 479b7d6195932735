"""transcript.json becomes wish.json: trimmed, no longer than may be, not taken back, and fit for children.

The word list is asked first and of everything that was said, then each service: a clean list skips none.
"""

from dataclasses import dataclass

from functions.moderate.cancellation import is_cancellation
from functions.moderate.moderators import Moderator
from functions.moderate.spending import Spending
from functions.moderate.word_list import WordList
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.registry import Registry
from stikadoo.errors import NothingHeard, WishCancelled, WishRejected
from stikadoo.execution import AdmittedWish, ExecutionDocument, Transcript, Transcription, Wish

MAX_MODERATED_CHARACTERS = 1000
"Characters that a service is asked about: one text token of Bedrock's, and five times what is drawn by default."


class TranscribedDocument(ExecutionDocument):
    transcription: Transcription


@dataclass(frozen=True)
class Admission:
    """What a wish must pass."""

    registry: Registry
    words: WordList
    moderators: tuple[Moderator, ...]
    spending: Spending
    max_characters: int


def moderate(document: TranscribedDocument, bucket: Bucket, admission: Admission) -> Wish:
    """Raises NothingHeard, WishCancelled, WishRejected, SpendLimitReached, and what a moderator raises.

    A service that does not answer admits nothing: ProviderUnavailable, and the machine asks again.
    """
    if admission.registry.is_cancelled(document.device.session_id, document.recording_id):
        raise WishCancelled("the button")
    transcript = bucket.read_facts(document.transcription.key or document.folder.transcript, Transcript)
    spoken = trimmed(transcript.text)
    if not any(letter.isalnum() for letter in spoken):
        raise NothingHeard("no words")
    if is_cancellation(spoken):
        raise WishCancelled("a phrase")
    if category := _objection(spoken, transcript.language or document.device.language, admission):
        raise WishRejected(category)
    text = shortened(spoken, admission.max_characters)
    admission.spending.count(document)
    bucket.put_facts(document.folder.wish, AdmittedWish(text=text))
    return Wish(key=document.folder.wish, was_shortened=text != spoken)


def _objection(spoken: str, language: str, admission: Admission) -> str | None:
    if category := admission.words.flagged_category(spoken, language):
        return category
    judged = shortened(spoken, max(MAX_MODERATED_CHARACTERS, admission.max_characters))
    return next((said for moderator in admission.moderators if (said := moderator.flagged_category(judged))), None)


def trimmed(text: str) -> str:
    """One line, single spaces, no punctuation around it."""
    return " ".join(text.split()).strip(" .,!?;:…。，！？；：\"'“”‘’")


def shortened(text: str, max_characters: int) -> str:
    """At most so many characters, cut between words where there are any: a long story still gets its sticker."""
    if len(text) <= max_characters:
        return text
    cut = text[: max_characters + 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut)[:max_characters]
