"""AWS usage of single wishes, as counted by `make count-calls` in counts.json; memory sizes from the templates."""

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
"API Gateway bills a message for every 32 KB or part of them."

_CHALICE = Path(__file__).resolve().parents[2] / ".chalice" / "config.json"


@dataclass(frozen=True)
class Invocation:
    """One invocation of a Lambda function."""

    seconds: float
    "Billed duration of a warm Lambda on the machine that counted."
    log_bytes: int
    "Log bytes that CloudWatch bills."


@dataclass(frozen=True)
class Transport:
    """How a wish reaches the API."""

    through: Through
    batch_packets: int
    "Most packets in one message; 60 ms each."
    is_typed: bool = False

    def __str__(self) -> str:
        return "typed" if self.is_typed else f"{self.through}, {self.batch_packets} a message"


@dataclass(frozen=True)
class Wish:
    """AWS usage of one wish, from $connect to $disconnect."""

    way: Transport
    engine: str
    "Name of the speech engine."
    speech_seconds: float
    invocations: dict[str, int]
    "By Lambda function."
    worker_lines: dict[str, Invocation]
    "By worker: the mean of its invocations."
    calls: dict[str, int]
    "service:Operation → number of calls; device:GetObject is a download by the device."
    states: dict[str, int]
    "State → how often it was entered; each is a transition."
    index_writes: int
    "DynamoDB writes to the index, in addition to those of items."
    posted: list[int]
    "Bytes of each message to the device."
    received: list[int]
    "Bytes of each message from the device."
    bytes_to_s3: int
    bytes_from_s3: int
    bytes_to_device: int
    "Downloads by the device, without messages."
    bytes_kept: int
    "Stored in S3 after delivery."

    @property
    def transitions(self) -> int:
        return sum(self.states.values())

    @property
    def messages(self) -> int:
        """In both directions, in units of 32 KB."""
        return sum(-(-size // FRAME_BYTES) for size in (*self.posted, *self.received))

    def count(self, *names: str) -> int:
        """Sum of the calls of these names."""
        return sum(Counter(self.calls)[name] for name in names)


@dataclass(frozen=True)
class Counts:
    """The content of counts.json."""

    measured: date
    command: str
    machine: str
    routes: dict[str, Invocation]
    "By route: the same for every wish."
    wishes: list[Wish]

    def wish(self, transport: Transport, engine: str = "whisper") -> Wish:
        """Raises KeyError if it was not counted."""
        matches = [wish for wish in self.wishes if (wish.way, wish.engine) == (transport, engine)]
        if not matches:
            raise KeyError(f"{transport} with {engine} was not counted: `make count-calls`")
        return matches[0]


FILE = TypeAdapter(Counts)


@cache
def counts() -> Counts:
    return FILE.validate_json(COUNTS.read_bytes())


@cache
def memory_mb() -> dict[str, int]:
    """By Lambda function: workers from pipeline.yaml, routes from .chalice/config.json."""
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
