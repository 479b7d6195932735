"""What Amazon Transcribe's two ways share: how they tell of what they heard, and what they fail of.

A recording is heard in segments; of each there are alternatives, likeliest first, and items (words and punctuation)
with a confidence. Batch spells these in lower case, streaming in upper.
"""

from collections.abc import Sequence
from itertools import zip_longest

from stikadoo.errors import StikadooError, UnknownProvider
from stikadoo.worker_settings import TranscribeSettings

PROVIDER = "Amazon Transcribe"


def alternatives(segments: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The whole recording's, likeliest first, from its segments'; a segment with fewer keeps its likeliest."""
    known = [segment for segment in segments if segment]
    ranks = zip_longest(*known)
    wholes = (" ".join(said or known[at][0] for at, said in enumerate(rank)) for rank in ranks)
    return tuple(dict.fromkeys(whole.strip() for whole in wholes))


def mean(confidences: Sequence[float]) -> float | None:
    """None without words."""
    return round(sum(confidences) / len(confidences), 3) if confidences else None


def refused_request(settings: TranscribeSettings) -> StikadooError:
    """For BadRequestException: what we ask for is fixed but for these."""
    asked = (settings.spoken_languages, settings.vocabulary, settings.vocabulary_filter)
    return UnknownProvider(
        f"language or vocabulary of {PROVIDER}",
        " ".join(filter(None, asked)),
        ("its supported languages, and vocabularies that are READY in this region",),
    )
