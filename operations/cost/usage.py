"""A counted wish becomes units that AWS bills, by the names of prices.json; and what other engines would change.

No money here. What was not counted but assumed is in Assumed, and nowhere else.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from infra.pipeline import pipeline_template
from infra.routes_template import merged_template
from operations.cost.counts import Counts, Way, Wish, memory_mb

Speech = Literal["whisper", "transcribe-batch", "transcribe-streaming"]
Pictures = Literal["openmoji", "dashscope", "bedrock", "openai"]
Architecture = Literal["x86_64", "arm64"]
Units = dict[str, float]

COUNTED_FROM = Way("direct", 8)
"Where all is counted; a batch job of speech nowhere else."

GB = 1e9
TRANSITIONS_A_LOOK = 3
"Wait, look, ask: a waiting loop of the machine."

_CONTEXT_CHARACTERS = 16
"Of a variable in an access log's line, about."


@dataclass(frozen=True)
class Assumed:
    """What no local stack can count. Seconds, if nothing else is said."""

    connection_minutes: float = 1.0
    "A device comes, makes one wish, and goes."
    transcript_seconds: float = 10.0
    "A batch job of Amazon Transcribe."
    streaming_seconds: float = 1.0
    "Beside the speech itself, which is streamed as fast as it was spoken."
    picture_seconds: float = 20.0
    "A hosted model's; of Qwen-Image 20 to 60 are told."
    company_call_seconds: float = 0.5
    "To start a task, or to look at it."
    picture_mb: float = 1.0
    "A hosted model's PNG."
    duration_factor: float = 1.0
    "AWS's seconds / the counting machine's."


@dataclass(frozen=True)
class Choice:
    """How a stage is run."""

    way: Way = COUNTED_FROM
    speech: Speech = "whisper"
    pictures: Pictures = "openmoji"
    architecture: Architecture = "x86_64"


@dataclass(frozen=True)
class Usage:
    """What one wish takes."""

    units: Units
    "By price."
    lambda_seconds: float
    "Of all its Lambdas together: with wishes a second, how many run at once."
    gateway_requests: int
    "$connect, $disconnect, messages and answers."
    device_messages: int
    looks: int = field(default=0)
    "At a transcription job."


def usage(choice: Choice, counts: Counts, assumed: Assumed) -> Usage:
    """Raises KeyError for a way that was not counted."""
    wish = counts.wish(choice.way)
    units = _units(wish, counts, choice.architecture, assumed)
    seconds = _seconds(wish, counts, assumed)
    heard = _hearing(choice, counts, assumed)
    drawn, drawing_seconds = _drawing(choice, counts, assumed)
    return Usage(
        {name: amount for name, amount in _sum(units, heard.units, drawn).items() if amount},
        sum(seconds.values()) + heard.lambda_seconds + drawing_seconds,
        wish.count("connections:PostToConnection") + len(wish.received) + 2,
        len(wish.received),
        heard.looks,
    )


def _sum(*parts: Units) -> Units:
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: sum(part.get(name, 0) for part in parts) for name in names}


def looks_within(seconds: float) -> int:
    """How often the machine looks at what takes so long: after 1 s, 2 more, 3 more … 10 more."""
    looks, waited = 0, 0.0
    while waited < seconds:
        looks += 1
        waited += min(looks, 10)
    return looks


def _units(wish: Wish, counts: Counts, architecture: Architecture, assumed: Assumed) -> Units:
    memory, seconds = memory_mb(), _seconds(wish, counts, assumed)
    return {
        "websocket messages": wish.messages,
        "connection minutes": assumed.connection_minutes,
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


def _seconds(wish: Wish, counts: Counts, assumed: Assumed) -> dict[str, float]:
    """By Lambda, of all its calls."""
    lines = counts.routes | wish.worker_lines
    return {name: calls * lines[name].seconds * assumed.duration_factor for name, calls in wish.invocations.items()}


def _log_bytes(wish: Wish, counts: Counts) -> int:
    """A line or four a call, and an access log's for each message that comes in."""
    lines = counts.routes | wish.worker_lines
    own = sum(calls * lines[name].log_bytes for name, calls in wish.invocations.items())
    return own + (len(wish.received) + 2) * access_log_bytes()


def _hearing(choice: Choice, counts: Counts, assumed: Assumed) -> Usage:
    """What another speech engine adds to whisper's wish."""
    wish = counts.wish(choice.way)
    if choice.speech == "whisper" or wish.way.is_typed:
        return Usage({}, 0.0, 0, 0)
    if choice.speech == "transcribe-streaming":
        seconds = wish.speech_seconds + assumed.streaming_seconds
        more = seconds - wish.worker_lines["transcribe"].seconds * assumed.duration_factor
        added = {_gb_seconds(choice): _gb("transcribe") * more, choice.speech: wish.speech_seconds}
        return Usage(added, more, 0, 0)
    return _hearing_by_jobs(choice, counts, assumed)


def _hearing_by_jobs(choice: Choice, counts: Counts, assumed: Assumed) -> Usage:
    """The counted job's, with as many looks as one of AWS's is assumed to need."""
    whispered, waited = counts.wish(COUNTED_FROM), counts.wish(COUNTED_FROM, "transcribe-batch")
    without = {name: -amount for name, amount in _units(whispered, counts, choice.architecture, assumed).items()}
    looks = looks_within(assumed.transcript_seconds)
    more_looks = looks - waited.states.get("CheckTranscript", 0)
    look = waited.worker_lines["transcribe"]
    seconds = more_looks * look.seconds * assumed.duration_factor
    waiting = {
        "state transitions": TRANSITIONS_A_LOOK * more_looks,
        "lambda requests": more_looks,
        _gb_seconds(choice): _gb("transcribe") * seconds,
        "logs": more_looks * look.log_bytes / GB,
        "transcribe-batch": waited.speech_seconds,
    }
    added = _sum(_units(waited, counts, choice.architecture, assumed), without, waiting)
    grown = sum(_seconds(waited, counts, assumed).values()) - sum(_seconds(whispered, counts, assumed).values())
    return Usage(added, grown + seconds, 0, 0, looks)


def _drawing(choice: Choice, counts: Counts, assumed: Assumed) -> tuple[Units, float]:
    """What a hosted model adds to openmoji's wish: its picture, a larger file, and seconds of waiting or of looking."""
    if choice.pictures == "openmoji":
        return {}, 0.0
    line = counts.wish(choice.way).worker_lines["imagine"]
    looks = looks_within(assumed.picture_seconds) if choice.pictures == "dashscope" else 0
    waits = assumed.company_call_seconds * (looks + 1) if looks else assumed.picture_seconds
    seconds = waits - line.seconds * assumed.duration_factor
    added: Units = {
        choice.pictures: 1,
        _gb_seconds(choice): _gb("imagine") * seconds,
        "lambda requests": looks,
        "state transitions": TRANSITIONS_A_LOOK * looks,
        "logs": looks * line.log_bytes / GB,
        "s3 storage": assumed.picture_mb / 1000 * sticker_days() / 30,
    }
    return added, seconds


def _gb_seconds(choice: Choice) -> str:
    return f"lambda gb-seconds {choice.architecture}"


def _gb(function: str) -> float:
    return memory_mb()[function] / 1024


@cache
def sticker_days() -> int:
    return int(pipeline_template()["Parameters"]["StickerDays"]["Default"])


@cache
def access_log_bytes() -> int:
    """A line as infra/routes.yaml has API Gateway write it, with CloudWatch's 26."""
    settings = merged_template()["Resources"]["WebsocketAPIStage"]["Properties"]["AccessLogSettings"]["Fn::If"][1]
    return len(re.sub(r"\$context\.[\w.]+", "x" * _CONTEXT_CHARACTERS, settings["Format"])) + 26
