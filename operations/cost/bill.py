"""Units a wish × prices × wishes a month become a bill, by service; and bills are compared."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import get_args

from operations.cost.counts import Counts, Through, Way
from operations.cost.prices import Region
from operations.cost.usage import Architecture, Assumed, Choice, Pictures, Speech, usage

DAYS = 30
"A month's."

SERVICES = {
    "websocket messages": "API Gateway",
    "connection minutes": "API Gateway",
    "lambda requests": "Lambda",
    "lambda gb-seconds x86_64": "Lambda",
    "lambda gb-seconds arm64": "Lambda",
    "state transitions": "Step Functions",
    "s3 put and list": "S3",
    "s3 get": "S3",
    "s3 storage": "S3",
    "dynamodb writes": "DynamoDB",
    "dynamodb reads": "DynamoDB",
    "logs": "CloudWatch",
    "transfer out": "transfer",
    "transcribe-batch": "Transcribe",
    "transcribe-streaming": "Transcribe",
    "dashscope": "pictures",
    "bedrock": "pictures",
    "openai": "pictures",
}
"Of each price, in the order of the bill."


@dataclass(frozen=True)
class Scale:
    devices: int
    wishes_per_day: float
    "A device's."

    @property
    def wishes_a_month(self) -> float:
        return self.devices * self.wishes_per_day * DAYS

    @property
    def wishes_a_second(self) -> float:
        """On average, day and night."""
        return self.devices * self.wishes_per_day / 86_400


@dataclass(frozen=True)
class Item:
    """One line of a bill."""

    service: str
    name: str
    unit: str
    units: float
    "A wish's."
    each: float | None
    "Of one unit; None: not known."
    wishes_a_month: float

    @property
    def a_wish(self) -> float | None:
        return None if self.each is None else self.units * self.each

    @property
    def a_month(self) -> float | None:
        return None if self.a_wish is None else self.a_wish * self.wishes_a_month


@dataclass(frozen=True)
class Bill:
    choice: Choice
    items: list[Item]

    @property
    def a_wish(self) -> float:
        """Of what has a known price."""
        return sum(item.a_wish or 0 for item in self.items)

    @property
    def a_month(self) -> float:
        return sum(item.a_month or 0 for item in self.items)

    @property
    def unknown(self) -> list[str]:
        """What is left out of the sums."""
        return [item.name for item in self.items if item.each is None]


def bill(choice: Choice, scale: Scale, region: Region, counts: Counts, assumed: Assumed) -> Bill:
    """Raises KeyError for a way that was not counted."""
    units = usage(choice, counts, assumed).units
    items = []
    for name in sorted(units, key=list(SERVICES).index):
        price = region.prices.get(name)
        each, unit = (price.each, price.unit) if price else (None, "")
        items.append(Item(SERVICES[name], name, unit, units[name], each, scale.wishes_a_month))
    return Bill(choice, items)


def variants(choice: Choice) -> Iterator[tuple[str, Choice]]:
    """One thing changed at a time: how packets come in, who hears, who draws, and on what."""
    for through in get_args(Through):
        for packets in (1, 3, 8):
            way = Way(through, packets)
            yield str(way), replace(choice, way=way)
    for speech in get_args(Speech):
        yield f"heard by {speech}", replace(choice, speech=speech)
    yield "typed, not spoken", replace(choice, way=Way("direct", 8, is_typed=True))
    for pictures in get_args(Pictures):
        yield f"drawn by {pictures}", replace(choice, pictures=pictures)
    for architecture in get_args(Architecture):
        yield f"on {architecture}", replace(choice, architecture=architecture)
