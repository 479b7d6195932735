"""Parses the result stream of Amazon Transcribe.

A payload: {"Transcript": {"Results": [{"IsPartial": …, "Alternatives": [{"Transcript": …, "Items": […]}]}]}}. Results
of a segment are partial until it ends; then the final one is sent. An exception has a type and a message; the message
is not used, since it may quote the request.

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
    """An exception in the stream, with its type; the engine maps it to one of ours."""

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
    """The event's final results. Raises StreamError, and ValueError for a malformed event."""
    headers: dict[str, Any] = event.to_response_dict()["headers"]
    if headers.get(":message-type") == "exception":
        raise StreamError(str(headers.get(":exception-type")))
    if headers.get(":event-type") != "TranscriptEvent":
        raise ValueError("unexpected event type")
    event_results = _TranscriptEvent.model_validate_json(event.payload).transcript.results
    return tuple(result for result in event_results if not result.is_partial)


def transcript(engine: str, final: Sequence[Result], languages: tuple[str, ...]) -> Transcript:
    """Join the final results. `languages`: those requested; of several, the results name the identified one."""
    texts = alternatives([[one.transcript for one in result.alternatives] for result in final])
    items = [item for result in final for one in result.alternatives[:1] for item in one.items]
    identified = [result.language_code for result in final if result.language_code]
    return Transcript(
        text=texts[0] if texts else "",
        engine=engine,
        language=(identified or [languages[0] if len(languages) == 1 else ""])[0],
        confidence=mean([it.confidence for it in items if it.type == "pronunciation" and it.confidence is not None]),
        alternatives=texts[1:],
    )
