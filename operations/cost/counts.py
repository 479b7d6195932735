"""counts.json becomes what wishes had AWS do, as `make count-calls` counted it; templates, how much memory for whom."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from infra.pipeline import pipeline_template

Through = Literal["direct", "bridge"]

COUNTS = Path(__file__).parent / "counts.json"
FRAME_BYTES = 32 * 1024
"API Gateway bills a message for each begun one."

_CHALICE = Path(__file__).resolve().parents[2] / ".chalice" / "config.json"


@dataclass(frozen=True)
class Line:
    """One call of a Lambda."""

    seconds: float
    "Billed, warm, on the machine that counted."
    log_bytes: int
    "As CloudWatch bills them."


@dataclass(frozen=True)
class Way:
    """How a wish comes in."""

    through: Through
    batch_packets: int
    "60 ms each, at most in a message."
    is_typed: bool = False

    def __str__(self) -> str:
        return "typed" if self.is_typed else f"{self.through}, {self.batch_packets} a message"


@dataclass(frozen=True)
class Wish:
    """What one wish had AWS do, from $connect to $disconnect."""

    way: Way
    engine: str
    "The speech engine's."
    speech_seconds: float
    invocations: dict[str, int]
    "By Lambda."
    worker_lines: dict[str, Line]
    "The mean of a worker's calls."
    calls: dict[str, int]
    "service:Operation → how often; device:GetObject is what the device fetched."
    states: dict[str, int]
    "State → how often it was entered: a transition each."
    index_writes: int
    "DynamoDB writes for the index, beside those for the item."
    posted: list[int]
    "Bytes of each message to the device."
    received: list[int]
    "Bytes of each message from it."
    bytes_to_s3: int
    bytes_from_s3: int
    bytes_to_device: int
    "That it fetched, beside messages."
    bytes_kept: int
    "That lie in S3 after the good end."

    @property
    def transitions(self) -> int:
        return sum(self.states.values())

    @property
    def messages(self) -> int:
        """Both ways, in units of 32 KB."""
        return sum(-(-size // FRAME_BYTES) for size in (*self.posted, *self.received))

    def count(self, *names: str) -> int:
        """Calls of these names together."""
        return sum(Counter(self.calls)[name] for name in names)


@dataclass(frozen=True)
class Counts:
    """The file."""

    measured: date
    command: str
    machine: str
    routes: dict[str, Line]
    "A route's Lambda; the message's type decides, not the wish."
    wishes: list[Wish]

    def wish(self, way: Way, engine: str = "whisper") -> Wish:
        """Raises KeyError if it was not counted."""
        found = [wish for wish in self.wishes if (wish.way, wish.engine) == (way, engine)]
        if not found:
            raise KeyError(f"{way} with {engine} was not counted: `make count-calls`")
        return found[0]


FILE = TypeAdapter(Counts)


@cache
def counts() -> Counts:
    return FILE.validate_json(COUNTS.read_bytes())


@cache
def memory_mb() -> dict[str, int]:
    """By Lambda, as the templates say: workers in pipeline.yaml, routes in .chalice/config.json."""
    workers = {
        name.removesuffix("Function").lower(): int(resource["Properties"]["MemorySize"])
        for name, resource in pipeline_template()["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    config = json.loads(_CHALICE.read_text())
    routes = {
        name.removeprefix("websocket_"): int(own.get("lambda_memory_size", config["lambda_memory_size"]))
        for name, own in config["lambda_functions"].items()
    }
    return routes | workers
