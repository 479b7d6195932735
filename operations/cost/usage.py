"""Billed units of one wish, by the names of prices.json: the counted usage, adjusted for other engines.

Every figure that is assumed instead of counted is a field of Assumptions.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, cast, get_args

from infra.pipeline import pipeline_template
from infra.routes_template import merged_template
from operations.cost.counts import Counts, Transport, Wish, memory_mb

Speech = Literal["whisper", "transcribe-batch", "transcribe-streaming"]
Pictures = Literal["openmoji", "dashscope", "bedrock", "openai"]
Architecture = Literal["x86_64", "arm64"]
Units = dict[str, float]

COUNTED_FROM = Transport("direct", 8)
"Counted with every engine; the others with whisper only."

GB = 1e9
TRANSITIONS_A_LOOK = 3
"Of one polling loop: wait, check, choice."

_CONTEXT_CHARACTERS = 16
"Approximate length of a variable in an access log line."


@dataclass(frozen=True)
class Assumptions:
    """Figures that a local stack cannot count."""

    connection_minutes: float = 1.0
    "A device connects, makes one wish and disconnects."
    transcript_seconds: float = 10.0
    "A batch job of Amazon Transcribe."
    transcribe_minimum_seconds: float = 0.0
    """Billed for a request of Amazon Transcribe, however short. None since 2026, 15 before:
    https://github.com/stdapi-ai/stdapi.ai/issues/280 quotes AWS's page."""
    streaming_seconds: float = 1.0
    "In addition to the speech, which is streamed in real time."
    picture_seconds: float = 20.0
    "Of a hosted model; 20 to 60 are reported for Qwen-Image."
    company_call_seconds: float = 0.5
    "To start a task, or to check it."
    picture_mb: float = 1.0
    "Size of a hosted model's PNG."
    duration_factor: float = 1.0
    "Lambda seconds on AWS / on the machine that counted."


@dataclass(frozen=True)
class Configuration:
    """The settings of a stage that change its cost."""

    transport: Transport = COUNTED_FROM
    speech: Speech = "whisper"
    pictures: Pictures = "openmoji"
    architecture: Architecture = "x86_64"


def configuration(speech: str, pictures: str, architecture: str) -> Configuration:
    """Raises ValueError that lists the known values."""
    for value, kind in ((speech, Speech), (pictures, Pictures), (architecture, Architecture)):
        if value not in get_args(kind):
            raise ValueError(f"{value}: there are {', '.join(get_args(kind))}")
    return Configuration(
        speech=cast(Speech, speech), pictures=cast(Pictures, pictures), architecture=cast(Architecture, architecture)
    )


@dataclass(frozen=True)
class Usage:
    """AWS usage of one wish."""

    units: Units
    "By the names of prices.json."
    lambda_seconds: float
    "Of all Lambdas together; × wishes a second = concurrent executions."
    gateway_requests: int
    "$connect, $disconnect, and messages in both directions."
    device_messages: int
    looks: int = field(default=0)
    "Checks of a transcription job."


def usage(configuration: Configuration, counts: Counts, assumptions: Assumptions) -> Usage:
    """Raises KeyError for a transport that was not counted."""
    wish = counts.wish(configuration.transport)
    units = _units(wish, counts, configuration.architecture, assumptions)
    seconds = _seconds(wish, counts, assumptions)
    transcription = _transcription(configuration, counts, assumptions)
    illustration, illustration_seconds = _illustration(configuration, counts, assumptions)
    return Usage(
        {name: amount for name, amount in _sum(units, transcription.units, illustration).items() if amount},
        sum(seconds.values()) + transcription.lambda_seconds + illustration_seconds,
        wish.count("connections:PostToConnection") + len(wish.received) + 2,
        len(wish.received),
        transcription.looks,
    )


def _sum(*parts: Units) -> Units:
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: sum(part.get(name, 0) for part in parts) for name in names}


def looks_within(seconds: float) -> int:
    """Number of checks of a job that takes so long: after 1 s, 2 more, 3 more … 10 more."""
    looks, waited = 0, 0.0
    while waited < seconds:
        looks += 1
        waited += min(looks, 10)
    return looks


def _units(wish: Wish, counts: Counts, architecture: Architecture, assumptions: Assumptions) -> Units:
    memory, seconds = memory_mb(), _seconds(wish, counts, assumptions)
    return {
        "websocket messages": wish.messages,
        "connection minutes": assumptions.connection_minutes,
        "lambda requests": sum(wish.invocations.values()),
        f"lambda gb-seconds {architecture}": sum(memory[name] / 1024 * each for name, each in seconds.items()),
        "state transitions": wish.transitions,
        "s3 put and list": wish.count("s3:PutObject", "s3:ListObjectsV2"),
        "s3 get": wish.count("s3:GetObject", "s3:HeadObject", "device:GetObject"),
        "s3 storage": wish.bytes_kept / GB * sticker_days() / 30,
        "dynamodb writes": wish.count("dynamodb:PutItem", "dynamodb:UpdateItem") + wish.index_writes,
        "dynamodb reads": wish.count("dynamodb:GetItem"),
        "logs": _log_bytes(wish, counts) / GB,
        "transfer out": (sum(wish.posted) + wish.bytes_to_device) / GB,
    }


def _seconds(wish: Wish, counts: Counts, assumptions: Assumptions) -> dict[str, float]:
    """By Lambda function, of all its invocations."""
    invocations = counts.routes | wish.worker_lines
    return {
        name: calls * invocations[name].seconds * assumptions.duration_factor
        for name, calls in wish.invocations.items()
    }


def _log_bytes(wish: Wish, counts: Counts) -> int:
    """Lambda log lines, and an access log line for each incoming message."""
    invocations = counts.routes | wish.worker_lines
    own = sum(calls * invocations[name].log_bytes for name, calls in wish.invocations.items())
    return own + (len(wish.received) + 2) * access_log_bytes()


def _transcription(configuration: Configuration, counts: Counts, assumptions: Assumptions) -> Usage:
    """The difference of another speech engine to whisper."""
    wish = counts.wish(configuration.transport)
    if configuration.speech == "whisper" or wish.way.is_typed:
        return Usage({}, 0.0, 0, 0)
    if configuration.speech == "transcribe-streaming":
        seconds = wish.speech_seconds + assumptions.streaming_seconds
        more = seconds - wish.worker_lines["transcribe"].seconds * assumptions.duration_factor
        added = {
            _gb_seconds(configuration): _gb("transcribe") * more,
            configuration.speech: _billed_speech(wish, assumptions),
        }
        return Usage(added, more, 0, 0)
    return _batch_transcription(configuration, counts, assumptions)


def _billed_speech(wish: Wish, assumptions: Assumptions) -> float:
    """Seconds."""
    return max(wish.speech_seconds, assumptions.transcribe_minimum_seconds)


def _batch_transcription(configuration: Configuration, counts: Counts, assumptions: Assumptions) -> Usage:
    """The counted batch job, with the number of checks assumed for a job on AWS."""
    whispered, waited = counts.wish(COUNTED_FROM), counts.wish(COUNTED_FROM, "transcribe-batch")
    without = {
        name: -amount for name, amount in _units(whispered, counts, configuration.architecture, assumptions).items()
    }
    looks = looks_within(assumptions.transcript_seconds)
    more_looks = looks - waited.states.get("CheckTranscript", 0)
    look = waited.worker_lines["transcribe"]
    seconds = more_looks * look.seconds * assumptions.duration_factor
    waiting = {
        "state transitions": TRANSITIONS_A_LOOK * more_looks,
        "lambda requests": more_looks,
        _gb_seconds(configuration): _gb("transcribe") * seconds,
        "logs": more_looks * look.log_bytes / GB,
        "transcribe-batch": _billed_speech(waited, assumptions),
    }
    added = _sum(_units(waited, counts, configuration.architecture, assumptions), without, waiting)
    grown = sum(_seconds(waited, counts, assumptions).values()) - sum(_seconds(whispered, counts, assumptions).values())
    return Usage(added, grown + seconds, 0, 0, looks)


def _illustration(configuration: Configuration, counts: Counts, assumptions: Assumptions) -> tuple[Units, float]:
    """The difference of a hosted model to openmoji: its price, a larger file, and the seconds of waiting or polling."""
    if configuration.pictures == "openmoji":
        return {}, 0.0
    imagine = counts.wish(configuration.transport).worker_lines["imagine"]
    looks = looks_within(assumptions.picture_seconds) if configuration.pictures == "dashscope" else 0
    waits = assumptions.company_call_seconds * (looks + 1) if looks else assumptions.picture_seconds
    seconds = waits - imagine.seconds * assumptions.duration_factor
    added: Units = {
        configuration.pictures: 1,
        _gb_seconds(configuration): _gb("imagine") * seconds,
        "lambda requests": looks,
        "state transitions": TRANSITIONS_A_LOOK * looks,
        "logs": looks * imagine.log_bytes / GB,
        "s3 storage": assumptions.picture_mb / 1000 * sticker_days() / 30,
    }
    return added, seconds


def _gb_seconds(configuration: Configuration) -> str:
    return f"lambda gb-seconds {configuration.architecture}"


def _gb(function: str) -> float:
    return memory_mb()[function] / 1024


@cache
def sticker_days() -> int:
    return int(pipeline_template()["Parameters"]["StickerDays"]["Default"])


@cache
def access_log_bytes() -> int:
    """Of a line in the format of infra/routes.yaml, with the 26 bytes that CloudWatch adds."""
    settings = merged_template()["Resources"]["WebsocketAPIStage"]["Properties"]["AccessLogSettings"]["Fn::If"][1]
    return len(re.sub(r"\$context\.[\w.]+", "x" * _CONTEXT_CHARACTERS, settings["Format"])) + 26
