"""transcript.json becomes wish.json: trimmed, no longer than may be, not taken back, and fit for children.

The word list is asked first and of everything that was said, then each service: a clean list skips none.
"""

from dataclasses import dataclass

from functions.moderate.cancellation import takes_back
from functions.moderate.moderators import Moderator
from functions.moderate.spending import Spending
from functions.moderate.word_list import WordList
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.registry import Registry
from stikadoo.errors import NothingHeard, WishCancelled, WishRejected
from stikadoo.execution import AdmittedWish, ExecutionDocument, Transcript, Transcription, Wish

LONGEST_JUDGED = 1000
"Characters that a service is asked about: one text unit of Bedrock's, and five times what is drawn by default."


class HeardDocument(ExecutionDocument):
    transcription: Transcription


@dataclass(frozen=True)
class Door:
    """What a wish must pass."""

    registry: Registry
    words: WordList
    moderators: tuple[Moderator, ...]
    spending: Spending
    max_characters: int


def moderate(document: HeardDocument, bucket: Bucket, door: Door) -> Wish:
    """Raises NothingHeard, WishCancelled, WishRejected, SpendLimitReached, and what a moderator raises.

    A service that does not answer admits nothing: ProviderUnavailable, and the machine asks again.
    """
    if door.registry.is_cancelled(document.device.session_id, document.recording_id):
        raise WishCancelled("the button")
    transcript = bucket.read_facts(document.transcription.key or document.folder.transcript, Transcript)
    spoken = trimmed(transcript.text)
    if not any(letter.isalnum() for letter in spoken):
        raise NothingHeard("no words")
    if takes_back(spoken):
        raise WishCancelled("a phrase")
    if category := _objection(spoken, transcript.language or document.device.language, door):
        raise WishRejected(category)
    text = shortened(spoken, door.max_characters)
    door.spending.count(document)
    bucket.put_facts(document.folder.wish, AdmittedWish(text=text))
    return Wish(key=document.folder.wish, was_shortened=text != spoken)


def _objection(spoken: str, language: str, door: Door) -> str | None:
    if category := door.words.objection(spoken, language):
        return category
    judged = shortened(spoken, max(LONGEST_JUDGED, door.max_characters))
    return next((said for moderator in door.moderators if (said := moderator.objection(judged))), None)


def trimmed(text: str) -> str:
    """One line, single spaces, no punctuation around it."""
    return " ".join(text.split()).strip(" .,!?;:…。，！？；：\"'“”‘’")


def shortened(text: str, max_characters: int) -> str:
    """At most so many characters, cut between words where there are any: a long story still gets its sticker."""
    if len(text) <= max_characters:
        return text
    cut = text[: max_characters + 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut)[:max_characters]
