"""What Amazon Transcribe says in a stream becomes a transcript.

A payload: {"Transcript": {"Results": [{"IsPartial": …, "Alternatives": [{"Transcript": …, "Items": […]}]}]}}. A result
is partial until its segment is over, and then said once more. An exception has a type, and a text that is left where it
is.

Source: https://docs.aws.amazon.com/transcribe/latest/APIReference/API_streaming_TranscriptResultStream.html
"""

from collections.abc import Sequence
from typing import Any

from botocore.eventstream import EventStreamMessage
from pydantic import ConfigDict
from pydantic.alias_generators import to_pascal

from functions.transcribe.transcribers.amazon import alternatives, mean
from stikadoo.execution import Facts, Transcript


class StreamError(Exception):
    """An exception message, by its type. The engine says what it means."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Named(Facts):
    model_config = ConfigDict(alias_generator=to_pascal)


class _Item(_Named):
    type: str = ""
    confidence: float | None = None


class _Alternative(_Named):
    transcript: str
    items: tuple[_Item, ...] = ()


class Result(_Named):
    is_partial: bool
    alternatives: tuple[_Alternative, ...]
    language_code: str = ""


class _Results(_Named):
    results: tuple[Result, ...]


class _TranscriptEvent(_Named):
    transcript: _Results


def results(event: EventStreamMessage) -> tuple[Result, ...]:
    """Those that are final. Raises StreamError, and ValueError for what is malformed."""
    headers: dict[str, Any] = event.to_response_dict()["headers"]
    if headers.get(":message-type") == "exception":
        raise StreamError(str(headers.get(":exception-type")))
    if headers.get(":event-type") != "TranscriptEvent":
        raise ValueError("an event of another type")
    told = _TranscriptEvent.model_validate_json(event.payload).transcript.results
    return tuple(result for result in told if not result.is_partial)


def transcript(engine: str, told: Sequence[Result], languages: tuple[str, ...]) -> Transcript:
    """`languages`: what was asked for; which of several it is, the results say."""
    guesses = alternatives([[guess.transcript for guess in result.alternatives] for result in told])
    items = [item for result in told for guess in result.alternatives[:1] for item in guess.items]
    heard_in = [result.language_code for result in told if result.language_code]
    return Transcript(
        text=guesses[0] if guesses else "",
        engine=engine,
        language=(heard_in or [languages[0] if len(languages) == 1 else ""])[0],
        confidence=mean([it.confidence for it in items if it.type == "pronunciation" and it.confidence is not None]),
        alternatives=guesses[1:],
    )
