"""Result and error handling shared by Amazon Transcribe's batch and streaming APIs.

A result consists of segments. A segment has alternatives, most likely first, and items (words and punctuation) with a
confidence. Field names are in lower case in batch results, in Pascal case in streaming ones.
"""

from collections.abc import Sequence
from itertools import zip_longest

from stikadoo.errors import StikadooError, UnknownProvider
from stikadoo.worker_settings import TranscribeSettings

PROVIDER = "Amazon Transcribe"


def alternatives(segments: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Alternatives of the whole recording, most likely first, from those of its segments.

    A segment with fewer alternatives repeats its most likely one.
    """
    nonempty = [segment for segment in segments if segment]
    ranks = zip_longest(*nonempty)
    texts = (" ".join(text or nonempty[index][0] for index, text in enumerate(rank)) for rank in ranks)
    return tuple(dict.fromkeys(text.strip() for text in texts))


def mean(confidences: Sequence[float]) -> float | None:
    """None without words."""
    return round(sum(confidences) / len(confidences), 3) if confidences else None


def refused_request(settings: TranscribeSettings) -> StikadooError:
    """The exception for a BadRequestException: apart from these settings, our requests do not vary."""
    values = (settings.spoken_languages, settings.vocabulary, settings.vocabulary_filter)
    return UnknownProvider(
        f"language or vocabulary of {PROVIDER}",
        " ".join(filter(None, values)),
        ("its supported languages, and vocabularies that are READY in this region",),
    )
